import type { QueryOf } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { readSimplify, simplifyField } from '../../shared/lists';
import { panelLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { simplifyPanel } from './output';

type Detail = NonNullable<QueryOf<'GET /crm/v1/panel/{id}'>['IncludeDetails']>[number];

const DETAILS = ['Cards', 'Steps', 'StepsCardCount', 'StepsFields', 'Tags'] as const satisfies readonly Detail[];

const DEFAULT_DETAILS: Detail[] = ['Steps', 'Tags'];

export const getPanel = defineOperation({
	value: 'getPanel',
	name: 'Get Panel',
	action: 'Get panel',
	description: 'Get one panel with its steps and tags',
	fields: [
		panelLocator({ description: 'The panel to get' }),
		simplifyField,
		optionsField([
			{
				displayName: 'Include Details',
				name: 'includeDetails',
				type: 'multiOptions',
				options: [
					{
						name: 'Cards',
						value: 'Cards',
						description: 'The first cards of each step; Get Many Cards gets all of them',
					},
					{ name: 'Count of Cards', value: 'StepsCardCount', description: 'How many cards each step has' },
					{ name: 'Fields of Steps', value: 'StepsFields', description: 'What the cards of each step show' },
					{ name: 'Steps', value: 'Steps' },
					{ name: 'Tags', value: 'Tags' },
				],
				default: [...DEFAULT_DETAILS],
				description: 'Related records to return with the panel',
			},
		]),
	],
	read: (item) => ({
		id: item.id('panelId'),
		simplify: readSimplify(item),
		IncludeDetails: item.group('options').choices('includeDetails', DETAILS) ?? DEFAULT_DETAILS,
	}),
	async execute({ id, simplify, IncludeDetails }, client) {
		const panel = await client.request('GET /crm/v1/panel/{id}', { path: { id }, query: { IncludeDetails } });
		return simplify ? simplifyPanel(panel) : panel;
	},
});
