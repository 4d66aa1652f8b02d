import type { WtsClient } from '../../core/client';
import { notFound, refuse } from '../../core/errors';
import { ifFound } from '../../core/memo';
import type { BodyOf, ChatSchemas } from '../../core/routes';
import { isId } from '../../values/validation';
import { resolveUserId } from '../agents';
import { resolveSender, type Sender } from '../channels';
import { resolveBotKey } from '../chatbots';
import { queuedOnlyOptions, type SentMessage, sendInSession } from '../sessions';
import { dispatch, dispatchBatch, type SenderIds } from './dispatch';
import { type FileKind, type FileSource, resolveFile } from './files';
import { unlessFailed } from './outcome';
import { type Addresses, type KnownRecipient, type RecipientReference, resolveAddresses } from './recipients';
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
	/** What `prepareSend` found out about this send; without it the send finds it out. */
	prepared?: PreparedSend;
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

type Generic = Pick<MessageOptions, (typeof GENERIC_ONLY)[number]>;
type Routed = Parameters<typeof queuedOnlyOptions>[0] & Generic;

function genericOptions(request: Generic): Array<(typeof GENERIC_ONLY)[number]> {
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

/** A send of which something is to be found out. */
export interface SendToPrepare extends Generic, NewSession, KnownRecipient {
	recipient?: RecipientReference;
	sender?: Sender;
	/** The key is one of the account's list: it is not looked up. */
	chatbotPicked?: boolean;
}

/** What was found out about a send, as far as it was given: what the sends take instead of finding it out again. */
export interface PreparedSend {
	sender?: { address: string };
	/** The agent's user ID. */
	agentId?: string;
	chatbotKey?: string;
	/** Who sends to whom; not there for what goes out in the session of the recipient. */
	addresses?: Addresses;
}

/** What is sent, which decides whether it needs an address: a text or file, a template, or a one-time password. */
export type SentContent = 'message' | 'template' | 'otp';

/**
 * Looks up who sends, which agent a session gets and which chatbot starts, once per client, so that a wrong channel,
 * agent or chatbot is found before anything is sent (GET /chat/v1/channel, GET /core/v1/agent, GET /chat/v1/chatbot);
 * with `content` also the address of the recipient, where it takes one (GET /core/v1/contact/..., GET
 * /chat/v2/session/{id}). Returns the channel's address, the agent's user ID, the chatbot's key and the addresses, each
 * as far as it was given: for the sends as `prepared`. The key of a chatbot that was picked from a list is not looked
 * up.
 * @throws {WtsApiError} NOT_FOUND for a channel, an agent, a chatbot or a recipient that the account does not have;
 * INVALID_REQUEST for a channel or a recipient that has no address.
 */
export async function prepareSend(
	client: WtsClient,
	send: SendToPrepare,
	content: SentContent | 'unknown' = 'unknown',
): Promise<PreparedSend> {
	const { sender, agentId, chatbotKey, chatbotPicked = false, recipient } = send;
	const found = {
		...(chatbotKey === undefined || chatbotPicked ? {} : { chatbotKey: await resolveBotKey(client, chatbotKey) }),
		...(sender === undefined ? {} : { sender: { address: await resolveSender(client, sender) } }),
		...(agentId === undefined ? {} : { agentId: await resolveUserId(client, agentId) }),
	};
	if (content === 'unknown' || recipient === undefined) return found;
	if (sessionOf({ ...send, recipient }, content) !== undefined) return found;
	const addresses = await resolveAddresses(client, recipient, found.sender, send);
	return { ...found, addresses: content === 'otp' ? phonesOf(addresses) : addresses };
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

/** The options in the shape of the contract, with the agent's user; undefined when none is given. */
function optionsOf(wanted: NewSession, userId: string | undefined): SendOptions | undefined {
	const { departmentId, enableBot, hiddenSession, forceStartSession } = wanted;
	const options: SendOptions = {
		enableBot,
		hiddenSession,
		forceStartSession,
		user: userId === undefined ? undefined : { id: userId },
		department: departmentId === undefined ? undefined : { id: departmentId },
	};
	return Object.values(options).every((value) => value === undefined) ? undefined : options;
}

/** What the bodies of `POST /chat/v1/send/*` have in common. */
type Common = Pick<
	BodyOf<'POST /chat/v1/send/text'>,
	'to' | 'from' | 'sessionId' | 'options' | 'callbackUrl' | 'senderId'
>;

/** A send of which all is known. */
interface ReadySend {
	target: { sessionId: string } | { to: string; from?: string };
	userId?: string;
	chatbotKey?: string;
}

/** What was prepared of a send, or is found out now. */
async function readySend(client: WtsClient, request: MessageSend, content: SentContent): Promise<ReadySend> {
	// A key is sent as it was given.
	const prepared = request.prepared ?? (await prepareSend(client, { ...request, chatbotPicked: true }, content));
	const { addresses, chatbotKey = request.chatbotKey } = prepared;
	const { agentId } = request;
	const userId = prepared.agentId ?? (agentId === undefined ? undefined : await resolveUserId(client, agentId));
	const sessionId = addresses === undefined ? sessionOf(request, content) : undefined;
	if (sessionId !== undefined) return { target: { sessionId }, userId, chatbotKey };
	const { to, from } = addresses ?? (await resolveAddresses(client, request.recipient, request.sender));
	return { target: { to, from }, userId, chatbotKey };
}

/** POST /chat/v1/send/*, through `send`; by session unless the options want a new one. */
async function queue(
	client: WtsClient,
	request: MessageSend,
	send: (common: Common) => Promise<ChatSchemas['SendResult'] | undefined>,
): Promise<SentMessage> {
	const { callbackUrl } = request;
	const { target, userId } = await readySend(client, request, 'message');
	const options = optionsOf(request, userId);
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
function waitsInSession(request: AddressedSend): string | undefined {
	const { recipient, sender, chatbotKey, waitForResult } = request;
	if (!('sessionId' in recipient) || waitForResult !== true) return undefined;
	return chatbotKey === undefined && sender === undefined && !startsSession(request) ? recipient.sessionId : undefined;
}

type AddressedSend = Omit<SendToPrepare, 'recipient'> & { recipient: RecipientReference };

/** The session in which a send goes out; undefined when it needs an address. */
function sessionOf(send: AddressedSend, content: SentContent): string | undefined {
	const { recipient, session } = send;
	if (content === 'otp' || !('sessionId' in recipient)) return undefined;
	// A completed session takes no message any more: its contact is written to by address.
	const isOver = session?.status === 'COMPLETED' && content === 'message';
	const waiting = isOver ? undefined : waitsInSession(send);
	if (waiting !== undefined || content === 'template') return waiting;
	const byAddress = isOver || startsSession(send) || genericOptions(send).length > 0;
	return byAddress ? undefined : recipient.sessionId;
}

/** POST /chat/v1/message/send, or .../send-sync to wait for the channel; in the session where that does. */
async function sendGeneric(
	client: WtsClient,
	request: MessageSend,
	{ target, userId, chatbotKey }: ReadySend,
	content: ChatSchemas['MessageContent'],
): Promise<SentMessage> {
	if ('sessionId' in target) {
		return await sendInSession(client, { sessionId: target.sessionId, waitForResult: true }, content);
	}
	const { user, department, ...options } = optionsOf(request, userId) ?? {};
	const body: BodyOf<'POST /chat/v1/message/send'> = {
		...target,
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
	if (isGeneric(request)) {
		return await sendGeneric(client, request, await readySend(client, request, 'message'), { text, refId });
	}
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
	if (generic) {
		const ready = await readySend(client, request, 'message');
		return await sendGeneric(client, request, ready, { text, fileId, fileUrl, refId });
	}
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
	const { recipient, templateId, parameters, callbackUrl, sessionMetadata } = request;
	const generic = isGeneric(request);
	const ready = await readySend(client, request, 'template');
	const { target, userId } = ready;
	if ('sessionId' in target) {
		const { fileId, fileUrl } = (request.file && (await resolveHeader(client, templateId, request.file))) ?? {};
		return await sendGeneric(client, request, ready, { templateId, parameters, fileId, fileUrl });
	}
	const { to, from } = target;
	if (from === undefined) throw refuse('No channel is given', 'A template needs the channel that sends it.');
	const file = request.file && (await resolveHeader(client, templateId, request.file));
	if (generic) {
		const { fileId, fileUrl } = file ?? {};
		return await sendGeneric(client, request, ready, { templateId, parameters, fileId, fileUrl });
	}
	const inSession = 'sessionId' in recipient && !startsSession(request) ? recipient.sessionId : undefined;
	const options = optionsOf(request, userId);
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
	const { sender, templateId, agentId } = shared;
	const from = await resolveSender(client, sender);
	const options = optionsOf(shared, agentId === undefined ? undefined : await resolveUserId(client, agentId));
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
		const found = await ifFound(STATUS_READERS[by](client, id));
		if (found !== undefined) return { ...found, sentBy: by };
	}
	throw notFound(
		`No message, queued send or one-time password has the ID ${id}`,
		'Give the ID that the send returned, or the sender ID of a queued send.',
	);
}

/** A one-time password for a recipient. */
export interface OneTimePassword extends SenderIds, Pick<MessageSend, 'prepared'> {
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
	const { recipient, sender, prepared, code, templateId, callbackUrl } = request;
	const { to, from } = phonesOf(prepared?.addresses ?? (await resolveAddresses(client, recipient, sender)));
	const sent = await dispatch(
		client,
		'otp',
		request,
		async (senderId) =>
			await client.request('POST /chat/v1/send/otp', { body: { from, to, code, templateId, callbackUrl, senderId } }),
	);
	return sent ?? {};
}

/** A one-time password goes from phone to phone. */
function phonesOf({ to, from }: Addresses): { to: string; from: string } {
	if (from === undefined) throw refuse('No channel is given', 'A one-time password needs the channel that sends it.');
	if (to.startsWith('@')) {
		throw refuse(`A one-time password cannot go to ${to}`, 'Give a phone number: it is sent over WhatsApp.');
	}
	return { to, from };
}
