import { defineOperation } from '../../core/operation';
import { readSimplify, simplifyField } from '../../shared/lists';
import { scheduledMessageLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { scheduledDetails, simplifyScheduled } from './scheduled';

export const getScheduled = defineOperation({
	value: 'getScheduled',
	name: 'Get Scheduled',
	action: 'Get scheduled message',
	description: 'Get one scheduled message and what became of it',
	fields: [
		scheduledMessageLocator({ description: 'The scheduled message to get; the list has those still to go out' }),
		simplifyField,
		optionsField([scheduledDetails.field]),
	],
	read: (item) => ({
		id: item.id('scheduledMessageId'),
		simplify: readSimplify(item),
		includeDetails: scheduledDetails.read(item),
	}),
	async execute({ id, simplify, includeDetails }, client) {
		const route = 'GET /chat/v1/scheduled-message/{id}';
		const message = await client.request(route, { path: { id }, query: { includeDetails } });
		return simplify ? simplifyScheduled(message) : message;
	},
});
