import type {
	ChatSchemas,
	MessageStatusRecord,
	SentMessage,
	Session,
	SessionContact,
	SessionSendResult,
} from '../../../client';
import { metadataWithoutMarker } from '../platform/waiting';

/** A record as people and models use it: flat, with the names of what it points to. */
export type Simple = Record<string, unknown>;

/** Leaves out what the server did not send. For names of our own only: a key `__proto__` would be lost. */
export function compact(record: Simple): Simple {
	const kept: Simple = {};
	for (const key of Object.keys(record)) if (record[key] !== undefined) kept[key] = record[key];
	return kept;
}

/** `+55|11999999999` as people and requests write it: `+5511999999999`. */
export function plainPhone(phone: string | null | undefined): string | null | undefined {
	return phone?.replace('|', '');
}

/** A message as the routes agree on it: those that queue it may not know its dates and its session yet. */
type AnyMessage = Omit<ChatSchemas['Message'], 'createdAt' | 'sessionId' | 'updatedAt'> & {
	createdAt?: string | null;
	sessionId?: string | null;
	updatedAt?: string | null;
};

/** A message or an internal note as people and models use it: flat, with its file and transcription. */
export function simplifyMessage(message: AnyMessage): Simple {
	return compact(messageFields(message));
}

/** What a simple message may have; what is undefined was not sent. */
function messageFields(message: AnyMessage): Simple {
	const { details } = message;
	const file = details?.file ?? details?.files?.[0];
	return {
		id: message.id,
		sessionId: message.sessionId,
		type: message.type,
		direction: message.direction,
		origin: message.origin,
		status: message.status,
		text: message.text,
		transcription: details?.transcription?.text ?? undefined,
		senderId: message.senderId ?? undefined,
		userId: message.userId ?? undefined,
		templateId: message.templateId ?? undefined,
		replyToId: message.refId ?? undefined,
		fileId: message.fileId ?? file?.id ?? undefined,
		fileIds: message.filesIds ?? undefined,
		fileName: file?.name ?? undefined,
		fileMimeType: file?.mimeType ?? undefined,
		fileUrl: file?.publicUrl ?? undefined,
		failedReason: message.failedReason ?? undefined,
		readContactAt: message.readContactAt ?? undefined,
		createdAt: message.createdAt,
		updatedAt: message.updatedAt,
	};
}

/** What a send or a save returned, with the note that went along; an empty answer says that it was accepted. */
export function orSuccess(answer: object): object {
	const { note }: { note?: object } = answer;
	if (note === undefined) return Object.keys(answer).length === 0 ? { success: true } : answer;
	const main = Object.fromEntries(Object.entries(answer).filter(([name]) => name !== 'note'));
	return { ...orSuccess(main), note: orSuccess(note) };
}

/** The status of a message or of a queued send, whichever route it came from. */
export function simplifyStatus(record: ChatSchemas['SendResult'] | MessageStatusRecord): Simple {
	const { id, status, createdAt } = record;
	const { sentBy, sessionId, senderId, sentAt, receivedAt, updatedAt, failureReason, failedReason }: Simple = {
		...record,
	};
	return compact({
		id,
		status,
		failedReason: failedReason ?? failureReason ?? undefined,
		sentBy,
		sessionId: sessionId ?? undefined,
		senderId: senderId ?? undefined,
		createdAt,
		updatedAt: updatedAt ?? undefined,
		sentAt: sentAt ?? undefined,
		receivedAt: receivedAt ?? undefined,
	});
}

/** A message on its way, whichever route took it: its IDs, its status, and what went wrong. */
function flatSent(sent: SentMessage): Simple {
	const { failureReason, sentAt }: SentMessage & { failureReason?: string | null; sentAt?: string | null } = sent;
	const simple = messageFields(sent);
	return Object.assign(simple, {
		replyToId: undefined,
		fileIds: undefined,
		// IDs under the names that the answer has.
		refId: simple.replyToId,
		filesIds: simple.fileIds,
		failedReason: simple.failedReason ?? failureReason ?? undefined,
		sentAt: sentAt ?? undefined,
	});
}

/** What a send returned, with the note that went along and the messages in which a long text went. */
export function sentOutput(
	sent: SessionSendResult & { deliveryReached?: boolean; parts?: SentMessage[] },
	simplify: boolean,
): object {
	const { note, deliveryReached, parts } = sent;
	const show = (message: SentMessage): object => (simplify ? compact(flatSent(message)) : message);
	const added = compact({
		deliveryReached,
		parts: parts?.map(show),
		note: note !== undefined && simplify ? simplifyMessage(note) : note,
	});
	return orSuccess({ ...show(sent), ...added });
}

function contactOf(contact: SessionContact | undefined | null): Simple {
	return {
		contactName: contact?.name,
		contactPhone: plainPhone(contact?.phonenumber),
		contactInstagram: contact?.instagram ?? undefined,
		contactTags: contact?.tagsName ?? undefined,
	};
}

/** A session as it is given out: simple, or as the platform has it but for the node's own marker. */
export function sessionOutput(session: Session | ChatSchemas['SessionSummary'], simplify: boolean): object {
	if (simplify) return simplifySession(session);
	return 'metadata' in session ? { ...session, metadata: metadataWithoutMarker(session.metadata) } : session;
}

/** A session as people and models use it: flat, with the names of those involved. */
export function simplifySession(session: Session | ChatSchemas['SessionSummary']): Simple {
	return compact({
		id: session.id,
		number: session.number,
		status: session.status,
		windowStatus: session.windowStatus,
		contactId: session.contactId,
		...contactOf(session.contactDetails),
		channelId: session.channelId,
		channelType: session.channelType,
		channelName: session.channelDetails?.displayName ?? session.channelDetails?.humanId,
		departmentId: session.departmentId,
		departmentName: session.departmentDetails?.name,
		userId: session.userId,
		agentName: session.agentDetails?.name,
		classificationCategory: session.classification?.category,
		classificationDescription: session.classification?.categoryDescription ?? undefined,
		classificationAmount: session.classification?.amount,
		lastMessageText: session.lastMessageText,
		unreadCount: session.unreadCount,
		metadata: metadataWithoutMarker(session.metadata) ?? undefined,
		createdAt: session.createdAt,
		lastInteractionDate: session.lastInteractionDate,
		endAt: session.endAt,
	});
}
