import { collect, listRecords, type QueryOf } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { accountList } from '../../shared/accountList';
import { collectionField } from '../../shared/collections';
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
import { optionsField } from '../../shared/runOptions';
import { simplifyChatbot } from './output';

type Query = QueryOf<'GET /chat/v1/chatbot'>;

const TYPES = ['Automation', 'Reactive'] as const satisfies ReadonlyArray<NonNullable<Query['Types']>[number]>;

const STATUSES = ['Failed', 'Not_Published', 'Publishing', 'Ready'] as const satisfies ReadonlyArray<
	NonNullable<Query['PublishStatuses']>[number]
>;

const USAGES = ['Api', 'Campaign', 'Manual', 'Sequence'] as const satisfies ReadonlyArray<
	NonNullable<Query['AutomationUsages']>[number]
>;

export const getAll = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many chatbots',
	description: 'Get the chatbots that match the filters, with the keys by which they are sent',
	fields: [
		...listFields,
		collectionField('Filters', 'filters', 'Add filter', [
			{
				displayName: 'Automation Usages',
				name: 'automationUsages',
				type: 'multiOptions',
				options: [
					{ name: 'API', value: 'Api', description: 'What this node can send' },
					{ name: 'Campaign', value: 'Campaign' },
					{ name: 'Manual', value: 'Manual' },
					{ name: 'Sequence', value: 'Sequence' },
				],
				default: [],
				description: 'Where an automation chatbot may be used',
			},
			accountList('Channel', 'channelIds', 'getChannels', 'Chatbots of these channels'),
			...dateRangeFields('Created', 'createdAt'),
			accountList(
				'Default Department',
				'defaultDepartmentIds',
				'getDepartments',
				'Chatbots with these default departments',
			),
			{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'e.g. Satisfaction' },
			{
				displayName: 'Publish Statuses',
				name: 'publishStatuses',
				type: 'multiOptions',
				options: [
					{ name: 'Failed', value: 'Failed' },
					{ name: 'Not Published', value: 'Not_Published' },
					{ name: 'Publishing', value: 'Publishing' },
					{ name: 'Ready', value: 'Ready' },
				],
				default: [],
			},
			{
				displayName: 'Types',
				name: 'types',
				type: 'multiOptions',
				options: [
					{
						name: 'Automation',
						value: 'Automation',
						description: 'Started by a send, a campaign, a sequence or an agent',
					},
					{ name: 'Reactive', value: 'Reactive', description: 'Answers when a contact writes' },
				],
				default: [],
			},
			...dateRangeFields('Updated', 'updatedAt'),
		]),
		sortField(['createdAt', 'updatedAt', 'name']),
		simplifyField,
		optionsField(),
	],
	read(item) {
		const filters = item.group('filters');
		const dates = readChangeDates(filters);
		return {
			list: readListOptions(item),
			simplify: readSimplify(item),
			query: {
				Name: filters.optionalText('name'),
				Types: filters.choices('types', TYPES),
				ChannelIds: filters.optionalIds('channelIds'),
				DefaultDepartmentIds: filters.optionalIds('defaultDepartmentIds'),
				PublishStatuses: filters.choices('publishStatuses', STATUSES),
				AutomationUsages: filters.choices('automationUsages', USAGES),
				...dates,
				...readSort(item),
			},
		};
	},
	async execute({ list, simplify, query }, client) {
		const chatbots = await collect(listRecords(client, 'GET /chat/v1/chatbot', { query }, list));
		return simplify ? chatbots.map(simplifyChatbot) : chatbots;
	},
});
