import type { WtsClient } from '../../core/client';
import { serverTime } from '../../core/clock';
import { asError, isAmbiguous } from '../../core/errors';
import { collect, listRecords } from '../../core/pagination';
import type { ChatSchemas } from '../../core/routes';
import type { OpenSend } from '../../core/sends';
import { isSince, LOOKS_AFTER_MS } from './looking';

type Message = ChatSchemas['Message'];

/**
 * Sends a text in a session, with `send`, by a route that takes no sender ID.
 *
 * When it fails so that nobody knows whether it took effect, the messages of the session since then are read (GET
 * /chat/v1/session/{id}/message) and it is never sent again: when exactly one of them is this text, sent by the API and
 * by no other send of this account and process, it is returned like an answer.
 * @throws {WtsApiError} the error of the send.
 */
export async function sendTextOnce<T extends { id?: string }>(
	client: WtsClient,
	{ sessionId, text }: { sessionId: string; text: string },
	send: () => Promise<T>,
): Promise<T | Message> {
	const { sends, runtime } = client;
	const open = sends.begin(`text ${sessionId.toLowerCase()} ${sameText(text)}`, runtime.now());
	try {
		const answer = await send();
		sends.settle(open, answer.id, runtime.now());
		return answer;
	} catch (error) {
		if (!isAmbiguous(error)) {
			sends.settle(open, undefined, runtime.now());
			throw asError(error);
		}
		sends.lose(open, runtime.now());
		const found = await findText(client, sessionId, text, { open, sentAt: error.sentAt ?? open.startedAt });
		if (found === undefined) {
			throw error.withDetails({
				hint:
					'It may have been sent all the same, so it was not sent again. Look at the session before you send it ' +
					'again.',
			});
		}
		sends.settle(open, found.id, runtime.now());
		return found;
	}
}

/** A text as the platform may have changed it on its way. */
function sameText(text: string): string {
	return text.replace(/\r\n?/g, '\n').trim();
}

async function findText(
	client: WtsClient,
	sessionId: string,
	text: string,
	{ open, sentAt }: { open: OpenSend; sentAt: number },
): Promise<Message | undefined> {
	const { runtime, sends } = client;
	runtime.log?.debug('Looking in the session for a text that may have been sent');
	try {
		for (const ms of LOOKS_AFTER_MS) {
			await runtime.sleep(ms, runtime.signal);
			const look = async () => await textsSince(client, sessionId, text, sentAt);
			const candidates = await look();
			const found: Message[] = [];
			for (const message of candidates) {
				if (await isSince(client, message.createdAt, sentAt, look)) found.push(message);
			}
			const [own, ...others] = found.filter(({ id }) => id !== undefined && !sends.isClaimed(id, runtime.now()));
			if (own !== undefined) return others.length > 0 || sends.isContested(open) ? undefined : own;
		}
	} catch {
		// A look that fails says as little as one that finds nothing.
	}
	return undefined;
}

/** So many messages of a session are looked at: one page. */
const NEWEST = 100;

/** Milliseconds by which more is asked for, because the filter may be coarser than the dates are. */
const MARGIN_MS = 5_000;

/** The messages of a session that may be this text: of about that time, and sent by the API. */
async function textsSince(client: WtsClient, sessionId: string, text: string, sentAt: number): Promise<Message[]> {
	const ahead = client.serverAhead();
	const since = ahead === undefined ? -Infinity : sentAt + ahead.least - MARGIN_MS;
	const messages = await collect(
		listRecords(
			client,
			'GET /chat/v1/session/{id}/message',
			{
				path: { id: sessionId },
				query: {
					'CreatedAt.After': ahead === undefined ? undefined : new Date(since).toISOString(),
					OrderBy: 'createdAt',
					OrderDirection: 'DESCENDING',
				},
			},
			{ limit: NEWEST },
		),
	);
	return messages.filter(
		(message) =>
			sameText(message.text ?? '') === sameText(text) &&
			(message.origin ?? 'API') === 'API' &&
			message.type !== 'NOTE' &&
			!(serverTime(message.createdAt) < since),
	);
}
