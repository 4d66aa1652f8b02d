import { collect, listRecords } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { dateRangeFields, listFields, readChangeDates, readListOptions, readSort, sortField } from '../../shared/lists';
import { cardLocator, panelOfCardLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';

export const getAllCardNotes = defineOperation({
	value: 'getAllCardNotes',
	name: 'Get Many Card Notes',
	action: 'Get many notes of card',
	description: 'Get the notes of a card with their files',
	fields: [
		panelOfCardLocator,
		cardLocator({ description: 'The card whose notes to get' }),
		...listFields,
		collectionField('Filters', 'filters', 'Add filter', [
			...dateRangeFields('Created', 'createdAt'),
			...dateRangeFields('Updated', 'updatedAt'),
		]),
		sortField(['createdAt', 'updatedAt']),
		optionsField(),
	],
	read(item) {
		const filters = item.group('filters');
		const dates = readChangeDates(filters);
		return {
			cardId: item.id('cardId'),
			list: readListOptions(item),
			query: {
				...dates,
				...readSort(item),
			},
		};
	},
	execute: async ({ cardId, list, query }, client) =>
		await collect(listRecords(client, 'GET /crm/v1/panel/card/{cardId}/note', { path: { cardId }, query }, list)),
});
