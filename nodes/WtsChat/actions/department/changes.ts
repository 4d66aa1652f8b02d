import type { INodeProperties } from 'n8n-workflow';

import type { CoreSchemas, DepartmentChanges } from '../../../../client';
import type { ParameterReader } from '../../core/reader';
import { accountList } from '../../shared/accountList';
import { givesNothing } from '../../shared/changes';
import { readName } from '../../shared/names';

const RESTRICTIONS = ['DEPARTMENT_RESTRICTION', 'NONE', 'USER_RESTRICTION'] as const satisfies ReadonlyArray<
	CoreSchemas['RestrictionType']
>;

const SCOPES = ['ALL', 'NONE', 'SELECTED'] as const satisfies ReadonlyArray<CoreSchemas['ChannelScope']>;

export const departmentNameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Sales',
};

/** What creations and updates of a department have alike, for a collection. */
export const departmentDetailFields: INodeProperties[] = [
	accountList('Channel', 'channelIds', 'getChannels', 'The only channels that the department may use'),
	{
		displayName: 'Channel Scope',
		name: 'channelScope',
		type: 'options',
		options: [
			{ name: 'All', value: 'ALL' },
			{ name: 'None', value: 'NONE' },
			{ name: 'Selected', value: 'SELECTED', description: 'Those given as channels' },
		],
		default: 'ALL',
		description: 'Which channels the department may use; not needed when channels are given',
	},
	{
		displayName: 'Default Department',
		name: 'isDefault',
		type: 'boolean',
		default: false,
		description: 'Whether conversations of no other department come here',
	},
	{
		displayName: 'Distribution',
		name: 'distributionIsEnabled',
		type: 'boolean',
		default: true,
		description: 'Whether the platform gives new conversations to agents by itself',
	},
	{
		displayName: 'Distribution Expires',
		name: 'expirationIsEnabled',
		type: 'boolean',
		default: true,
		description: 'Whether a conversation that its agent leaves alone is given to another one',
	},
	{
		displayName: 'Inactivity (Minutes)',
		name: 'inactivityTimeInMinutes',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		description: 'How long an agent may leave a distributed conversation alone',
	},
	{
		displayName: 'Maximum Duration (Minutes)',
		name: 'maximumDurationInMinutes',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 60,
		description: 'How long an agent may have a distributed conversation',
	},
	{
		displayName: 'Restriction',
		name: 'restrictionType',
		type: 'options',
		options: [
			{ name: 'By Agent', value: 'USER_RESTRICTION', description: 'Agents see their own conversations only' },
			{ name: 'By Department', value: 'DEPARTMENT_RESTRICTION', description: 'Agents see those of their department' },
			{ name: 'None', value: 'NONE' },
		],
		default: 'NONE',
		description: 'Who sees the conversations of the department',
	},
];

/** Reads what the user added to the form. */
export function readDepartmentDetails(fields: ParameterReader): DepartmentChanges {
	const minutes = (name: string) => fields.optionalNumber(name, { min: 0, integer: true });
	const distributionConfig = {
		expirationIsEnabled: fields.optionalFlag('expirationIsEnabled'),
		maximumDurationInMinutes: minutes('maximumDurationInMinutes'),
		inactivityTimeInMinutes: minutes('inactivityTimeInMinutes'),
	};
	return {
		name: fields.isAdded('name') ? readName(fields, 'name', 100) : undefined,
		isDefault: fields.optionalFlag('isDefault'),
		distributionIsEnabled: fields.optionalFlag('distributionIsEnabled'),
		distributionConfig: givesNothing(distributionConfig) ? undefined : distributionConfig,
		restrictionType: fields.optionalChoice('restrictionType', RESTRICTIONS),
		channelsConfig: readChannels(fields),
	};
}

function readChannels(fields: ParameterReader): DepartmentChanges['channelsConfig'] {
	const channels = fields.optionalIds('channelIds');
	const scope = fields.optionalChoice('channelScope', SCOPES);
	if (channels !== undefined) {
		if (scope === undefined || scope === 'SELECTED') return { scope: 'SELECTED', channels };
		throw fields.inputError(
			'channelIds',
			`cannot be combined with "${fields.label('channelScope')}" ${scope}`,
			'Remove one of them.',
		);
	}
	if (scope === 'SELECTED') throw fields.inputError('channelIds', 'is empty', 'Give the channels that are selected.');
	return scope === undefined ? undefined : { scope };
}
