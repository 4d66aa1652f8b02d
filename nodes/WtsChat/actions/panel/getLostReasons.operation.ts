import { collect, listRecords } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { dateRangeFields, listFields, readChangeDates, readListOptions, readSort, sortField } from '../../shared/lists';
import { panelLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';

export const getLostReasons = defineOperation({
	value: 'getLostReasons',
	name: 'Get Lost Reasons',
	action: 'Get lost reasons of panel',
	description: 'Get the reasons why cards of a sales panel are lost',
	fields: [
		panelLocator({ description: 'The sales panel whose lost reasons to get' }),
		...listFields,
		collectionField('Filters', 'filters', 'Add filter', [
			...dateRangeFields('Created', 'createdAt'),
			...dateRangeFields('Updated', 'updatedAt'),
		]),
		sortField(['createdAt', 'updatedAt', 'description']),
		optionsField(),
	],
	read: (item) => ({
		id: item.id('panelId'),
		list: readListOptions(item),
		query: { ...readChangeDates(item.group('filters')), ...readSort(item) },
	}),
	execute: async ({ id, list, query }, client) =>
		await collect(listRecords(client, 'GET /crm/v1/panel/{id}/lost-reason', { path: { id }, query }, list)),
});
