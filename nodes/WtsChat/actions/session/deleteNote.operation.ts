import { defineOperation } from '../../core/operation';
import { optionsField } from '../../shared/runOptions';

export const deleteNote = defineOperation({
	value: 'deleteNote',
	name: 'Delete Note',
	action: 'Delete note of session',
	description: 'Delete an internal note permanently',
	fields: [
		{
			displayName: 'Note ID',
			name: 'noteId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6',
			description: 'ID of the note, as Create Note and Get Many Notes return it',
		},
		optionsField(),
	],
	read: (item) => ({ id: item.id('noteId') }),
	async execute({ id }, client) {
		await client.request('DELETE /chat/v1/session/note/{id}', { path: { id } });
		return { deleted: true, id };
	},
});
