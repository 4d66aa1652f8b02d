import type { IDataObject, INode, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { asError } from '../../../client';
import { isAwaitedReply } from '../listening/awaited';
import { textOf } from '../listening/loose';
import {
	type CallRefusal,
	isAllowed,
	isTooLarge,
	NOT_READY,
	refuseCall,
	TOO_LARGE,
	WRONG_ADDRESS,
	WRONG_KEY,
	WRONG_METHOD,
	WRONG_SHAPE,
} from '../listening/refusals';
import { hasKey } from '../listening/subscription';
import { ownActions } from '../platform/ownActions';
import { type BlockData, readBlock, withBlock } from './block';
import { entryOf, eventKey, forget, isFirst, isToldByMove } from './deliveries';
import { changesByMessagesOnly, type PlatformEvent, readEvent, sessionIdOf } from './events';
import { needsSession, objection, objectionToSession } from './filters';
import { LookUps } from './lookups';
import { type LookedUp, toItem } from './output';
import { readSettings, readSource, type Settings } from './settings';

/**
 * Takes one call: refuses what is no event of ours, drops what starts no run, and hands on the rest as one item.
 *
 * The key is compared before anything else, and the account is asked last. Never throws: n8n would show the caller a
 * stack trace and store a failed execution for each call.
 */
export async function takeCall(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		return await take(context);
	} catch (error) {
		context.logger.error(`WTS Chat Trigger: a call failed: ${asError(error).message}`);
		return refuse(context, NOT_READY);
	}
}

async function take(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const source = readSource(context);
	if (source === 'account' && !hasKey(context)) return refuse(context, WRONG_KEY);
	if (context.getRequestObject().method !== 'POST') return refuse(context, WRONG_METHOD);
	if (isTooLarge(context)) return refuse(context, TOO_LARGE);
	const settings = readSettings(context);
	if (!isAllowed(addressesOf(context), settings.allowedAddresses)) return refuse(context, WRONG_ADDRESS);
	return source === 'account' ? await takeEvent(context, settings) : await takeBlock(context, settings);
}

async function takeEvent(context: IWebhookFunctions, settings: Settings): Promise<IWebhookResponseData> {
	const event = readEvent(context.getBodyData());
	if (event === undefined) return refuse(context, WRONG_SHAPE);
	const objected = objection(event, settings.events, settings.filters);
	if (objected !== undefined) return drop(objected);
	if (isToldByMove(event, settings.events, settings.filters)) return drop('duplicate');
	const key = eventKey(event, () => rawBodyOf(context));
	const entry = entryOf(listenerOf(context), key);
	if (!isFirst(entry)) return drop('duplicate');
	return await decide(context, settings, event).catch((error: unknown) => {
		forget(entry);
		throw error;
	});
}

/** What must wait for something: writes of our own under way, look-ups, the run itself. */
async function decide(
	context: IWebhookFunctions,
	settings: Settings,
	event: PlatformEvent,
): Promise<IWebhookResponseData> {
	if (settings.ignoreOwn && (await isOwn(event))) return drop('own');

	const lookUps = new LookUps(context);
	if (needsSession(event, settings.filters)) {
		const session = await lookUps.session(sessionIdOf(event));
		const against = session === undefined ? undefined : objectionToSession({ ...session }, settings.filters);
		if (against !== undefined) return drop(against);
	}
	const awaited = await isAwaited(event, lookUps, context.getNode());
	if (awaited && settings.ignoreAwaitedReplies) return drop('awaitedReply');
	return await start(context, settings, { event, lookUps, isAwaitedReply: awaited });
}

async function takeBlock(context: IWebhookFunctions, settings: Settings): Promise<IWebhookResponseData> {
	const call = readBlock(context.getBodyData());
	if (call === undefined) return refuse(context, WRONG_SHAPE);
	return await start(context, settings, { ...call, lookUps: new LookUps(context) });
}

interface Start {
	event: PlatformEvent;
	lookUps: LookUps;
	isAwaitedReply?: boolean | undefined;
	/** Of a chatbot's block, whose call is answered by the workflow. */
	block?: BlockData;
}

/** Hands on an event. What it only wants to know more about is looked up after the call was answered. */
async function start(
	context: IWebhookFunctions,
	settings: Settings,
	{ event, lookUps, isAwaitedReply: awaited, block }: Start,
): Promise<IWebhookResponseData> {
	const { resolve, downloadFiles } = settings;
	const takesTime = resolve.size > 0 || downloadFiles;
	const answersItself = takesTime && block === undefined;
	if (answersItself) {
		context.getResponseObject().status(200).json({ started: true });
		lookUps.answered();
	}
	const looked: LookedUp = {
		...(await resolveEvent(event, lookUps, resolve)),
		...(awaited === undefined ? {} : { isAwaitedReply: awaited }),
	};
	const plain = toItem(event, looked, settings);
	const json: IDataObject = block === undefined ? plain : withBlock(plain, event, block);
	const binary = downloadFiles ? await lookUps.files(event) : {};
	const item = { json, ...(Object.keys(binary).length > 0 ? { binary } : {}) };
	if (answersItself) return { workflowData: [[item]], noWebhookResponse: true };
	// A block that is answered at once goes on by its main exit; one that waits gets its answer from the workflow.
	if (block === undefined) return { workflowData: [[item]], webhookResponse: { started: true } };
	const atOnce = context.getNodeParameter('respond', 'respondNode') === 'immediately';
	return { workflowData: [[item]], ...(atOnce ? { webhookResponse: {} } : {}) };
}

async function resolveEvent(
	event: PlatformEvent,
	lookUps: LookUps,
	resolve: ReadonlySet<string>,
): Promise<Pick<LookedUp, 'session' | 'contact'>> {
	if (resolve.size === 0) return {};
	const contactId = toItem(event, {}, { rawPayload: false, resolve: new Set() }).contactId;
	const known = textOf(contactId);
	const wantsSession = resolve.has('session') || known === null;
	const session = wantsSession ? await lookUps.session(sessionIdOf(event)) : undefined;
	const contact = resolve.has('contact') ? await lookUps.contact(known ?? session?.contactId ?? null) : undefined;
	return { session, contact };
}

/** Whether a message is the answer to a question that waits; undefined for what can be none. */
async function isAwaited(event: PlatformEvent, lookUps: LookUps, node: INode): Promise<boolean | undefined> {
	const { message, type } = event;
	if (type !== 'MESSAGE_RECEIVED' || message?.direction !== 'inbound') return undefined;
	const look = async () =>
		await isAwaitedReply(
			node,
			async () => await lookUps.connection(),
			message.messageId,
			async () => await lookUps.session(message.sessionId),
		);
	return (await lookUps.inTime('whether the message is awaited', look())) ?? false;
}

async function isOwn(event: PlatformEvent): Promise<boolean> {
	const { kind, type, id, updatedAt, message } = event;
	if (kind === 'other' || type === 'MESSAGE_RECEIVED') return false;
	return await ownActions.isOwn({
		subject: kind,
		id,
		updatedAt,
		senderId: message?.senderId ?? null,
		isNew: type.endsWith('_NEW'),
		changesByMessagesOnly: kind === 'session' && type === 'SESSION_UPDATE' && changesByMessagesOnly(event),
	});
}

function listenerOf(context: IWebhookFunctions): string {
	return `${context.getMode()} ${context.getWorkflow().id ?? ''} ${context.getNode().id}`;
}

function rawBodyOf(context: IWebhookFunctions): string {
	const { rawBody }: { rawBody?: unknown } = context.getRequestObject();
	return rawBody instanceof Buffer ? rawBody.toString('latin1') : JSON.stringify(context.getBodyData());
}

/** Where a call came from: what n8n trusts of it. */
function addressesOf(context: IWebhookFunctions): string[] {
	const { ip, ips }: { ip?: unknown; ips?: unknown } = context.getRequestObject();
	return [ip, ...(Array.isArray(ips) ? ips : [])].flatMap((one: unknown) => (typeof one === 'string' ? [one] : []));
}

const refuse = (context: IWebhookFunctions, refusal: CallRefusal) => refuseCall(context, refusal, 'WTS Chat Trigger');

/** Takes an event that starts no run. */
function drop(reason: string): IWebhookResponseData {
	return { webhookResponse: { started: false, reason } };
}
