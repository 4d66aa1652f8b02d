import { createSessionNote } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { readSimplify, simplifyField } from '../../shared/lists';
import { sessionLocator } from '../../shared/locators';
import { orSuccess, simplifyMessage } from '../../shared/output';
import { optionsField } from '../../shared/runOptions';

export const createNote = defineOperation({
	value: 'createNote',
	name: 'Create Note',
	action: 'Create note in session',
	description: 'Save an internal note in a session; its contact does not see it',
	fields: [
		sessionLocator({ description: 'The session that gets the note' }),
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: 'e.g. Asked for an invoice twice',
			description: 'Text of the note; may be left empty when it has files',
		},
		collectionField('Additional Fields', 'additionalFields', 'Add field', [
			{
				displayName: 'File IDs',
				name: 'fileIds',
				type: 'string',
				default: '',
				placeholder: 'e.g. 6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6',
				description: 'Files that are stored in the platform, separated by commas',
			},
			{
				displayName: 'File URLs',
				name: 'fileUrls',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://example.com/invoice.pdf',
				description:
					'Public web addresses of files, separated by commas. For a file of the input item use Send File ' +
					'with the chat target Agents.',
			},
		]),
		simplifyField,
		optionsField(),
	],
	read(item) {
		const more = item.group('additionalFields');
		const note = {
			text: item.has('text') ? item.text('text') : undefined,
			filesUrls: more.optionalUrls('fileUrls'),
			filesIds: more.optionalIds('fileIds'),
		};
		if (note.text === undefined && note.filesUrls === undefined && note.filesIds === undefined) {
			throw item.inputError('text', 'is empty, and there is no file either', 'Give a text, file URLs or file IDs.');
		}
		return { id: item.id('sessionId'), note, simplify: readSimplify(item) };
	},
	orderKey: ({ id }) => id,
	async execute({ id, note, simplify }, client) {
		const created = await createSessionNote(client, id, note);
		return orSuccess(simplify ? simplifyMessage(created) : created);
	},
});
