import { cancelScheduledMessages, collect, listScheduledMessages, requireScheduled } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { allowDeletionField, refuseUnlessAllowed } from '../../shared/deletion';
import { optionsField } from '../../shared/runOptions';
import {
	isEmptyFilter,
	readScheduledFilter,
	resolveScheduledFilter,
	scheduledFilterFields,
	simplifyScheduled,
} from './scheduled';

export const cancelAllScheduled = defineOperation({
	value: 'cancelAllScheduled',
	name: 'Cancel Many Scheduled',
	action: 'Cancel many scheduled messages',
	description: 'Cancel the messages still to go out that are given or that match the filters, and return them',
	fields: [
		{
			displayName: 'Scheduled Message IDs',
			name: 'scheduledMessageIds',
			type: 'string',
			default: '',
			placeholder: 'e.g. {{ $json.messageIds }}',
			description: 'IDs separated by commas, or a list by expression. Give these or filters.',
		},
		collectionField('Filters', 'filters', 'Add filter', scheduledFilterFields),
		optionsField([allowDeletionField]),
	],
	read(item) {
		const ids = item.optionalIds('scheduledMessageIds');
		const filter = readScheduledFilter(item.group('filters'));
		const noFilter = isEmptyFilter(filter);
		if (ids === undefined && noFilter) {
			throw item.inputError(
				'scheduledMessageIds',
				`and "${item.label('filters')}" are both empty`,
				'Give at least one: an empty filter would cancel everything that is scheduled.',
			);
		}
		if (ids !== undefined && !noFilter) {
			throw item.inputError(
				'scheduledMessageIds',
				`cannot be combined with "${item.label('filters')}"`,
				'Remove one of them.',
			);
		}
		refuseUnlessAllowed(item);
		return { ids, filter };
	},
	async prepare({ ids, filter }, client) {
		if (ids !== undefined) return await Promise.all([...new Set(ids)].map((id) => requireScheduled(client, id)));
		const { query, ...here } = await resolveScheduledFilter(client, filter);
		const all: typeof query = { ...query, Status: 'SCHEDULED', IncludeDetails: ['Chatbot', 'Contact', 'Template'] };
		return await collect(listScheduledMessages(client, { query: all, ...here }));
	},
	// Filters of several items may find the same message: one after the other.
	orderKey: () => 'cancel',
	execute: async (messages, client) => (await cancelScheduledMessages(client, messages)).map(simplifyScheduled),
});
