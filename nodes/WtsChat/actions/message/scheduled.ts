import type { INodeProperties } from 'n8n-workflow';

import {
	type ChatSchemas,
	type ContactReference,
	contactIdOf,
	resolveUserId,
	type SavedScheduledMessage,
	type ScheduledFilter,
	type ScheduledMessage,
	storedPhone,
	type WtsClient,
} from '../../../../client';
import type { ParameterReader } from '../../core/reader';
import { givesNothing } from '../../shared/changes';
import { readContactReference } from '../../shared/contactReference';
import { includeDetails } from '../../shared/details';
import { DATE_HINT, dateRangeFields, readChangeDates, readDateRange } from '../../shared/lists';
import { agentLocator, channelLocator, contactLocator, departmentLocator, sessionLocator } from '../../shared/locators';
import { compact, type Simple } from '../../shared/output';

export const scheduledAtField: INodeProperties = {
	displayName: 'Scheduled At',
	name: 'scheduledAt',
	type: 'dateTime',
	default: '',
	description: 'When the message goes out, in the time zone of the workflow unless the value says otherwise',
	hint: DATE_HINT,
};

/** Reads when a message goes out; what is past is refused. Undefined when it is empty. */
export function readScheduledAt(item: ParameterReader): string | undefined {
	const at = item.optionalDateTime('scheduledAt');
	if (at === undefined || Date.parse(at) > Date.now()) return at;
	throw item.inputError('scheduledAt', `is in the past: ${item.onClock(at)}`, 'Give a time that is still to come.');
}

export const scheduledDetails = includeDetails<ChatSchemas['ScheduledMessageIncludeDetail']>(
	[
		{ name: 'Channel', value: 'Channel' },
		{ name: 'Chatbot', value: 'Chatbot' },
		{ name: 'Contact', value: 'Contact' },
		{ name: 'Department', value: 'Department' },
		{ name: 'Template', value: 'Template' },
		{ name: 'User', value: 'User' },
	],
	['Chatbot', 'Contact', 'Template'],
	'Related records to return, such as the contact with name and phone number',
);

const STATUSES = [
	'CANCELED',
	'DELIVERED',
	'FAILED',
	'PROCESSED',
	'READ',
	'SCHEDULED',
	'SENT',
] as const satisfies ReadonlyArray<ChatSchemas['ScheduledMessageStatus']>;

export const statusFilterField: INodeProperties = {
	displayName: 'Status',
	name: 'status',
	type: 'options',
	options: [
		{ name: 'Canceled', value: 'CANCELED' },
		{ name: 'Delivered', value: 'DELIVERED' },
		{ name: 'Failed', value: 'FAILED' },
		{ name: 'Processed', value: 'PROCESSED', description: 'On its way' },
		{ name: 'Read', value: 'READ' },
		{ name: 'Scheduled', value: 'SCHEDULED', description: 'Still to go out' },
		{ name: 'Sent', value: 'SENT' },
	],
	default: 'SCHEDULED',
};

/** Filters of scheduled messages, whatever their status. */
export const scheduledFilterFields: INodeProperties[] = [
	agentLocator({ required: false, description: 'Messages that this agent scheduled' }),
	channelLocator({ required: false, description: 'Messages that this channel sends' }),
	contactLocator({
		required: false,
		description: 'Messages to this contact. The platform has no such filter: all that fit the others are read.',
	}),
	...dateRangeFields('Created', 'createdAt'),
	departmentLocator({ required: false, description: 'Messages of this department' }),
	...dateRangeFields('Scheduled', 'scheduledAt'),
	sessionLocator({
		required: false,
		description: 'Messages of this session. The platform has no such filter: all that fit the others are read.',
	}),
	{
		displayName: 'To',
		name: 'to',
		type: 'string',
		default: '',
		placeholder: 'e.g. (11) 99999-9999',
		description: 'Phone number of the recipient in any usual spelling',
	},
	{
		displayName: 'Type',
		name: 'type',
		type: 'options',
		options: [
			{ name: 'Chatbot', value: 'CHATBOT' },
			{ name: 'Template', value: 'TEMPLATE' },
		],
		default: 'TEMPLATE',
	},
	...dateRangeFields('Updated', 'updatedAt'),
];

/** Filters as the user gave them: what points to people is looked up when they are used. */
export interface GivenScheduledFilter {
	query: NonNullable<ScheduledFilter['query']>;
	sessionId?: string;
	contact?: ContactReference;
	agentId?: string;
	to?: string;
}

/** Reads the filters. */
export function readScheduledFilter(filters: ParameterReader): GivenScheduledFilter {
	const scheduled = readDateRange(filters, 'scheduledAt');
	return {
		query: {
			'ScheduledAt.After': scheduled.after,
			'ScheduledAt.Before': scheduled.before,
			...readChangeDates(filters),
			Status: filters.optionalChoice('status', STATUSES),
			Type: filters.optionalChoice('type', ['CHATBOT', 'TEMPLATE']),
			From: filters.optionalId('channelId'),
			Department: filters.optionalId('departmentId'),
		},
		sessionId: filters.optionalId('sessionId'),
		contact: readContactReference(filters),
		agentId: filters.optionalId('agentId'),
		to: filters.has('to') ? filters.phone('to') : undefined,
	};
}

/** Whether no filter is given at all. */
export function isEmptyFilter({ query, ...others }: GivenScheduledFilter): boolean {
	return givesNothing({ ...query, ...others });
}

/** The filters with the people that they point to. */
export async function resolveScheduledFilter(
	client: WtsClient,
	{ query, sessionId, contact, agentId, to }: GivenScheduledFilter,
): Promise<ScheduledFilter> {
	return {
		query: {
			...query,
			User: agentId === undefined ? undefined : await resolveUserId(client, agentId),
			To: to === undefined ? undefined : ((await storedPhone(client, to)) ?? to),
		},
		sessionId,
		contactId: contact === undefined ? undefined : await contactIdOf(client, contact),
	};
}

/** A scheduled message as people and models use it. */
export function simplifyScheduled(message: ScheduledMessage | SavedScheduledMessage): Simple {
	const { contact, template, chatbot }: ScheduledMessage = message;
	const { sessionId }: ScheduledMessage = message;
	return compact({
		id: message.id,
		status: message.status,
		type: message.type,
		scheduledAt: message.scheduling,
		contactId: message.contactId,
		contactName: contact?.name ?? undefined,
		contactPhone: contact?.phonenumberFormatted ?? undefined,
		sessionId: sessionId ?? undefined,
		channelId: message.channelId,
		departmentId: message.departmentId ?? undefined,
		templateId: message.templateId ?? undefined,
		templateName: template?.name ?? undefined,
		templateParameters: template?.templateParams?.parameters ?? undefined,
		chatbotKey: message.botId ?? undefined,
		chatbotName: chatbot?.name ?? undefined,
		hiddenSession: message.hiddenSession,
		failureReason: message.failureReason ?? undefined,
		createdAt: message.createdAt,
		updatedAt: message.updatedAt,
	});
}
