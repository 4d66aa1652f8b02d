import type { INodeProperties } from 'n8n-workflow';

import { type ChatSchemas, refuse } from '../../../client';
import { type OutputRecord, RecordWithFiles } from '../core/operation';
import type { ParameterReader } from '../core/reader';
import { type FlatFile, flatFile, shownFiles } from '../listening/conversation';
import { recordOf, textOf } from '../listening/loose';
import type { RemoteFile } from '../platform/files';
import { simplifyMessage } from './output';

type Message = ChatSchemas['Message'];

/** A file of a message, with the ending that its name may lack. */
interface MessageFile extends FlatFile {
	extension: string | null;
}

/** Options that put the files of messages beside their data. */
export const downloadFileFields: INodeProperties[] = [
	{
		displayName: 'Download File',
		name: 'downloadFile',
		type: 'boolean',
		default: false,
		description: 'Whether to download the files of a message into binary fields',
	},
	{
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		placeholder: 'e.g. data',
		hint: 'The name of the output binary field that gets the file; further ones get _1, _2 ... added',
		description: 'Where the files go when Download File is on',
	},
];

/** The binary field for files; undefined when they are not to be downloaded. */
export function readDownloadField(item: ParameterReader): string | undefined {
	const options = item.group('options');
	if (!options.flag('downloadFile')) return undefined;
	return options.optionalText('binaryPropertyName')?.trim() || 'data';
}

function readMessageFile(file: unknown): MessageFile[] {
	return flatFile(file).map((flat) => ({ ...flat, extension: textOf(recordOf(file).extension) }));
}

function toRemoteFile({ id, name, extension, mimeType, url }: MessageFile): RemoteFile {
	const fileName = name ?? `${id ?? 'file'}${extension ?? ''}`;
	if (url !== null) return { url, name: fileName, mimeType: mimeType ?? undefined };
	throw refuse(
		`The file "${fileName}" has no address to download it from`,
		'Switch Download File off to get the message without it.',
	);
}

/** A message as an item: simplified or raw, with its files when they are to be downloaded. */
export function messageOutput(
	message: Message,
	{ simplify, download }: { simplify: boolean; download?: string },
): OutputRecord {
	const json = simplify ? simplifyMessage(message) : message;
	if (download === undefined) return json;
	const files = shownFiles(recordOf(message.details), readMessageFile);
	return new RecordWithFiles(json, files.map(toRemoteFile), download);
}
