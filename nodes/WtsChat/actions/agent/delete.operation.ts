import { countOpenSessions, refuse, requireAgent, resolveUserId, userIdOf } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { allowDeletionField, refuseUnlessAllowed } from '../../shared/deletion';
import { agentLocator } from '../../shared/locators';
import { compact } from '../../shared/output';
import { optionsField } from '../../shared/runOptions';

const RESOLUTIONS = ['COMPLETE', 'RETURN_TO_PENDING', 'TRANSFER'] as const;

export const deleteAgent = defineOperation({
	value: 'delete',
	name: 'Delete',
	action: 'Delete agent',
	description: 'Delete an agent permanently and say what becomes of its open conversations',
	fields: [
		agentLocator({ description: 'The agent to delete' }, 'searchManagedAgents'),
		{
			displayName: 'Open Conversations',
			name: 'sessionResolution',
			type: 'options',
			options: [
				{ name: 'Complete', value: 'COMPLETE', description: 'End them' },
				{ name: 'Return to Pending', value: 'RETURN_TO_PENDING', description: 'Let others take them' },
				{ name: 'Transfer', value: 'TRANSFER', description: 'Give them to another agent' },
			],
			default: 'RETURN_TO_PENDING',
			description: 'What becomes of the conversations that the agent has',
		},
		agentLocator({
			displayName: 'Transfer To',
			name: 'transferAgentId',
			// n8n would demand it whenever Open Conversations is an expression. Reading asks for it when it is needed.
			required: false,
			description: 'The agent who takes over',
			displayOptions: { show: { sessionResolution: ['TRANSFER'] } },
		}),
		optionsField([allowDeletionField]),
	],
	read(item) {
		const agentId = item.id('agentId');
		const sessionResolution = item.choice('sessionResolution', RESOLUTIONS);
		const successorId = sessionResolution === 'TRANSFER' ? item.id('transferAgentId') : undefined;
		refuseUnlessAllowed(item);
		return { agentId, sessionResolution, successorId };
	},
	async prepare({ agentId, sessionResolution, successorId }, client) {
		const agent = await requireAgent(client, agentId);
		const transferUserId = successorId === undefined ? undefined : await resolveUserId(client, successorId);
		const userId = userIdOf(agent);
		if (transferUserId !== undefined && transferUserId === userId) {
			throw refuse('The agent to delete cannot take over its own conversations', 'Choose another agent.');
		}
		return { agent, body: { sessionResolution, transferUserId }, userId };
	},
	async execute({ agent, body, userId }, client) {
		const id = agent.id ?? '';
		// Counted now and not before: an agent that an earlier item deleted may have left its conversations to this one.
		const sessions = userId === undefined ? 0 : await countOpenSessions(client, { UserId: userId });
		await client.request('DELETE /core/v1/agent/{id}', { path: { id }, body });
		const affected = compact({ sessions, departments: agent.departments?.length });
		return { deleted: true, id, name: agent.name, affected };
	},
});
