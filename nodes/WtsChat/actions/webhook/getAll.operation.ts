import { listSubscriptions, subscribableEvents, subscriptionProblems } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { listFields, readListOptions, readSimplify, simplifyField } from '../../shared/lists';
import { optionsField } from '../../shared/runOptions';
import { contains, nameFilterField } from '../../shared/wholeLists';
import { goneWebhooks, withWebhookProblems } from './health';
import { simplifySubscription } from './output';

export const getAll = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many webhooks',
	description: 'Get the webhook subscriptions of the account and what is wrong with each',
	fields: [
		...listFields,
		collectionField('Filters', 'filters', 'Add filter', [
			nameFilterField,
			{
				displayName: 'Only With Problems',
				name: 'onlyWithProblems',
				type: 'boolean',
				default: true,
				description: 'Whether to return only those with which something is wrong',
			},
		]),
		simplifyField,
		optionsField([
			{
				displayName: 'Check Addresses',
				name: 'checkAddresses',
				type: 'boolean',
				default: true,
				description:
					'Whether to ask addresses that look like those of an n8n whether it is still there, and has the ' +
					'webhook of this package; starts no workflow',
			},
		]),
	],
	read(item) {
		const filters = item.group('filters');
		return {
			list: readListOptions(item),
			simplify: readSimplify(item),
			name: filters.optionalText('name'),
			onlyWithProblems: filters.flag('onlyWithProblems'),
			checkAddresses: item.group('options').optionalFlag('checkAddresses') ?? true,
		};
	},
	async execute({ list: { limit = Infinity }, simplify, name, onlyWithProblems, checkAddresses }, client) {
		const [subscriptions, events] = await Promise.all([listSubscriptions(client), subscribableEvents(client)]);
		const gone = checkAddresses ? await goneWebhooks(client, subscriptions) : undefined;
		return subscriptionProblems(subscriptions, events)
			.flatMap((problems, place) => {
				const subscription = subscriptions[place];
				if (subscription === undefined) return [];
				const all = withWebhookProblems(subscription, problems, gone);
				const wanted = name === undefined || contains(subscription.name ?? '', name);
				if (!wanted || (onlyWithProblems && all.length === 0)) return [];
				return [{ ...(simplify ? simplifySubscription(subscription) : subscription), problems: all }];
			})
			.slice(0, limit);
	},
});
