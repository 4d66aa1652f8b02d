import type { SessionDetail } from '../../../../client';
import { includeDetails } from '../../shared/details';

/** What a session is returned with. */
export const sessionDetails = includeDetails<SessionDetail>(
	[
		{ name: 'Agent', value: 'AgentDetails' },
		{ name: 'Channel', value: 'ChannelDetails' },
		{ name: 'Channel Type', value: 'ChannelTypeDetails' },
		{ name: 'Classification', value: 'ClassificationDetails' },
		{ name: 'Contact', value: 'ContactDetails' },
		{ name: 'Department', value: 'DepartmentsDetails' },
	],
	['AgentDetails', 'ChannelDetails', 'ContactDetails', 'DepartmentsDetails'],
	'Related records to return with the session',
);
