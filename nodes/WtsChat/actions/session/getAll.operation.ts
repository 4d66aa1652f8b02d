import { collect, contactIdOf, listRecords, resolveUserId } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { accountList } from '../../shared/accountList';
import { collectionField } from '../../shared/collections';
import { readContactReference } from '../../shared/contactReference';
import {
	dateRangeFields,
	listFields,
	readChangeDates,
	readDateRange,
	readListOptions,
	readSimplify,
	readSort,
	simplifyField,
	sortField,
} from '../../shared/lists';
import { agentLocator, contactLocator, departmentLocator } from '../../shared/locators';
import { sessionOutput } from '../../shared/output';
import { readRows, rowsField } from '../../shared/rows';
import { optionsField } from '../../shared/runOptions';
import { tagFilterFields } from '../../shared/tags';
import { sessionDetails } from './details';
import { SESSION_STATUSES, sessionStatusOptions } from './status';

const STATUSES = [...SESSION_STATUSES, 'UNDEFINED'] as const;

export const getAll = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many sessions',
	description: 'Get the sessions that match the filters',
	fields: [
		...listFields,
		collectionField('Filters', 'filters', 'Add filter', [
			...dateRangeFields('Active', 'activeAt'),
			agentLocator({ required: false, description: 'Sessions assigned to this agent' }),
			accountList('Channel', 'channelIds', 'getChannels', 'Sessions on these channels'),
			contactLocator({ required: false, description: 'Sessions of this contact' }),
			...dateRangeFields('Created', 'createdAt'),
			departmentLocator({ required: false, description: 'Sessions of this department' }),
			...dateRangeFields('Ended', 'endAt'),
			...dateRangeFields('Last Interaction', 'lastInteractionAt'),
			rowsField('Metadata', 'metadata', 'Sessions with these metadata values', 'orderNumber'),
			{
				displayName: 'Status',
				name: 'status',
				type: 'multiOptions',
				options: [...sessionStatusOptions, { name: 'Undefined', value: 'UNDEFINED' }],
				default: [],
			},
			...tagFilterFields('Sessions of contacts'),
			{
				displayName: 'Type',
				name: 'type',
				type: 'options',
				options: [
					{ name: 'Group', value: 'GROUP' },
					{ name: 'Individual', value: 'INDIVIDUAL' },
				],
				default: 'INDIVIDUAL',
			},
			...dateRangeFields('Updated', 'updatedAt'),
		]),
		sortField(['createdAt', 'updatedAt', 'lastInteractionDate']),
		simplifyField,
		optionsField([sessionDetails.field]),
	],
	read(item) {
		const filters = item.group('filters');
		const active = readDateRange(filters, 'activeAt');
		const ended = readDateRange(filters, 'endAt');
		const interacted = readDateRange(filters, 'lastInteractionAt');
		const metadata = readRows(filters, 'metadata');
		return {
			list: readListOptions(item),
			simplify: readSimplify(item),
			agentId: filters.optionalId('agentId'),
			contact: readContactReference(filters),
			query: {
				Status: filters.choices('status', STATUSES),
				DepartmentId: filters.optionalId('departmentId'),
				TagsId: filters.optionalIds('tagIds'),
				TagsName: filters.optionalTexts('tagNames'),
				ChannelsId: filters.optionalIds('channelIds'),
				Type: filters.optionalChoice('type', ['GROUP', 'INDIVIDUAL']),
				Metadata: metadata && mapValues(metadata, (value) => String(value)),
				'ActiveAt.After': active.after,
				'ActiveAt.Before': active.before,
				'EndAt.After': ended.after,
				'EndAt.Before': ended.before,
				'LastInteractionAt.After': interacted.after,
				'LastInteractionAt.Before': interacted.before,
				...readChangeDates(filters),
				IncludeDetails: sessionDetails.read(item),
				...readSort(item),
			},
		};
	},
	async execute({ list, simplify, agentId, contact, query }, client) {
		const UserId = agentId === undefined ? undefined : await resolveUserId(client, agentId);
		const ContactId = contact === undefined ? undefined : await contactIdOf(client, contact);
		const sessions = await collect(
			listRecords(client, 'GET /chat/v2/session', { query: { ...query, UserId, ContactId } }, list),
		);
		return sessions.map((session) => sessionOutput(session, simplify));
	},
});

function mapValues<T>(record: Record<string, unknown>, map: (value: unknown) => T): Record<string, T> {
	return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
