import type { INodePropertyOptions } from 'n8n-workflow';

import type { ChatSchemas } from '../../../../client';

/** The states that a session can be put in. */
export const SESSION_STATUSES = [
	'COMPLETED',
	'HIDDEN',
	'IN_PROGRESS',
	'PENDING',
	'STARTED',
] as const satisfies ReadonlyArray<ChatSchemas['SessionStatus']>;

/** The same as people choose them. */
export const sessionStatusOptions: INodePropertyOptions[] = [
	{ name: 'Completed', value: 'COMPLETED' },
	{ name: 'Hidden', value: 'HIDDEN' },
	{ name: 'In Progress', value: 'IN_PROGRESS' },
	{ name: 'Pending', value: 'PENDING' },
	{ name: 'Started', value: 'STARTED' },
];
