import { addSequenceContact } from '../../../../client';
import { contactKey, requireContactReference } from '../../fields/contactReference';
import { readSimplify, simplifyField } from '../../fields/lists';
import { contactLocator, sequenceLocator } from '../../fields/locators';
import { optionsField } from '../../fields/runOptions';
import { exactPhonesField } from '../../fields/sequenceContacts';
import { orSuccess, simplifySequenceContact } from '../../fields/simplify';
import { defineOperation } from '../../operation';

export const addContact = defineOperation({
	value: 'addContact',
	name: 'Add Contact',
	action: 'Add contact to sequence',
	description: 'Add one contact to a sequence; an unknown phone number becomes a contact',
	fields: [
		sequenceLocator({ description: 'The sequence to add the contact to' }),
		contactLocator({ description: 'The contact to add' }),
		simplifyField,
		optionsField([exactPhonesField]),
	],
	read: (item) => ({
		sequenceId: item.id('sequenceId'),
		contact: requireContactReference(item),
		simplify: readSimplify(item),
		exactPhones: item.group('options').flag('exactPhones'),
	}),
	orderKey: ({ contact }) => contactKey(contact),
	async execute({ sequenceId, contact, simplify, exactPhones }, client) {
		const member = await addSequenceContact(client, sequenceId, contact, { exactPhones });
		if (member === undefined) return orSuccess({});
		return simplify ? simplifySequenceContact(member) : member;
	},
});
