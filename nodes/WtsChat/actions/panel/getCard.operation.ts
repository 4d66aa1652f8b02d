import { includeCardDetailsField, readCardDetails } from '../../fields/cardDetails';
import { readSimplify, simplifyField } from '../../fields/lists';
import { cardLocator, panelOfCardLocator } from '../../fields/locators';
import { optionsField } from '../../fields/runOptions';
import { simplifyCard } from '../../fields/simplify';
import { defineOperation } from '../../operation';

export const getCard = defineOperation({
	value: 'getCard',
	name: 'Get Card',
	action: 'Get card',
	description: 'Get one card with its contacts, step and responsible agent',
	fields: [
		panelOfCardLocator,
		cardLocator({ description: 'The card to get' }),
		simplifyField,
		optionsField([includeCardDetailsField]),
	],
	read: (item) => ({
		id: item.id('cardId'),
		simplify: readSimplify(item),
		IncludeDetails: readCardDetails(item),
	}),
	async execute({ id, simplify, IncludeDetails }, client) {
		const card = await client.request('GET /crm/v2/panel/card/{id}', { path: { id }, query: { IncludeDetails } });
		return simplify ? simplifyCard(card) : card;
	},
});
