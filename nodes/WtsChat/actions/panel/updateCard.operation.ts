import { checkStep, panelIdOfCard, updateCard as update } from '../../../../client';
import { defineOperation } from '../../core/operation';
import type { ItemReader } from '../../core/reader';
import { requireChanges } from '../../shared/changes';
import { clearableFields, collectionField } from '../../shared/collections';
import { customFieldsField } from '../../shared/customFields';
import { readSimplify, simplifyField } from '../../shared/lists';
import { cardLocator, lostReasonLocator, panelOfCardLocator, stepLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { readTagOperation, tagOperationField } from '../../shared/tags';
import {
	cardContactFields,
	cardTitle,
	cardValueFields,
	PANEL_OR_CARD,
	panelTagsOfCardFields,
	readCardChanges,
	resolveCard,
	titleField,
} from './cardData';
import { cardDetails } from './cardDetails';
import { CARD_STATUSES, cardStatusOptions } from './cardStatus';
import { writtenCard } from './output';

export const updateCard = defineOperation({
	value: 'updateCard',
	name: 'Update Card',
	action: 'Update card',
	description: 'Change a card: move it, win, lose or archive it, or change its other fields',
	fields: [
		panelOfCardLocator,
		cardLocator({ description: 'The card to change' }),
		collectionField('Update Fields', 'updateFields', 'Add field', [
			...clearableFields(
				[...cardContactFields, ...cardValueFields({ removable: true, tags: panelTagsOfCardFields })],
				['metadataRemove', 'position'],
			),
			lostReasonLocator({ required: false, description: 'Why the card is lost; goes with the status Lost' }),
			{
				displayName: 'Status',
				name: 'status',
				type: 'options',
				options: cardStatusOptions,
				default: 'WON',
				description: 'Wins, loses, archives or reopens the card',
			},
			stepLocator({ required: false, description: 'The step to move the card to' }, 'searchStepsOfCard'),
			tagOperationField,
			titleField,
		]),
		customFieldsField('getPanelCustomFieldsOfCard', PANEL_OR_CARD),
		simplifyField,
		optionsField([
			{ ...cardDetails.field, description: 'Related records to return with the card, with Verify only' },
			{
				displayName: 'Verify',
				name: 'verify',
				type: 'boolean',
				default: false,
				description:
					'Whether to read the card back and check that step, tags and status took. Otherwise only the answer ' +
					'of the update is checked.',
			},
		]),
	],
	read(item) {
		const details = cardDetails.read(item);
		return {
			cardId: item.id('cardId'),
			panelId: item.optionalId('panelId'),
			tagOperation: readTagOperation(item.group('updateFields')).pascal,
			...readChanges(item),
			readBack: item.group('options').flag('verify') ? details : undefined,
			simplify: readSimplify(item),
		};
	},
	async prepare({ cardId, panelId, card, own, ...params }, client) {
		if (panelId !== undefined && own.stepId !== undefined) await checkStep(client, panelId, own.stepId);
		const panel = async () => panelId ?? (await panelIdOfCard(client, cardId));
		const { tagNames } = card.tags;
		return { ...params, cardId, changes: { ...(await resolveCard(card, panel, client)), ...own, tagNames } };
	},
	orderKey: ({ cardId }) => cardId,
	async execute({ cardId, changes, tagOperation, readBack, simplify }, client) {
		return writtenCard(await update(client, cardId, changes, { tagOperation, readBack }), simplify);
	},
});

/** Reads what changes; none at all is refused. */
function readChanges(item: ItemReader) {
	const fields = item.group('updateFields');
	const card = readCardChanges(item);
	const changes = {
		title: fields.isAdded('title') ? cardTitle(fields) : undefined,
		stepId: fields.isAdded('stepId') ? fields.id('stepId') : undefined,
		status: fields.isAdded('status') ? fields.choice('status', CARD_STATUSES) : undefined,
		lostReasonId: fields.optionalId('lostReasonId'),
	};
	if (changes.lostReasonId !== undefined && changes.status !== 'LOST') {
		throw fields.inputError('lostReasonId', 'goes with the status Lost only', 'Add "Status" and choose Lost.');
	}
	const { plain, tags, ...others } = card;
	requireChanges(item, { ...plain, ...tags, ...others, ...changes }, ['updateFields', 'customFields']);
	return { card, own: changes };
}
