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
import { optionsField } from '../../shared/runOptions';
import { named, nameFilterField } from '../../shared/wholeLists';
import { simplifyPortfolio } from './output';

type Detail = NonNullable<QueryOf<'GET /core/v1/portfolio'>['IncludeDetails']>[number];

const details = includeDetails<Detail>(
	[
		{ name: 'Count of Contacts', value: 'ContactCount' },
		{ name: 'Departments', value: 'Departments', description: 'With the agents who have the portfolio' },
	],
	['ContactCount'],
	'What to return with each portfolio',
);

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
		optionsField([details.field]),
	],
	read(item) {
		const filters = item.group('filters');
		return {
			list: readListOptions(item),
			simplify: readSimplify(item),
			name: filters.optionalText('name'),
			query: {
				...readChangeDates(filters),
				IncludeDetails: details.read(item),
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
