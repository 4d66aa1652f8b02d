import { addSequenceContacts } from '../../../../client';
import { readSimplify, simplifyField } from '../../fields/lists';
import { sequenceLocator } from '../../fields/locators';
import { optionsField } from '../../fields/runOptions';
import { exactPhonesField, readSequenceContacts, sequenceContactsFields } from '../../fields/sequenceContacts';
import { simplifySequenceContact } from '../../fields/simplify';
import { defineOperation } from '../../operation';

export const addContacts = defineOperation({
	value: 'addContacts',
	name: 'Add Contacts',
	action: 'Add several contacts to sequence',
	description: 'Add a list of contacts to a sequence; unknown phone numbers become contacts',
	fields: [
		sequenceLocator({ description: 'The sequence to add the contacts to' }),
		...sequenceContactsFields,
		simplifyField,
		optionsField([exactPhonesField]),
	],
	read: (item) => ({
		sequenceId: item.id('sequenceId'),
		contacts: readSequenceContacts(item),
		simplify: readSimplify(item),
		exactPhones: item.group('options').flag('exactPhones'),
	}),
	orderKey: ({ sequenceId }) => sequenceId,
	async execute({ sequenceId, contacts, simplify, exactPhones }, client) {
		const members = await addSequenceContacts(client, sequenceId, contacts, { exactPhones });
		return simplify ? members.map(simplifySequenceContact) : members;
	},
});
