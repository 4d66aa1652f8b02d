import { sendSessionFile } from '../../../../client';
import { chatTargetField, readChatTarget } from '../../fields/chatTarget';
import { captionField } from '../../fields/common';
import { fileKindField, fileSourceFields, readFile } from '../../fields/fileSource';
import { sessionLocator } from '../../fields/locators';
import { optionsField } from '../../fields/runOptions';
import { readSessionSendOptions, refuseUnroutable, sessionSendOptions } from '../../fields/sessionSend';
import { orSuccess } from '../../fields/simplify';
import { defineOperation } from '../../operation';

export const sendFile = defineOperation({
	value: 'sendFile',
	name: 'Send File',
	action: 'Send file in session',
	description: 'Send an image, audio, video or document to the contact of a session, a note to its agents, or both',
	fields: [
		sessionLocator({
			description: 'The conversation to send in',
			hint: 'On WhatsApp, files arrive only within 24 hours of the last message from the contact',
		}),
		...fileSourceFields(),
		fileKindField,
		captionField,
		chatTargetField('file'),
		optionsField(sessionSendOptions),
	],
	async read(item) {
		const { source, kind, chosen } = await readFile(item);
		const params = {
			sessionId: item.id('sessionId'),
			source,
			kind,
			keepKind: chosen,
			caption: item.optionalText('caption'),
			chatTarget: readChatTarget(item),
			...readSessionSendOptions(item),
		};
		if (params.caption !== undefined && kind === 'audio' && params.chatTarget !== 'agents') {
			throw item.refusal('caption', 'cannot go with audio', 'Send the text as a message of its own.');
		}
		refuseUnroutable(item, params);
		return params;
	},
	orderKey: ({ sessionId }) => sessionId,
	execute: async (params, client) => orSuccess(await sendSessionFile(client, params)),
});
