import { resolveAgentId } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { readSimplify, simplifyField } from '../../shared/lists';
import { agentLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { changedAgent } from './output';

export const setStatus = defineOperation({
	value: 'setStatus',
	name: 'Set Status',
	action: 'Set status of agent',
	description: 'Block an agent, who then cannot sign in, or activate it again',
	fields: [
		agentLocator({ description: 'The agent whose status to set' }, 'searchManagedAgents'),
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			options: [
				{ name: 'Active', value: 'Active' },
				{ name: 'Blocked', value: 'Blocked' },
			],
			default: 'Active',
		},
		simplifyField,
		optionsField(),
	],
	read: (item) => ({
		agentId: item.id('agentId'),
		status: item.choice('status', ['Active', 'Blocked']),
		simplify: readSimplify(item),
	}),
	prepare: async ({ agentId, ...params }, client) => ({ id: await resolveAgentId(client, agentId), ...params }),
	orderKey: ({ id }) => id,
	async execute({ id, status, simplify }, client) {
		const agent = await client.request('POST /core/v1/agent/{id}/status', { path: { id }, body: { status } });
		// The platform's record of an agent does not show it.
		return { ...changedAgent(agent, simplify), status };
	},
});
