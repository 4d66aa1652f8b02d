import { resolveAgentId } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { readSimplify, simplifyField } from '../../shared/lists';
import { agentLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { simplifyAgent } from './output';

export const get = defineOperation({
	value: 'get',
	name: 'Get',
	action: 'Get agent',
	description: 'Get one agent with the departments it is in',
	fields: [agentLocator({ description: 'The agent to get' }, 'searchManagedAgents'), simplifyField, optionsField()],
	read: (item) => ({ agentId: item.id('agentId'), simplify: readSimplify(item) }),
	async execute({ agentId, simplify }, client) {
		const id = await resolveAgentId(client, agentId);
		const agent = await client.request('GET /core/v1/agent/{id}', { path: { id } });
		return simplify ? simplifyAgent(agent) : agent;
	},
});
