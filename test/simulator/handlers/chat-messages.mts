import type { ChatSchemas } from '../contract-types.mts';
import { assertOpen, sessionForSend } from '../conversations.mts';
import { refused } from '../errors.mts';
import { messageEvent, sessionEvent } from '../events.mts';
import { inDates, pageOf } from '../lists.mts';
import { channelFrom, find, findMessage, findSession, recipient } from '../lookups.mts';
import { isWhatsapp, messageRecord } from '../records.mts';
import { accept, type Content, checkContent, outcome, storeFile } from '../sending.mts';
import type { Channel, Contact, Message, Session } from '../state.mts';
import { messageView } from '../views.mts';
import type { Handlers, World } from '../world.mts';

type Ids =
	| 'listMessages'
	| 'sendMessage'
	| 'sendMessageSync'
	| 'getMessage'
	| 'deleteMessage'
	| 'getMessageStatus'
	| 'listSessionMessages'
	| 'sendSessionMessage'
	| 'sendSessionMessageSync'
	| 'listSessionNotes'
	| 'createSessionNote'
	| 'getSessionNote'
	| 'deleteSessionNote';

/** Messages of sessions, the older sends, and internal notes. */
export const messageHandlers: Handlers<Ids> = {
	listMessages: ({ world, query }) => listOf(world, query.SessionId, query),
	listSessionMessages: ({ world, path, query }) => listOf(world, path.id, query),

	sendMessage: ({ world, body }) => queued(world, sendToRecipient(world, body)),
	sendMessageSync: async ({ world, body }) => messageView(world, await outcome(world, sendToRecipient(world, body))),
	sendSessionMessage: ({ world, path, body }) => queued(world, sendInSession(world, path.id, body)),
	sendSessionMessageSync: async ({ world, path, body }) =>
		messageView(world, await outcome(world, sendInSession(world, path.id, body))),

	getMessage: ({ world, path }) => messageView(world, findMessage(world, path.id)),
	deleteMessage: ({ world, path }) => {
		const message = findMessage(world, path.id);
		message.status = 'DELETED';
		message.updatedAt = world.clock.now();
		messageEvent(world, 'MESSAGE_UPDATED', message);
		return messageView(world, message);
	},
	getMessageStatus: ({ world, path }) => {
		const message = findMessage(world, path.id);
		return {
			id: message.id,
			createdAt: message.createdAt,
			updatedAt: message.updatedAt,
			sessionId: message.sessionId,
			status: message.status,
			failureReason: message.failedReason,
		};
	},

	listSessionNotes: ({ world, path, query }) => {
		const session = findSession(world, path.id);
		const notes = [...world.account.notes.values()].filter((note) => note.sessionId === session.id);
		return pageOf(notes.filter(inDates(query)), query, (note) => messageView(world, note));
	},
	createSessionNote: ({ world, path, body }) => {
		const session = findSession(world, path.id);
		const files = [...(body.filesIds ?? []), ...(body.filesUrls ?? [])];
		if (!body.text && files.length === 0) throw refused('Informe um texto ou um arquivo');
		const ids = files.map((file) => storeFile(world, file, undefined).id);
		const note = messageRecord({
			id: world.random.uuid(),
			createdAt: world.clock.now(),
			sessionId: session.id,
			direction: 'TO_HUB',
			type: 'NOTE',
			status: 'SAVED',
			text: body.text ?? null,
			filesIds: ids.length > 0 ? ids : null,
		});
		world.account.notes.set(note.id, note);
		session.updatedAt = note.createdAt;
		sessionEvent(world, 'SESSION_UPDATE', session);
		return messageView(world, note);
	},
	getSessionNote: ({ world, path }) => messageView(world, find(world.account.notes, path.id, 'Nota')),
	deleteSessionNote: ({ world, path }) => {
		const note = find(world.account.notes, path.id, 'Nota');
		world.account.notes.delete(note.id);
		return messageView(world, { ...note, status: 'DELETED', updatedAt: world.clock.now() });
	},
};

type ListQuery = Parameters<typeof pageOf>[1] & Parameters<typeof inDates>[0];

function listOf(world: World, sessionId: string, query: ListQuery): ChatSchemas['MessagePage'] {
	const session = findSession(world, sessionId);
	const messages = world.account.messagesOfSession.get(session.id) ?? [];
	return pageOf(messages.filter(inDates(query)), query, (message) => messageView(world, message));
}

function queued(world: World, message: Message): ChatSchemas['QueuedMessage'] {
	return {
		id: message.id,
		createdAt: message.createdAt,
		updatedAt: message.updatedAt,
		sessionId: message.sessionId,
		senderId: message.senderId,
		status: message.status,
		statusUrl: `${world.url}/chat/v1/message/${message.id}/status`,
		failureReason: message.failedReason,
	};
}

function contentOf(body: ChatSchemas['MessageContent']): Content {
	return {
		text: body.text,
		templateId: body.templateId,
		parameters: body.parameters,
		file: body.fileId ?? body.fileUrl,
		refId: body.refId,
	};
}

function sendInSession(world: World, sessionId: string, body: ChatSchemas['MessageContent']): Message {
	const session = findSession(world, sessionId);
	assertOpen(session);
	const { channel, contact } = endsOf(world, session);
	return accept(world, { session, channel, contact, content: contentOf(body), byAddress: false });
}

function sendToRecipient(world: World, body: ChatSchemas['SendMessageRequest']): Message {
	const channel = body.from ? channelFrom(world, body.from) : defaultChannel(world);
	const content = contentOf(body.body);
	checkContent(world, content, channel);
	const contact = recipient(world, body.to);
	const session = sessionForSend(world, contact, channel, {
		...body.options,
		user: body.user,
		department: body.department,
		botKey: body.botKey,
	});
	return accept(world, { session, channel, contact, content, byAddress: true });
}

/** Channel and contact of a session. */
export function endsOf({ account }: World, session: Session): { channel: Channel; contact: Contact | undefined } {
	const channel = find(account.channels, session.channelId, 'Canal');
	return { channel, contact: session.contactId === null ? undefined : account.contacts.get(session.contactId) };
}

/** Who sends when nobody is named: the account's first WhatsApp channel. */
export function defaultChannel({ account }: World): Channel {
	const channel = [...account.channels.values()].find((candidate) => candidate.active && isWhatsapp(candidate));
	if (channel === undefined) throw refused('Informe o canal (from)');
	return channel;
}
