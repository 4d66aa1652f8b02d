import type { WtsClient } from '../core/client';
import { asError, refuse, type Topic, WtsApiError } from '../core/errors';
import type { BodyOf, ChatSchemas, QueryOf } from '../core/routes';
import { addressesIn } from './addresses';
import { dispatch } from './sending/dispatch';
import { type FileKind, type FileSource, resolveFile } from './sending/files';
import { unlessFailed } from './sending/outcome';
import { sendTextOnce } from './sending/sessionTexts';
import { type HeaderFile, resolveHeader } from './sending/templates';

export type Session = ChatSchemas['Session'];
export type SessionContact = ChatSchemas['SessionContact'];
export type SessionDetail = ChatSchemas['SessionIncludeDetail'];
export type SessionFilter = Omit<QueryOf<'GET /chat/v2/session'>, 'PageNumber' | 'PageSize'>;

/** A message on its way or a note: the answers of the routes that send, as far as they agree. */
export type SentMessage = ChatSchemas['QueuedMessage'] | ChatSchemas['Message'] | ChatSchemas['SendResult'];

/** Who sees a text of a session: the contact (a message), the agents (an internal note), or both. */
export type ChatTarget = 'contact' | 'agents' | 'both';

/** How a message of a session is sent. */
export interface SessionSendOptions {
	/** Wait until the channel has taken the message, at most 25 s. */
	waitForResult?: boolean;
	/** ID of the message that this one replies to. */
	replyToId?: string;
	/** The caller's own ID, for looking the message up. */
	senderId?: string;
	/** A sender ID that nothing else has, for a route that takes one when there is no `senderId`. */
	ownSenderId?: string;
	/** Look the message up by `senderId` before it is sent. */
	skipIfSent?: boolean;
	/** Called by the platform when the message succeeds or fails. */
	callbackUrl?: string;
	/** Seconds of typing shown before the message, at most 25. */
	delayTyping?: number;
	/** It is, or may become, one of several messages of one text: each of them needs a sender ID. */
	splitLongText?: boolean;
}

/** A text for a session. */
export interface SessionText extends SessionSendOptions {
	sessionId: string;
	text: string;
	chatTarget: ChatTarget;
}

/** A file for a session. */
export interface SessionFile extends SessionSendOptions {
	sessionId: string;
	source: FileSource;
	/** What the file is uploaded as, and sent as where the route takes a kind. */
	kind: FileKind;
	/** Whether the kind matters so much that only a route that takes it will do. */
	keepKind?: boolean;
	/** Shown with the file; not with audio. */
	caption?: string;
	chatTarget: ChatTarget;
}

/** A template for a session. */
export interface SessionTemplate
	extends Pick<SessionSendOptions, 'waitForResult' | 'senderId' | 'ownSenderId' | 'skipIfSent' | 'callbackUrl'> {
	sessionId: string;
	templateId: string;
	parameters: Record<string, string>;
	/** The file of the template's header. */
	file?: HeaderFile;
	/** What `addressesOf` gave, for what goes out by address; without it the send finds it out. */
	addresses?: { to: string; from: string };
	/** Values that chatbots and webhooks see while the session is active. */
	sessionMetadata?: Record<string, unknown>;
}

/** What became of a send: the message or note as the server answered it; with `both`, the note beside the message. */
export type SessionSendResult = SentMessage & { note?: ChatSchemas['Message'] };

/** What only the routes `POST /chat/v1/send/*` take. */
const QUEUED_ONLY = ['senderId', 'callbackUrl', 'delayTyping', 'keepKind', 'sessionMetadata', 'splitLongText'] as const;

type QueuedOnly = (typeof QUEUED_ONLY)[number];

/** The names of the options that only `POST /chat/v1/send/*` takes, as far as they are given. */
export function queuedOnlyOptions<Options extends { [Name in QueuedOnly]?: unknown }>(options: Options): QueuedOnly[] {
	return QUEUED_ONLY.filter((name) => options[name] !== undefined && options[name] !== false);
}

/** Whether a send goes through `POST /chat/v1/send/*`; refuses what no route takes together. */
function isQueued(request: { waitForResult?: boolean } & { [Name in QueuedOnly]?: unknown }): boolean {
	const queuedOnly = queuedOnlyOptions(request);
	if (request.waitForResult === true && queuedOnly.length > 0) {
		throw refuse(
			`Waiting for the result cannot be combined with ${queuedOnly.join(', ')}`,
			'No route of the platform takes both. Remove one of them.',
		);
	}
	return queuedOnly.length > 0;
}

type SessionMessage = BodyOf<'POST /chat/v1/session/{id}/message'>;
type SessionNote = BodyOf<'POST /chat/v1/session/{id}/note'>;

/** POST /chat/v1/session/{id}/message, or .../message/sync to wait for the channel, which may not take it. */
export async function sendInSession(
	client: WtsClient,
	{ sessionId, waitForResult }: { sessionId: string; waitForResult?: boolean },
	body: SessionMessage,
): Promise<SentMessage> {
	const path = { id: sessionId };
	const sync = 'POST /chat/v1/session/{id}/message/sync';
	const sendMessage = async (): Promise<SentMessage> =>
		waitForResult === true
			? unlessFailed(await client.request(sync, { path, body }), sync)
			: ((await client.request('POST /chat/v1/session/{id}/message', { path, body })) ?? {});
	const { text, fileId, fileUrl, templateId } = body;
	const isText = text && !fileId && !fileUrl && !templateId;
	return isText ? await sendTextOnce(client, { sessionId, text }, sendMessage) : await sendMessage();
}

/**
 * Saves an internal note in a session (POST /chat/v1/session/{id}/note) and returns it.
 * @throws {WtsApiError} when it is refused.
 */
export async function createSessionNote(
	client: WtsClient,
	sessionId: string,
	note: SessionNote,
): Promise<ChatSchemas['Message']> {
	const route = 'POST /chat/v1/session/{id}/note';
	return (await client.request(route, { path: { id: sessionId }, body: note })) ?? {};
}

/** Sends to the contact, saves a note for the agents, or both in this order. */
async function sendToTargets(
	client: WtsClient,
	{ sessionId, chatTarget }: { sessionId: string; chatTarget: ChatTarget },
	note: SessionNote,
	send: () => Promise<SentMessage>,
): Promise<SessionSendResult> {
	if (chatTarget === 'agents') return await createSessionNote(client, sessionId, note);
	const message = await send();
	if (chatTarget === 'contact') return message;
	try {
		return { ...message, note: await createSessionNote(client, sessionId, note) };
	} catch (error) {
		throw toHalfDone(error, message);
	}
}

/** The error of a note whose message was sent. */
export function toHalfDone(error: unknown, message: SentMessage): Error {
	if (!(error instanceof WtsApiError)) return asError(error);
	return error.withDetails(
		{
			message:
				`The message was sent (ID ${message.id ?? 'unknown'}), but the note for the agents was not: ` +
				`${error.message}`,
			retryable: false,
			ambiguous: true,
			hint: 'Do not send the message again; add the note only.',
		},
		'noteOnly',
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
export async function sendSessionText(client: WtsClient, request: SessionText): Promise<SessionSendResult> {
	const queued = isQueued(request);
	const { sessionId, text, replyToId, callbackUrl, delayTyping } = request;
	return await sendToTargets(client, request, { text }, async () => {
		if (!queued) return await sendInSession(client, request, { text, refId: replyToId });
		const sent = await dispatch(client, 'message', request, async (senderId) => {
			const body = { sessionId, text, refId: replyToId, senderId, callbackUrl, delayTyping };
			return await client.request('POST /chat/v1/send/text', { body });
		});
		return sent ?? {};
	});
}

/**
 * Sends a file in a session; bytes are uploaded first, once for message and note.
 *
 * Routes as for a text; with a sender ID, callback, typing delay or a kind that must be kept through
 * POST /chat/v1/send/{image,audio,video,document}. Notes name the file by its URL or ID.
 * @throws {WtsApiError} as for a text, and when the upload fails; then nothing was sent.
 */
export async function sendSessionFile(client: WtsClient, request: SessionFile): Promise<SessionSendResult> {
	const queued = isQueued(request);
	const { sessionId, source, kind, caption, replyToId, callbackUrl, delayTyping } = request;
	const { fileIdOrUrl, fileId, fileUrl } = await resolveFile(client, source, kind);
	const note: SessionNote = {
		text: caption,
		filesUrls: fileUrl === undefined ? undefined : [fileUrl],
		filesIds: fileId === undefined ? undefined : [fileId],
	};
	return await sendToTargets(client, request, note, async () => {
		if (!queued) {
			return await sendInSession(client, request, { text: caption, fileUrl, fileId, refId: replyToId });
		}
		const sent = await dispatch(client, 'message', request, async (senderId) => {
			const body: BodyOf<'POST /chat/v1/send/audio'> = {
				sessionId,
				fileIdOrUrl,
				refId: replyToId,
				senderId,
				callbackUrl,
				delayTyping,
			};
			if (kind === 'audio') return await client.request('POST /chat/v1/send/audio', { body });
			const captioned: BodyOf<'POST /chat/v1/send/document'> = { ...body, text: caption };
			return await client.request(`POST /chat/v1/send/${kind}`, { body: captioned });
		});
		return sent ?? {};
	});
}

/**
 * Sends a template in a session, with its header file when it has one.
 *
 * Goes through POST /chat/v1/session/{id}/message, or .../message/sync to wait for the channel. What
 * only POST /chat/v1/send/template takes (sender ID, callback, session metadata) goes there, with
 * recipient and sender read from the session (GET /chat/v2/session/{id}, GET /chat/v1/channel).
 * @throws {WtsApiError} INVALID_REQUEST when the options exclude each other, or when the session has
 * no address to send to.
 */
export async function sendSessionTemplate(client: WtsClient, request: SessionTemplate): Promise<SentMessage> {
	const queued = isQueued(request);
	const { sessionId, templateId, parameters, callbackUrl, sessionMetadata } = request;
	const address = queued ? (request.addresses ?? (await addressesOf(client, sessionId))) : undefined;
	const file = request.file && (await resolveHeader(client, templateId, request.file));
	if (address === undefined) {
		const { fileId, fileUrl } = file ?? {};
		return await sendInSession(client, request, { templateId, parameters, fileId, fileUrl });
	}
	const sent = await dispatch(client, 'message', request, async (senderId) => {
		const body: BodyOf<'POST /chat/v1/send/template'> = {
			...address,
			sessionId,
			templateId,
			parameters,
			senderId,
			callbackUrl,
			sessionMetadata,
			fileIdOrUrl: file?.fileIdOrUrl,
		};
		return await client.request('POST /chat/v1/send/template', { body });
	});
	return sent ?? {};
}

/**
 * Who talks to whom in a session, as the sends take it: the contact's number or @name, and that of
 * the channel (GET /chat/v2/session/{id}, GET /chat/v1/channel).
 * @throws {WtsApiError} INVALID_REQUEST when either has neither number nor @name (Messenger).
 */
export async function addressesOf(
	client: WtsClient,
	sessionId: string,
	topic: Topic = 'queuedOnly',
): Promise<{ to: string; from: string }> {
	const session = await client.request('GET /chat/v2/session/{id}', {
		path: { id: sessionId },
		query: { includeDetails: ['ContactDetails'] },
	});
	const addresses = await addressesIn(client, session);
	if (addresses !== undefined) return addresses;
	throw refuse(
		`The contact of the session ${sessionId} has no phone number and no Instagram name`,
		'Answer in the session itself.',
		null,
		topic,
	);
}
