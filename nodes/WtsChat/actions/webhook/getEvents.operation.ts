import { subscribableEvents } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { listFields, readListOptions } from '../../shared/lists';
import { optionsField } from '../../shared/runOptions';

export const getEvents = defineOperation({
	value: 'getEvents',
	name: 'Get Events',
	action: 'Get events of webhooks',
	description: 'Get the events that a webhook can be subscribed to',
	fields: [...listFields, optionsField()],
	read: (item) => readListOptions(item),
	execute: async ({ limit = Infinity }, client) => (await subscribableEvents(client)).slice(0, limit),
});
