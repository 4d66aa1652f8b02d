import type { WtsClient } from '../../core/client';
import { notFound, refuse, WtsApiError } from '../../core/errors';
import type { BodyOf, ChatSchemas } from '../../core/routes';
import { isId } from '../../values/validation';
import { resolveUserId } from '../agents';
import { resolveSender, type Sender } from '../channels';
import { resolveBotKey } from '../chatbots';
import { queuedOnlyOptions, type SentMessage, sendInSession } from '../sessions';
import { dispatch, dispatchBatch, type SenderIds } from './dispatch';
import { type FileKind, type FileSource, resolveFile } from './files';
import { unlessFailed } from './outcome';
import { type RecipientReference, resolveAddresses } from './recipients';
import { type HeaderFile, resolveHeader } from './templates';

/** What a send says about the session that it starts when the recipient has none in progress. */
export interface NewSession {
	/** An agent's ID or its user's: who gets the session. */
	agentId?: string;
	departmentId?: string;
	/** Start the channel's chatbot when the contact replies. */
	enableBot?: boolean;
	/** Keep the session from the agents until the contact replies. */
	hiddenSession?: boolean;
	/** Complete a session in progress, so that a new one starts. */
	forceStartSession?: boolean;
}

/** How a message to a recipient is sent. */
export interface MessageOptions extends SenderIds, NewSession {
	/** Wait until the channel has taken the message, at most 25 s. */
	waitForResult?: boolean;
	/** Key of the chatbot that starts when the contact replies. */
	chatbotKey?: string;
	/** ID of the message that this one replies to; not for templates. */
	replyToId?: string;
	/** Called by the platform when the message succeeds or fails. */
	callbackUrl?: string;
	/** Seconds of typing shown before the message, at most 25; not for templates. */
	delayTyping?: number;
	/** It is, or may become, one of several messages of one text: each of them needs a sender ID. */
	splitLongText?: boolean;
}

/** Who sends to whom, and how. */
export interface MessageSend extends MessageOptions {
	recipient: RecipientReference;
	/** The channel that sends; that of the session for a session, the platform's choice without one. */
	sender?: Sender;
}

/** A text for a recipient. */
export interface TextMessage extends MessageSend {
	text: string;
}

/** A file for a recipient. */
export interface FileMessage extends MessageSend {
	source: FileSource;
	/** What the file is uploaded as, and sent as where the route takes a kind. */
	kind: FileKind;
	/** Whether the kind matters so much that only a route that takes it will do. */
	keepKind?: boolean;
	/** Shown with the file; not with audio. */
	caption?: string;
}

/** A template for a recipient. */
export interface TemplateMessage extends Omit<MessageSend, 'replyToId' | 'delayTyping'> {
	templateId: string;
	parameters: Record<string, string>;
	/** The file of the template's header. */
	file?: HeaderFile;
	/** Values that chatbots and webhooks see while the session is active. */
	sessionMetadata?: Record<string, unknown>;
}

/** What only `POST /chat/v1/message/send` and `.../send-sync` do. */
const GENERIC_ONLY = ['chatbotKey', 'waitForResult'] as const;

type Routed = Parameters<typeof queuedOnlyOptions>[0] & Pick<MessageOptions, (typeof GENERIC_ONLY)[number]>;

function genericOptions(request: Routed): Array<(typeof GENERIC_ONLY)[number]> {
	return GENERIC_ONLY.filter((name) => request[name] !== undefined && request[name] !== false);
}

/** Two options that no route takes together, or undefined when one route takes all that are given. */
export function unroutableOptions(
	request: Routed,
): [(typeof GENERIC_ONLY)[number], ReturnType<typeof queuedOnlyOptions>[number]] | undefined {
	const [generic] = genericOptions(request);
	const [queued] = queuedOnlyOptions(request);
	return generic !== undefined && queued !== undefined ? [generic, queued] : undefined;
}

/** Whether a send goes through `message/send`; refuses what no route takes together. */
function isGeneric(request: Routed): boolean {
	const pair = unroutableOptions(request);
	if (pair === undefined) return genericOptions(request).length > 0;
	throw refuse(
		`${pair[0]} cannot be combined with ${pair[1]}`,
		'No route of the platform takes both. Remove one of them.',
	);
}

/**
 * Looks up who sends, which agent a session gets and which chatbot starts, once per client, so that a wrong channel,
 * agent or chatbot is found before anything is sent (GET /chat/v1/channel, GET /core/v1/agent, GET /chat/v1/chatbot).
 * Returns the channel's address, the agent's user ID and the chatbot's key, each as far as it was given: what the sends
 * take in place of what the user gave. The key of a chatbot that was picked from a list is not looked up.
 * @throws {WtsApiError} NOT_FOUND for a channel, an agent or a chatbot that the account does not have; INVALID_REQUEST
 * for a channel that has no address.
 */
export async function prepareSend(
	client: WtsClient,
	{
		sender,
		agentId,
		chatbotKey,
		chatbotPicked = false,
	}: { sender?: Sender; agentId?: string; chatbotKey?: string; chatbotPicked?: boolean },
): Promise<{ sender?: { address: string }; agentId?: string; chatbotKey?: string }> {
	return {
		...(chatbotKey === undefined || chatbotPicked ? {} : { chatbotKey: await resolveBotKey(client, chatbotKey) }),
		...(sender === undefined ? {} : { sender: { address: await resolveSender(client, sender) } }),
		...(agentId === undefined ? {} : { agentId: await resolveUserId(client, agentId) }),
	};
}

type SendOptions = ChatSchemas['SendOptions'];

/** Whether a send has options about a new session. */
export function startsSession({
	agentId,
	departmentId,
	enableBot,
	hiddenSession,
	forceStartSession,
}: NewSession): boolean {
	const given = [agentId, departmentId, enableBot, hiddenSession, forceStartSession];
	return given.some((one) => one !== undefined && one !== false);
}

/** The options in the shape of the contract; undefined when none is given. */
async function optionsOf(client: WtsClient, wanted: NewSession): Promise<SendOptions | undefined> {
	const { agentId, departmentId, enableBot, hiddenSession, forceStartSession } = wanted;
	const options: SendOptions = {
		enableBot,
		hiddenSession,
		forceStartSession,
		user: agentId === undefined ? undefined : { id: await resolveUserId(client, agentId) },
		department: departmentId === undefined ? undefined : { id: departmentId },
	};
	return Object.values(options).every((value) => value === undefined) ? undefined : options;
}

/** What the bodies of `POST /chat/v1/send/*` have in common. */
type Common = Pick<
	BodyOf<'POST /chat/v1/send/text'>,
	'to' | 'from' | 'sessionId' | 'options' | 'callbackUrl' | 'senderId'
>;

/** POST /chat/v1/send/*, through `send`; by session unless the options want a new one. */
async function queue(
	client: WtsClient,
	request: MessageSend,
	send: (common: Common) => Promise<ChatSchemas['SendResult'] | undefined>,
): Promise<SentMessage> {
	const { recipient, sender, callbackUrl } = request;
	const target =
		'sessionId' in recipient && !startsSession(request)
			? { sessionId: recipient.sessionId }
			: await resolveAddresses(client, recipient, sender);
	const options = await optionsOf(client, request);
	const sent = await dispatch(
		client,
		'message',
		request,
		async (senderId) => await send({ ...target, options, callbackUrl, senderId }),
	);
	return sent ?? {};
}

/**
 * The session in which a send that waits goes out: every channel can be answered there, while Instagram and Messenger
 * take nothing by address. A chatbot for the reply, a channel of the user's choice and a new session need an address.
 */
function waitsInSession(request: MessageSend): string | undefined {
	const { recipient, sender, chatbotKey, waitForResult } = request;
	if (!('sessionId' in recipient) || waitForResult !== true) return undefined;
	return chatbotKey === undefined && sender === undefined && !startsSession(request) ? recipient.sessionId : undefined;
}

/** POST /chat/v1/message/send, or .../send-sync to wait for the channel; in the session where that does. */
async function sendGeneric(
	client: WtsClient,
	request: MessageSend,
	content: ChatSchemas['MessageContent'],
): Promise<SentMessage> {
	const { recipient, sender, chatbotKey } = request;
	const sessionId = waitsInSession(request);
	if (sessionId !== undefined) return await sendInSession(client, { sessionId, waitForResult: true }, content);
	const address = await resolveAddresses(client, recipient, sender);
	const { user, department, ...options } = (await optionsOf(client, request)) ?? {};
	const body: BodyOf<'POST /chat/v1/message/send'> = {
		...address,
		botKey: chatbotKey,
		body: content,
		user,
		department,
		options: Object.values(options).every((value) => value === undefined) ? undefined : options,
	};
	if (request.waitForResult !== true) return (await client.request('POST /chat/v1/message/send', { body })) ?? {};
	const route = 'POST /chat/v1/message/send-sync';
	return unlessFailed(await client.request(route, { body }), route);
}

/**
 * Sends a text to a recipient.
 *
 * Goes through POST /chat/v1/send/text; with a chatbot for the reply through POST
 * /chat/v1/message/send, and to wait for the channel through .../send-sync. The contact of a session
 * is reached in that session (to wait: through POST /chat/v1/session/{id}/message/sync), unless the options are about
 * a new one.
 * @throws {WtsApiError} INVALID_REQUEST when no route takes the options together, or when the
 * recipient has no address that the route could take.
 */
export async function sendMessageText(client: WtsClient, request: TextMessage): Promise<SentMessage> {
	const { text, replyToId: refId, delayTyping } = request;
	if (isGeneric(request)) return await sendGeneric(client, request, { text, refId });
	return await queue(
		client,
		request,
		async (common) =>
			await client.request('POST /chat/v1/send/text', { body: { ...common, text, refId, delayTyping } }),
	);
}

/**
 * Sends a file to a recipient; bytes are uploaded first, once per client.
 *
 * Goes through POST /chat/v1/send/{image,audio,video,document} by its kind; otherwise like a text.
 * @throws {WtsApiError} as for a text, and when the upload fails; then nothing was sent.
 */
export async function sendMessageFile(client: WtsClient, request: FileMessage): Promise<SentMessage> {
	const { source, kind, caption: text, replyToId: refId, delayTyping } = request;
	if (text !== undefined && kind === 'audio') {
		throw refuse('Audio takes no caption', 'Send the text as a message of its own.');
	}
	const generic = isGeneric(request);
	const { fileIdOrUrl, fileId, fileUrl } = await resolveFile(client, source, kind);
	if (generic) return await sendGeneric(client, request, { text, fileId, fileUrl, refId });
	return await queue(client, request, async (common) => {
		const body: BodyOf<'POST /chat/v1/send/audio'> = { ...common, fileIdOrUrl, refId, delayTyping };
		if (kind === 'audio') return await client.request('POST /chat/v1/send/audio', { body });
		const captioned: BodyOf<'POST /chat/v1/send/document'> = { ...body, text };
		return await client.request(`POST /chat/v1/send/${kind}`, { body: captioned });
	});
}

/**
 * Sends a template to a recipient, with its header file when it has one.
 *
 * Goes through POST /chat/v1/send/template, which needs recipient and sender: for a session and for
 * a contact they are read first. A chatbot for the reply and waiting take the routes of a text.
 * @throws {WtsApiError} as for a text, and INVALID_REQUEST when nobody said which channel sends.
 */
export async function sendMessageTemplate(client: WtsClient, request: TemplateMessage): Promise<SentMessage> {
	const { recipient, sender, templateId, parameters, callbackUrl, sessionMetadata } = request;
	const generic = isGeneric(request);
	const sessionId = waitsInSession(request);
	if (sessionId !== undefined) {
		const { fileId, fileUrl } = (request.file && (await resolveHeader(client, templateId, request.file))) ?? {};
		return await sendGeneric(client, request, { templateId, parameters, fileId, fileUrl });
	}
	const { to, from } = await resolveAddresses(client, recipient, sender);
	if (from === undefined) throw refuse('No channel is given', 'A template needs the channel that sends it.');
	const file = request.file && (await resolveHeader(client, templateId, request.file));
	const addressed = { ...request, recipient: { to }, sender: { address: from } };
	if (generic) {
		const { fileId, fileUrl } = file ?? {};
		return await sendGeneric(client, addressed, { templateId, parameters, fileId, fileUrl });
	}
	const inSession = 'sessionId' in recipient && !startsSession(request) ? recipient.sessionId : undefined;
	const options = await optionsOf(client, request);
	const sent = await dispatch(client, 'message', request, async (senderId) => {
		const body: BodyOf<'POST /chat/v1/send/template'> = {
			to,
			from,
			sessionId: inSession,
			templateId,
			parameters,
			fileIdOrUrl: file?.fileIdOrUrl,
			options,
			senderId,
			callbackUrl,
			sessionMetadata,
		};
		return await client.request('POST /chat/v1/send/template', { body });
	});
	return sent ?? {};
}

/** What all messages of a batch of templates share. */
export interface TemplateBatch extends NewSession {
	/** Look each message up by its sender ID first. */
	skipIfSent?: boolean;
	sender: Sender;
	templateId: string;
}

/** One message of a batch of templates. */
export interface TemplateBatchMessage {
	recipient: Exclude<RecipientReference, { sessionId: string }>;
	parameters: Record<string, string>;
	file?: HeaderFile;
	/** Unique within the batch: results are found by it. */
	senderId: string;
	callbackUrl?: string;
	sessionMetadata?: Record<string, unknown>;
}

/**
 * Sends one template to up to 100 recipients in one request (POST /chat/v1/send/template/batch).
 *
 * Returns how each message ended, in the order given; results are found by sender ID, of which `ownSenderIds` are those
 * that nothing else has. A message whose
 * recipient or file fails before the request is left out of it and takes no other along.
 * @throws {WtsApiError} when the channel or the agent that all share is not there.
 */
export async function sendTemplateBatch(
	client: WtsClient,
	shared: TemplateBatch,
	messages: readonly TemplateBatchMessage[],
	ownSenderIds?: ReadonlySet<string>,
): Promise<Array<{ record: ChatSchemas['SendResult'] } | { error: unknown }>> {
	const { sender, templateId } = shared;
	const from = await resolveSender(client, sender);
	const options = await optionsOf(client, shared);
	const prepared = await Promise.all(
		messages.map(
			async ({ recipient, file, parameters, senderId, callbackUrl, sessionMetadata }) =>
				await orFailed(
					async (): Promise<ChatSchemas['SendTemplateBatchItem'] & { senderId: string }> => ({
						to: (await resolveAddresses(client, recipient, { address: from })).to,
						parameters,
						fileIdOrUrl: file && (await resolveHeader(client, templateId, file)).fileIdOrUrl,
						senderId,
						callbackUrl,
						sessionMetadata,
					}),
				),
		),
	);
	const ready = prepared.flatMap((one) => ('error' in one ? [] : [one.value]));
	const sent = await orFailed(async () =>
		ready.length === 0
			? []
			: await dispatchBatch(
					client,
					'message',
					ready.map(({ senderId }) => senderId),
					async (left) =>
						await client.request('POST /chat/v1/send/template/batch', {
							body: { from, templateId, options, messages: ready.filter(({ senderId }) => left.has(senderId)) },
						}),
					{ skipIfSent: shared.skipIfSent, ownSenderIds },
				),
	);
	let next = 0;
	return prepared.map((one) => {
		if ('error' in one) return one;
		return 'error' in sent ? sent : (sent.value[next++] ?? { error: refuse('The batch has no result', '') });
	});
}

/** What was done, or why it was not. */
async function orFailed<T>(work: () => Promise<T>): Promise<{ value: T } | { error: unknown }> {
	try {
		return { value: await work() };
	} catch (error) {
		return { error };
	}
}

/** How a message was sent, which decides where its status is kept. */
export type SentBy = 'message' | 'send' | 'otp';

type StatusAnswer = ChatSchemas['SentMessage'] | ChatSchemas['SendResult'] | ChatSchemas['OtpSendStatus'];

/** The status of a message, and by which route it was sent. */
export type MessageStatusRecord = StatusAnswer & { sentBy: SentBy };

const STATUS_READERS: Record<SentBy, (client: WtsClient, id: string) => Promise<StatusAnswer>> = {
	message: async (client, id) => await client.request('GET /chat/v1/message/{id}/status', { path: { id } }),
	send: async (client, id) => await client.request('GET /chat/v1/send/message/{id}', { path: { id } }),
	otp: async (client, id) => await client.request('GET /chat/v1/send/otp/{id}', { path: { id } }),
};

/**
 * Gets the status of a message, where it is kept.
 *
 * `message` asks GET /chat/v1/message/{id}/status, `send` GET /chat/v1/send/message/{id} and `otp` GET
 * /chat/v1/send/otp/{id}; without `sentBy` they are asked in this order until one knows the ID. The
 * last two know sender IDs too, so a text that is no ID is not asked of the first.
 * @throws {WtsApiError} NOT_FOUND when none of them knows it.
 */
export async function getMessageStatus(client: WtsClient, id: string, sentBy?: SentBy): Promise<MessageStatusRecord> {
	if (sentBy !== undefined) return { ...(await STATUS_READERS[sentBy](client, id)), sentBy };
	const order: SentBy[] = isId(id) ? ['message', 'send', 'otp'] : ['send', 'otp'];
	for (const by of order) {
		const found = await orNotFound(STATUS_READERS[by](client, id));
		if (found !== undefined) return { ...found, sentBy: by };
	}
	throw notFound(
		`No message, queued send or one-time password has the ID ${id}`,
		'Give the ID that the send returned, or the sender ID of a queued send.',
	);
}

async function orNotFound<T>(answer: Promise<T>): Promise<T | undefined> {
	return await answer.catch((error: unknown) => {
		if (error instanceof WtsApiError && error.code === 'NOT_FOUND') return undefined;
		throw error;
	});
}

/** A one-time password for a recipient. */
export interface OneTimePassword extends SenderIds {
	recipient: RecipientReference;
	sender?: Sender;
	/** Made by the platform (five digits) when left out. */
	code?: string;
	/** A template for authentication; the platform's choice when left out. */
	templateId?: string;
	callbackUrl?: string;
}

/**
 * Sends a one-time password to a phone number (POST /chat/v1/send/otp) and returns it with its code.
 * For a session and for a contact the number is read first.
 * @throws {WtsApiError} INVALID_REQUEST when the recipient has no phone number or nobody said which
 * channel sends.
 */
export async function sendOneTimePassword(
	client: WtsClient,
	request: OneTimePassword,
): Promise<ChatSchemas['SendOtpResult'] | ChatSchemas['OtpSendStatus']> {
	const { recipient, sender, code, templateId, callbackUrl } = request;
	const { to, from } = await resolveAddresses(client, recipient, sender);
	if (from === undefined) throw refuse('No channel is given', 'A one-time password needs the channel that sends it.');
	if (to.startsWith('@')) {
		throw refuse(`A one-time password cannot go to ${to}`, 'Give a phone number: it is sent over WhatsApp.');
	}
	const sent = await dispatch(
		client,
		'otp',
		request,
		async (senderId) =>
			await client.request('POST /chat/v1/send/otp', { body: { from, to, code, templateId, callbackUrl, senderId } }),
	);
	return sent ?? {};
}
