import type { INodeProperties } from 'n8n-workflow';

import { type FileKind, type FileSource, kindOfMimeType, kindOfUrl, misfit } from '../../../client';
import type { ItemReader } from '../core/reader';

/** The file of the input item. */
export const binaryFileField: INodeProperties = {
	displayName: 'Input Binary Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	hint: 'The name of the input field that holds the file',
};

/**
 * Where the file of a send comes from. `show` adds conditions under which the fields are shown. None is `required`:
 * with an expression as the source n8n demands all of them. Reading asks for the one that is needed.
 */
export function fileSourceFields(show: Record<string, Array<string | boolean>> = {}): INodeProperties[] {
	const when = (fileSource: string) => ({ displayOptions: { show: { ...show, fileSource: [fileSource] } } });
	return [
		{
			displayName: 'File Source',
			name: 'fileSource',
			type: 'options',
			...(Object.keys(show).length === 0 ? {} : { displayOptions: { show } }),
			options: [
				{ name: 'Binary Field', value: 'binary', description: 'A file of the input item' },
				{ name: 'File ID', value: 'fileId', description: 'A file that is stored in the platform' },
				{ name: 'URL', value: 'url', description: 'A public web address' },
			],
			default: 'binary',
			description: 'Where the file comes from',
		},
		{ ...binaryFileField, ...when('binary') },
		{
			displayName: 'File URL',
			name: 'fileUrl',
			type: 'string',
			...when('url'),
			default: '',
			placeholder: 'e.g. https://example.com/invoice.pdf',
			description: 'Public web address of the file; the platform fetches it without a login',
		},
		{
			displayName: 'File ID',
			name: 'fileId',
			type: 'string',
			...when('fileId'),
			default: '',
			placeholder: 'e.g. 6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6',
			description: 'ID of a file that is stored in the platform',
		},
	];
}

/** How the file is sent: by its MIME type, or as the user says. */
export const fileKindField: INodeProperties = {
	displayName: 'File Kind',
	name: 'fileKind',
	type: 'options',
	options: [
		{ name: 'Audio', value: 'audio' },
		{ name: 'Automatic', value: 'auto', description: 'By the type of the file; a document when it tells nothing' },
		{ name: 'Document', value: 'document', description: 'Kept as it is' },
		{ name: 'Image', value: 'image', description: 'Recompressed by the platform' },
		{ name: 'Video', value: 'video', description: 'Recompressed by the platform' },
	],
	default: 'auto',
	description: 'What the contact receives the file as',
};

/** A file that was read and how it is to be sent. */
export interface FileToSend {
	source: FileSource;
	kind: FileKind;
	/** Whether the user chose the kind, instead of leaving it to the type of the file. */
	chosen: boolean;
}

/** Reads the file fields of one item; nothing is opened or uploaded yet. */
export async function readFile(item: ItemReader): Promise<FileToSend> {
	const chosen = item.optionalChoice('fileKind', ['auto', 'audio', 'document', 'image', 'video']) ?? 'auto';
	const how = (kind: FileKind) => ({ kind: chosen === 'auto' ? kind : chosen, chosen: chosen !== 'auto' });
	const from = item.optionalChoice('fileSource', ['binary', 'fileId', 'url']) ?? 'binary';
	if (from === 'url') {
		const url = item.optionalUrl('fileUrl');
		if (url === undefined) throw item.inputError('fileUrl', 'is empty', 'Give the public web address of the file.');
		return fitting(item, { source: { url }, ...how(kindOfUrl(url)) });
	}
	if (from === 'fileId') {
		// The contract has no route that tells what a stored file is.
		return { source: { fileId: item.id('fileId') }, ...how('document') };
	}
	const content = await item.binary('binaryPropertyName');
	return fitting(item, { source: { content }, ...how(kindOfMimeType(content.mimeType)) });
}

function fitting(item: ItemReader, file: FileToSend): FileToSend {
	const problem = misfit(file.source, file.kind);
	if (problem === undefined) return file;
	throw item.inputError(
		'fileKind',
		`is ${file.kind}, but ${problem}`,
		'Choose Automatic, or Document to send it as it is.',
	);
}
