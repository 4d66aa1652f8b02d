import { defineOperation } from '../../core/operation';
import { cardLocator, panelOfCardLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';

export const deleteCardNote = defineOperation({
	value: 'deleteCardNote',
	name: 'Delete Card Note',
	action: 'Delete note of card',
	description: 'Delete a note of a card permanently',
	fields: [
		panelOfCardLocator,
		cardLocator({ description: 'The card that the note is on' }),
		{
			displayName: 'Note ID',
			name: 'noteId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6',
			description: 'ID of the note to delete; Get Many Card Notes lists the notes of a card',
		},
		optionsField(),
	],
	read: (item) => ({ cardId: item.id('cardId'), noteId: item.id('noteId') }),
	orderKey: ({ cardId }) => cardId,
	async execute({ cardId, noteId }, client) {
		await client.request('DELETE /crm/v1/panel/card/{cardId}/note/{noteId}', { path: { cardId, noteId } });
		return { deleted: true, id: noteId };
	},
});
