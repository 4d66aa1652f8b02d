import { prepareSend, sendChatbot } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { readSimplify, simplifyField } from '../../shared/lists';
import { orSuccess, sentOutput } from '../../shared/output';
import { optionsField } from '../../shared/runOptions';
import { startedSession } from './output';
import { chatbotStartFields, chatbotStartKey, chatbotStartOptions, readChatbotStart } from './start';

export const send = defineOperation({
	value: 'send',
	name: 'Send Chatbot',
	action: 'Send chatbot',
	description: 'Start a chatbot for a phone number, an Instagram user, or in a session',
	fields: [
		...chatbotStartFields,
		simplifyField,
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
	read(item) {
		const start = {
			...readChatbotStart(item),
			queued: item.group('options').flag('queued'),
			simplify: readSimplify(item),
		};
		if (start.skipIfSent && !start.queued) {
			throw item
				.group('options')
				.inputError('skipIfSent', 'needs Queued Send', 'Only queued starts can be looked up. Switch it on.');
		}
		return start;
	},
	async prepare({ sender: given, body, chatbotPicked, ...params }, client) {
		const { botKey } = body;
		const { sender, chatbotKey } = await prepareSend(client, { sender: given, chatbotKey: botKey, chatbotPicked });
		return { ...params, sender, body: { ...body, botKey: chatbotKey ?? botKey } };
	},
	orderKey: (params) => chatbotStartKey(params),
	async execute({ queued, ownSenderId, skipIfSent, sender, body, simplify }, client) {
		const start = { ...body, from: sender?.address };
		if (queued) return sentOutput(await sendChatbot(client, start, { queued, ownSenderId, skipIfSent }), simplify);
		const session = await sendChatbot(client, start);
		return orSuccess(startedSession(session, simplify));
	},
});
