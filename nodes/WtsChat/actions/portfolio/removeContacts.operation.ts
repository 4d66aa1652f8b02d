import { removePortfolioContacts } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { contactListFields, exactPhonesField, readContactList, removedContacts } from '../../shared/contactList';
import { allowDeletionField, refuseUnlessAllowed } from '../../shared/deletion';
import { portfolioLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';

export const removeContacts = defineOperation({
	value: 'removeContacts',
	name: 'Remove Contacts',
	action: 'Remove several contacts from portfolio',
	description: 'Take a list of contacts out of a portfolio; the contacts themselves stay',
	fields: [
		portfolioLocator({ description: 'The portfolio to take the contacts out of' }),
		...contactListFields,
		optionsField([allowDeletionField, exactPhonesField]),
	],
	read(item) {
		const portfolioId = item.id('portfolioId');
		const contacts = readContactList(item);
		refuseUnlessAllowed(item);
		return { portfolioId, contacts, exactPhones: item.group('options').flag('exactPhones') };
	},
	orderKey: ({ portfolioId }) => portfolioId,
	async execute({ portfolioId, contacts, exactPhones }, client) {
		await removePortfolioContacts(client, portfolioId, contacts, { exactPhones });
		return removedContacts(contacts, { portfolioId });
	},
});
