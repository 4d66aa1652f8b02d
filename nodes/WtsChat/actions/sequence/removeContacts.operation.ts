import { removeSequenceContacts } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { contactListFields, exactPhonesField, readContactList, removedContacts } from '../../shared/contactList';
import { allowDeletionField, refuseUnlessAllowed } from '../../shared/deletion';
import { sequenceLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';

export const removeContacts = defineOperation({
	value: 'removeContacts',
	name: 'Remove Contacts',
	action: 'Remove several contacts from sequence',
	description: 'Remove a list of contacts from a sequence',
	fields: [
		sequenceLocator({ description: 'The sequence to remove the contacts from' }),
		...contactListFields,
		optionsField([allowDeletionField, exactPhonesField]),
	],
	read(item) {
		const sequenceId = item.id('sequenceId');
		const contacts = readContactList(item);
		refuseUnlessAllowed(item);
		return { sequenceId, contacts, exactPhones: item.group('options').flag('exactPhones') };
	},
	orderKey: ({ sequenceId }) => sequenceId,
	async execute({ sequenceId, contacts, exactPhones }, client) {
		await removeSequenceContacts(client, sequenceId, contacts, { exactPhones });
		return removedContacts(contacts, { sequenceId });
	},
});
