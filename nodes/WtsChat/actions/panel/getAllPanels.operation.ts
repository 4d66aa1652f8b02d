import { collect, listRecords, type QueryOf } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { includeDetails } from '../../shared/details';
import {
	dateRangeFields,
	listFields,
	readChangeDates,
	readListOptions,
	readSimplify,
	readSort,
	simplifyField,
	sortField,
} from '../../shared/lists';
import { filled } from '../../shared/names';
import { optionsField } from '../../shared/runOptions';
import { simplifyPanel } from './output';

type Query = QueryOf<'GET /crm/v2/panel'>;
type Detail = NonNullable<Query['IncludeDetails']>[number];

const details = includeDetails<Detail>(
	[
		{ name: 'Count of Cards', value: 'StepsCardCount', description: 'How many cards each step has' },
		{ name: 'Count of Overdue Cards', value: 'PanelCardOverdueCount' },
		{ name: 'Steps', value: 'Steps' },
		{ name: 'Tags', value: 'Tags' },
	],
	['Steps', 'Tags'],
	'Related records to return with each panel',
);

const TYPES = ['MANAGEMENT', 'SALES'] as const satisfies ReadonlyArray<NonNullable<Query['Type']>>;

export const getAllPanels = defineOperation({
	value: 'getAllPanels',
	name: 'Get Many Panels',
	action: 'Get many panels',
	description: 'Get the panels that match the filters',
	fields: [
		...listFields,
		collectionField('Filters', 'filters', 'Add filter', [
			...dateRangeFields('Created', 'createdAt'),
			{ displayName: 'Title', name: 'title', type: 'string', default: '', placeholder: 'e.g. Sales' },
			{
				displayName: 'Type',
				name: 'type',
				type: 'options',
				options: [
					{ name: 'Management', value: 'MANAGEMENT' },
					{ name: 'Sales', value: 'SALES', description: 'Cards are won and lost here' },
				],
				default: 'SALES',
			},
			...dateRangeFields('Updated', 'updatedAt'),
		]),
		sortField(['createdAt', 'updatedAt', 'title']),
		simplifyField,
		optionsField([details.field]),
	],
	read(item) {
		const filters = item.group('filters');
		const dates = readChangeDates(filters);
		return {
			list: readListOptions(item),
			simplify: readSimplify(item),
			query: {
				Title: filled(filters, 'title'),
				Type: filters.optionalChoice('type', TYPES),
				...dates,
				IncludeDetails: details.read(item),
				...readSort(item),
			},
		};
	},
	async execute({ list, simplify, query }, client) {
		const panels = await collect(listRecords(client, 'GET /crm/v2/panel', { query }, list));
		return simplify ? panels.map(simplifyPanel) : panels;
	},
});
