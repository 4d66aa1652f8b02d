import { collect, contactIdOf, listRecords, resolveUserId } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { readContactReference } from '../../shared/contactReference';
import {
	dateRangeFields,
	listFields,
	readChangeDates,
	readListOptions,
	readSimplify,
	readSort,
	simplifyField,
	sortField,
} from '../../shared/lists';
import { agentLocator, contactLocator, panelLocator, stepLocator } from '../../shared/locators';
import { filled } from '../../shared/names';
import { optionsField } from '../../shared/runOptions';
import { cardDetails } from './cardDetails';
import { CARD_STATUSES, cardStatusOptions } from './cardStatus';
import { simplifyCard } from './output';

export const getAllCards = defineOperation({
	value: 'getAllCards',
	name: 'Get Many Cards',
	action: 'Get many cards',
	description: 'Get the cards of a panel that match the filters',
	fields: [
		panelLocator({ description: 'The panel whose cards to get' }),
		...listFields,
		collectionField('Filters', 'filters', 'Add filter', [
			contactLocator({ required: false, description: 'Cards of this contact' }),
			...dateRangeFields('Created', 'createdAt'),
			agentLocator({
				displayName: 'Responsible Agent',
				required: false,
				description: 'Cards that this agent is in charge of',
			}),
			{
				displayName: 'Statuses',
				name: 'statuses',
				type: 'multiOptions',
				options: cardStatusOptions,
				default: [],
				description: 'Cards with these statuses. Choose Archived to be sure to get archived cards.',
			},
			stepLocator({ required: false, description: 'Cards in this step' }),
			{
				displayName: 'Text',
				name: 'textFilter',
				type: 'string',
				default: '',
				placeholder: 'e.g. Annual plan',
				description: 'Searches the texts of a card',
			},
			...dateRangeFields('Updated', 'updatedAt'),
		]),
		sortField(['createdAt', 'updatedAt', 'dueDate', 'position']),
		simplifyField,
		optionsField([cardDetails.field]),
	],
	read(item) {
		const filters = item.group('filters');
		const dates = readChangeDates(filters);
		return {
			list: readListOptions(item),
			simplify: readSimplify(item),
			agentId: filters.optionalId('agentId'),
			contact: readContactReference(filters),
			query: {
				PanelId: item.id('panelId'),
				StepId: filters.optionalId('stepId'),
				TextFilter: filled(filters, 'textFilter'),
				Statuses: filters.choices('statuses', CARD_STATUSES),
				...dates,
				IncludeDetails: cardDetails.read(item),
				...readSort(item),
			},
		};
	},
	async execute({ list, simplify, agentId, contact, query }, client) {
		const ResponsibleUserId = agentId && (await resolveUserId(client, agentId));
		const ContactId = contact && (await contactIdOf(client, contact));
		const cards = await collect(
			listRecords(client, 'GET /crm/v2/panel/card', { query: { ...query, ResponsibleUserId, ContactId } }, list),
		);
		return simplify ? cards.map(simplifyCard) : cards;
	},
});
