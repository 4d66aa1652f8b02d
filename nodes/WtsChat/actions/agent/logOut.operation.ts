import { resolveAgentId } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { agentLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';

export const logOut = defineOperation({
	value: 'logOut',
	name: 'Log Out',
	action: 'Log out agent',
	description: "End an agent's login on the platform",
	fields: [agentLocator({ description: 'The agent to log out' }, 'searchManagedAgents'), optionsField()],
	read: (item) => ({ agentId: item.id('agentId') }),
	prepare: async ({ agentId }, client) => ({ id: await resolveAgentId(client, agentId) }),
	orderKey: ({ id }) => id,
	async execute({ id }, client) {
		await client.request('POST /core/v1/agent/{id}/logout', { path: { id } });
		return { success: true, id };
	},
});
