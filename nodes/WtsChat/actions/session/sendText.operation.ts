import { sendSessionText } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { delivered } from '../../shared/delivery';
import { readSimplify, simplifyField } from '../../shared/lists';
import { sessionLocator } from '../../shared/locators';
import { sentOutput } from '../../shared/output';
import { optionsField } from '../../shared/runOptions';
import { chatTargetField, readChatTarget } from './chatTarget';
import { readSessionSendOptions, refuseUnroutable, sessionSendOptions } from './sendOptions';

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
			description:
				'At most 4,096 characters on WhatsApp and 1,000 on Instagram: the channel refuses a longer text after it was sent',
			hint: 'On WhatsApp, free text arrives only within 24 hours of the last message from the contact',
		},
		chatTargetField('text'),
		simplifyField,
		optionsField(sessionSendOptions),
	],
	read(item) {
		const params = {
			sessionId: item.id('sessionId'),
			text: item.text('text'),
			chatTarget: readChatTarget(item),
			...readSessionSendOptions(item),
			simplify: readSimplify(item),
		};
		refuseUnroutable(item, params);
		return params;
	},
	orderKey: ({ sessionId }) => sessionId,
	async execute({ simplify, delivery, ...params }, client) {
		const wanted = params.chatTarget === 'agents' ? undefined : delivery;
		return sentOutput(await delivered(client, await sendSessionText(client, params), wanted), simplify);
	},
});
