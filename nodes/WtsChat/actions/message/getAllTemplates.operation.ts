import { collect, listRecords, type QueryOf } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { includeDetails } from '../../shared/details';
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
import { channelLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { simplifyTemplate } from './output';

type Query = QueryOf<'GET /chat/v1/template'>;

type Detail = NonNullable<Query['IncludeDetails']>[number];

const details = includeDetails<Detail>(
	[
		{ name: 'All', value: 'All' },
		{ name: 'File', value: 'File' },
		{ name: 'Interactive', value: 'Interactive' },
		{ name: 'Parameters', value: 'Params' },
	],
	['Params'],
	'What to return with each template',
);

const TYPES = [
	'ATTENDANCE',
	'AUTHENTICATION',
	'CAMPAIGN',
	'QUICKREPLY',
	'SCHEDULEDMESSAGE',
	'SEQUENCE',
] as const satisfies ReadonlyArray<Query['Type']>;

export const getAllTemplates = defineOperation({
	value: 'getAllTemplates',
	name: 'Get Many Templates',
	action: 'Get many templates',
	description: 'Get the message templates that match the filters, with the names of their parameters',
	fields: [
		...listFields,
		collectionField('Filters', 'filters', 'Add filter', [
			{
				displayName: 'Approved Only',
				name: 'approvedOnly',
				type: 'boolean',
				default: true,
				description: 'Whether to return only templates that can be sent. Without this filter it is so.',
			},
			{
				displayName: 'Archived',
				name: 'archived',
				type: 'boolean',
				default: false,
				description: 'Whether to return archived templates instead of the others',
			},
			channelLocator({ required: false, description: 'Templates of this channel' }),
			...dateRangeFields('Created', 'createdAt'),
			{
				displayName: 'Name',
				name: 'name',
				type: 'string',
				default: '',
				placeholder: 'e.g. Order confirmation',
			},
			{
				displayName: 'Text',
				name: 'searchableText',
				type: 'string',
				default: '',
				placeholder: 'e.g. order',
				description: 'Searches the text of a template',
			},
			{
				displayName: 'Type',
				name: 'type',
				type: 'options',
				options: [
					{ name: 'Authentication', value: 'AUTHENTICATION' },
					{ name: 'Campaign', value: 'CAMPAIGN' },
					{ name: 'Conversation', value: 'ATTENDANCE' },
					{ name: 'Quick Reply', value: 'QUICKREPLY' },
					{ name: 'Scheduled Message', value: 'SCHEDULEDMESSAGE' },
					{ name: 'Sequence', value: 'SEQUENCE' },
				],
				default: 'ATTENDANCE',
				description: 'What a template may be used for',
			},
			...dateRangeFields('Updated', 'updatedAt'),
		]),
		sortField(['createdAt', 'updatedAt', 'name']),
		simplifyField,
		optionsField([details.field]),
	],
	read(item) {
		const filters = item.group('filters');
		const dates = readChangeDates(filters);
		return {
			list: readListOptions(item),
			simplify: readSimplify(item),
			query: {
				ApprovedOnly: filters.optionalFlag('approvedOnly') ?? true,
				Archived: filters.optionalFlag('archived'),
				ChannelId: filters.optionalId('channelId'),
				Name: filters.optionalText('name'),
				SearchableText: filters.optionalText('searchableText'),
				Type: filters.optionalChoice('type', TYPES),
				IncludeDetails: details.read(item),
				...dates,
				...readSort(item),
			},
		};
	},
	async execute({ list, simplify, query }, client) {
		const templates = await collect(listRecords(client, 'GET /chat/v1/template', { query }, list));
		const whole = query.IncludeDetails.some((detail) => detail !== 'Params');
		return simplify ? templates.map((template) => simplifyTemplate(template, whole)) : templates;
	},
});
