import { addSequenceContact } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { exactPhonesField } from '../../shared/contactList';
import { contactKey, requireContactReference } from '../../shared/contactReference';
import { readSimplify, simplifyField } from '../../shared/lists';
import { contactLocator, sequenceLocator } from '../../shared/locators';
import { orSuccess } from '../../shared/output';
import { optionsField } from '../../shared/runOptions';
import { simplifySequenceContact } from './output';

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
