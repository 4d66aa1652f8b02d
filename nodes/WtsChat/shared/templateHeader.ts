import type { INodeProperties } from 'n8n-workflow';

import type { ItemReader } from '../core/reader';
import { type FileToSend, fileSourceFields, readFile } from './fileSource';

/** The file that a template begins with, for templates that have one. */
export const templateHeaderFields: INodeProperties[] = [
	{
		displayName: 'Header File',
		name: 'headerFile',
		type: 'boolean',
		default: false,
		description: 'Whether the template begins with an image, a video or a document that you give here',
	},
	...fileSourceFields({ headerFile: [true] }),
];

/** Reads the header file; undefined when the template has none. */
export async function readTemplateHeader(item: ItemReader): Promise<FileToSend | undefined> {
	return item.flag('headerFile') ? await readFile(item) : undefined;
}
