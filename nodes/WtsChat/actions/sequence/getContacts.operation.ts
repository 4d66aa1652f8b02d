import { collect, listRecords, type QueryOf, storedPhone } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { readContactReference } from '../../shared/contactReference';
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
import { contactLocator, sequenceLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { simplifySequenceContact } from './output';

type Detail = NonNullable<QueryOf<'GET /chat/v2/sequence/{id}/contact'>['IncludeDetails']>[number];

const details = includeDetails<Detail>(
	[{ name: 'Contact', value: 'ContactDetails' }],
	['ContactDetails'],
	'Related records to return, such as the contact with phone number and email',
);

export const getContacts = defineOperation({
	value: 'getContacts',
	name: 'Get Contacts',
	action: 'Get contacts of sequence',
	description: 'Get the contacts that are in a sequence',
	fields: [
		sequenceLocator({ description: 'The sequence whose contacts to get' }),
		...listFields,
		collectionField('Filters', 'filters', 'Add filter', [
			...dateRangeFields('Added', 'createdAt'),
			contactLocator({ required: false, description: 'This contact only' }),
			{
				displayName: 'Contact Name',
				name: 'name',
				type: 'string',
				default: '',
				placeholder: 'e.g. Ana',
			},
			...dateRangeFields('Updated', 'updatedAt'),
		]),
		sortField(['createdAt', 'updatedAt', 'lastAddedAt']),
		simplifyField,
		optionsField([details.field]),
	],
	read(item) {
		const filters = item.group('filters');
		const dates = readChangeDates(filters);
		return {
			id: item.id('sequenceId'),
			list: readListOptions(item),
			simplify: readSimplify(item),
			contact: readContactReference(filters),
			query: {
				Name: filters.optionalText('name'),
				...dates,
				IncludeDetails: details.read(item),
				...readSort(item),
			},
		};
	},
	async execute({ id, list, simplify, contact, query }, client) {
		const route = 'GET /chat/v2/sequence/{id}/contact';
		const who =
			contact === undefined || 'id' in contact
				? { ContactId: contact?.id }
				: { PhoneNumber: (await storedPhone(client, contact.phone)) ?? contact.phone };
		const members = await collect(listRecords(client, route, { path: { id }, query: { ...query, ...who } }, list));
		return simplify ? members.map(simplifySequenceContact) : members;
	},
});
