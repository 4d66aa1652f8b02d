import { partsOf, sendSessionText, sendSessionTextInParts } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { delivered } from '../../shared/delivery';
import { readSimplify, simplifyField } from '../../shared/lists';
import { sessionLocator } from '../../shared/locators';
import { LONG_TEXT_NOTE, readLongText, splitLongTextField } from '../../shared/longTexts';
import { sentOutput } from '../../shared/output';
import { optionsField } from '../../shared/runOptions';
import { refuseUnroutable } from '../../shared/unroutable';
import { chatTargetField, readChatTarget } from './chatTarget';
import { readSessionSendOptions, sessionSendOptions } from './sendOptions';

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
			description: LONG_TEXT_NOTE,
			hint: 'On WhatsApp, free text arrives only within 24 hours of the last message from the contact',
		},
		chatTargetField('text'),
		simplifyField,
		optionsField([...sessionSendOptions, splitLongTextField]),
	],
	read(item) {
		const params = {
			sessionId: item.id('sessionId'),
			text: item.text('text'),
			chatTarget: readChatTarget(item),
			...readSessionSendOptions(item),
			...readLongText(item),
			simplify: readSimplify(item),
		};
		refuseUnroutable(item, params);
		return params;
	},
	async prepare({ splitLongText, ...params }, client) {
		const { sessionId, text, chatTarget } = params;
		// Notes take any text.
		if (!splitLongText || chatTarget === 'agents') return { ...params, parts: undefined };
		return { ...params, parts: await partsOf(client, text, { recipient: { sessionId } }) };
	},
	orderKey: ({ sessionId }) => sessionId,
	async execute({ simplify, delivery, parts, before, ...params }, client) {
		if (parts !== undefined) {
			return sentOutput(await sendSessionTextInParts(client, params, { parts, before, delivery }), simplify);
		}
		const wanted = params.chatTarget === 'agents' ? undefined : delivery;
		return sentOutput(await delivered(client, await sendSessionText(client, params), wanted), simplify);
	},
});
