import { isRecord } from '../../../client';
import { type Author, authorOf, type Direction } from './author';
import { firstOf, idOf, type Loose, listOf, recordOf, textOf } from './loose';

/** A file of a message. */
export interface FlatFile {
	id: string | null;
	name: string | null;
	mimeType: string | null;
	size: number | null;
	url: string | null;
}

/** A message as all listeners know it, whether it came as an event or was read. */
export interface FlatMessage {
	messageId: string | null;
	sessionId: string | null;
	/** What was written; of a voice message what was understood. */
	text: string | null;
	type: string | null;
	status: string | null;
	direction: Direction;
	/** The platform's own word for it. */
	rawDirection: string | null;
	author: Author;
	/** The user who wrote it. */
	userId: string | null;
	senderId: string | null;
	/** The message that this one answers. */
	replyToId: string | null;
	isTranscription: boolean;
	files: FlatFile[];
	createdAt: string | null;
	updatedAt: string | null;
}

export function flatFile(value: unknown): FlatFile[] {
	if (!isRecord(value)) return [];
	const url = firstOf(textOf(value.publicUrl), textOf(value.publicUrlDownload));
	const id = idOf(value.id);
	if (id === null && url === null) return [];
	return [
		{
			id,
			name: textOf(value.name),
			mimeType: textOf(value.mimeType),
			size: typeof value.size === 'number' ? value.size : null,
			url: url !== null && /^https?:\/\//i.test(url) ? url : null,
		},
	];
}

/** Each file once, by its ID or address. */
export function uniqueFiles<File extends Pick<FlatFile, 'id' | 'url'>>(files: readonly File[]): File[] {
	const seen = new Set<string>();
	return files.filter(({ id, url }) => {
		const key = id ?? url ?? '';
		if (seen.has(key)) return false;
		seen.add(key);
		return true;
	});
}

/** The files that a message shows, each once, as `read` makes them of what the platform says of one. */
export function shownFiles<File extends FlatFile>(details: Loose, read: (file: unknown) => File[]): File[] {
	return uniqueFiles([details.file, ...listOf(details.files), recordOf(details.fileAsLink).file].flatMap(read));
}

/** Makes a flat message of what the platform says of one; every field may be missing. */
export function flatMessage(message: Loose, eventType?: string): FlatMessage {
	const details = recordOf(message.details);
	const written = textOf(message.text);
	const transcription = textOf(details.transcription) ?? textOf(recordOf(details.transcription).text);
	const files = shownFiles(details, flatFile);
	const fileId = idOf(message.fileId);
	return {
		messageId: idOf(message.id),
		sessionId: idOf(message.sessionId),
		text: written ?? transcription,
		type: textOf(message.type),
		status: textOf(message.status),
		...authorOf(message, eventType),
		rawDirection: textOf(message.direction),
		userId: idOf(message.userId),
		senderId: idOf(message.senderId),
		replyToId: idOf(message.refId),
		isTranscription: written === null && transcription !== null,
		files:
			files.length === 0 && fileId !== null
				? [{ id: fileId, name: null, mimeType: null, size: null, url: null }]
				: files,
		createdAt: textOf(message.createdAt),
		updatedAt: textOf(message.updatedAt),
	};
}
