import { collect, contactIdOf, listPortfolioContacts } from '../../../../client';
import { defineOperation } from '../../core/operation';
import type { ItemReader } from '../../core/reader';
import { collectionField } from '../../shared/collections';
import { readContactReference } from '../../shared/contactReference';
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
import { contactLocator, portfolioLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { simplifyPortfolioContact } from './output';

/** This route spells the direction in the name of its parameter. */
function readPortfolioSort(item: ItemReader): { OrderBy?: string; OrderByDesc?: string } {
	const { OrderBy, OrderDirection } = readSort(item);
	if (OrderBy === undefined && OrderDirection === undefined) return {};
	const field = OrderBy ?? 'createdAt';
	return OrderDirection === 'DESCENDING' ? { OrderByDesc: field } : { OrderBy: field };
}

export const getContacts = defineOperation({
	value: 'getContacts',
	name: 'Get Contacts',
	action: 'Get contacts of portfolio',
	description: 'Get the contacts that are in a portfolio',
	fields: [
		portfolioLocator({ description: 'The portfolio whose contacts to get' }),
		...listFields,
		collectionField('Filters', 'filters', 'Add filter', [
			...dateRangeFields('Added', 'createdAt'),
			contactLocator({ required: false, description: 'This contact only' }),
			...dateRangeFields('Updated', 'updatedAt'),
		]),
		sortField(['createdAt', 'updatedAt']),
		simplifyField,
		optionsField(),
	],
	read(item) {
		const filters = item.group('filters');
		return {
			id: item.id('portfolioId'),
			list: readListOptions(item),
			simplify: readSimplify(item),
			contact: readContactReference(filters),
			filter: {
				...readChangeDates(filters),
				...readPortfolioSort(item),
			},
		};
	},
	async execute({ id, list, simplify, contact, filter }, client) {
		const ContactIds = contact === undefined ? undefined : [await contactIdOf(client, contact)];
		const members = await collect(listPortfolioContacts(client, id, { ...filter, ContactIds }, list));
		return simplify ? members.map(simplifyPortfolioContact) : members;
	},
});
