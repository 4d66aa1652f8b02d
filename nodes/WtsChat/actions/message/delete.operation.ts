import { defineOperation } from '../../core/operation';
import { optionsField } from '../../shared/runOptions';
import { messageIdField } from './messageId';

export const deleteMessage = defineOperation({
	value: 'delete',
	name: 'Delete',
	action: 'Delete message',
	description: 'Delete a message permanently; the contact may still see it',
	fields: [messageIdField('The message to delete'), optionsField()],
	read: (item) => ({ id: item.id('messageId') }),
	async execute({ id }, client) {
		await client.request('DELETE /chat/v1/message/{id}', { path: { id } });
		return { deleted: true, id };
	},
});
