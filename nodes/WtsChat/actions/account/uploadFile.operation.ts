import { type CoreSchemas, kindOfMimeType, storeFile } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { binaryFileField } from '../../shared/fileSource';
import { optionsField } from '../../shared/runOptions';

const TYPES = [
	'AUDIO',
	'DOCUMENT',
	'EXCEL',
	'IMAGE',
	'PDF',
	'UNDEFINED',
	'VIDEO',
	'WORD',
] as const satisfies ReadonlyArray<CoreSchemas['FileType']>;

const TYPE_OF_KIND = { audio: 'AUDIO', document: 'DOCUMENT', image: 'IMAGE', video: 'VIDEO' } as const;

export const uploadFile = defineOperation({
	value: 'uploadFile',
	name: 'Upload File',
	action: 'Upload file to account',
	description: 'Store a file, whose ID can then be sent as often as needed',
	fields: [
		{ ...binaryFileField, required: true },
		{
			displayName: 'File Type',
			name: 'fileType',
			type: 'options',
			options: [
				{ name: 'Audio', value: 'AUDIO' },
				{ name: 'Automatic', value: 'auto', description: 'By the type of the file' },
				{ name: 'Detected by the Platform', value: 'UNDEFINED' },
				{ name: 'Document', value: 'DOCUMENT', description: 'Kept as it is' },
				{ name: 'Excel', value: 'EXCEL' },
				{ name: 'Image', value: 'IMAGE', description: 'Recompressed by the platform' },
				{ name: 'PDF', value: 'PDF' },
				{ name: 'Video', value: 'VIDEO', description: 'Recompressed by the platform' },
				{ name: 'Word', value: 'WORD' },
			],
			default: 'auto',
			description: 'What the file is stored as',
		},
		optionsField(),
	],
	async read(item) {
		const chosen = item.optionalChoice('fileType', ['auto', ...TYPES]) ?? 'auto';
		const content = await item.binary('binaryPropertyName');
		const type = chosen === 'auto' ? TYPE_OF_KIND[kindOfMimeType(content.mimeType)] : chosen;
		return { content, type };
	},
	execute: async ({ content, type }, client) => await storeFile(client, content, type),
});
