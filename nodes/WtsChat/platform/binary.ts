import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import {
	completeName,
	extensionOf,
	type FileContent,
	isWordForNothing,
	type Reading,
	read,
	refused,
	saysType,
	TELLING_BYTES,
	trimmed,
	typeOfBytes,
	typeOfExtension,
} from '../../../client';
import { sha256 } from './sha256';

/** Where n8n may have put the bytes; what the data of a stored file holds instead of them. */
const STORES = /^(?:filesystem(?:-v2)?|database|s3|azure-blob|object-?store|default)$/;

const EMPTY = refused(
	'is a file of 0 bytes',
	'Give the file that the previous node was meant to make: this one is empty.',
);

/** The bytes of a text that holds them, without the header of a data URI; undefined when it holds none. */
function bytesOf(data: string): { bytes: Buffer; mimeType?: string } | undefined {
	const [header, mimeType = '', base64, body = data] =
		/^\s*data:([^,;]*)(?:;(?!base64,)[^,;]*)*(;base64)?,(.*)$/is.exec(data) ?? [];
	if (header !== undefined && base64 === undefined) {
		if (/%(?![0-9a-f]{2})/i.test(body)) return undefined;
		const escaped = body.replace(/%([0-9a-f]{2})|([^]+?)(?=%|$)/gi, (_, hex?: string, text?: string) =>
			hex === undefined ? Buffer.from(text ?? '').toString('latin1') : String.fromCharCode(Number.parseInt(hex, 16)),
		);
		return { bytes: Buffer.from(escaped, 'latin1'), mimeType };
	}
	const text = body.replace(/\s/g, '');
	if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text) || text.replace(/=+$/, '').length % 4 === 1) return undefined;
	return { bytes: Buffer.from(text, 'base64'), mimeType };
}

/** The first bytes of a stored file, one character each. */
async function firstBytes(context: IExecuteFunctions, id: string): Promise<string> {
	const stream: AsyncIterable<unknown> = await context.helpers.getBinaryStream(id);
	const parts: Buffer[] = [];
	let length = 0;
	for await (const part of stream) {
		const bytes = Buffer.isBuffer(part) ? part : Buffer.from(String(part));
		parts.push(bytes);
		length += bytes.length;
		if (length >= TELLING_BYTES) break;
	}
	return Buffer.concat(parts).subarray(0, TELLING_BYTES).toString('latin1');
}

/** What a property of a file says, whatever an expression put there; '' when that is nothing. */
function said(value: unknown): string {
	const text = typeof value === 'string' || typeof value === 'number' ? trimmed(String(value)) : '';
	return isWordForNothing(text) ? '' : text;
}

/** Name and MIME type, completed by each other and by the first bytes, which are looked at when nothing else tells. */
async function describe(
	{ mimeType, fileName, fileExtension }: Partial<IBinaryData>,
	first: () => Promise<string> | string,
): Promise<{ name: string; mimeType: string }> {
	const given = said(mimeType);
	const name = said(fileName).replace(/\s+/g, ' ');
	const extension = said(fileExtension);
	const type = saysType(given)
		? given
		: (typeOfExtension(extensionOf(name)) ??
			typeOfExtension(extension) ??
			typeOfBytes(await first()) ??
			'application/octet-stream');
	return { name: completeName(name, { extension, mimeType: type }), mimeType: type };
}

/**
 * The content of a binary field, opened anew each time and never held in memory when n8n stores it. What holds no
 * bytes is refused.
 */
export async function binaryContent(
	context: IExecuteFunctions,
	binary: Partial<IBinaryData>,
): Promise<Reading<FileContent>> {
	const id = said(binary.id);
	const data = typeof binary.data === 'string' ? binary.data : '';
	if (id !== '') {
		const { fileSize } = await context.helpers.getBinaryMetadata(id);
		if (fileSize === 0) return EMPTY;
		return read({
			...(await describe(binary, async () => await firstBytes(context, id))),
			size: fileSize,
			contentKey: id,
			open: async () => await context.helpers.getBinaryStream(id),
		});
	}
	if (STORES.test(data.trim())) {
		return refused(
			'is a file that n8n stores, without its ID',
			'Hand on the whole binary object of the previous node, or name its binary field.',
		);
	}
	// Some words are base64 too.
	const held = isWordForNothing(data) ? undefined : bytesOf(data);
	if (held === undefined) {
		return refused('holds no file: its data is not base64', 'Hand on the whole binary object of the previous node.');
	}
	const { bytes } = held;
	if (bytes.length === 0) return EMPTY;
	const mimeType = saysType(said(binary.mimeType)) ? binary.mimeType : held.mimeType;
	return read({
		...(await describe({ ...binary, mimeType }, () => bytes.subarray(0, TELLING_BYTES).toString('latin1'))),
		size: bytes.length,
		contentKey: sha256(bytes),
		open: async () => bytes,
	});
}
