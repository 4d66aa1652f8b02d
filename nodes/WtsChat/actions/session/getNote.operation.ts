import { defineOperation } from '../../core/operation';
import { readSimplify, simplifyField } from '../../shared/lists';
import { simplifyMessage } from '../../shared/output';
import { optionsField } from '../../shared/runOptions';
import { noteIdField } from './noteId';

export const getNote = defineOperation({
	value: 'getNote',
	name: 'Get Note',
	action: 'Get note of session',
	description: 'Get one internal note',
	fields: [noteIdField, simplifyField, optionsField()],
	read: (item) => ({ id: item.id('noteId'), simplify: readSimplify(item) }),
	async execute({ id, simplify }, client) {
		const note = await client.request('GET /chat/v1/session/note/{id}', { path: { id } });
		return simplify ? simplifyMessage(note) : note;
	},
});
