import type { ChatSchemas } from './contract-types.mts';
import type { Channel, ChannelType, Contact, Message, Session } from './state.mts';

type Given<T, Needed extends keyof T> = Pick<T, Needed> & Partial<T>;

/** A message with the platform's defaults for what is not given. */
export function messageRecord(given: Given<Message, 'id' | 'createdAt' | 'sessionId' | 'direction'>): Message {
	return {
		// Twice: the first fixes the order of the properties as the platform shows them.
		...given,
		updatedAt: given.createdAt,
		timestamp: given.createdAt,
		type: 'TEXT',
		senderId: null,
		templateId: null,
		userId: null,
		status: 'QUEUED',
		origin: 'API',
		text: null,
		fileId: null,
		refId: null,
		readContactAt: null,
		details: {},
		failedReason: null,
		filesIds: null,
		...given,
	};
}

/** A session with the platform's defaults for what is not given. */
export function sessionRecord(
	given: Given<Session, 'id' | 'createdAt' | 'companyId' | 'contactId' | 'channelId' | 'channelType' | 'number'>,
): Session {
	return {
		// Twice: the first fixes the order of the properties as the platform shows them.
		...given,
		updatedAt: given.createdAt,
		startAt: given.createdAt,
		endAt: null,
		status: 'PENDING',
		departmentId: null,
		userId: null,
		previewUrl: null,
		title: null,
		utm: {},
		origin: 'API',
		classification: null,
		statusDescription: null,
		timeService: null,
		timeWait: null,
		firstResponseAt: null,
		botId: null,
		unreadCount: 0,
		lastMessageText: null,
		lastInteractionDate: given.createdAt,
		lastMessageOut: null,
		lastMessageIn: null,
		windowStatus: 'NOT_STARTED',
		metadata: {},
		type: 'INDIVIDUAL',
		reactivateOnNewMessage: false,
		...given,
	};
}

/** A contact with the platform's defaults for what is not given. */
export function contactRecord(given: Given<Contact, 'id' | 'createdAt' | 'companyId' | 'name'>): Contact {
	return {
		// Twice: the first fixes the order of the properties as the platform shows them.
		...given,
		updatedAt: given.createdAt,
		nameWhatsapp: null,
		nameInstagram: null,
		nameMessenger: null,
		phoneNumber: null,
		email: null,
		instagram: null,
		messengerId: null,
		annotation: null,
		tagIds: [],
		status: 'ACTIVE',
		origin: 'CREATED_BY_USER',
		importedAt: null,
		utm: {},
		customFields: {},
		metadata: {},
		pictureUrl: null,
		...given,
	};
}

/** Sessions and templates spell a channel's type in upper case. */
export function channelTypeOf(channel: Channel): ChannelType {
	return channel.type.toUpperCase() as ChannelType;
}

export function isWhatsapp(channel: Channel): boolean {
	return channel.type.endsWith('WhatsApp');
}

export function messageTypeOf(fileType: ChatSchemas['File']['type'] | 'DOCUMENT'): Message['type'] {
	if (fileType === 'IMAGE' || fileType === 'AUDIO' || fileType === 'VIDEO') return fileType;
	return 'DOCUMENT';
}
