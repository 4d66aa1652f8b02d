import { addPortfolioContact } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { exactPhonesField } from '../../shared/contactList';
import { contactKey, requireContactReference } from '../../shared/contactReference';
import { readSimplify, simplifyField } from '../../shared/lists';
import { contactLocator, portfolioLocator } from '../../shared/locators';
import { orSuccess } from '../../shared/output';
import { optionsField } from '../../shared/runOptions';
import { simplifyPortfolioContact } from './output';

export const addContact = defineOperation({
	value: 'addContact',
	name: 'Add Contact',
	action: 'Add contact to portfolio',
	description: 'Put one contact into a portfolio',
	fields: [
		portfolioLocator({ description: 'The portfolio to put the contact into' }),
		contactLocator({ description: 'The contact to add' }),
		simplifyField,
		optionsField([exactPhonesField]),
	],
	read: (item) => ({
		portfolioId: item.id('portfolioId'),
		contact: requireContactReference(item),
		simplify: readSimplify(item),
		exactPhones: item.group('options').flag('exactPhones'),
	}),
	orderKey: ({ contact }) => contactKey(contact),
	async execute({ portfolioId, contact, simplify, exactPhones }, client) {
		const member = await addPortfolioContact(client, portfolioId, contact, { exactPhones });
		if (member === undefined) return orSuccess({});
		return simplify ? simplifyPortfolioContact(member) : member;
	},
});
