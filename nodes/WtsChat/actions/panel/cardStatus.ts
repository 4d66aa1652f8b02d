import type { INodePropertyOptions } from 'n8n-workflow';

import type { CardStatus } from '../../../../client';

export const CARD_STATUSES = ['ARCHIVED', 'LOST', 'OPEN', 'WON'] as const satisfies readonly CardStatus[];

export const cardStatusOptions: INodePropertyOptions[] = [
	{ name: 'Archived', value: 'ARCHIVED' },
	{ name: 'Lost', value: 'LOST' },
	{ name: 'Open', value: 'OPEN' },
	{ name: 'Won', value: 'WON' },
];
