import { defineOperation } from '../../core/operation';
import { readSimplify, simplifyField } from '../../shared/lists';
import { sessionLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { changedSession } from './output';
import { SESSION_STATUSES, sessionStatusOptions } from './status';
import { readStopBot, stopBotInExecutionField } from './stopBot';

export const changeStatus = defineOperation({
	value: 'changeStatus',
	name: 'Change Status',
	action: 'Change status of session',
	description: 'Put a session in another state, such as pending or in progress',
	fields: [
		sessionLocator({ description: 'The session whose status changes' }),
		{
			displayName: 'New Status',
			name: 'newStatus',
			type: 'options',
			options: sessionStatusOptions,
			default: 'IN_PROGRESS',
			hint: 'To end a conversation with more choices, use Complete',
		},
		simplifyField,
		optionsField([stopBotInExecutionField]),
	],
	read(item) {
		return {
			id: item.id('sessionId'),
			newStatus: item.choice('newStatus', SESSION_STATUSES),
			options: readStopBot(item),
			simplify: readSimplify(item),
		};
	},
	orderKey: ({ id }) => id,
	async execute({ id, newStatus, options, simplify }, client) {
		const session = await client.request('PUT /chat/v1/session/{id}/status', {
			path: { id },
			body: { newStatus, options },
		});
		return changedSession(session, simplify);
	},
});
