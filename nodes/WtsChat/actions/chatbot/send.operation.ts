import { checkSend, resolveSender, sendChatbot } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { orSuccess } from '../../shared/output';
import { optionsField } from '../../shared/runOptions';
import { chatbotStartFields, chatbotStartKey, chatbotStartOptions, readChatbotStart } from './start';

export const send = defineOperation({
	value: 'send',
	name: 'Send Chatbot',
	action: 'Send chatbot',
	description: 'Start a chatbot for a phone number, an Instagram user, or in a session',
	fields: [
		...chatbotStartFields,
		optionsField([
			...chatbotStartOptions,
			{
				displayName: 'Queued Send',
				name: 'queued',
				type: 'boolean',
				default: false,
				description: 'Whether to queue the start and return its ID at once, instead of waiting for the session',
			},
		]),
	],
	read: (item) => ({ ...readChatbotStart(item), queued: item.group('options').flag('queued') }),
	check: async (params, client) => await checkSend(client, params),
	orderKey: (params) => chatbotStartKey(params),
	async execute({ queued, ownSenderId, sender, body }, client) {
		const from = sender === undefined ? undefined : await resolveSender(client, sender);
		return orSuccess(await sendChatbot(client, { ...body, from }, { queued, ownSenderId }));
	},
});
