import { sendSessionText } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { delivered } from '../../shared/delivery';
import { sessionLocator } from '../../shared/locators';
import { orSuccess } from '../../shared/output';
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
			hint: 'On WhatsApp, free text arrives only within 24 hours of the last message from the contact',
		},
		chatTargetField('text'),
		optionsField(sessionSendOptions),
	],
	read(item) {
		const params = {
			sessionId: item.id('sessionId'),
			text: item.text('text'),
			chatTarget: readChatTarget(item),
			...readSessionSendOptions(item),
		};
		refuseUnroutable(item, params);
		return params;
	},
	orderKey: ({ sessionId }) => sessionId,
	async execute(params, client) {
		const delivery = params.chatTarget === 'agents' ? undefined : params.delivery;
		return orSuccess(await delivered(client, await sendSessionText(client, params), delivery));
	},
});
