import { completeSession, openSession, startSession } from './conversations.mts';
import { messageEvent, sessionEvent } from './events.mts';
import { find, findContact, findSession } from './lookups.mts';
import { isWhatsapp, messageRecord, messageTypeOf } from './records.mts';
import { addMessage } from './sending.mts';
import type { Channel, Contact, Message, Session } from './state.mts';
import type { World } from './world.mts';

/** What a contact writes. */
export interface InboundMessage {
	sessionId?: string;
	contactId?: string;
	/** Which channel the contact writes to; the session's, or one that fits the contact. */
	channelId?: string;
	text?: string;
	fileId?: string;
	/** What a voice message says, as the platform understood it. */
	transcription?: string;
}

/** Plays the contact: opens the reply window, and a session when there is none to go on with. */
export function receiveMessage(world: World, input: InboundMessage): { session: Session; message: Message } {
	const { contact, channel } = writer(world, input);
	const session = sessionFor(world, contact, channel, input.sessionId);
	const file = input.fileId === undefined ? undefined : find(world.account.files, input.fileId, 'Arquivo');
	const message = messageRecord({
		id: world.random.uuid(),
		createdAt: world.clock.now(),
		sessionId: session.id,
		direction: 'FROM_HUB',
		origin: 'GATEWAY',
		status: 'SAVED',
		type: file ? messageTypeOf(file.type) : 'TEXT',
		text: input.text ?? null,
		fileId: file?.id ?? null,
		...(input.transcription !== undefined && {
			details: { transcription: { text: input.transcription, processing: false, error: false } },
		}),
	});
	addMessage(world, session, message);
	messageEvent(world, 'MESSAGE_RECEIVED', message);
	return { session, message };
}

function writer(world: World, input: InboundMessage): { contact: Contact; channel: Channel } {
	const { account } = world;
	if (input.sessionId !== undefined) {
		const session = findSession(world, input.sessionId);
		return {
			contact: findContact(world, session.contactId ?? ''),
			channel: find(account.channels, input.channelId ?? session.channelId, 'Canal'),
		};
	}
	if (input.contactId === undefined) throw new Error('receiveMessage needs a sessionId or a contactId.');
	const contact = findContact(world, input.contactId);
	if (input.channelId !== undefined) return { contact, channel: find(account.channels, input.channelId, 'Canal') };
	const fits = (channel: Channel): boolean =>
		contact.phoneNumber !== null
			? isWhatsapp(channel)
			: channel.type === (contact.instagram !== null ? 'Instagram' : 'Messenger');
	const channel = [...account.channels.values()].find((candidate) => candidate.active && fits(candidate));
	if (channel === undefined) throw new Error(`No channel reaches contact ${contact.id}.`);
	return { contact, channel };
}

function sessionFor(world: World, contact: Contact, channel: Channel, sessionId: string | undefined): Session {
	const named = sessionId === undefined ? undefined : findSession(world, sessionId);
	if (named?.status === 'COMPLETED' && named.reactivateOnNewMessage) {
		const other = openSession(world, contact, channel);
		if (other) completeSession(world, other);
		named.status = named.userId === null ? 'PENDING' : 'IN_PROGRESS';
		named.endAt = null;
		sessionEvent(world, 'SESSION_UPDATE', named);
		return named;
	}
	const session = named && named.status !== 'COMPLETED' ? named : openSession(world, contact, channel);
	if (session === undefined) return startSession(world, contact, channel, { status: 'PENDING', origin: 'GATEWAY' });
	// A hidden session shows up as soon as the contact answers.
	if (session.status === 'HIDDEN') session.status = 'PENDING';
	return session;
}
