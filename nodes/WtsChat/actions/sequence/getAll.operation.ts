import { collect, contactIdOf, listRecords, type QueryOf } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { readContactReference } from '../../shared/contactReference';
import { includeDetails } from '../../shared/details';
import { dateRangeFields, listFields, readChangeDates, readListOptions, readSort, sortField } from '../../shared/lists';
import { contactLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';

type Detail = NonNullable<QueryOf<'GET /chat/v1/sequence'>['IncludeDetails']>[number];

const details = includeDetails<Detail>(
	[
		{ name: 'Count of Contacts in Execution', value: 'ContactExecutingCount' },
		{ name: 'Execution Statistics', value: 'ExecutionStats' },
	],
	[],
	'Numbers to return with each sequence',
);

export const getAll = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many sequences',
	description: 'Get the sequences that match the filters',
	fields: [
		...listFields,
		collectionField('Filters', 'filters', 'Add filter', [
			contactLocator({ required: false, description: 'Sequences that this contact is in' }),
			...dateRangeFields('Created', 'createdAt'),
			{
				displayName: 'Name',
				name: 'name',
				type: 'string',
				default: '',
				placeholder: 'e.g. Welcome',
			},
			...dateRangeFields('Updated', 'updatedAt'),
		]),
		sortField(['createdAt', 'updatedAt', 'name']),
		optionsField([details.field]),
	],
	read(item) {
		const filters = item.group('filters');
		const dates = readChangeDates(filters);
		return {
			list: readListOptions(item),
			contact: readContactReference(filters),
			query: {
				Name: filters.optionalText('name'),
				...dates,
				IncludeDetails: details.read(item),
				...readSort(item),
			},
		};
	},
	async execute({ list, contact, query }, client) {
		const ContactId = contact === undefined ? undefined : await contactIdOf(client, contact);
		return await collect(listRecords(client, 'GET /chat/v1/sequence', { query: { ...query, ContactId } }, list));
	},
});
