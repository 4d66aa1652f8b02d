import { checkStep } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { customFieldsField, requireCustomFields } from '../../shared/customFields';
import { readSimplify, simplifyField } from '../../shared/lists';
import { panelLocator, stepLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import {
	cardContactFields,
	cardTitle,
	cardValueFields,
	PANEL,
	panelTagFields,
	readNewCard,
	resolveCard,
	titleField,
} from './cardData';
import { writtenCard } from './output';

export const createCard = defineOperation({
	value: 'createCard',
	name: 'Create Card',
	action: 'Create card',
	description: 'Create a card in a step of a panel',
	fields: [
		panelLocator({ description: 'The panel to create the card on' }),
		stepLocator({ description: 'The step of the panel to create the card in' }),
		{ ...titleField, required: true },
		customFieldsField('getNewCardCustomFields', PANEL),
		collectionField('Additional Fields', 'additionalFields', 'Add field', [
			...cardContactFields,
			...cardValueFields({ removable: false, tags: panelTagFields }),
		]),
		simplifyField,
		optionsField(),
	],
	read(item) {
		requireCustomFields(item, item.group('additionalFields'));
		return {
			panelId: item.id('panelId'),
			stepId: item.id('stepId'),
			title: cardTitle(item),
			given: readNewCard(item),
			simplify: readSimplify(item),
		};
	},
	async prepare({ panelId, stepId, title, given, simplify }, client) {
		await checkStep(client, panelId, stepId);
		return { stepId, title, simplify, values: await resolveCard(given, async () => panelId, client) };
	},
	async execute({ stepId, title, values, simplify }, client) {
		const card = await client.request('POST /crm/v2/panel/card', { body: { stepId, title, ...values } });
		return writtenCard(card, simplify);
	},
});
