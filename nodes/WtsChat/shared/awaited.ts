import { isId, listSubscriptions, type Session, type WtsClient } from '../../../client';
import { Recent } from '../platform/recent';
import { copyWithout, isLoose, recordOf } from './loose';

/** The key of a session's metadata that says which question waits for an answer in it. */
export const ASK_KEY = 'n8nAsk';

/** How the names of the subscriptions begin that asking nodes listen on. */
export const ASK_PREFIX = 'n8n Ask: ';

/** A value of the platform without our own marker. */
export function withoutMarker(value: unknown): unknown {
	return copyWithout(value, ASK_KEY);
}

/** Whether a question waits for an answer in a session. */
export function isAwaiting(session: unknown): boolean {
	const marker = recordOf(recordOf(session).metadata)[ASK_KEY];
	return isLoose(marker) || (typeof marker === 'string' && marker !== '');
}

/** For how long it is taken for granted whether an account has asking nodes. */
const FRESH_MS = 60_000;

interface Knowledge {
	at: number;
	asks: Promise<boolean>;
}

const accounts = new Map<string, Knowledge>();
const MANY_ACCOUNTS = 100;

function keep(account: string, asks: Promise<boolean>): void {
	accounts.delete(account);
	accounts.set(account, { at: Date.now(), asks });
	for (const oldest of accounts.keys()) {
		if (accounts.size <= MANY_ACCOUNTS) return;
		accounts.delete(oldest);
	}
}

/** To be told of an account's subscriptions by those who have just read or changed them. */
export function noteSubscriptions(account: string, names: ReadonlyArray<string | null | undefined>): void {
	keep(account, Promise.resolve(names.some((name) => name?.startsWith(ASK_PREFIX) === true)));
}

/**
 * Whether an account has a node that asks and waits. Looked up once a minute, and then beside the event: without such a
 * node this costs nothing that anybody waits for.
 */
export async function hasAskingNodes(account: string, client: WtsClient): Promise<boolean> {
	const look = async () => (await listSubscriptions(client)).some(({ name }) => name?.startsWith(ASK_PREFIX) === true);
	const known = accounts.get(account);
	if (known === undefined) {
		const asks = look();
		keep(account, asks);
		asks.catch(() => accounts.delete(account));
		return await asks;
	}
	if (Date.now() - known.at > FRESH_MS) {
		keep(account, known.asks);
		look().then(
			(asks) => keep(account, Promise.resolve(asks)),
			() => {},
		);
	}
	return await known.asks;
}

/** Messages that turned out to be answers, or not: one look-up however many nodes listen to an account. */
const answers = new Recent<Promise<boolean>>(5_000, 600_000);

/**
 * Whether an inbound message answers a question that waits. `readSession` is asked only when the account
 * has asking nodes.
 */
export async function isAwaitedReply(
	{ account, client }: { account: string; client: WtsClient },
	messageId: string | null,
	readSession: () => Promise<Session | undefined>,
): Promise<boolean> {
	if (!(await hasAskingNodes(account, client))) return false;
	const look = async () => isAwaiting(await readSession());
	if (messageId === null || !isId(messageId)) return await look();
	const key = `${account} ${messageId}`;
	const known = answers.get(key, Date.now());
	if (known !== undefined) return await known;
	const asked = look();
	answers.set(key, asked, Date.now());
	asked.catch(() => answers.delete(key));
	return await asked;
}
