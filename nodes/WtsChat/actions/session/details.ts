import type { INodeProperties } from 'n8n-workflow';

import type { SessionDetail } from '../../../../client';
import type { ParameterReader } from '../../core/reader';

const DETAILS = [
	'AgentDetails',
	'ChannelDetails',
	'ChannelTypeDetails',
	'ClassificationDetails',
	'ContactDetails',
	'DepartmentsDetails',
] as const satisfies readonly SessionDetail[];

const DEFAULT_DETAILS: SessionDetail[] = ['AgentDetails', 'ChannelDetails', 'ContactDetails', 'DepartmentsDetails'];

/** What a session is returned with. */
export const includeSessionDetailsField: INodeProperties = {
	displayName: 'Include Details',
	name: 'includeDetails',
	type: 'multiOptions',
	options: [
		{ name: 'Agent', value: 'AgentDetails' },
		{ name: 'Channel', value: 'ChannelDetails' },
		{ name: 'Channel Type', value: 'ChannelTypeDetails' },
		{ name: 'Classification', value: 'ClassificationDetails' },
		{ name: 'Contact', value: 'ContactDetails' },
		{ name: 'Department', value: 'DepartmentsDetails' },
	],
	default: [...DEFAULT_DETAILS],
	description: 'Related records to return with the session',
};

/** Reads Include Details from the options. */
export function readSessionDetails(item: ParameterReader): SessionDetail[] {
	return item.group('options').choices('includeDetails', DETAILS) ?? DEFAULT_DETAILS;
}
