import { prepareSend, sendMessageText } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { delivered } from '../../shared/delivery';
import { readSimplify, simplifyField } from '../../shared/lists';
import { sentOutput } from '../../shared/output';
import { readAddressing, recipientFields, recipientKey } from '../../shared/recipient';
import { optionsField } from '../../shared/runOptions';
import { messageSendOptions, readMessageOptions, refuseUnroutableMessage } from './sendOptions';

export const sendText = defineOperation({
	value: 'sendText',
	name: 'Send Text',
	action: 'Send text message',
	description: 'Send a text to a phone number, an Instagram user, a contact, or the contact of a session',
	fields: [
		...recipientFields(),
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			placeholder: 'e.g. Hello, how can I help you?',
			description:
				'At most 4,096 characters on WhatsApp and 1,000 on Instagram: the channel refuses a longer text after it was sent',
			hint: 'On WhatsApp a conversation starts with a template; free text arrives within 24 hours of a reply',
		},
		simplifyField,
		optionsField(messageSendOptions),
	],
	read(item) {
		const params = {
			...readAddressing(item),
			text: item.text('text'),
			...readMessageOptions(item),
			simplify: readSimplify(item),
		};
		refuseUnroutableMessage(item, params);
		return params;
	},
	prepare: async (params, client) => ({ ...params, ...(await prepareSend(client, params)) }),
	orderKey: ({ recipient }) => recipientKey(recipient),
	execute: async ({ simplify, delivery, ...params }, client) =>
		sentOutput(await delivered(client, await sendMessageText(client, params), delivery), simplify),
});
