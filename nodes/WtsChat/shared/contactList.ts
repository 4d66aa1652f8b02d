import type { INodeProperties } from 'n8n-workflow';

import type { ContactReference, SeveralContacts } from '../../../client';
import type { ItemReader } from '../core/reader';

/** A list of contacts, by ID and by phone number. */
export const contactListFields: INodeProperties[] = [
	{
		displayName: 'Contact IDs',
		name: 'contactIds',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.contactIds }}',
		description: 'IDs of contacts, separated by commas, or a list by expression. Give these, phone numbers, or both.',
	},
	{
		displayName: 'Phone Numbers',
		name: 'phoneNumbers',
		type: 'string',
		default: '',
		placeholder: 'e.g. (11) 99999-9999, +1 415 555 2671',
		description:
			'Phone numbers in any usual spelling, separated by commas, or a list by expression. Give these, contact ' +
			'IDs, or both.',
	},
];

/** How numbers are matched with the contacts of the account. */
export const exactPhonesField: INodeProperties = {
	displayName: 'Exact Phone Numbers',
	name: 'exactPhones',
	type: 'boolean',
	default: false,
	description:
		'Whether to take phone numbers as written. Otherwise Brazilian mobile numbers are first looked up with and ' +
		'without their ninth digit, at one or two requests per number.',
};

/** Reads the list. An empty one is refused: the platform could take it for everybody. */
export function readContactList(item: ItemReader): SeveralContacts {
	const contactIds = [...new Set(item.optionalIds('contactIds'))];
	const phoneNumbers = [...new Set(item.optionalPhones('phoneNumbers'))];
	if (contactIds.length + phoneNumbers.length === 0) {
		throw item.inputError(
			'contactIds',
			`and "${item.label('phoneNumbers')}" are both empty`,
			'Give at least one contact: an empty list could mean everybody.',
		);
	}
	return { contactIds, phoneNumbers };
}

/** What a removal outputs for a contact; one that was given by phone is named by its phone. */
export function removedContact(
	contact: ContactReference,
	from: { sequenceId: string } | { portfolioId: string },
): object {
	return 'id' in contact
		? { deleted: true, id: contact.id, ...from }
		: { deleted: true, id: contact.phone, phoneNumber: contact.phone, ...from };
}

/** The same for several contacts. */
export function removedContacts(
	{ contactIds, phoneNumbers }: SeveralContacts,
	from: { sequenceId: string } | { portfolioId: string },
): object[] {
	return [
		...contactIds.map((id) => removedContact({ id }, from)),
		...phoneNumbers.map((phone) => removedContact({ phone }, from)),
	];
}
