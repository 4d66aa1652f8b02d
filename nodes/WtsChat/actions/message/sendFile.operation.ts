import { prepareSend, sendMessageFile } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { delivered } from '../../shared/delivery';
import { fileKindField, fileSourceFields, readFile } from '../../shared/fileSource';
import { readSimplify, simplifyField } from '../../shared/lists';
import { sentOutput } from '../../shared/output';
import { readAddressing, recipientFields, recipientKey } from '../../shared/recipient';
import { optionsField } from '../../shared/runOptions';
import { captionField, refuseCaptionOfAudio } from '../../shared/sendFields';
import { refuseUnroutable } from '../../shared/unroutable';
import { messageSendOptions, readMessageOptions } from './sendOptions';

export const sendFile = defineOperation({
	value: 'sendFile',
	name: 'Send File',
	action: 'Send file message',
	description: 'Send an image, audio, video or document to a phone number, an Instagram user, or a contact',
	fields: [
		...recipientFields(),
		...fileSourceFields(),
		{
			...fileKindField,
			hint: 'On WhatsApp a conversation starts with a template; files arrive within 24 hours of a reply',
		},
		captionField,
		simplifyField,
		optionsField(messageSendOptions),
	],
	async read(item) {
		const { source, kind, chosen } = await readFile(item);
		const params = {
			...readAddressing(item),
			source,
			kind,
			keepKind: chosen,
			caption: item.optionalText('caption'),
			...readMessageOptions(item),
			simplify: readSimplify(item),
		};
		refuseCaptionOfAudio(item, params);
		refuseUnroutable(item, params);
		return params;
	},
	prepare: async (params, client) => ({ ...params, prepared: await prepareSend(client, params, 'message') }),
	earlyOrderKey: ({ recipient }) => recipientKey(recipient),
	orderKey: ({ recipient, prepared }) => recipientKey(recipient, prepared),
	execute: async ({ simplify, delivery, ...params }, client) =>
		sentOutput(await delivered(client, await sendMessageFile(client, params), delivery), simplify),
});
