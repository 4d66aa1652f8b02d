import { partsOf, prepareSend, sendMessageText, sendMessageTextInParts } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { delivered } from '../../shared/delivery';
import { readSimplify, simplifyField } from '../../shared/lists';
import { LONG_TEXT_NOTE, readLongText, splitLongTextField } from '../../shared/longTexts';
import { sentOutput } from '../../shared/output';
import { readAddressing, recipientFields, recipientKey } from '../../shared/recipient';
import { optionsField } from '../../shared/runOptions';
import { refuseUnroutable } from '../../shared/unroutable';
import { messageSendOptions, readMessageOptions } from './sendOptions';

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
			description: LONG_TEXT_NOTE,
			hint: 'On WhatsApp a conversation starts with a template; free text arrives within 24 hours of a reply',
		},
		simplifyField,
		optionsField([...messageSendOptions, splitLongTextField]),
	],
	read(item) {
		const params = {
			...readAddressing(item),
			text: item.text('text'),
			...readMessageOptions(item),
			...readLongText(item),
			simplify: readSimplify(item),
		};
		refuseUnroutable(item, params);
		return params;
	},
	async prepare({ splitLongText, ...params }, client) {
		const prepared = await prepareSend(client, params, 'message');
		const parts = splitLongText ? await partsOf(client, params.text, { ...params, prepared }) : undefined;
		return { ...params, prepared, parts };
	},
	earlyOrderKey: ({ recipient }) => recipientKey(recipient),
	orderKey: ({ recipient, prepared }) => recipientKey(recipient, prepared),
	async execute({ simplify, delivery, parts, before, ...params }, client) {
		if (parts !== undefined) {
			return sentOutput(await sendMessageTextInParts(client, params, { parts, before, delivery }), simplify);
		}
		return sentOutput(await delivered(client, await sendMessageText(client, params), delivery), simplify);
	},
});
