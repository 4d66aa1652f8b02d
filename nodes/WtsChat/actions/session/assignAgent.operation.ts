import { resolveUserId } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { readSimplify, simplifyField } from '../../shared/lists';
import { agentLocator, sessionLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { changedSession } from './output';
import { readStopBot, stopBotInExecutionField } from './stopBot';

export const assignAgent = defineOperation({
	value: 'assignAgent',
	name: 'Assign Agent',
	action: 'Assign agent to session',
	description: 'Put an agent in charge of a session',
	fields: [
		sessionLocator({ description: 'The session to assign' }),
		agentLocator({
			description: 'The agent who takes the session',
			hint: 'An agent without a user cannot be put on a session',
		}),
		simplifyField,
		optionsField([stopBotInExecutionField]),
	],
	read(item) {
		return {
			id: item.id('sessionId'),
			agentId: item.id('agentId'),
			options: readStopBot(item),
			simplify: readSimplify(item),
		};
	},
	prepare: async ({ agentId, ...params }, client) => ({
		...params,
		userId: await resolveUserId(client, agentId),
	}),
	orderKey: ({ id }) => id,
	async execute({ id, userId, options, simplify }, client) {
		const session = await client.request('PUT /chat/v1/session/{id}/assignee', {
			path: { id },
			body: { userId, options },
		});
		return changedSession(session, simplify);
	},
});
