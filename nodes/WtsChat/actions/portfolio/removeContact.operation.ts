import { removePortfolioContact } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { removedContact } from '../../shared/contactList';
import { contactKey, requireContactReference } from '../../shared/contactReference';
import { contactLocator, portfolioLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';

export const removeContact = defineOperation({
	value: 'removeContact',
	name: 'Remove Contact',
	action: 'Remove contact from portfolio',
	description: 'Take one contact out of a portfolio; the contact itself stays',
	fields: [
		portfolioLocator({ description: 'The portfolio to take the contact out of' }),
		contactLocator({ description: 'The contact to remove' }),
		optionsField(),
	],
	read: (item) => ({ portfolioId: item.id('portfolioId'), contact: requireContactReference(item) }),
	orderKey: ({ contact }) => contactKey(contact),
	async execute({ portfolioId, contact }, client) {
		await removePortfolioContact(client, portfolioId, contact);
		return removedContact(contact, { portfolioId });
	},
});
