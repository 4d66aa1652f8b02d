import type { FileContent, WtsClient } from '../../core/client';
import { refuse } from '../../core/errors';
import { perClient } from '../../core/memo';
import type { CoreSchemas, QueryOf } from '../../core/routes';

/** How a file is sent. */
export type FileKind = 'image' | 'audio' | 'video' | 'document';

/** A file to be sent: a public URL, the ID of a stored file, or bytes. */
export type FileSource = { url: string } | { fileId: string } | { content: FileContent };

const UPLOAD_TYPES: Record<FileKind, NonNullable<QueryOf<'GET /core/v2/file'>['Type']>> = {
	image: 'IMAGE',
	audio: 'AUDIO',
	video: 'VIDEO',
	// Kept as it is; images and videos are recompressed.
	document: 'DOCUMENT',
};

/** The kind a MIME type is sent as; whatever is not media is a document. */
export function kindOfMimeType(mimeType: string): FileKind {
	const [type = '', subtype = ''] = mimeType.toLowerCase().split(/[/;]/);
	if (type === 'image' && !subtype.startsWith('svg')) return 'image';
	if (type === 'audio' || type === 'video') return type;
	return 'document';
}

const EXTENSIONS: ReadonlyArray<[FileKind, RegExp]> = [
	['image', /\.(jpe?g|png|webp|gif)$/i],
	['audio', /\.(mp3|ogg|oga|opus|aac|amr|m4a|wav)$/i],
	['video', /\.(mp4|3gp|mov|webm|mpeg)$/i],
	['document', /\.(pdf|docx?|xlsx?|pptx?|odt|ods|txt|csv|xml|json|zip|rar|svg)$/i],
];

/** Endings of files that may hold either, sound or pictures. */
const SOUND_OR_PICTURES = /\.(mp4|3gp|webm|mpeg|ogg)$/i;

const pathOf = (url: string) => url.split(/[?#]/)[0] ?? '';

function knownKindOfUrl(url: string): FileKind | undefined {
	return EXTENSIONS.find(([, pattern]) => pattern.test(pathOf(url)))?.[0];
}

/** The kind a public URL is sent as, by the extension in its path; a document when it tells nothing. */
export function kindOfUrl(url: string): FileKind {
	return knownKindOfUrl(url) ?? 'document';
}

function fitsUrl(url: string, kind: FileKind): boolean {
	const known = knownKindOfUrl(url);
	if (known === undefined || known === kind) return true;
	return SOUND_OR_PICTURES.test(pathOf(url)) && (kind === 'audio' || kind === 'video');
}

/** Whether bytes of this MIME type may be sent as this kind; anything may go as a document. */
export function fitsKind(mimeType: string, kind: FileKind): boolean {
	return kind === 'document' || kindOfMimeType(mimeType) === kind;
}

/**
 * Why a file cannot be sent as this kind, as the end of a sentence: by the MIME type of its bytes, or by the extension
 * of its URL, as far as that tells. Anything may go as a document. Undefined when nothing speaks against it.
 */
export function misfit(source: FileSource, kind: FileKind): string | undefined {
	if (kind === 'document' || 'fileId' in source) return undefined;
	if ('url' in source) {
		const [extension] = /\.\w+$/.exec(pathOf(source.url)) ?? [''];
		return fitsUrl(source.url, kind) ? undefined : `the URL is that of a ${extension} file`;
	}
	const { name, mimeType } = source.content;
	return fitsKind(mimeType, kind) ? undefined : `the file "${name}" is ${mimeType}`;
}

/** Uploads of each client by kind, name and content, so that many messages share one. */
const uploadsOf = perClient(async () => new Map<string, Promise<string>>());

/**
 * Uploads bytes in three steps and returns the permanent file ID: GET /core/v2/file for the upload
 * URL, PUT of the bytes without the token, POST /core/v2/file. The same content and kind is
 * uploaded once per client.
 * @throws {WtsApiError} when a step fails; the upload URL is in no error.
 */
export async function uploadFile(client: WtsClient, content: FileContent, kind: FileKind): Promise<string> {
	const uploads = await uploadsOf(client);
	const key = `${kind} ${content.name} ${content.contentKey}`;
	const known = uploads.get(key);
	if (known !== undefined) return await known;
	const uploading = upload(client, content, kind);
	uploads.set(key, uploading);
	uploading.catch(() => uploads.delete(key));
	return await uploading;
}

async function upload(client: WtsClient, content: FileContent, kind: FileKind): Promise<string> {
	const { id } = await storeFile(client, content, UPLOAD_TYPES[kind]);
	return id;
}

/**
 * Uploads bytes in the same three steps and returns the record of the stored file.
 * @throws {WtsApiError} when a step fails; the upload URL is in no error.
 */
export async function storeFile(
	client: WtsClient,
	content: FileContent,
	type: QueryOf<'GET /core/v2/file'>['Type'],
): Promise<CoreSchemas['File'] & { id: string }> {
	const { tempFileId, urlUpload } = await client.request('GET /core/v2/file', {
		query: { Type: type, Name: content.name, MimeType: content.mimeType },
	});
	if (!tempFileId || !urlUpload) {
		throw refuse('The server gave no upload URL', 'Try again later.', 'GET /core/v2/file');
	}
	await client.upload(urlUpload, content);
	const saved = await client.request('POST /core/v2/file', { body: { tempFileId } });
	if (!saved?.id) {
		throw refuse('The server stored no file', 'Try again later.', 'POST /core/v2/file');
	}
	return { ...saved, id: saved.id };
}

/** A file as requests carry it: in one word, or as what it is. */
export interface ResolvedFile {
	fileIdOrUrl: string;
	fileId?: string;
	fileUrl?: string;
}

/** What `fileIdOrUrl` carries for a file; bytes are uploaded first. */
export async function resolveFile(client: WtsClient, source: FileSource, kind: FileKind): Promise<ResolvedFile> {
	if ('url' in source) return { fileIdOrUrl: source.url, fileUrl: source.url };
	const fileId = 'fileId' in source ? source.fileId : await uploadFile(client, source.content, kind);
	return { fileIdOrUrl: fileId, fileId };
}
