import { sendSessionFile } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { delivered } from '../../shared/delivery';
import { fileKindField, fileSourceFields, readFile } from '../../shared/fileSource';
import { readSimplify, simplifyField } from '../../shared/lists';
import { sessionLocator } from '../../shared/locators';
import { sentOutput } from '../../shared/output';
import { optionsField } from '../../shared/runOptions';
import { captionField, refuseCaptionOfAudio } from '../../shared/sendFields';
import { refuseUnroutable } from '../../shared/unroutable';
import { chatTargetField, readChatTarget } from './chatTarget';
import { readSessionSendOptions, sessionSendOptions } from './sendOptions';

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
		simplifyField,
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
			simplify: readSimplify(item),
		};
		if (params.chatTarget !== 'agents') refuseCaptionOfAudio(item, params);
		refuseUnroutable(item, params);
		return params;
	},
	orderKey: ({ sessionId }) => sessionId,
	async execute({ simplify, delivery, ...params }, client) {
		const wanted = params.chatTarget === 'agents' ? undefined : delivery;
		return sentOutput(await delivered(client, await sendSessionFile(client, params), wanted), simplify);
	},
});
