/** MIME types by extension, as far as channels and mail programs send them. */
const TYPES: Readonly<Record<string, string>> = {
	aac: 'audio/aac',
	amr: 'audio/amr',
	apk: 'application/vnd.android.package-archive',
	avi: 'video/x-msvideo',
	avif: 'image/avif',
	bmp: 'image/bmp',
	caf: 'audio/x-caf',
	csv: 'text/csv',
	doc: 'application/msword',
	docm: 'application/vnd.ms-word.document.macroenabled.12',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	dwg: 'image/vnd.dwg',
	eml: 'message/rfc822',
	epub: 'application/epub+zip',
	flac: 'audio/flac',
	gif: 'image/gif',
	gz: 'application/gzip',
	heic: 'image/heic',
	heif: 'image/heif',
	htm: 'text/html',
	html: 'text/html',
	ics: 'text/calendar',
	jfif: 'image/jpeg',
	jpe: 'image/jpeg',
	jpeg: 'image/jpeg',
	jpg: 'image/jpeg',
	json: 'application/json',
	log: 'text/plain',
	m4a: 'audio/mp4',
	m4v: 'video/x-m4v',
	md: 'text/markdown',
	mkv: 'video/x-matroska',
	mov: 'video/quicktime',
	mp3: 'audio/mpeg',
	mp4: 'video/mp4',
	mpeg: 'video/mpeg',
	mpg: 'video/mpeg',
	mpga: 'audio/mpeg',
	msg: 'application/vnd.ms-outlook',
	numbers: 'application/vnd.apple.numbers',
	odp: 'application/vnd.oasis.opendocument.presentation',
	ods: 'application/vnd.oasis.opendocument.spreadsheet',
	odt: 'application/vnd.oasis.opendocument.text',
	ofx: 'application/x-ofx',
	oga: 'audio/ogg',
	ogg: 'audio/ogg',
	opus: 'audio/ogg',
	p7s: 'application/pkcs7-signature',
	pages: 'application/vnd.apple.pages',
	pdf: 'application/pdf',
	png: 'image/png',
	ppt: 'application/vnd.ms-powerpoint',
	pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
	psd: 'image/vnd.adobe.photoshop',
	rar: 'application/vnd.rar',
	rtf: 'application/rtf',
	svg: 'image/svg+xml',
	tar: 'application/x-tar',
	tif: 'image/tiff',
	tiff: 'image/tiff',
	txt: 'text/plain',
	vcf: 'text/vcard',
	wav: 'audio/wav',
	weba: 'audio/webm',
	webm: 'video/webm',
	webp: 'image/webp',
	wma: 'audio/x-ms-wma',
	wmv: 'video/x-ms-wmv',
	xls: 'application/vnd.ms-excel',
	xlsm: 'application/vnd.ms-excel.sheet.macroenabled.12',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	xml: 'application/xml',
	zip: 'application/zip',
	'3gp': 'video/3gpp',
	'7z': 'application/x-7z-compressed',
};

/** The extension that is written for a type which several have. */
const EXTENSIONS = new Map(Object.entries(TYPES).map(([extension, type]) => [type, extension]));
for (const extension of ['html', 'jpg', 'mp3', 'mpeg', 'ogg', 'tiff', 'txt']) {
	EXTENSIONS.set(TYPES[extension] ?? '', extension);
}

/** Other names of types that programs write. */
for (const [type, extension] of [
	['application/x-pdf', 'pdf'],
	['application/x-zip-compressed', 'zip'],
	['audio/mp3', 'mp3'],
	['audio/opus', 'ogg'],
	['audio/x-m4a', 'm4a'],
	['audio/x-wav', 'wav'],
	['image/jpg', 'jpg'],
	['image/pjpeg', 'jpg'],
	['image/x-png', 'png'],
	['text/xml', 'xml'],
] as const) {
	EXTENSIONS.set(type, extension);
}

/** Types of what may have any ending: those that mean one thing are no such. */
const ANYTHING = /^(?:text\/plain|application\/(?:zip|json|xml)|text\/xml)$/;

/** What stands for "some bytes". */
const NOTHING = [
	/^$|^unknown\/unknown$|^[\w*]+\/\*$/,
	/^(?:application|binary)\/(?:octet-stream|x-binary|unknown|download|force-download|binary)$/,
];

/** Whether a MIME type says what a file is. */
export const saysType = (mimeType: string): boolean => {
	const [type = ''] = mimeType.trim().toLowerCase().split(';');
	return type.includes('/') && !NOTHING.some((pattern) => pattern.test(type.trim()));
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

const ZIP = `PK${bytes(3, 4)}`;

/** A document that is an archive, told by the names of the files in it. */
const zipped = (part: RegExp, extension: string): Array<[RegExp, string]> => [
	[new RegExp(`^${ZIP}[^]*?${part.source}`), TYPES[extension] ?? ''],
];

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
	...zipped(/word\/(?:document|_rels|styles)/, 'docx'),
	...zipped(/xl\/(?:workbook|worksheets|_rels|theme|styles)/, 'xlsx'),
	...zipped(/ppt\/(?:presentation|slides|_rels|theme)/, 'pptx'),
	...zipped(/mimetypeapplication\/vnd\.oasis\.opendocument\.text/, 'odt'),
	...zipped(/mimetypeapplication\/vnd\.oasis\.opendocument\.spreadsheet/, 'ods'),
	...zipped(/mimetypeapplication\/vnd\.oasis\.opendocument\.presentation/, 'odp'),
	[ZIP, 'application/zip'],
	['{\\rtf', 'application/rtf'],
];

/** How many bytes of a file tell what it is. */
export const TELLING_BYTES = 4096;

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
	const nameEnding = extensionOf(name);
	const [type = ''] = mimeType.toLowerCase().split(';');
	const known = EXTENSIONS.get(type.trim());
	const wanted = given || (known ?? '');
	// What follows a point is no ending of its nameEnding where the type is one thing and known by another: contrato.v2,
	// a PDF.
	const isMeant =
		typeOfExtension(nameEnding) !== undefined || (given === '' && (known === undefined || ANYTHING.test(type)));
	const complete = nameEnding !== '' && (nameEnding === wanted || isMeant);
	return complete || wanted === '' ? name || 'file' : `${name.replace(/\.+$/, '') || 'file'}.${wanted}`;
}
