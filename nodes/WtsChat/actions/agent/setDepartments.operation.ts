import { resolveAgentId } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { agentLocator } from '../../shared/locators';
import { membershipField, readMembership } from '../../shared/memberships';
import { optionsField } from '../../shared/runOptions';

export const setDepartments = defineOperation({
	value: 'setDepartments',
	name: 'Set Departments',
	action: 'Set departments of agent',
	description: 'Put an agent into departments or take it out of them',
	fields: [
		agentLocator({ description: 'The agent whose departments to change' }),
		membershipField,
		{
			displayName: 'Department Names or IDs',
			name: 'departmentIds',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getDepartments' },
			default: [],
			description:
				'Where the agent answers. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Supervised Department Names or IDs',
			name: 'supervisedDepartmentIds',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getDepartments' },
			default: [],
			description:
				'Where the agent supervises. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
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
