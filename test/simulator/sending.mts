import { NotFound, refused } from './errors.mts';
import { messageEvent, sessionEvent } from './events.mts';
import { findTemplate } from './lookups.mts';
import { digitsOf, isReachableNumber } from './phones.mts';
import { channelTypeOf, isWhatsapp, messageRecord, messageTypeOf } from './records.mts';
import type { Channel, Contact, Message, MessageStatus, Session, StoredFile, Template } from './state.mts';
import { windowOf } from './views.mts';
import type { World } from './world.mts';

/** What goes out: one of text, template, file. */
export interface Content {
	text?: string | null;
	templateId?: string | null;
	parameters?: Record<string, string | null> | null;
	/** Public URL or ID of a stored file. */
	file?: string | null;
	fileType?: 'IMAGE' | 'AUDIO' | 'VIDEO' | 'DOCUMENT';
	refId?: string | null;
	origin?: Message['origin'];
	/** The agent who writes. */
	userId?: string | null;
	type?: Message['type'];
}

export interface Outgoing {
	session: Session;
	channel: Channel;
	contact: Contact | undefined;
	content: Content;
	/** The recipient was named by phone or @name instead of a session. */
	byAddress: boolean;
	senderId?: string | null;
	delayMs?: number;
	onChange?: (message: Message) => void;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const FINAL: MessageStatus[] = ['DELIVERED', 'READ', 'FAILED', 'DELETED'];

/** Refuses what no channel could send, before anything is written. */
export function checkContent(world: World, content: Content, channel: Channel): Template | undefined {
	if (content.refId) findReply(world, content.refId);
	if (content.file) resolveFile(world, content.file, content.fileType);
	if (!content.templateId) {
		if (!content.text && !content.file && content.type === undefined)
			throw refused('Informe text, templateId ou fileUrl');
		return undefined;
	}
	const template = findTemplate(world, content.templateId);
	if (template.channelId !== null && template.channelId !== channel.id) throw refused('Modelo não pertence ao canal');
	if (template.status !== 'Approved' || template.archived || !template.active) throw refused('Modelo não aprovado');
	const given = content.parameters ?? {};
	const missing = (template.params ?? []).map((p) => p.name ?? '').filter((name) => !given[name]);
	if (missing.length > 0) throw refused(`Parâmetros do modelo não informados: ${missing.join(', ')}`);
	if (template.fileType !== null && template.fileType !== 'UNDEFINED' && !content.file) {
		throw refused(`O modelo exige um arquivo do tipo ${template.fileType}`);
	}
	return template;
}

/** Accepts a message: it is QUEUED, and its life goes on by itself. */
export function accept(world: World, out: Outgoing): Message {
	const { session, channel, content } = out;
	const template = checkContent(world, content, channel);
	const failure = failureOf(world, out, template);
	if (failure !== null && failure.refuse) throw refused(failure.reason);
	const file = content.file ? storeFile(world, content.file, content.fileType) : undefined;
	const now = world.clock.now();
	const message = messageRecord({
		id: world.random.uuid(),
		createdAt: now,
		sessionId: session.id,
		direction: 'TO_HUB',
		type: content.type ?? (file ? messageTypeOf(content.fileType ?? file.type) : 'TEXT'),
		senderId: out.senderId ?? null,
		templateId: template?.id ?? null,
		origin: content.origin ?? 'API',
		userId: content.userId ?? null,
		text: template ? render(template, content.parameters ?? {}) : (content.text ?? null),
		fileId: file?.id ?? null,
		refId: content.refId ?? null,
	});
	addMessage(world, session, message);
	messageEvent(world, 'MESSAGE_SENT', message);
	live(world, message, failure?.reason ?? null, out.delayMs ?? 0, out.onChange);
	return message;
}

/** Adds a message to its session. */
export function addMessage(world: World, session: Session, message: Message): void {
	const { account } = world;
	account.messages.set(message.id, message);
	const list = account.messagesOfSession.get(session.id);
	if (list) list.push(message);
	else account.messagesOfSession.set(session.id, [message]);
	session.lastMessageText = message.text;
	session.lastInteractionDate = session.updatedAt = message.createdAt;
	if (message.direction === 'FROM_HUB') {
		session.lastMessageIn = message.createdAt;
		session.unreadCount += 1;
	} else {
		session.lastMessageOut = message.createdAt;
		session.firstResponseAt ??= message.createdAt;
	}
	session.windowStatus = windowOf(session);
	if (world.quirks.sessionUpdateOnMessage) sessionEvent(world, 'SESSION_UPDATE', session);
}

/** Waits for the outcome of a message, as the sync routes do; gives up after the platform's patience. */
export async function outcome(world: World, message: Message): Promise<Message> {
	const until = Date.now() + world.quirks.syncWaitMs;
	while (!FINAL.includes(message.status) && Date.now() < until) {
		await world.timers.sleep(Math.min(10, Math.max(1, until - Date.now())));
	}
	return message;
}

function live(
	world: World,
	message: Message,
	failure: string | null,
	delayMs: number,
	onChange?: (message: Message) => void,
): void {
	if (world.quirks.messagesStayQueued) return;
	const { timers, life } = world;
	const become = (status: MessageStatus): void => {
		if (message.status === 'DELETED') return;
		message.status = status;
		message.updatedAt = world.clock.now();
		if (status === 'FAILED') {
			message.failedReason = failure;
			message.details = {
				...message.details,
				errors: [{ date: message.updatedAt, origin: 'CHANNEL', key: 'SEND_FAILED', text: failure }],
			};
		}
		if (status === 'READ') message.readContactAt = message.updatedAt;
		messageEvent(world, 'MESSAGE_UPDATED', message);
		onChange?.(message);
	};
	if (failure !== null) {
		timers.after(delayMs + life.sent, () => become('FAILED'));
		return;
	}
	timers.after(delayMs + life.sent, () => {
		become('SENT');
		timers.after(Math.max(0, life.delivered - life.sent), () => {
			become('DELIVERED');
			if (life.read !== null) timers.after(Math.max(0, life.read - life.delivered), () => become('READ'));
		});
	});
}

/** Why the channel will not deliver, and whether it says so at once. */
function failureOf(
	world: World,
	{ session, channel, contact, byAddress }: Outgoing,
	template: Template | undefined,
): { reason: string; refuse: boolean } | null {
	if (!channel.active) return { reason: 'Canal desconectado', refuse: false };
	if (!isWhatsapp(channel)) {
		if (byAddress) return { reason: `${channelTypeOf(channel)} só envia em atendimentos existentes`, refuse: false };
		return null;
	}
	const phone = contact?.phoneNumber ?? null;
	if (phone === null || !isReachableNumber(digitsOf(phone))) {
		return { reason: 'Número de telefone inválido', refuse: false };
	}
	if (template === undefined && windowOf(session) !== 'ACTIVE') {
		return {
			reason: 'Janela de 24 horas fechada: inicie a conversa com um modelo aprovado',
			refuse: world.quirks.refuseTextOutsideWindow === 'refuse',
		};
	}
	return null;
}

function findReply({ account }: World, refId: string): void {
	if (!account.messages.has(refId)) throw new NotFound('Mensagem respondida não encontrada');
}

function resolveFile(world: World, fileIdOrUrl: string, fileType: Content['fileType']): StoredFile | undefined {
	if (UUID.test(fileIdOrUrl)) {
		const file = world.account.files.get(fileIdOrUrl);
		if (file === undefined) throw new NotFound('Arquivo não encontrado');
		if (
			fileType !== undefined &&
			fileType !== 'DOCUMENT' &&
			['IMAGE', 'AUDIO', 'VIDEO'].includes(file.type) &&
			file.type !== fileType
		) {
			throw refused(`Arquivo do tipo ${file.type} não pode ser enviado como ${fileType}`);
		}
		return file;
	}
	if (!/^https?:\/\/\S+$/i.test(fileIdOrUrl)) throw refused('fileUrl não é uma URL pública');
	return undefined;
}

/** The stored file that a send names, or a record of the public one that the platform fetches. */
export function storeFile(world: World, fileIdOrUrl: string, fileType: Content['fileType']): StoredFile {
	const known = resolveFile(world, fileIdOrUrl, fileType);
	if (known !== undefined) return known;
	const name = decodeURIComponent(new URL(fileIdOrUrl).pathname.split('/').at(-1) ?? '') || 'arquivo';
	const extension = name.includes('.') ? `.${name.split('.').at(-1)}` : '';
	const file: StoredFile = {
		id: world.random.uuid(),
		createdAt: world.clock.now(),
		companyId: world.account.companyId,
		userId: null,
		name,
		extension,
		mimeType: 'application/octet-stream',
		type: fileType ?? typeOfExtension(extension),
		size: 0,
		uploadedSize: 0,
		sha256: null,
		content: null,
		sourceUrl: fileIdOrUrl,
	};
	world.account.files.set(file.id, file);
	return file;
}

export function typeOfExtension(extension: string): StoredFile['type'] {
	const known: Record<string, StoredFile['type']> = {
		'.png': 'IMAGE',
		'.jpg': 'IMAGE',
		'.jpeg': 'IMAGE',
		'.webp': 'IMAGE',
		'.mp4': 'VIDEO',
		'.mp3': 'AUDIO',
		'.ogg': 'AUDIO',
		'.pdf': 'PDF',
		'.doc': 'WORD',
		'.docx': 'WORD',
		'.xls': 'EXCEL',
		'.xlsx': 'EXCEL',
	};
	return known[extension.toLowerCase()] ?? 'UNDEFINED';
}

/** Fills a template's text; names come as `nome`, `p1`, `[p1]` or `1`. */
function render(template: Template, parameters: Record<string, string | null>): string {
	let text = template.text ?? '';
	for (const { name } of template.params ?? []) {
		if (!name) continue;
		const value = parameters[name] ?? '';
		text = text.replaceAll(`{{${name}}}`, value);
		if (name.startsWith('[')) text = text.replaceAll(name, value);
	}
	return text;
}
