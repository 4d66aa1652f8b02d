import { prepareSend, sendChatbot } from '../../../../client';
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
	read(item) {
		const start = { ...readChatbotStart(item), queued: item.group('options').flag('queued') };
		if (start.skipIfSent && !start.queued) {
			throw item
				.group('options')
				.refusal('skipIfSent', 'needs Queued Send', 'Only queued starts can be looked up. Switch it on.');
		}
		return start;
	},
	async prepare({ sender: given, ...params }, client) {
		const { sender } = await prepareSend(client, { sender: given });
		return { ...params, sender };
	},
	orderKey: (params) => chatbotStartKey(params),
	async execute({ sender, body, ...how }, client) {
		return orSuccess(await sendChatbot(client, { ...body, from: sender?.address }, how));
	},
});
