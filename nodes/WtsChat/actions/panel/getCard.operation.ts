import { defineOperation } from '../../core/operation';
import { readSimplify, simplifyField } from '../../shared/lists';
import { cardLocator, panelOfCardLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { cardDetails } from './cardDetails';
import { simplifyCard } from './output';

export const getCard = defineOperation({
	value: 'getCard',
	name: 'Get Card',
	action: 'Get card',
	description: 'Get one card with its contacts, step and responsible agent',
	fields: [
		panelOfCardLocator,
		cardLocator({ description: 'The card to get' }),
		simplifyField,
		optionsField([cardDetails.field]),
	],
	read: (item) => ({
		id: item.id('cardId'),
		simplify: readSimplify(item),
		IncludeDetails: cardDetails.read(item),
	}),
	async execute({ id, simplify, IncludeDetails }, client) {
		const card = await client.request('GET /crm/v2/panel/card/{id}', { path: { id }, query: { IncludeDetails } });
		return simplify ? simplifyCard(card) : card;
	},
});
