import type { INodeProperties } from 'n8n-workflow';

import type { CoreSchemas } from '../../../../client';

/** What an agent may do. */
export const PROFILES = ['Admin', 'Agent', 'RestrictedAgent'] as const satisfies ReadonlyArray<
	CoreSchemas['AgentProfile']
>;

export const profileField: INodeProperties = {
	displayName: 'Profile',
	name: 'profile',
	type: 'options',
	options: [
		{ name: 'Admin', value: 'Admin' },
		{ name: 'Agent', value: 'Agent' },
		{ name: 'Restricted Agent', value: 'RestrictedAgent', description: 'Sees own conversations only' },
	],
	default: 'Agent',
	description: 'What the agent may do on the platform',
};

/** Whether new conversations are given to an agent. */
export const AVAILABILITIES = ['AVAILABLE', 'UNAVAILABLE'] as const satisfies ReadonlyArray<
	CoreSchemas['Availability']
>;

export const availabilityField: INodeProperties = {
	displayName: 'Availability',
	name: 'availability',
	type: 'options',
	options: [
		{ name: 'Available', value: 'AVAILABLE' },
		{ name: 'Unavailable', value: 'UNAVAILABLE' },
	],
	default: 'AVAILABLE',
};

export const emailField: INodeProperties = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	default: '',
	placeholder: 'e.g. maria@example.com',
	description: 'Address that the agent signs in with',
};
