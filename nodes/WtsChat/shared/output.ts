import type { ChatSchemas, MessageStatusRecord } from '../../../client';

/** A record as people and models use it: flat, with the names of what it points to. */
export type Simple = Record<string, unknown>;

/** Leaves out what the server did not send, so that a simple record has no empty promises. */
export function compact(record: Simple): Simple {
	return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/** `+55|11999999999` as people and requests write it: `+5511999999999`. */
export function plainPhone(phone: string | null | undefined): string | null | undefined {
	return phone?.replace('|', '');
}

/** A message or an internal note as people and models use it: flat, with its file and transcription. */
export function simplifyMessage(message: ChatSchemas['Message']): Simple {
	const { details } = message;
	const file = details?.file ?? details?.files?.[0];
	return compact({
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
	});
}

/** What a send or a save returned, with the note that went along; an empty answer says that it was accepted. */
export function orSuccess(answer: object): object {
	const { note, ...rest }: { note?: object } = answer;
	const main = Object.keys(rest).length === 0 ? { success: true } : rest;
	return note === undefined ? main : { ...main, note: orSuccess(note) };
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
