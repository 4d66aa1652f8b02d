import { collect, filterContacts, listRecords, storedPhone } from '../../../../client';
import { defineOperation } from '../../core/operation';
import type { ParameterReader } from '../../core/reader';
import { givesNothing } from '../../shared/changes';
import { collectionField } from '../../shared/collections';
import {
	contactFieldValues,
	emailField,
	instagramField,
	optionalEmailFilter,
	optionalInstagram,
	portfolioFields,
} from '../../shared/contactData';
import { customFieldsJsonField, readCustomFieldFilter } from '../../shared/customFields';
import {
	changeDates,
	dateRangeFields,
	listFields,
	readDateRange,
	readListOptions,
	readSimplify,
	readSort,
	simplifyField,
	sortField,
} from '../../shared/lists';
import { filled } from '../../shared/names';
import { jsonField, readKeyValues, rowsField } from '../../shared/rows';
import { optionsField } from '../../shared/runOptions';
import { tagFilterFields } from '../../shared/tags';
import { contactDetails } from './details';
import { simplifyContact } from './output';
import { CONTACT_STATUSES, contactStatusOptions } from './status';

export const getAll = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many contacts',
	description: 'Get the contacts that match the filters',
	fields: [
		...listFields,
		collectionField('Filters', 'filters', 'Add filter', [
			...dateRangeFields('Created', 'createdAt'),
			rowsField('Custom Fields', 'customFields', 'Contacts with these custom field values, by key', 'city'),
			customFieldsJsonField,
			emailField,
			instagramField,
			rowsField('Metadata', 'metadata', 'Contacts with these metadata values', 'customerId'),
			jsonField('Metadata (JSON)', 'metadataJson', '{"customerId": "7"}'),
			{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'e.g. Ana' },
			{
				displayName: 'Origin',
				name: 'origin',
				type: 'options',
				options: [
					{ name: 'Created by a User', value: 'CREATED_BY_USER' },
					{ name: 'Created From a Conversation', value: 'CREATED_FROM_HUB' },
					{ name: 'Imported', value: 'IMPORTED' },
				],
				default: 'CREATED_BY_USER',
			},
			{
				displayName: 'Phone Number',
				name: 'phoneNumber',
				type: 'string',
				default: '',
				placeholder: 'e.g. (11) 99999-9999',
				description: 'A whole number, in any usual spelling, with or without the ninth digit',
			},
			...portfolioFields({
				names: 'Contacts in these portfolios, separated by commas',
				lead: 'Contacts in these portfolios.',
			}),
			{
				displayName: 'Status',
				name: 'status',
				type: 'options',
				options: contactStatusOptions,
				default: 'ACTIVE',
				description: 'Without this filter the platform returns active contacts only',
			},
			...tagFilterFields('Contacts'),
			{
				displayName: 'Text',
				name: 'textFilter',
				type: 'string',
				default: '',
				placeholder: 'e.g. Souza',
				description: 'Searches all texts of a contact',
			},
			...dateRangeFields('Updated', 'updatedAt'),
		]),
		sortField(['createdAt', 'updatedAt', 'name']),
		simplifyField,
		optionsField([contactDetails.field]),
	],
	read(item) {
		const filters = item.group('filters');
		const metadata = readKeyValues({ item: filters, name: 'metadata' }, { item: filters, name: 'metadataJson' });
		const { OrderBy, OrderDirection } = readSort(item);
		return {
			list: readListOptions(item),
			simplify: readSimplify(item),
			includeDetails: contactDetails.read(item),
			status: filters.optionalChoice('status', CONTACT_STATUSES),
			created: readDateRange(filters, 'createdAt'),
			updated: readDateRange(filters, 'updatedAt'),
			OrderBy,
			OrderDirection,
			search: {
				textFilter: filled(filters, 'textFilter'),
				name: filled(filters, 'name'),
				email: optionalEmailFilter(filters, 'email'),
				instagram: optionalInstagram(filters, 'instagram'),
				tagIds: filters.optionalIds('tagIds'),
				tagNames: filters.optionalTexts('tagNames'),
				portfolioIds: filters.optionalIds('portfolioIds'),
				portfolioNames: filters.optionalTexts('portfolioNames'),
				origin: filters.optionalChoice('origin', ['CREATED_BY_USER', 'CREATED_FROM_HUB', 'IMPORTED']),
				metadata: metadata && textValues(filters, metadata),
			},
			phone: filters.has('phoneNumber') ? filters.phone('phoneNumber') : undefined,
			customFields: readCustomFieldFilter(filters),
		};
	},
	prepare: async ({ search, phone, customFields, ...params }, client) => ({
		...params,
		search: {
			...search,
			phoneNumber: phone && ((await storedPhone(client, phone)) ?? phone),
			customFields: await contactFieldValues(customFields, client),
		},
	}),
	async execute({ search, ...params }, client) {
		const { includeDetails, status, created, updated, OrderBy, OrderDirection } = params;
		// Only the filter route takes these; the plain one ignores what it does not know.
		const needsSearch = !givesNothing(search);
		const records = needsSearch
			? filterContacts(
					client,
					{
						...search,
						includeDetails,
						status,
						createdAt: orUndefined(created),
						updatedAt: orUndefined(updated),
						orderBy: OrderBy,
						orderDirection: OrderDirection,
					},
					params.list,
				)
			: listRecords(
					client,
					'GET /core/v1/contact',
					{
						query: {
							IncludeDetails: includeDetails,
							Status: status,
							...changeDates({ created, updated }),
							OrderBy,
							OrderDirection,
						},
					},
					params.list,
				);
		const contacts = await collect(records);
		return params.simplify ? contacts.map(simplifyContact) : contacts;
	},
});

/** An empty range is left out of the body. */
function orUndefined<T extends object>(range: T): T | undefined {
	return givesNothing(range) ? undefined : range;
}

/** The platform compares metadata as text. */
function textValues(filters: ParameterReader, metadata: Record<string, unknown>): Record<string, string> {
	const entries = Object.entries(metadata).map(([key, value]): [string, string] => {
		if (typeof value === 'string') return [key, value];
		if (typeof value === 'number' || typeof value === 'boolean') return [key, String(value)];
		throw filters.inputError('metadata', `has a value for "${key}" that is no text`);
	});
	return Object.fromEntries(entries);
}
