import { type BodyOf, checkStep } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { readSimplify, simplifyField } from '../../shared/lists';
import { cardLocator, panelLocator, panelOfCardLocator, stepLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { writtenCard } from './output';

type Options = NonNullable<BodyOf<'POST /crm/v2/panel/card/{id}/duplicate'>['options']>;
type Part = NonNullable<Options['fields']>[number];

const PARTS = [
	'All',
	'Amount',
	'Contacts',
	'CustomFields',
	'DueDate',
	'MonetaryAmount',
	'Notes',
	'ResponsibleUser',
	'Tags',
] as const satisfies readonly Part[];

export const duplicateCard = defineOperation({
	value: 'duplicateCard',
	name: 'Duplicate Card',
	action: 'Duplicate card',
	description: 'Copy a card into its step, or into a step of the same or another panel',
	fields: [
		panelOfCardLocator,
		cardLocator({ description: 'The card to copy' }),
		panelLocator({
			displayName: 'Copy To Panel',
			name: 'copyToPanelId',
			required: false,
			description: 'Narrows down the steps below. Leave empty for the panel of the card.',
		}),
		stepLocator(
			{
				displayName: 'Copy To Step',
				name: 'copyToStepId',
				required: false,
				description: 'The step of the copy. Leave empty for the step of the card.',
			},
			'searchTargetSteps',
		),
		simplifyField,
		optionsField([
			{
				displayName: 'Archive Original Card',
				name: 'archiveOriginalCard',
				type: 'boolean',
				default: false,
				description: 'Whether to archive the card that was copied',
			},
			{
				displayName: 'Parts to Copy',
				name: 'fields',
				type: 'multiOptions',
				options: [
					{ name: 'All', value: 'All' },
					{ name: 'Amount', value: 'Amount' },
					{ name: 'Contacts', value: 'Contacts' },
					{ name: 'Custom Fields', value: 'CustomFields' },
					{ name: 'Due Date', value: 'DueDate' },
					{ name: 'Monetary Amount', value: 'MonetaryAmount' },
					{ name: 'Notes', value: 'Notes' },
					{ name: 'Responsible Agent', value: 'ResponsibleUser' },
					{ name: 'Tags', value: 'Tags' },
				],
				default: [],
				description: 'What the copy gets from the card beside its title; everything when empty',
			},
		]),
	],
	read(item) {
		const options = item.group('options');
		const copyToPanelId = item.optionalId('copyToPanelId');
		const copyToStepId = item.optionalId('copyToStepId');
		if (copyToPanelId !== undefined && copyToStepId === undefined) {
			throw item.inputError('copyToStepId', 'is empty', 'Choose the step of the panel that the copy goes to.');
		}
		return {
			id: item.id('cardId'),
			copyToPanelId,
			copyToStepId,
			options: {
				archiveOriginalCard: options.optionalFlag('archiveOriginalCard'),
				fields: options.choices('fields', PARTS),
			},
			simplify: readSimplify(item),
		};
	},
	async prepare(params, client) {
		const { copyToPanelId, copyToStepId } = params;
		if (copyToPanelId && copyToStepId) await checkStep(client, copyToPanelId, copyToStepId);
		return params;
	},
	orderKey: ({ id }) => id,
	async execute({ id, copyToStepId, options, simplify }, client) {
		const isPlain = Object.values(options).every((value) => value === undefined);
		const card = await client.request('POST /crm/v2/panel/card/{id}/duplicate', {
			path: { id },
			body: { copyToStepId, ...(isPlain ? {} : { options }) },
		});
		return writtenCard(card, simplify);
	},
});
