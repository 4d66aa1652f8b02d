import { resolveMembers } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { departmentLocator } from '../../shared/locators';
import { membershipField, readMembership } from '../../shared/memberships';
import { optionsField } from '../../shared/runOptions';
import { memberFields } from './members';

export const setAgents = defineOperation({
	value: 'setAgents',
	name: 'Set Agents',
	action: 'Set agents of department',
	description: 'Put agents and supervisors into a department or take them out of it',
	fields: [
		departmentLocator({ description: 'The department whose agents to change' }),
		membershipField,
		...memberFields,
		optionsField(),
	],
	read: (item) => ({ id: item.id('departmentId'), ...readMembership(item, 'agentIds', 'supervisorIds') }),
	prepare: async ({ id, action, members }, client) => ({
		id,
		body: { action, items: await resolveMembers(client, members) },
	}),
	orderKey: ({ id }) => id,
	async execute({ id, body }, client) {
		await client.request('PUT /core/v1/department/{id}/agents', { path: { id }, body });
		return { success: true, id, ...body };
	},
});
