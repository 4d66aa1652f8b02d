import { checkSend, sendMessageFile } from '../../../../client';
import { captionField } from '../../fields/common';
import { fileKindField, fileSourceFields, readFile } from '../../fields/fileSource';
import { messageSendOptions, readMessageOptions, refuseUnroutableMessage } from '../../fields/messageSend';
import { readAddressing, recipientFields, recipientKey } from '../../fields/recipient';
import { optionsField } from '../../fields/runOptions';
import { orSuccess } from '../../fields/simplify';
import { defineOperation } from '../../operation';

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
		};
		if (params.caption !== undefined && kind === 'audio') {
			throw item.refusal('caption', 'cannot go with audio', 'Send the text as a message of its own.');
		}
		refuseUnroutableMessage(item, params);
		return params;
	},
	check: async (params, client) => await checkSend(client, params),
	orderKey: ({ recipient }) => recipientKey(recipient),
	execute: async (params, client) => orSuccess(await sendMessageFile(client, params)),
});
