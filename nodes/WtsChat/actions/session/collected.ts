import { byAge, isSameIgnoringCase, type Message, newestMessages, refuse, type WtsClient } from '../../../../client';
import { authorOf } from '../../listening/author';

/** Messages that are looked through at most; nobody writes as many without an answer. */
const MOST_MESSAGES = 500;

/** What nobody said: a note of the team, a session that went to somebody else, a visit to a page. */
const NOT_CONVERSATION: ReadonlySet<unknown> = new Set(['NOTE', 'TRANSITION', 'TRACK']);

type Side = 'contact' | 'account' | 'nobody';

function sideOf(message: Message): Side {
	if (NOT_CONVERSATION.has(message.type)) return 'nobody';
	return authorOf({ ...message }).direction === 'inbound' ? 'contact' : 'account';
}

/** How collecting ended: with messages, oldest first; superseded by a newer one; or without having seen the message. */
export type Collected = { messages: Message[] } | 'superseded' | 'unknown';

/**
 * What the contact wrote up to a message: back to the last answer that is older than it.
 *
 * Answers that are newer than the message do not count: one to its predecessor may go out while it is collected.
 * `messages` are those of its session, newest first; no more of them are taken than are needed.
 */
export async function collectUpTo(messageId: string, messages: AsyncIterable<Message>): Promise<Collected> {
	const isIt = ({ id }: Message) => isSameIgnoringCase(id, messageId);
	const seen: Message[] = [];
	let message: Message | undefined;
	for await (const one of messages) {
		seen.push(one);
		if (isIt(one)) message ??= one;
		else if (message !== undefined && sideOf(one) === 'account' && byAge(one, message) < 0) break;
		if (seen.length >= MOST_MESSAGES) break;
	}
	if (message === undefined) return 'unknown';
	const inOrder = seen.sort(byAge);
	const place = inOrder.findIndex(isIt);
	if (inOrder.slice(place + 1).some((one) => !isIt(one) && sideOf(one) === 'contact')) return 'superseded';
	const before = inOrder.slice(0, place);
	const answered = before.map(sideOf).lastIndexOf('account');
	return { messages: [...before.slice(answered + 1).filter((one) => sideOf(one) === 'contact'), message] };
}

/**
 * Collects from the platform (GET /chat/v1/session/{id}/message): one request, and a second for the message itself when
 * the list does not have it yet (GET /chat/v1/message/{id}).
 * @throws {WtsApiError} NOT_FOUND for an unknown session or message; INVALID_REQUEST for a message of another session.
 */
export async function collectTurn(
	client: WtsClient,
	{ sessionId, messageId }: { sessionId: string; messageId: string },
): Promise<Exclude<Collected, 'unknown'>> {
	const listed = await collectUpTo(messageId, newestMessages(client, sessionId));
	if (listed !== 'unknown') return listed;
	const message = await client.request('GET /chat/v1/message/{id}', { path: { id: messageId } });
	if (!isSameIgnoringCase(message.sessionId, sessionId)) {
		throw refuse('The message belongs to another session', 'Give the session and the message of the same item.');
	}
	const found = await collectUpTo(
		messageId,
		withFirst({ ...message, id: messageId }, newestMessages(client, sessionId)),
	);
	return found === 'unknown' ? { messages: [message] } : found;
}

async function* withFirst<T>(first: T, others: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
	yield first;
	yield* others;
}
