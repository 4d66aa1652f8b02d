import type { WtsClient } from './client';
import { refuse, WtsApiError } from './errors';
import type { BodyOf, ChatSchemas, QueryOf } from './routes';

export type Session = ChatSchemas['Session'];
export type SessionContact = ChatSchemas['SessionContact'];
export type SessionDetail = ChatSchemas['SessionIncludeDetail'];
export type SessionFilter = Omit<QueryOf<'GET /chat/v2/session'>, 'PageNumber' | 'PageSize'>;

/** A message on its way or a note: the answers of the routes that send, as far as they agree. */
export type SentText =
	| ChatSchemas['QueuedMessage']
	| ChatSchemas['Message']
	| ChatSchemas['SendResult'];

/** Who sees a text of a session: the contact (a message), the agents (an internal note), or both. */
export type ChatTarget = 'contact' | 'agents' | 'both';

/** A text for a session. */
export interface SessionText {
	sessionId: string;
	text: string;
	chatTarget: ChatTarget;
	/** Wait until the channel has taken the message, at most 25 s. */
	waitForResult?: boolean;
	/** ID of the message that this one replies to. */
	replyToId?: string;
	/** The caller's own ID, for looking the message up. */
	senderId?: string;
	/** Called by the platform when the message succeeds or fails. */
	callbackUrl?: string;
	/** Seconds of typing shown before the message, at most 25. */
	delayTyping?: number;
}

/** What became of a text: the message or note as the server answered it; with `both`, the note beside the message. */
export type SessionTextResult = SentText & { note?: ChatSchemas['Message'] };

/** The names of the options that only `POST /chat/v1/send/text` takes, as far as they are given. */
export function queuedOnlyOptions(
	options: Pick<SessionText, 'senderId' | 'callbackUrl' | 'delayTyping'>,
): Array<'senderId' | 'callbackUrl' | 'delayTyping'> {
	return (['senderId', 'callbackUrl', 'delayTyping'] as const).filter(
		(name) => options[name] !== undefined,
	);
}

/**
 * Sends a text in a session.
 *
 * Messages go through POST /chat/v1/session/{id}/message, with `waitForResult` through
 * .../message/sync, and with a sender ID, callback or typing delay through POST /chat/v1/send/text;
 * internal notes through POST /chat/v1/session/{id}/note. With `both` the message is sent first.
 * @throws {WtsApiError} INVALID_REQUEST when `waitForResult` is combined with an option that only
 * the queued route takes; when the note of `both` fails, the error says that the message was sent.
 */
export async function sendSessionText(
	client: WtsClient,
	request: SessionText,
): Promise<SessionTextResult> {
	const queuedOnly = queuedOnlyOptions(request);
	if (request.waitForResult === true && queuedOnly.length > 0) {
		throw refuse(
			`Waiting for the result cannot be combined with ${queuedOnly.join(', ')}`,
			'No route of the platform takes both. Remove one of them.',
		);
	}
	if (request.chatTarget === 'agents') return await createNote(client, request);
	const message = await sendMessage(client, request, queuedOnly.length > 0);
	if (request.chatTarget === 'contact') return message;
	return { ...message, note: await createNoteAfter(client, request, message) };
}

async function sendMessage(
	client: WtsClient,
	request: SessionText,
	queued: boolean,
): Promise<SentText> {
	const { sessionId, text, replyToId } = request;
	if (queued) {
		const { senderId, callbackUrl, delayTyping } = request;
		const body: BodyOf<'POST /chat/v1/send/text'> = {
			sessionId, text, refId: replyToId, senderId, callbackUrl, delayTyping,
		};
		return (await client.request('POST /chat/v1/send/text', { body })) ?? {};
	}
	const body: BodyOf<'POST /chat/v1/session/{id}/message'> = { text, refId: replyToId };
	const path = { id: sessionId };
	return request.waitForResult === true
		? ((await client.request('POST /chat/v1/session/{id}/message/sync', { path, body })) ?? {})
		: ((await client.request('POST /chat/v1/session/{id}/message', { path, body })) ?? {});
}

async function createNote(
	client: WtsClient,
	{ sessionId, text }: SessionText,
): Promise<ChatSchemas['Message']> {
	const answer = await client.request('POST /chat/v1/session/{id}/note', {
		path: { id: sessionId },
		body: { text },
	});
	return answer ?? {};
}

async function createNoteAfter(
	client: WtsClient,
	request: SessionText,
	message: SentText,
): Promise<ChatSchemas['Message']> {
	try {
		return await createNote(client, request);
	} catch (error) {
		throw toHalfDone(error, message);
	}
}

function toHalfDone(error: unknown, message: SentText): unknown {
	if (!(error instanceof WtsApiError)) return error;
	return new WtsApiError({
		...error.toDetails(),
		message: `The message was sent (ID ${message.id ?? 'unknown'}), but the note for the agents was not: ${error.message}`,
		retryable: false,
		hint: 'Do not send the message again. Repeat with Chat Target "Agents" to add the note only.',
	});
}
