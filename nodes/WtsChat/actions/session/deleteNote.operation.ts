import { defineOperation } from '../../core/operation';
import { optionsField } from '../../shared/runOptions';
import { noteIdField } from './noteId';

export const deleteNote = defineOperation({
	value: 'deleteNote',
	name: 'Delete Note',
	action: 'Delete note of session',
	description: 'Delete an internal note permanently',
	fields: [noteIdField, optionsField()],
	read: (item) => ({ id: item.id('noteId') }),
	async execute({ id }, client) {
		await client.request('DELETE /chat/v1/session/note/{id}', { path: { id } });
		return { deleted: true, id };
	},
});
