import { defineOperation } from '../../core/operation';
import { readSimplify, simplifyField } from '../../shared/lists';
import { webhookLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { simplifySubscription } from './output';

export const get = defineOperation({
	value: 'get',
	name: 'Get',
	action: 'Get webhook',
	description: 'Get one webhook subscription',
	fields: [webhookLocator({ description: 'The webhook to get' }), simplifyField, optionsField()],
	read: (item) => ({ subscriptionId: item.id('webhookId'), simplify: readSimplify(item) }),
	async execute({ subscriptionId, simplify }, client) {
		const route = 'GET /core/v1/webhook/subscription/{subscriptionId}';
		const subscription = await client.request(route, { path: { subscriptionId } });
		return simplify ? simplifySubscription(subscription) : subscription;
	},
});
