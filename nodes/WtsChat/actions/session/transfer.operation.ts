import { type BodyOf, resolveUserId } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { readSimplify, simplifyField } from '../../shared/lists';
import { agentLocator, departmentLocator, sessionLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { changedSession } from './output';
import { readStopBot, stopBotInExecutionField } from './stopBot';

export const transfer = defineOperation({
	value: 'transfer',
	name: 'Transfer',
	action: 'Transfer session',
	description: 'Hand a session over to a department or to an agent',
	fields: [
		sessionLocator({ description: 'The session to hand over' }),
		{
			displayName: 'Transfer To',
			name: 'transferTo',
			type: 'options',
			options: [
				{ name: 'Agent', value: 'agent', description: 'One person' },
				{ name: 'Department', value: 'department', description: 'Whoever of the department takes it' },
			],
			default: 'department',
			description: 'Who receives the session',
		},
		{
			...departmentLocator({ required: false, description: 'The department that receives the session' }),
			displayOptions: { show: { transferTo: ['department'] } },
		},
		{
			...agentLocator({
				required: false,
				description: 'The agent who receives the session',
				hint: 'An agent without a user cannot be put on a session',
			}),
			displayOptions: { show: { transferTo: ['agent'] } },
		},
		simplifyField,
		optionsField([stopBotInExecutionField]),
	],
	read(item) {
		const toAgent = item.choice('transferTo', ['agent', 'department']) === 'agent';
		const target = toAgent ? 'agentId' : 'departmentId';
		if (!item.has(target)) {
			throw item.inputError(target, 'is empty', 'Choose the department or the agent that receives the session.');
		}
		return {
			id: item.id('sessionId'),
			agentId: toAgent ? item.id('agentId') : undefined,
			newDepartmentId: toAgent ? undefined : item.id('departmentId'),
			options: readStopBot(item),
			simplify: readSimplify(item),
		};
	},
	prepare: async ({ agentId, ...params }, client) => ({
		...params,
		newUserId: agentId === undefined ? undefined : await resolveUserId(client, agentId),
	}),
	orderKey: ({ id }) => id,
	async execute({ id, newUserId, newDepartmentId, options, simplify }, client) {
		const body: BodyOf<'PUT /chat/v1/session/{id}/transfer'> =
			newUserId === undefined ? { type: 'DEPARTMENT', newDepartmentId, options } : { type: 'USER', newUserId, options };
		const session = await client.request('PUT /chat/v1/session/{id}/transfer', { path: { id }, body });
		return changedSession(session, simplify);
	},
});
