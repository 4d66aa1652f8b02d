import { defineOperation } from '../../core/operation';
import { readSimplify, simplifyField } from '../../shared/lists';
import { sessionLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { changedSession } from './output';
import { stopBotInExecutionField } from './stopBot';

export const complete = defineOperation({
	value: 'complete',
	name: 'Complete',
	action: 'Complete session',
	description: 'End a conversation',
	fields: [
		sessionLocator({ description: 'The session to end' }),
		simplifyField,
		optionsField([
			{
				displayName: 'Reactivate on New Message',
				name: 'reactivateOnNewMessage',
				type: 'boolean',
				default: true,
				description: 'Whether the session opens again when the contact writes, instead of a new one starting',
			},
			{
				...stopBotInExecutionField,
				hint: 'A session with a running chatbot may not be completed without this',
			},
		]),
	],
	read(item) {
		const options = item.group('options');
		return {
			id: item.id('sessionId'),
			body: {
				reactivateOnNewMessage: options.optionalFlag('reactivateOnNewMessage'),
				stopBotInExecution: options.optionalFlag('stopBotInExecution'),
			},
			simplify: readSimplify(item),
		};
	},
	orderKey: ({ id }) => id,
	async execute({ id, body, simplify }, client) {
		const session = await client.request('PUT /chat/v1/session/{id}/complete', { path: { id }, body });
		return changedSession(session, simplify);
	},
});
