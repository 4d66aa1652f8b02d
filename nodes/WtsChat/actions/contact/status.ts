import type { INodePropertyOptions } from 'n8n-workflow';

import type { CoreSchemas } from '../../../../client';

/** The states of a contact. */
export const CONTACT_STATUSES = ['ACTIVE', 'ARCHIVED', 'BLOCKED'] as const satisfies ReadonlyArray<
	CoreSchemas['ContactStatus']
>;

/** The same as people choose them. */
export const contactStatusOptions: INodePropertyOptions[] = [
	{ name: 'Active', value: 'ACTIVE' },
	{ name: 'Archived', value: 'ARCHIVED' },
	{ name: 'Blocked', value: 'BLOCKED' },
];
