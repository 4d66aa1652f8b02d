import type { INodeProperties } from 'n8n-workflow';

import type { FileKind } from '../../../client';
import type { ParameterReader } from '../core/reader';

/** Fields that several actions share, under the one name that they have everywhere. */
const senderIdField: INodeProperties = {
	displayName: 'Sender ID',
	name: 'senderId',
	type: 'string',
	default: '',
	placeholder: 'e.g. order-1042',
	description: 'Your own ID for this message, to look it up later',
};

export const skipIfSentField: INodeProperties = {
	displayName: 'Skip If Already Sent',
	name: 'skipIfSent',
	type: 'boolean',
	default: false,
	description:
		'Whether to look the Sender ID up first, and to send nothing when a message with it went out before. Takes ' +
		'one more request.',
};

/** The ID of a message, and what it is good for. */
export const senderIdFields: INodeProperties[] = [senderIdField, skipIfSentField];

export const callbackUrlField: INodeProperties = {
	displayName: 'Callback URL',
	name: 'callbackUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://example.com/sent',
	description: 'Called by the platform when the send succeeds or fails',
};

export const delayTypingField: INodeProperties = {
	displayName: 'Delay Typing (Seconds)',
	name: 'delayTyping',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 25 },
	default: 5,
	description: 'Seconds of typing shown before the message, at most 25',
};

export const replyToIdField: INodeProperties = {
	displayName: 'Reply To Message ID',
	name: 'replyToId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6',
	description: 'ID of the message that this one quotes',
};

export const waitForResultField: INodeProperties = {
	displayName: 'Wait for Result',
	name: 'waitForResult',
	type: 'boolean',
	default: false,
	description:
		'Whether to wait until the channel has taken the message, at most 25 seconds. Not together with Sender ID, ' +
		'Callback URL or Delay Typing.',
};

export const hiddenSessionField: INodeProperties = {
	displayName: 'Hidden Session',
	name: 'hiddenSession',
	type: 'boolean',
	default: false,
	description: 'Whether a session that this creates stays hidden from agents until the contact replies',
};

export const captionField: INodeProperties = {
	displayName: 'Caption',
	name: 'caption',
	type: 'string',
	typeOptions: { rows: 2 },
	default: '',
	placeholder: 'e.g. Your invoice of January',
	description: 'Text shown with the file, where the channel supports it; not with audio',
};

/** Refuses a caption that no channel shows, by its name in the panel. */
export function refuseCaptionOfAudio(
	item: ParameterReader,
	{ caption, kind }: { caption: string | undefined; kind: FileKind },
): void {
	if (caption === undefined || kind !== 'audio') return;
	throw item.inputError('caption', 'cannot go with audio', 'Send the text as a message of its own.');
}
