import { resolveEvents } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { readSimplify, simplifyField } from '../../shared/lists';
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

export const create = defineOperation({
	value: 'create',
	name: 'Create',
	action: 'Create webhook',
	description: 'Subscribe an address to events of the account',
	fields: [
		{ ...webhookNameField, required: true },
		{ ...urlField, required: true },
		{ ...eventsField, required: true },
		collectionField('Additional Fields', 'additionalFields', 'Add field', [enabledField]),
		simplifyField,
		optionsField(),
	],
	read: (item) => ({
		body: {
			name: readWebhookName(item),
			url: readWebhookUrl(item),
			enabled: item.group('additionalFields').optionalFlag('enabled'),
		},
		events: readEvents(item),
		simplify: readSimplify(item),
	}),
	prepare: async ({ body, events, simplify }, client) => ({
		body: { ...body, events: await resolveEvents(client, events) },
		simplify,
	}),
	execute: async ({ body, simplify }, client) =>
		changedSubscription(await client.request('POST /core/v1/webhook/subscription', { body }), simplify),
});
