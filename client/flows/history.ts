import type { WtsClient } from '../core/client';
import { listRecords } from '../core/pagination';
import type { ChatSchemas } from '../core/routes';

export type Message = ChatSchemas['Message'];

/** Which messages of a conversation are wanted. */
export interface HistoryWindow {
	/** At most this many, the newest. */
	limit: number;
	/** None older than this (ISO 8601). */
	since?: string;
	/** Which messages count; the others are passed over. */
	keep(message: Message): boolean;
}

/** Messages that are read of a server that does not sort, before the window is taken as it is. */
const MOST_UNSORTED = 2_000;

/**
 * The messages of a session, newest first as far as the server sorts (GET /chat/v1/session/{id}/message): another page
 * is asked for when the one before is used up.
 * @throws {WtsApiError} NOT_FOUND for an unknown session.
 */
export async function* newestMessages(
	client: WtsClient,
	sessionId: string,
	{ since, pageSize = 100 }: { since?: string; pageSize?: number } = {},
): AsyncGenerator<Message, void, undefined> {
	yield* listRecords(
		client,
		'GET /chat/v1/session/{id}/message',
		{
			path: { id: sessionId },
			query: { OrderBy: 'createdAt', OrderDirection: 'DESCENDING', 'CreatedAt.After': since },
		},
		{ pageSize, parallel: 1 },
	);
}

/**
 * The newest messages of a session that count, oldest first: one request where one page has enough of them. A
 * server that answers the oldest first all the same is read on.
 * @throws {WtsApiError} NOT_FOUND for an unknown session.
 */
export async function readHistory(
	client: WtsClient,
	sessionId: string,
	{ limit, since, keep }: HistoryWindow,
): Promise<Message[]> {
	const kept: Message[] = [];
	let read = 0;
	let first: string | undefined;
	let newestFirst = true;
	for await (const message of newestMessages(client, sessionId, { since })) {
		read += 1;
		const at = message.createdAt ?? '';
		first ??= at;
		if (at > first) newestFirst = false;
		if (keep(message) && (since === undefined || !(at < since))) kept.push(message);
		if (newestFirst && kept.length >= limit && read > 1) break;
		if (read >= MOST_UNSORTED) break;
	}
	return kept.sort(byAge).slice(-limit);
}

/** Sessions of one contact, newest first, that are older than a session (GET /chat/v2/session). */
export async function* earlierSessions(
	client: WtsClient,
	session: { id?: string; contactId?: string | null; createdAt?: string },
): AsyncGenerator<string, void, undefined> {
	if (!session.contactId) return;
	const sessions = listRecords(
		client,
		'GET /chat/v2/session',
		{
			query: {
				ContactId: session.contactId,
				'CreatedAt.Before': session.createdAt,
				OrderBy: 'createdAt',
				OrderDirection: 'DESCENDING',
			},
		},
		{ pageSize: 20, parallel: 1 },
	);
	for await (const { id } of sessions) if (id !== undefined && id !== session.id) yield id;
}

/** In the order in which they were written; those of one instant by their IDs, so that the order is always the same. */
export function byAge(a: Message, b: Message): number {
	return compare(a.createdAt ?? '', b.createdAt ?? '') || compare(a.id ?? '', b.id ?? '');
}

function compare(a: string, b: string): number {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}
