import { defineOperation } from '../../core/operation';
import { sessionLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';

export const sendTyping = defineOperation({
	value: 'sendTyping',
	name: 'Send Typing',
	action: 'Send typing indicator',
	description: 'Show the contact of a session that somebody is typing',
	fields: [
		sessionLocator({
			description: 'The session whose contact sees it',
			hint: 'Works on official WhatsApp channels; on others it has no effect',
		}),
		optionsField(),
	],
	read: (item) => ({ sessionId: item.id('sessionId') }),
	orderKey: ({ sessionId }) => sessionId,
	async execute(body, client) {
		await client.request('POST /chat/v1/send/typing', { body });
		return { success: true };
	},
});
