import type { QueryOf } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { includeDetails } from '../../shared/details';
import { readSimplify, simplifyField } from '../../shared/lists';
import { panelLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { simplifyPanel } from './output';

type Detail = NonNullable<QueryOf<'GET /crm/v1/panel/{id}'>['IncludeDetails']>[number];

const details = includeDetails<Detail>(
	[
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
	['Steps', 'Tags'],
	'Related records to return with the panel',
);

export const getPanel = defineOperation({
	value: 'getPanel',
	name: 'Get Panel',
	action: 'Get panel',
	description: 'Get one panel with its steps and tags',
	fields: [panelLocator({ description: 'The panel to get' }), simplifyField, optionsField([details.field])],
	read: (item) => ({
		id: item.id('panelId'),
		simplify: readSimplify(item),
		IncludeDetails: details.read(item),
	}),
	async execute({ id, simplify, IncludeDetails }, client) {
		const panel = await client.request('GET /crm/v1/panel/{id}', { path: { id }, query: { IncludeDetails } });
		return simplify ? simplifyPanel(panel) : panel;
	},
});
