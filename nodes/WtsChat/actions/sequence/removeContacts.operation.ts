import { removeSequenceContacts } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { sequenceLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { exactPhonesField, readSequenceContacts, removedFromSequence, sequenceContactsFields } from './contacts';

export const removeContacts = defineOperation({
	value: 'removeContacts',
	name: 'Remove Contacts',
	action: 'Remove several contacts from sequence',
	description: 'Remove a list of contacts from a sequence',
	fields: [
		sequenceLocator({ description: 'The sequence to remove the contacts from' }),
		...sequenceContactsFields,
		optionsField([exactPhonesField]),
	],
	read: (item) => ({
		sequenceId: item.id('sequenceId'),
		contacts: readSequenceContacts(item),
		exactPhones: item.group('options').flag('exactPhones'),
	}),
	orderKey: ({ sequenceId }) => sequenceId,
	async execute({ sequenceId, contacts, exactPhones }, client) {
		await removeSequenceContacts(client, sequenceId, contacts, { exactPhones });
		return [
			...contacts.contactIds.map((id) => removedFromSequence(sequenceId, { id })),
			...contacts.phoneNumbers.map((phone) => removedFromSequence(sequenceId, { phone })),
		];
	},
});
