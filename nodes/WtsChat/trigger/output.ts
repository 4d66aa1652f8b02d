import type { IDataObject } from 'n8n-workflow';
import type { Contact, Session } from '../../../client';
import { isRecord } from '../../../client';
import { simplifyContact } from '../actions/contact/output';
import { handlerOf } from '../listening/author';
import { withoutMarkers } from '../listening/awaited';
import type { FlatFile } from '../listening/conversation';
import { firstOf, idOf, type Loose, listOf, recordOf, textOf, textsOf } from '../listening/loose';
import { plainPhone, simplifySession } from '../shared/output';
import { filesOf, type PlatformEvent, sessionIdOf } from './events';

/** What was looked up beside an event. */
export interface LookedUp {
	session?: Session;
	contact?: Contact;
	/** Whether a question waits for this message; undefined when nobody asked. */
	isAwaitedReply?: boolean;
}

export interface OutputOptions {
	rawPayload: boolean;
	/** What the item carries as records of their own. */
	resolve: ReadonlySet<string>;
}

/** The fields of every item, whatever the event; what an event does not have is null. */
export interface EventItem {
	event: string;
	date: string | null;
	updatedAt: string | null;
	sessionId: string | null;
	contactId: string | null;
	messageId: string | null;
	cardId: string | null;
	panelId: string | null;
	stepId: string | null;
	noteId: string | null;
	text: string | null;
	type: string | null;
	status: string | null;
	direction: string | null;
	rawDirection: string | null;
	author: string | null;
	isTranscription: boolean | null;
	replyToId: string | null;
	contactName: string | null;
	contactPhone: string | null;
	contactEmail: string | null;
	contactInstagram: string | null;
	channelId: string | null;
	channelType: string | null;
	channelName: string | null;
	departmentId: string | null;
	departmentName: string | null;
	agentId: string | null;
	agentName: string | null;
	handledBy: string | null;
	title: string | null;
	stepTitle: string | null;
	panelTitle: string | null;
	tags: string[];
	tagIds: string[];
	utm: Loose | null;
	metadata: Loose | null;
	changes: Array<{ property: string; currentValue: unknown; previousValue: unknown }>;
	files: FlatFile[];
	isAwaitedReply: boolean | null;
}

const EMPTY: Omit<EventItem, 'event'> = {
	date: null,
	updatedAt: null,
	sessionId: null,
	contactId: null,
	messageId: null,
	cardId: null,
	panelId: null,
	stepId: null,
	noteId: null,
	text: null,
	type: null,
	status: null,
	direction: null,
	rawDirection: null,
	author: null,
	isTranscription: null,
	replyToId: null,
	contactName: null,
	contactPhone: null,
	contactEmail: null,
	contactInstagram: null,
	channelId: null,
	channelType: null,
	channelName: null,
	departmentId: null,
	departmentName: null,
	agentId: null,
	agentName: null,
	handledBy: null,
	title: null,
	stepTitle: null,
	panelTitle: null,
	tags: [],
	tagIds: [],
	utm: null,
	metadata: null,
	changes: [],
	files: [],
	isAwaitedReply: null,
};

function recordWithoutMarkers(value: unknown): Loose | null {
	return isRecord(value) ? recordOf(withoutMarkers(value)) : null;
}

function phoneOf(value: unknown): string | null {
	return plainPhone(textOf(value)) ?? null;
}

/** Instagram comes as a name or as a record of the account. */
function instagramOf(value: unknown): string | null {
	const { username, name } = recordOf(value);
	return firstOf(textOf(value), textOf(username), textOf(name));
}

/** What a contact says of itself, in the webhook's names and in the API's. */
function contactFields(contact: Loose): Partial<EventItem> {
	return {
		contactId: idOf(contact.id),
		contactName: firstOf(textOf(contact.name), textOf(contact.nameWhatsapp)),
		contactPhone: firstOf(phoneOf(contact.phonenumber), phoneOf(contact.phoneNumber)),
		contactEmail: textOf(contact.email),
		contactInstagram: instagramOf(contact.instagram),
		tags: [contact.tags, contact.tagsName, contact.tagNames].map(textsOf).find((names) => names.length > 0) ?? [],
		tagIds: [contact.tagsId, contact.tagIds].map(textsOf).find((ids) => ids.length > 0) ?? [],
	};
}

/** Where and with whom a conversation is. */
function sessionFields(session: Loose): Partial<EventItem> {
	const contact = recordOf(session.contactDetails);
	const channel = recordOf(session.channelDetails);
	const agent = recordOf(session.agentDetails);
	return {
		...contactFields(contact),
		sessionId: idOf(session.id),
		contactId: firstOf(idOf(session.contactId), idOf(contact.id)),
		channelId: firstOf(idOf(session.channelId), idOf(channel.id)),
		channelType: textOf(session.channelType),
		channelName: firstOf(textOf(channel.displayName), textOf(channel.humanId)),
		departmentId: idOf(session.departmentId),
		departmentName: textOf(recordOf(session.departmentDetails).name),
		agentId: firstOf(idOf(session.userId), idOf(agent.userId)),
		agentName: textOf(agent.name),
		handledBy: handlerOf(session),
		utm: recordWithoutMarkers(session.utm),
		metadata: recordWithoutMarkers(session.metadata),
	};
}

function cardFields(card: Loose): Partial<EventItem> {
	const contacts = listOf(card.contacts).map(recordOf);
	const user = recordOf(card.responsibleUser);
	return {
		cardId: idOf(card.id),
		panelId: idOf(card.panelId),
		stepId: idOf(card.stepId),
		sessionId: idOf(card.sessionId),
		contactId: firstOf(textsOf(card.contactIds)[0], ...contacts.map(({ id }) => idOf(id))),
		contactName: firstOf(...contacts.map(({ name }) => textOf(name))),
		title: textOf(card.title),
		stepTitle: textOf(card.stepTitle),
		panelTitle: textOf(card.panelTitle),
		status: textOf(card.status),
		text: textOf(card.description),
		agentId: firstOf(idOf(card.responsibleUserId), idOf(user.id)),
		agentName: textOf(user.name),
		tagIds: textsOf(card.tagIds),
		metadata: recordWithoutMarkers(card.metadata),
	};
}

/** What an event says itself. */
function ownFields(event: PlatformEvent): Partial<EventItem> {
	const { kind, content, message, id } = event;
	switch (kind) {
		case 'message': {
			if (message === undefined) return {};
			const details = recordOf(content.details);
			const phone = phoneOf(message.direction === 'inbound' ? details.from : details.to);
			return {
				messageId: message.messageId,
				sessionId: message.sessionId,
				text: message.text,
				type: message.type,
				status: message.status,
				direction: message.direction,
				rawDirection: message.rawDirection,
				author: message.author,
				isTranscription: message.isTranscription,
				replyToId: message.replyToId,
				files: message.files,
				contactPhone: phone,
				...(message.author === 'agent' ? { agentId: message.userId } : {}),
			};
		}
		case 'session':
			return { ...sessionFields(content), status: textOf(content.status), text: textOf(content.lastMessageText) };
		case 'contact':
			return {
				...contactFields(content),
				status: textOf(content.status),
				utm: recordWithoutMarkers(content.utm),
				metadata: recordWithoutMarkers(content.metadata),
			};
		case 'card':
			return cardFields(content);
		case 'cardNote':
			return {
				noteId: id,
				cardId: idOf(content.cardId),
				panelId: idOf(content.panelId),
				agentId: idOf(content.userId),
				text: textOf(content.text),
				files: filesOf(event),
			};
		default:
			return { sessionId: sessionIdOf(event), contactId: idOf(content.contactId) };
	}
}

/** Fills in what is missing, and nothing else. */
function fill(item: EventItem, more: Partial<EventItem>): void {
	for (const [key, value] of Object.entries(more)) {
		const present: unknown = Reflect.get(item, key);
		const isEmpty = present === null || (Array.isArray(present) && present.length === 0);
		if (isEmpty && value !== undefined) Reflect.set(item, key, value);
	}
}

/** The item that an event becomes: flat, with the same fields whatever the event. */
export function toItem(event: PlatformEvent, looked: LookedUp, options: OutputOptions): IDataObject {
	const item: EventItem = { event: event.type, ...EMPTY };
	fill(item, ownFields(event));
	fill(item, {
		date: event.date,
		updatedAt: event.updatedAt,
		changes: (event.changes ?? []).map(({ property, currentValue, previousValue }) => ({
			property,
			currentValue: withoutMarkers(currentValue),
			previousValue: withoutMarkers(previousValue),
		})),
		isAwaitedReply: looked.isAwaitedReply ?? null,
	});
	const { session, contact } = looked;
	if (session !== undefined) fill(item, sessionFields({ ...session }));
	if (contact !== undefined) fill(item, contactFields({ ...contact }));
	const json: IDataObject = { ...item };
	// What no documentation describes is handed on as it is.
	if (options.rawPayload || event.kind === 'other') json.raw = asData(withoutMarkers(event.body));
	if (options.resolve.has('session')) {
		json.session = session === undefined ? null : asData(withoutMarkers(simplifySession(session)));
	}
	if (options.resolve.has('contact')) json.contact = contact === undefined ? null : asData(simplifyContact(contact));
	return json;
}

function asData(value: unknown): IDataObject {
	const record: object = recordOf(value);
	return { ...record };
}
