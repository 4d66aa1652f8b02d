import { type BodyOf, resolveEvents, selectorsOf } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { requireChanges } from '../../shared/changes';
import { collectionField } from '../../shared/collections';
import { readSimplify, simplifyField } from '../../shared/lists';
import { webhookLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import {
	enabledField,
	eventsField,
	readEvents,
	readWebhookName,
	readWebhookUrl,
	urlField,
	webhookNameField,
} from './fields';
import { changedSubscription } from './output';

const ROUTE = 'PUT /core/v1/webhook/subscription/{subscriptionId}';

type Changes = BodyOf<typeof ROUTE>;

const FIELD_OF = {
	enabled: 'Enabled',
	events: 'Events',
	name: 'Name',
	url: 'Url',
} as const satisfies Record<Exclude<keyof Changes, 'fields'>, Changes['fields'][number]>;

export const update = defineOperation({
	value: 'update',
	name: 'Update',
	action: 'Update webhook',
	description: 'Change the given fields of a webhook subscription, or pause it',
	fields: [
		webhookLocator({ description: 'The webhook to update' }),
		collectionField('Update Fields', 'updateFields', 'Add field', [
			enabledField,
			eventsField,
			urlField,
			webhookNameField,
		]),
		simplifyField,
		optionsField(),
	],
	read(item) {
		const fields = item.group('updateFields');
		const changes = {
			name: fields.isAdded('name') ? readWebhookName(fields) : undefined,
			url: fields.isAdded('url') ? readWebhookUrl(fields) : undefined,
			enabled: fields.optionalFlag('enabled'),
		};
		const events = fields.isAdded('events') ? readEvents(fields) : undefined;
		requireChanges(item, { ...changes, events });
		return { subscriptionId: item.id('webhookId'), changes, events, simplify: readSimplify(item) };
	},
	async prepare({ subscriptionId, changes, events, simplify }, client) {
		const all = { ...changes, events: events === undefined ? undefined : await resolveEvents(client, events) };
		return { subscriptionId, body: { ...all, fields: selectorsOf(FIELD_OF, all) }, simplify };
	},
	orderKey: ({ subscriptionId }) => subscriptionId,
	execute: async ({ subscriptionId, body, simplify }, client) =>
		changedSubscription(await client.request(ROUTE, { path: { subscriptionId }, body }), simplify),
});
