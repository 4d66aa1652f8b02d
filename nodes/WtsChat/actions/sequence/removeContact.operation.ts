import { removeSequenceContact } from '../../../../client';
import { contactKey, requireContactReference } from '../../fields/contactReference';
import { contactLocator, sequenceLocator } from '../../fields/locators';
import { optionsField } from '../../fields/runOptions';
import { removedFromSequence } from '../../fields/sequenceContacts';
import { defineOperation } from '../../operation';

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
		return removedFromSequence(sequenceId, contact);
	},
});
