import type { INode } from 'n8n-workflow';

import {
	isId,
	isRecord,
	listSubscriptions,
	Recent,
	type Session,
	type Subscription,
	type WtsClient,
} from '../../../client';
import { ASK_KEY } from '../platform/waiting';
import { copyWithout, type Loose, recordOf } from './loose';

export { ASK_KEY };

/** How the names of the subscriptions begin that asking nodes listen on. */
export const ASK_PREFIX = 'n8n Ask: ';

/** What answers, closes and hands over questions. */
export const ASK_EVENTS = ['MESSAGE_RECEIVED', 'SESSION_COMPLETE', 'SESSION_UPDATE'];

/**
 * A copy of what a call brought without our own marker, wherever in it that is: sessions are within events, and changes
 * tell of their metadata before and after. Of a session that was read, `metadataWithoutMarker` takes it where it is.
 */
export function withoutMarkers(value: unknown): unknown {
	return copyWithout(value, ASK_KEY);
}

/** A marker as it may be kept: an object, or the JSON text of one. */
export function parsed(marker: unknown): Loose | undefined {
	if (isRecord(marker)) return marker;
	if (typeof marker !== 'string' || marker === '') return undefined;
	try {
		const value: unknown = JSON.parse(marker);
		return isRecord(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** How much longer than planned a question may wait: n8n ends waiting executions once a minute. */
const LATE_MS = 120_000;

/** Whether a question that ends then (milliseconds) has ended for sure. */
export function isPast(until: unknown): boolean {
	return typeof until === 'number' && Date.now() > until + LATE_MS;
}

/** Whether a question waits for an answer in a session. One whose time is over waits no more, whoever left it there. */
function isAwaiting(session: unknown): boolean {
	const kept = recordOf(recordOf(session).metadata)[ASK_KEY];
	const marker = parsed(kept);
	return marker === undefined ? typeof kept === 'string' && kept !== '' : !isPast(marker.x);
}

/** For how long it is taken for granted whether an account has asking nodes. */
const FRESH_MS = 60_000;

interface Knowledge {
	at: number;
	asks: Promise<boolean>;
}

/** By credential: to tell the account itself, n8n would have to decrypt the credential for each event. */
const known = new Map<string, Knowledge>();
const MANY = 100;

function keep(credential: string, asks: Promise<boolean>): void {
	known.delete(credential);
	known.set(credential, { at: Date.now(), asks });
	for (const oldest of known.keys()) {
		if (known.size <= MANY) return;
		known.delete(oldest);
	}
}

/** What tells the credentials of nodes apart. */
export function credentialOf({ credentials, id }: INode): string {
	return credentials?.wtsChatApi?.id ?? `node ${id}`;
}

function someAsk(names: ReadonlyArray<string | null | undefined>): boolean {
	return names.some((name) => name?.startsWith(ASK_PREFIX) === true);
}

/** To be told of an account's subscriptions by those who have just read or changed them. */
export function noteSubscriptions(node: INode, subscriptions: readonly Subscription[]): void {
	keep(credentialOf(node), Promise.resolve(someAsk(subscriptions.map(({ name }) => name))));
}

/** A client for an account, made when it is needed. */
type Connecting = () => Promise<{ client: WtsClient }>;

/**
 * Whether an account has a node that asks and waits. Looked up once a minute, and then beside the event: without such a
 * node this costs nothing that anybody waits for.
 */
async function hasAskingNodes(node: INode, connect: Connecting): Promise<boolean> {
	const credential = credentialOf(node);
	const look = async () => someAsk((await listSubscriptions((await connect()).client)).map(({ name }) => name));
	const before = known.get(credential);
	if (before === undefined) {
		const asks = look();
		keep(credential, asks);
		asks.catch(() => known.delete(credential));
		return await asks;
	}
	if (Date.now() - before.at > FRESH_MS) {
		keep(credential, before.asks);
		look().then(
			(asks) => keep(credential, Promise.resolve(asks)),
			() => {},
		);
	}
	return await before.asks;
}

/** Messages that turned out to be answers, or not: one look-up however many nodes listen to an account. */
const answers = new Recent<Promise<boolean>>(5_000, 600_000);

/**
 * Whether an inbound message answers a question that waits. The session is read only when the account
 * has asking nodes.
 */
export async function isAwaitedReply(
	node: INode,
	connect: Connecting,
	messageId: string | null,
	readSession: () => Promise<Session | undefined>,
): Promise<boolean> {
	if (!(await hasAskingNodes(node, connect))) return false;
	if (messageId === null || !isId(messageId)) return isAwaiting(await readSession());
	const key = `${credentialOf(node)} ${messageId}`;
	const before = answers.get(key, Date.now());
	if (before !== undefined) return await before;
	const look = async () => {
		const session = await readSession();
		// A session that could not be read says nothing, and is not kept for the others.
		if (session === undefined) answers.delete(key);
		return isAwaiting(session);
	};
	const asked = look();
	answers.set(key, asked, Date.now());
	asked.catch(() => answers.delete(key));
	return await asked;
}
