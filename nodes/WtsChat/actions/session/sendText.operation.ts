import { sendSessionText, queuedOnlyOptions } from '../../../../client';
import {
	callbackUrlField,
	delayTypingField,
	replyToIdField,
	senderIdField,
	waitForResultField,
} from '../../fields/common';
import { sessionLocator } from '../../fields/locators';
import { optionsField } from '../../fields/runOptions';
import { defineOperation } from '../../operation';

export const sendText = defineOperation({
	value: 'sendText',
	name: 'Send Text',
	action: 'Send text in session',
	description: 'Send a text to the contact of a session, a note to its agents, or both',
	fields: [
		sessionLocator({ description: 'The conversation to write in' }),
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			placeholder: 'e.g. Hello, how can I help you?',
			hint: 'On WhatsApp, free text arrives only within 24 hours of the last message from the contact',
		},
		{
			displayName: 'Chat Target',
			name: 'chatTarget',
			type: 'options',
			options: [
				{ name: 'Agents', value: 'agents', description: 'An internal note that the contact does not see' },
				{ name: 'Both', value: 'both', description: 'A message to the contact and a note of the same text' },
				{ name: 'Contact', value: 'contact', description: 'A message to the contact' },
			],
			default: 'contact',
			description: 'Who sees the text',
		},
		optionsField([
			callbackUrlField,
			delayTypingField,
			replyToIdField,
			senderIdField,
			waitForResultField,
		]),
	],
	read(item) {
		const options = item.group('options');
		const params = {
			sessionId: item.id('sessionId'),
			text: item.text('text'),
			chatTarget: item.optionalChoice('chatTarget', ['contact', 'agents', 'both']) ?? 'contact',
			waitForResult: options.flag('waitForResult'),
			replyToId: options.optionalId('replyToId'),
			senderId: options.optionalText('senderId'),
			callbackUrl: options.optionalUrl('callbackUrl'),
			delayTyping: options.optionalNumber('delayTyping', { min: 0, max: 25, integer: true }),
		};
		const [queuedOnly] = queuedOnlyOptions(params);
		if (params.waitForResult && queuedOnly !== undefined) {
			throw options.refusal(
				'waitForResult',
				`cannot be combined with ${options.label(queuedOnly)}`,
				'No route of the platform takes both. Remove one of them.',
			);
		}
		return params;
	},
	orderKey: ({ sessionId }) => sessionId,
	execute: async (params, client) => await sendSessionText(client, params),
});
