import { defineOperation } from '../../core/operation';
import { allowDeletionField, refuseUnlessAllowed } from '../../shared/deletion';
import { webhookLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { simplifySubscription } from './output';

const ROUTE = '/core/v1/webhook/subscription/{subscriptionId}';

export const deleteWebhook = defineOperation({
	value: 'delete',
	name: 'Delete',
	action: 'Delete webhook',
	description: 'Delete a webhook subscription permanently: its address gets no more events',
	fields: [webhookLocator({ description: 'The webhook to delete' }), optionsField([allowDeletionField])],
	read(item) {
		const subscriptionId = item.id('webhookId');
		refuseUnlessAllowed(item);
		return { subscriptionId };
	},
	prepare: async ({ subscriptionId }, client) => ({
		subscriptionId,
		subscription: await client.request(`GET ${ROUTE}`, { path: { subscriptionId } }),
	}),
	async execute({ subscriptionId, subscription }, client) {
		await client.request(`DELETE ${ROUTE}`, { path: { subscriptionId } });
		const { name, url, events } = simplifySubscription(subscription);
		return { deleted: true, id: subscriptionId, name, affected: { url, events } };
	},
});
