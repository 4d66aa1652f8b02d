import { addPortfolioContacts } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { contactListFields, exactPhonesField, readContactList } from '../../shared/contactList';
import { readSimplify, simplifyField } from '../../shared/lists';
import { portfolioLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { simplifyPortfolioContact } from './output';

export const addContacts = defineOperation({
	value: 'addContacts',
	name: 'Add Contacts',
	action: 'Add several contacts to portfolio',
	description: 'Put a list of contacts into a portfolio',
	fields: [
		portfolioLocator({ description: 'The portfolio to put the contacts into' }),
		...contactListFields,
		simplifyField,
		optionsField([exactPhonesField]),
	],
	read: (item) => ({
		portfolioId: item.id('portfolioId'),
		contacts: readContactList(item),
		simplify: readSimplify(item),
		exactPhones: item.group('options').flag('exactPhones'),
	}),
	orderKey: ({ portfolioId }) => portfolioId,
	async execute({ portfolioId, contacts, simplify, exactPhones }, client) {
		const members = await addPortfolioContacts(client, portfolioId, contacts, { exactPhones });
		return simplify ? members.map(simplifyPortfolioContact) : members;
	},
});
