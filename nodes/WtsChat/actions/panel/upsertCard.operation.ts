import { checkStep, createOrMoveCard, knownContact } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { requireContactReference } from '../../shared/contactReference';
import { customFieldsField } from '../../shared/customFields';
import { readSimplify, simplifyField } from '../../shared/lists';
import { contactLocator, panelLocator, stepLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { readTagOperation, tagOperationField } from '../../shared/tags';
import {
	cardValueFields,
	optionalCardText,
	PANEL,
	panelTagFields,
	readNewCard,
	resolveCard,
	titleField,
} from './cardData';
import { cardDetails } from './cardDetails';
import { simplifyCard } from './output';

export const upsertCard = defineOperation({
	value: 'upsertCard',
	name: 'Create or Move Card',
	action: 'Create or move card of contact',
	description:
		'Move the open card of a contact to a step of a panel, or create it there, and check that it took effect',
	fields: [
		contactLocator({ description: 'The contact whose card it is' }),
		panelLocator({ description: 'The panel on which the contact has, or gets, a card' }),
		stepLocator({ description: 'The step of the panel where the card is to be' }),
		{
			...titleField,
			description:
				'Title of a card that is created; empty for the name of the contact. A card that exists keeps its own.',
		},
		customFieldsField('getPanelCustomFields', PANEL),
		collectionField('Additional Fields', 'additionalFields', 'Add field', [
			...cardValueFields({ removable: true, tags: panelTagFields }),
			tagOperationField,
		]),
		simplifyField,
		optionsField([
			{
				displayName: 'If Several Cards Are Open',
				name: 'ifSeveral',
				type: 'options',
				options: [
					{ name: 'Fail', value: 'fail', description: 'Change nothing and name the cards in the error' },
					{ name: 'Use the Newest', value: 'newest', description: 'Move the newest and leave the others' },
				],
				default: 'newest',
				description: 'What to do when the contact has more than one open card on the panel',
			},
			cardDetails.field,
		]),
	],
	read: (item) => ({
		reference: requireContactReference(item),
		panelId: item.id('panelId'),
		given: readNewCard(item),
		placement: {
			stepId: item.id('stepId'),
			title: optionalCardText(item, 'title'),
			tagOperation: readTagOperation(item.group('additionalFields')).pascal,
			ifSeveral: item.group('options').optionalChoice('ifSeveral', ['fail', 'newest']),
			includeDetails: cardDetails.read(item),
		},
		simplify: readSimplify(item),
	}),
	async prepare({ reference, panelId, placement, given, simplify }, client) {
		await checkStep(client, panelId, placement.stepId);
		return {
			panelId,
			placement,
			simplify,
			values: await resolveCard(given, async () => panelId, client),
			contact: await knownContact(client, reference),
		};
	},
	// Phone and ID of the same contact have to meet in one lane, or each would create a card.
	orderKey: ({ panelId, contact }) => `${panelId} ${contact.id}`,
	async execute({ contact, panelId, values, placement, simplify }, client) {
		const { card, outcome } = await createOrMoveCard(client, {
			...placement,
			panelId,
			contactId: contact.id,
			contactTitle: contact.title,
			values,
		});
		return { outcome, ...(simplify ? simplifyCard(card) : card) };
	},
});
