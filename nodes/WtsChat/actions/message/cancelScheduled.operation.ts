import { requireScheduled } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { scheduledMessageLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { simplifyScheduled } from './scheduled';

export const cancelScheduled = defineOperation({
	value: 'cancelScheduled',
	name: 'Cancel Scheduled',
	action: 'Cancel scheduled message',
	description: 'Cancel one message that is still to go out',
	fields: [scheduledMessageLocator({ description: 'The scheduled message to cancel' }), optionsField()],
	read: (item) => ({ id: item.id('scheduledMessageId') }),
	prepare: async ({ id }, client) => ({ id, message: await requireScheduled(client, id) }),
	orderKey: ({ id }) => id,
	async execute({ id, message }, client) {
		await client.request('POST /chat/v1/scheduled-message/{id}/cancel', { path: { id } });
		return { success: true, ...simplifyScheduled({ ...message, status: 'CANCELED' }) };
	},
});
