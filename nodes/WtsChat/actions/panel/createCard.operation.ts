import { checkStep, type WtsClient } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { customFieldsField } from '../../shared/customFields';
import { readSimplify, simplifyField } from '../../shared/lists';
import { panelLocator, stepLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import {
	cardContactFields,
	cardTitle,
	cardValueFields,
	type GivenCard,
	readNewCard,
	resolveCard,
	titleField,
} from './cardData';
import { writtenCard } from './output';

const DEPENDS_ON = ['panelId.value'];

export const createCard = defineOperation({
	value: 'createCard',
	name: 'Create Card',
	action: 'Create card',
	description: 'Create a card in a step of a panel',
	fields: [
		panelLocator({ description: 'The panel to create the card on' }),
		stepLocator({ description: 'The step of the panel to create the card in' }),
		{ ...titleField, required: true },
		customFieldsField('getPanelCustomFields', DEPENDS_ON),
		collectionField('Additional Fields', 'additionalFields', 'Add field', [
			...cardContactFields,
			...cardValueFields({ removable: false, dependsOn: DEPENDS_ON }),
		]),
		simplifyField,
		optionsField(),
	],
	read: (item) => ({
		panelId: item.id('panelId'),
		stepId: item.id('stepId'),
		title: cardTitle(item),
		given: readNewCard(item),
		simplify: readSimplify(item),
	}),
	async prepare({ panelId, stepId, title, given, simplify }, client) {
		await checkStep(client, panelId, stepId);
		return { stepId, title, simplify, values: await valuesOf(given, panelId, client) };
	},
	async execute({ stepId, title, values, simplify }, client) {
		const card = await client.request('POST /crm/v2/panel/card', { body: { stepId, title, ...values } });
		return writtenCard(card, simplify);
	},
});

/** A new card takes the names of tags as they are. */
async function valuesOf(given: GivenCard, panelId: string, client: WtsClient) {
	const { tagIds, tagNames } = given.tags;
	const values = await resolveCard({ ...given, tags: { tagIds } }, async () => panelId, client);
	return { ...values, tagNames };
}
