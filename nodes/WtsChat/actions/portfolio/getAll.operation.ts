import { collect, listRecords, type QueryOf } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
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
import { optionsField } from '../../shared/runOptions';
import { named, nameFilterField } from '../../shared/wholeLists';
import { simplifyPortfolio } from './output';

type Detail = NonNullable<QueryOf<'GET /core/v1/portfolio'>['IncludeDetails']>[number];

const DETAILS = ['ContactCount', 'Departments'] as const satisfies readonly Detail[];

export const getAll = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many portfolios',
	description: 'Get the portfolios of contacts that match the filters',
	fields: [
		...listFields,
		collectionField('Filters', 'filters', 'Add filter', [
			...dateRangeFields('Created', 'createdAt'),
			nameFilterField,
			...dateRangeFields('Updated', 'updatedAt'),
		]),
		sortField(['createdAt', 'updatedAt', 'name']),
		simplifyField,
		optionsField([
			{
				displayName: 'Include Details',
				name: 'includeDetails',
				type: 'multiOptions',
				options: [
					{ name: 'Count of Contacts', value: 'ContactCount' },
					{ name: 'Departments', value: 'Departments', description: 'With the agents who have the portfolio' },
				],
				default: ['ContactCount'],
				description: 'What to return with each portfolio',
			},
		]),
	],
	read(item) {
		const filters = item.group('filters');
		const options = item.group('options');
		return {
			list: readListOptions(item),
			simplify: readSimplify(item),
			name: filters.optionalText('name'),
			query: {
				...readChangeDates(filters),
				IncludeDetails: options.given('includeDetails')
					? options.choices('includeDetails', DETAILS)
					: ['ContactCount' as const],
				...readSort(item),
			},
		};
	},
	async execute({ list, simplify, name, query }, client) {
		// The route knows no name, so that what is limited is what was found here.
		const records = listRecords(client, 'GET /core/v1/portfolio', { query }, name === undefined ? list : {});
		const portfolios = named(await collect(records), name, list);
		return simplify ? portfolios.map(simplifyPortfolio) : portfolios;
	},
});
