import { removeSequenceContact } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { removedContact } from '../../shared/contactList';
import { contactKey, requireContactReference } from '../../shared/contactReference';
import { contactLocator, sequenceLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';

export const removeContact = defineOperation({
	value: 'removeContact',
	name: 'Remove Contact',
	action: 'Remove contact from sequence',
	description: 'Remove one contact from a sequence',
	fields: [
		sequenceLocator({ description: 'The sequence to remove the contact from' }),
		contactLocator({ description: 'The contact to remove' }),
		optionsField(),
	],
	read: (item) => ({
		sequenceId: item.id('sequenceId'),
		contact: requireContactReference(item),
	}),
	orderKey: ({ contact }) => contactKey(contact),
	async execute({ sequenceId, contact }, client) {
		await removeSequenceContact(client, sequenceId, contact);
		return removedContact(contact, { sequenceId });
	},
});
