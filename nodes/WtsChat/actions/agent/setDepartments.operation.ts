import { resolveAgentId } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { accountList } from '../../shared/accountList';
import { agentLocator } from '../../shared/locators';
import { membershipField, readMembership } from '../../shared/memberships';
import { optionsField } from '../../shared/runOptions';

export const setDepartments = defineOperation({
	value: 'setDepartments',
	name: 'Set Departments',
	action: 'Set departments of agent',
	description: 'Put an agent into departments or take it out of them',
	fields: [
		agentLocator({ description: 'The agent whose departments to change' }, 'searchManagedAgents'),
		membershipField,
		accountList('Department', 'departmentIds', 'getDepartments', 'Where the agent answers'),
		accountList('Supervised Department', 'supervisedDepartmentIds', 'getDepartments', 'Where the agent supervises'),
		optionsField(),
	],
	read(item) {
		const agentId = item.id('agentId');
		const { action, members } = readMembership(item, 'departmentIds', 'supervisedDepartmentIds');
		return { agentId, body: { action, items: members.map(({ id, ...roles }) => ({ departmentId: id, ...roles })) } };
	},
	prepare: async ({ agentId, body }, client) => ({ id: await resolveAgentId(client, agentId), body }),
	orderKey: ({ id }) => id,
	async execute({ id, body }, client) {
		await client.request('POST /core/v1/agent/{id}/departments', { path: { id }, body });
		return { success: true, id, ...body };
	},
});
