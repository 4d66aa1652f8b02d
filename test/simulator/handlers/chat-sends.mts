import type { ChatSchemas } from '../contract-types.mts';
import { assertOpen, sessionForSend } from '../conversations.mts';
import { NotFound, PlatformError, refused } from '../errors.mts';
import { channelFrom, findChatbot, findSession, findTemplate, recipient } from '../lookups.mts';
import { digitsOf, storedPhone } from '../phones.mts';
import { accept, type Content, checkContent } from '../sending.mts';
import type { Dispatch, Message, Otp, Session } from '../state.mts';
import type { Handlers, World } from '../world.mts';
import { startBot } from './chat-chatbots.mts';
import { defaultChannel, endsOf } from './chat-messages.mts';

type Ids =
	| 'sendText'
	| 'sendImage'
	| 'sendAudio'
	| 'sendVideo'
	| 'sendDocument'
	| 'sendTemplate'
	| 'sendTemplateBatch'
	| 'sendOtp'
	| 'getOtpSendStatus'
	| 'sendChatbot'
	| 'sendChatbotBatch'
	| 'getChatbotSendStatus'
	| 'getMessageSendStatus'
	| 'sendTyping';

type Result = ChatSchemas['SendResult'];

/** The send family: queued, with IDs of its own for every dispatch. */
export const sendHandlers: Handlers<Ids> = {
	sendText: ({ world, body }) => send(world, body, { text: body.text, refId: body.refId }),
	sendImage: ({ world, body }) => send(world, body, media('IMAGE', body)),
	sendAudio: ({ world, body }) => send(world, body, media('AUDIO', body)),
	sendVideo: ({ world, body }) => send(world, body, media('VIDEO', body)),
	sendDocument: ({ world, body }) => send(world, body, media('DOCUMENT', body)),
	sendTemplate: ({ world, body }) => send(world, body, templateContent(body.templateId, body)),
	sendTemplateBatch: ({ world, body }) => {
		if (body.messages.length === 0) throw refused('Informe ao menos uma mensagem');
		if (body.messages.length > 100) throw refused('No máximo 100 mensagens por requisição');
		channelFrom(world, body.from);
		findTemplate(world, body.templateId);
		return batch(world, body.messages, (item) =>
			send(world, { ...item, from: body.from, options: body.options }, templateContent(body.templateId, item)),
		);
	},
	sendOtp: ({ world, body }) => {
		const channel = channelFrom(world, body.from);
		const template = body.templateId
			? findTemplate(world, body.templateId)
			: [...world.account.templates.values()].find(
					(t) => t.type.includes('AUTHENTICATION') && t.channelId === channel.id,
				);
		if (template === undefined || !template.type.includes('AUTHENTICATION')) {
			throw refused('Modelo de autenticação não encontrado');
		}
		const code = body.code ?? world.random.digits(5);
		const contact = recipient(world, body.to);
		const session = sessionForSend(world, contact, channel, { hiddenSession: true });
		const now = world.clock.now();
		const id = world.random.uuid();
		const otp: Otp = {
			id,
			createdAt: now,
			updatedAt: now,
			code,
			status: 'PENDING',
			from: channel.number,
			templateId: template.id,
			companyId: world.account.companyId,
			senderId: body.senderId ?? null,
			channelId: channel.id,
			sentAt: null,
			receivedAt: null,
			contactPhoneNumber: contact.phoneNumber ?? storedPhone(digitsOf(body.to)),
			failedReason: null,
			callbackUrl: body.callbackUrl ?? null,
			statusUrl: `${world.url}/chat/v1/send/otp/${id}`,
		};
		const parameters = Object.fromEntries((template.params ?? []).map((param) => [param.name ?? '', code]));
		accept(world, {
			session,
			channel,
			contact,
			content: { templateId: template.id, parameters },
			byAddress: true,
			senderId: body.senderId,
			onChange: (message) => followOtp(world, otp, message),
		});
		world.account.otps.set(otp.id, otp);
		return { ...otp };
	},
	getOtpSendStatus: ({ world, path }) => {
		const otp = byId(world.account.otps, path.id) ?? latest(world.account.otps, (o) => o.senderId === path.id);
		if (otp === undefined) throw new NotFound('Envio não encontrado');
		const { from: _from, callbackUrl: _url, templateId, ...rest } = otp;
		return { ...rest, ...(templateId !== null && { templateId }) };
	},

	sendChatbot: ({ world, body }) => sendBot(world, body),
	sendChatbotBatch: ({ world, body }) => {
		if (body.messages.length === 0) throw refused('Informe ao menos uma mensagem');
		if (body.messages.length > 100) throw refused('No máximo 100 mensagens por requisição');
		findChatbot(world, body.botKey);
		return batch(world, body.messages, (item) =>
			sendBot(world, { ...item, botKey: body.botKey, from: body.from, options: body.options }),
		);
	},
	getChatbotSendStatus: ({ world, path }) => statusOf(world, path.id, 'chatbot'),
	getMessageSendStatus: ({ world, path }) => statusOf(world, path.id, 'message'),
	sendTyping: ({ world, body }) => {
		assertOpen(findSession(world, body.sessionId));
		return undefined;
	},
};

type SendBody = Pick<
	ChatSchemas['SendTextRequest'],
	'to' | 'from' | 'sessionId' | 'options' | 'delayTyping' | 'callbackUrl' | 'senderId'
> & { sessionMetadata?: Record<string, unknown> | null };

function media(
	fileType: NonNullable<Content['fileType']>,
	body: { fileIdOrUrl: string; text?: string | null; refId?: string | null },
): Content {
	return { file: body.fileIdOrUrl, fileType, text: body.text, refId: body.refId };
}

function templateContent(
	templateId: string,
	body: Pick<ChatSchemas['SendTemplateBatchItem'], 'parameters' | 'fileIdOrUrl'>,
): Content {
	return { templateId, parameters: body.parameters, file: body.fileIdOrUrl };
}

function send(world: World, body: SendBody, content: Content): Result {
	if ((body.delayTyping ?? 0) > 25 || (body.delayTyping ?? 0) < 0) throw refused('delayTyping deve estar entre 0 e 25');
	let session: Session;
	let byAddress = false;
	if (body.sessionId) {
		session = findSession(world, body.sessionId);
		assertOpen(session);
		if (body.from) channelFrom(world, body.from);
	} else {
		if (!body.to) throw refused('Informe to ou sessionId');
		byAddress = true;
		const channel = body.from ? channelFrom(world, body.from) : defaultChannel(world);
		checkContent(world, content, channel);
		session = sessionForSend(world, recipient(world, body.to), channel, {
			...body.options,
			user: body.options?.user,
			department: body.options?.department,
		});
	}
	const { channel, contact } = endsOf(world, session);
	if (body.sessionMetadata) session.metadata = { ...session.metadata, ...body.sessionMetadata };
	const dispatch = dispatchOf(world, 'message', session.id, body.senderId, body.callbackUrl);
	const message = accept(world, {
		session,
		channel,
		contact,
		content,
		byAddress,
		senderId: body.senderId,
		delayMs: (body.delayTyping ?? 0) * 1000,
		onChange: (changed) => follow(world, dispatch, changed),
	});
	if (world.quirks.sendIdIsMessageId) dispatch.id = message.id;
	dispatch.messageId = message.id;
	dispatch.statusUrl = `${world.url}/chat/v1/send/message/${dispatch.id}`;
	world.account.dispatches.set(dispatch.id, dispatch);
	return resultOf(dispatch);
}

function dispatchOf(
	world: World,
	kind: Dispatch['kind'],
	sessionId: string | null,
	senderId: string | null | undefined,
	callbackUrl: string | null | undefined,
): Dispatch {
	const id = world.random.uuid();
	return {
		id,
		createdAt: world.clock.now(),
		updatedAt: null,
		companyId: world.account.companyId,
		sessionId,
		status: 'QUEUED',
		senderId: senderId ?? null,
		statusUrl: `${world.url}/chat/v1/send/${kind}/${id}`,
		sentAt: null,
		failedReason: null,
		callbackUrl: callbackUrl ?? null,
		waitReply: false,
		kind,
		messageId: null,
	};
}

/** A dispatch mirrors its message; the callback is called once, on delivery or failure. */
function follow(world: World, dispatch: Dispatch, message: Message): void {
	dispatch.status = message.status;
	dispatch.updatedAt = message.updatedAt;
	dispatch.failedReason = message.failedReason;
	if (message.status === 'SENT') dispatch.sentAt = message.updatedAt;
	if (dispatch.callbackUrl !== null && (message.status === 'DELIVERED' || message.status === 'FAILED')) {
		world.webhooks.callback(dispatch.callbackUrl, resultOf(dispatch));
	}
}

function followOtp(world: World, otp: Otp, message: Message): void {
	otp.updatedAt = message.updatedAt;
	otp.failedReason = message.failedReason;
	if (message.status === 'SENT') {
		otp.status = 'SENT';
		otp.sentAt = message.updatedAt;
	} else if (message.status === 'FAILED') {
		otp.status = 'FAILED';
	} else if (message.status === 'DELIVERED') {
		otp.status = 'RECEIVED';
		otp.receivedAt = message.updatedAt;
	}
	if (otp.callbackUrl !== null && (otp.status === 'RECEIVED' || otp.status === 'FAILED')) {
		world.webhooks.callback(otp.callbackUrl, otp);
	}
}

function resultOf(dispatch: Dispatch): Result {
	const { kind: _kind, messageId: _id, ...result } = dispatch;
	return result;
}

function sendBot(world: World, body: ChatSchemas['SendChatbotRequest']): Result {
	const { session, started } = startBot(world, body);
	const dispatch = dispatchOf(world, 'chatbot', session.id, body.senderId, body.callbackUrl);
	world.account.dispatches.set(dispatch.id, dispatch);
	if (!world.quirks.messagesStayQueued) {
		world.timers.after(world.life.sent, () => {
			dispatch.updatedAt = world.clock.now();
			dispatch.status = started ? 'SENT' : 'FAILED';
			if (started) dispatch.sentAt = dispatch.updatedAt;
			else dispatch.failedReason = 'Chatbot não iniciado: opção skipIf atendida';
			if (dispatch.callbackUrl !== null) world.webhooks.callback(dispatch.callbackUrl, resultOf(dispatch));
		});
	}
	return resultOf(dispatch);
}

function statusOf(world: World, id: string, kind: Dispatch['kind']): Result {
	const { dispatches } = world.account;
	let dispatch = byId(dispatches, id);
	if (dispatch === undefined && world.quirks.sendStatusBySenderId) {
		dispatch = latest(dispatches, (candidate) => candidate.senderId === id && candidate.kind === kind);
	}
	if (dispatch === undefined || dispatch.kind !== kind) throw new NotFound('Envio não encontrado');
	return resultOf(dispatch);
}

/** One result per item; an item that the platform refuses is FAILED, and the others go out. */
function batch<Item extends { senderId?: string | null; callbackUrl?: string | null }>(
	world: World,
	items: Item[],
	one: (item: Item) => Result,
): ChatSchemas['SendBatchResult'] {
	const results = items.map((item) => {
		try {
			return one(item);
		} catch (error) {
			if (!(error instanceof PlatformError)) throw error;
			const dispatch = dispatchOf(world, 'message', null, item.senderId, item.callbackUrl);
			dispatch.status = 'FAILED';
			dispatch.failedReason = error.message;
			world.account.dispatches.set(dispatch.id, dispatch);
			return resultOf(dispatch);
		}
	});
	return { results: disturbed(world, results) };
}

/** Results of a batch as the quirk wants them. */
export function disturbed<T>(world: World, results: T[]): T[] {
	if (world.quirks.batchResults === 'shuffled') return [...results].reverse();
	if (world.quirks.batchResults === 'incomplete') return results.slice(0, -1);
	return results;
}

function byId<T>(map: Map<string, T>, id: string): T | undefined {
	return map.get(id) ?? map.get(id.toLowerCase());
}

function latest<T>(map: Map<string, T>, matches: (record: T) => boolean): T | undefined {
	let found: T | undefined;
	for (const record of map.values()) if (matches(record)) found = record;
	return found;
}
