import { addSequenceContacts } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { contactListFields, exactPhonesField, readContactList } from '../../shared/contactList';
import { readSimplify, simplifyField } from '../../shared/lists';
import { sequenceLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { simplifySequenceContact } from './output';

export const addContacts = defineOperation({
	value: 'addContacts',
	name: 'Add Contacts',
	action: 'Add several contacts to sequence',
	description: 'Add a list of contacts to a sequence; unknown phone numbers become contacts',
	fields: [
		sequenceLocator({ description: 'The sequence to add the contacts to' }),
		...contactListFields,
		simplifyField,
		optionsField([exactPhonesField]),
	],
	read: (item) => ({
		sequenceId: item.id('sequenceId'),
		contacts: readContactList(item),
		simplify: readSimplify(item),
		exactPhones: item.group('options').flag('exactPhones'),
	}),
	orderKey: ({ sequenceId }) => sequenceId,
	async execute({ sequenceId, contacts, simplify, exactPhones }, client) {
		const members = await addSequenceContacts(client, sequenceId, contacts, { exactPhones });
		return simplify ? members.map(simplifySequenceContact) : members;
	},
});
