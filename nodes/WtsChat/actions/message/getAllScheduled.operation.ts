import { collect, listScheduledMessages } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { listFields, readListOptions, readSimplify, readSort, simplifyField, sortField } from '../../shared/lists';
import { optionsField } from '../../shared/runOptions';
import {
	readScheduledFilter,
	resolveScheduledFilter,
	scheduledDetails,
	scheduledFilterFields,
	simplifyScheduled,
	statusFilterField,
} from './scheduled';

export const getAllScheduled = defineOperation({
	value: 'getAllScheduled',
	name: 'Get Many Scheduled',
	action: 'Get many scheduled messages',
	description: 'Get the scheduled messages that match the filters, those that went out too',
	fields: [
		...listFields,
		collectionField('Filters', 'filters', 'Add filter', [...scheduledFilterFields, statusFilterField]),
		sortField(['scheduling', 'createdAt', 'updatedAt']),
		simplifyField,
		optionsField([scheduledDetails.field]),
	],
	read: (item) => ({
		list: readListOptions(item),
		simplify: readSimplify(item),
		given: readScheduledFilter(item.group('filters')),
		how: { ...readSort(item), IncludeDetails: scheduledDetails.read(item) },
	}),
	async execute({ list, simplify, given, how }, client) {
		const { query, ...here } = await resolveScheduledFilter(client, given);
		const messages = await collect(listScheduledMessages(client, { query: { ...query, ...how }, ...here }, list));
		return simplify ? messages.map(simplifyScheduled) : messages;
	},
});
