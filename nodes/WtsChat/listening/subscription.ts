import { randomBytes } from 'crypto';
import {
	type IDataObject,
	type IHookFunctions,
	type INode,
	type IWebhookFunctions,
	NodeOperationError,
} from 'n8n-workflow';

import {
	addressOf,
	differences,
	findSubscription,
	isPrivateAddress,
	isRecord,
	listSubscriptions,
	listWebhookEvents,
	putSubscription,
	removeSubscription,
	type Subscription,
	type WantedSubscription,
	WtsApiError,
} from '../../../client';
import { type Connection, connectTo } from '../platform/account';
import { sha256 } from '../platform/sha256';
import { addressOrigin } from '../platform/waiting';
import { ASK_PREFIX, noteSubscriptions } from './awaited';
import { type Loose } from './loose';
import { instanceMark } from './marker';
import { isKey, KEY_PARAMETER } from './refusals';

/** A node that listens to the account: what for, and under what name its subscription goes. */
export interface Listener {
	/** How the names of its subscriptions begin; that of tests is the same for all. */
	prefix: typeof ASK_PREFIX | typeof TRIGGER_PREFIX;
	/** The events; `any` for all that the account offers. */
	events: 'any' | Iterable<string>;
	/** Whether a node of the same type listens too; `node` is its entry in the workflow. */
	listens(node: Loose): boolean;
}

/** How the names of a trigger's subscriptions begin. */
export const TRIGGER_PREFIX = 'n8n Trigger: ';
const TEST_PREFIX = 'n8n Test: ';

/** The longest name that the platform takes. */
const LONGEST_NAME = 100;

/** n8n stops listening for a test long before. */
const TEST_LASTS_MS = 600_000;

/** What the node's static data holds. */
interface Stored {
	id: string | undefined;
	key: string | undefined;
}

/** Which node of which workflow of which n8n, in a form that fits into a name. */
interface NodeMarks {
	instance: string;
	workflow: string;
	node: string;
}

const shortMark = (id: string) => sha256(id).slice(0, 8);

function marksOf(context: IHookFunctions): NodeMarks {
	return {
		instance: instanceMark(context.getInstanceId()),
		workflow: shortMark(context.getWorkflow().id ?? ''),
		node: shortMark(context.getNode().id),
	};
}

const isTest = (context: IHookFunctions, url: string): boolean =>
	context.getMode() === 'manual' || /\/webhook-test\//.test(url);

/** A name for people, and at its end for us: `n8n Trigger: Receptionist / WTS Chat Trigger #1a2b...-...-...`. */
function nameOf(context: IHookFunctions, start: string): string {
	const { instance, workflow, node } = marksOf(context);
	const text = `${context.getWorkflow().name ?? 'Workflow'} / ${context.getNode().name}`;
	return fittedName(start, text, ` #${instance}-${workflow}-${node}`);
}

/** A name of which the middle is cut to what the platform takes. */
export function fittedName(start: string, text: string, end: string): string {
	const characters = [...text.replace(/\s+/g, ' ')];
	let kept = '';
	for (const character of characters) {
		if (start.length + kept.length + character.length + end.length > LONGEST_NAME) break;
		kept += character;
	}
	return `${start}${kept.trim()}${end}`;
}

const NAME = /^(n8n (?:Trigger|Test|Ask): ).*#([0-9a-f]{12})-([0-9a-f]{8})-([0-9a-f]{8})$/s;

/** Whether the name of a subscription is that of a published node of this workflow of this n8n. */
export function isOfWorkflow(
	name: string | null | undefined,
	prefix: string,
	instance: string,
	workflowId: string,
): boolean {
	const [, start, ofInstance, ofWorkflow] = NAME.exec(name ?? '') ?? [];
	return start === prefix && ofInstance === instance && ofWorkflow === shortMark(workflowId);
}

/** The nodes of the workflow that listen; undefined where n8n does not show them. */
function listeningNodes(context: IHookFunctions, listener: Listener): Set<string> | undefined {
	// No function of n8n tells a trigger of its neighbours.
	const workflow: unknown = Reflect.get(context, 'workflow');
	const nodes = isRecord(workflow) ? workflow.nodes : undefined;
	if (!isRecord(nodes)) return undefined;
	const nodeType = context.getNode().type;
	const listening = new Set<string>();
	for (const node of Object.values(nodes)) {
		if (!isRecord(node) || node.type !== nodeType || node.disabled === true || typeof node.id !== 'string') continue;
		if (listener.listens(node)) listening.add(shortMark(node.id));
	}
	return listening;
}

/**
 * Tells what this workflow of this n8n left behind: subscriptions of nodes that no longer listen, of this node at
 * another address, and of tests that are long over. Nothing of others.
 */
function leftoverTest(context: IHookFunctions, listener: Listener, url: string): (one: Subscription) => boolean {
	const { instance, workflow, node } = marksOf(context);
	const test = isTest(context, url);
	const listening = test ? undefined : listeningNodes(context, listener);
	return ({ name, url: other, createdAt }) => {
		const [, start, ofInstance, ofWorkflow, ofNode = ''] = NAME.exec(name ?? '') ?? [];
		if (ofInstance !== instance || ofWorkflow !== workflow) return false;
		// A copy of this n8n under another address has the same marks.
		if (serverOf(other) !== serverOf(url)) return false;
		if (start === TEST_PREFIX) return Date.now() - Date.parse(createdAt ?? '') > TEST_LASTS_MS;
		if (test || start !== listener.prefix) return false;
		return ofNode === node ? addressOf(other) !== addressOf(url) : listening !== undefined && !listening.has(ofNode);
	};
}

/** Scheme, host and port of an address, in lower case. */
function serverOf(url: string | null | undefined): string {
	return addressOrigin(url ?? '').toLowerCase();
}

/** What is stored for this very node of this very workflow; of a copied workflow nothing. */
function storedOf(context: IHookFunctions): Stored {
	const data = context.getWorkflowStaticData('node');
	if (data.owner !== ownerOf(context)) return { id: undefined, key: undefined };
	return {
		id: typeof data.subscriptionId === 'string' ? data.subscriptionId : undefined,
		key: typeof data.key === 'string' ? data.key : undefined,
	};
}

function ownerOf(context: IHookFunctions): string {
	const { instance, workflow, node } = marksOf(context);
	return `${instance}-${workflow}-${node}`;
}

function store(context: IHookFunctions, values: IDataObject): void {
	Object.assign(context.getWorkflowStaticData('node'), { owner: ownerOf(context), ...values });
}

/** The address that the platform is to call. */
function addressFor(context: IHookFunctions): string {
	const url = context.getNodeWebhookUrl('default');
	if (url) return url;
	throw new NodeOperationError(context.getNode(), 'n8n gives this node no URL to be called at');
}

/** A platform on the internet reaches no address of a private network. */
function refuseUnreachable(context: IHookFunctions, url: string, baseUrl: string): void {
	if (!isPrivateAddress(url) || isPrivateAddress(baseUrl)) return;
	throw new NodeOperationError(
		context.getNode(),
		`The platform cannot reach ${serverOf(url)}: set WEBHOOK_URL of this n8n to an address that the internet knows`,
	);
}

async function wantedOf(
	context: IHookFunctions,
	{ client }: Connection,
	{ events, prefix }: Listener,
	url: string,
	key: string,
): Promise<WantedSubscription> {
	return {
		name: nameOf(context, isTest(context, url) ? TEST_PREFIX : prefix),
		url: `${url}?${KEY_PARAMETER}=${key}`,
		events: events === 'any' ? await listWebhookEvents(client) : [...events],
	};
}

/** Why a subscription could not be made, in one sentence: n8n shows nothing but the message. */
function toHookError(node: INode, error: unknown): NodeOperationError {
	if (error instanceof NodeOperationError && error.description) {
		return new NodeOperationError(node, `${error.message}. ${error.description}`);
	}
	if (!(error instanceof WtsApiError)) {
		return error instanceof NodeOperationError ? error : new NodeOperationError(node, String(error));
	}
	return new NodeOperationError(node, `${reasonOf(error)}${error.supportId ? ` (support ID ${error.supportId})` : ''}`);
}

function reasonOf({ code, message, text, httpStatus, hint }: WtsApiError): string {
	const said = text === null ? '' : `: ${text}`;
	switch (code) {
		case 'FORBIDDEN':
			return (
				`The token may not manage webhooks (403)${said}. Give it this permission on the platform, or use another ` +
				'token'
			);
		case 'UNAUTHORIZED':
			return `The platform refuses the token (401)${said}. Correct it in the credential`;
		case 'INVALID_REQUEST':
		case 'NOT_FOUND':
			return (
				`The platform refused the subscription (${httpStatus ?? 'no status'})${said || `: ${message}`}. The ` +
				'account may hold as many webhooks as it can, or the platform does not accept the URL'
			);
		default:
			return `The subscription could not be made: ${message}${said}. ${hint}`;
	}
}

/** Whether the account holds what it should, and nothing that was left behind. Changes nothing there. */
export async function isSubscribed(context: IHookFunctions, read: () => Listener | undefined): Promise<boolean> {
	try {
		const listener = read();
		if (listener === undefined) return true;
		const url = addressFor(context);
		const { id, key } = storedOf(context);
		const connection = await connectTo(context);
		refuseUnreachable(context, url, connection.baseUrl);
		if (id === undefined || key === undefined) return false;
		const subscriptions = await listSubscriptions(connection.client);
		noteSubscriptions(context.getNode(), subscriptions);
		const found = findSubscription(subscriptions, { id, url, isLeftover: leftoverTest(context, listener, url) });
		// One of our address under another ID is to be taken over, or nobody would remove it.
		if (found.current?.id !== id || found.superfluous.length > 0) return false;
		return differences(found.current, await wantedOf(context, connection, listener, url, key)).length === 0;
	} catch (error) {
		throw toHookError(context.getNode(), error);
	}
}

/** Makes the account hold what it should: repairs or creates the subscription, and removes what was left behind. */
export async function subscribe(context: IHookFunctions, read: () => Listener | undefined): Promise<boolean> {
	try {
		const listener = read();
		if (listener === undefined) return true;
		const url = addressFor(context);
		const stored = storedOf(context);
		const connection = await connectTo(context);
		refuseUnreachable(context, url, connection.baseUrl);
		const subscriptions = await listSubscriptions(connection.client);
		const isLeftover = leftoverTest(context, listener, url);
		const found = findSubscription(subscriptions, { id: stored.id, url, isLeftover });
		// Kept when it is known: an execution that began before may bring the old data back.
		const key = stored.key ?? randomBytes(24).toString('hex');
		const wanted = await wantedOf(context, connection, listener, url, key);
		store(context, { key });
		store(context, { subscriptionId: await putSubscription(connection.client, found, wanted) });
		noteSubscriptions(context.getNode(), [...subscriptions, { name: wanted.name }]);
		return true;
	} catch (error) {
		throw toHookError(context.getNode(), error);
	}
}

/** Removes the subscription of this node, by its ID alone. */
export async function unsubscribe(context: IHookFunctions, isListener: () => boolean): Promise<boolean> {
	try {
		const { id } = storedOf(context);
		const url = context.getNodeWebhookUrl('default') ?? '';
		if (id === undefined && !(isTest(context, url) && isListener())) return true;
		const { client } = await connectTo(context);
		if (id !== undefined) {
			await removeSubscription(client, id);
			store(context, { subscriptionId: null });
			return true;
		}
		// A test that could not be registered to its end; nobody else listens at this address.
		for (const one of await listSubscriptions(client)) {
			if (one.id !== undefined && addressOf(one.url) === addressOf(url)) await removeSubscription(client, one.id);
		}
		return true;
	} catch (error) {
		throw toHookError(context.getNode(), error);
	}
}

/** Whether a call brings the key that the subscription's URL carries. */
export function hasKey(context: IWebhookFunctions): boolean {
	const given: unknown = Reflect.get(context.getQueryData(), KEY_PARAMETER);
	return isKey(given, context.getWorkflowStaticData('node').key);
}
