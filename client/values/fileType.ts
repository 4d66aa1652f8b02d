/** MIME types by extension, as far as channels and mail programs send them. */
const TYPES: Readonly<Record<string, string>> = {
	aac: 'audio/aac',
	amr: 'audio/amr',
	csv: 'text/csv',
	doc: 'application/msword',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	gif: 'image/gif',
	heic: 'image/heic',
	html: 'text/html',
	jpeg: 'image/jpeg',
	jpg: 'image/jpeg',
	json: 'application/json',
	m4a: 'audio/mp4',
	mov: 'video/quicktime',
	mp3: 'audio/mpeg',
	mp4: 'video/mp4',
	mpeg: 'video/mpeg',
	odp: 'application/vnd.oasis.opendocument.presentation',
	ods: 'application/vnd.oasis.opendocument.spreadsheet',
	odt: 'application/vnd.oasis.opendocument.text',
	oga: 'audio/ogg',
	ogg: 'audio/ogg',
	opus: 'audio/ogg',
	pdf: 'application/pdf',
	png: 'image/png',
	ppt: 'application/vnd.ms-powerpoint',
	pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
	rtf: 'application/rtf',
	svg: 'image/svg+xml',
	txt: 'text/plain',
	wav: 'audio/wav',
	webm: 'video/webm',
	webp: 'image/webp',
	xls: 'application/vnd.ms-excel',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	xml: 'application/xml',
	zip: 'application/zip',
	'3gp': 'video/3gpp',
	'7z': 'application/x-7z-compressed',
};

/** The extension that is written for a type which several have. */
const EXTENSIONS = new Map(Object.entries(TYPES).map(([extension, type]) => [type, extension]));
for (const extension of ['jpg', 'ogg']) EXTENSIONS.set(TYPES[extension] ?? '', extension);

/** What stands for "some bytes". */
const NOTHING =
	/^(?:(?:application|binary)\/(?:octet-stream|x-binary|unknown|download|force-download|binary)|unknown\/unknown|\*\/\*)?$/;

/** Whether a MIME type says what a file is. */
export const saysType = (mimeType: string): boolean => {
	const [type = ''] = mimeType.trim().toLowerCase().split(';');
	return type.includes('/') && !NOTHING.test(type.trim());
};

/** The extension at the end of a file's name, in lower case and without its point; '' when there is none. */
export function extensionOf(name: string): string {
	return /\.(?=[a-z0-9]*[a-z])([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** The MIME type that goes with an extension; undefined for one that is not known. */
export const typeOfExtension = (extension: string): string | undefined =>
	TYPES[extension.toLowerCase().replace(/^\./, '')];

/** Bytes as text, one character each. */
const bytes = (...codes: number[]) => String.fromCharCode(...codes);

/** First bytes, and what begins with them; those of movies come after four bytes of length. */
const SIGNATURES: ReadonlyArray<[begin: string | RegExp, type: string]> = [
	[bytes(0xff, 0xd8, 0xff), 'image/jpeg'],
	[`${bytes(0x89)}PNG\r\n${bytes(0x1a)}\n`, 'image/png'],
	[/^GIF8[79]a/, 'image/gif'],
	[/^RIFF[^]{4}WEBP/, 'image/webp'],
	[/^RIFF[^]{4}WAVE/, 'audio/wav'],
	['%PDF-', 'application/pdf'],
	['OggS', 'audio/ogg'],
	[/^ID3|^\xff[\xfb\xf3\xf2\xfa]/, 'audio/mpeg'],
	[/^\xff[\xf1\xf9]/, 'audio/aac'],
	['#!AMR', 'audio/amr'],
	[/^[^]{4}ftyp(?:M4A|M4B)/, 'audio/mp4'],
	[/^[^]{4}ftyp(?:hei[cx]|mif1|msf1)/, 'image/heic'],
	[/^[^]{4}ftypqt/, 'video/quicktime'],
	[/^[^]{4}ftyp3g/, 'video/3gpp'],
	[/^[^]{4}ftyp/, 'video/mp4'],
	[bytes(0x1a, 0x45, 0xdf, 0xa3), 'video/webm'],
	[bytes(0, 0, 1, 0xba), 'video/mpeg'],
	[bytes(0, 0, 1, 0xb3), 'video/mpeg'],
	[`PK${bytes(3, 4)}`, 'application/zip'],
	['{\\rtf', 'application/rtf'],
];

/** How many bytes of a file tell what it is. */
export const TELLING_BYTES = 32;

/** The MIME type that the first bytes of a file tell, one character each; undefined when they tell none. */
export function typeOfBytes(latin1: string): string | undefined {
	const begins = (begin: string | RegExp) =>
		typeof begin === 'string' ? latin1.startsWith(begin) : begin.test(latin1);
	return SIGNATURES.find(([begin]) => begins(begin))?.[1];
}

/** A file's name with its extension, from what is known of it. */
export function completeName(
	name: string,
	{ extension = '', mimeType = '' }: { extension?: string; mimeType?: string },
): string {
	const given = extension.toLowerCase().replace(/^\./, '');
	const own = extensionOf(name);
	const [type = ''] = mimeType.toLowerCase().split(';');
	const wanted = given || (EXTENSIONS.get(type.trim()) ?? '');
	const complete = own !== '' && (own === wanted || typeOfExtension(own) !== undefined || given === '');
	return complete || wanted === '' ? name || 'file' : `${name || 'file'}.${wanted}`;
}
