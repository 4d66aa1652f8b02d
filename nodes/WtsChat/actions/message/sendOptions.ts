import type { INodeProperties } from 'n8n-workflow';

import type { Delivery, MessageOptions, NewSession } from '../../../../client';
import type { ItemReader, ParameterReader } from '../../core/reader';
import { type ChatbotReference, readChatbot } from '../../shared/chatbotReference';
import { deliveryFields, readDelivery } from '../../shared/delivery';
import { agentLocator, chatbotLocator, departmentLocator } from '../../shared/locators';
import { sessionMetadataFields } from '../../shared/metadata';
import { readSenderIds } from '../../shared/senderIds';
import {
	callbackUrlField,
	delayTypingField,
	hiddenSessionField,
	replyToIdField,
	senderIdFields,
	waitForResultField,
} from '../../shared/sendFields';

/** Options about the session that a send starts when there is none in progress. */
export const newSessionOptions: INodeProperties[] = [
	agentLocator({
		required: false,
		description: 'Who gets the session that the message starts; without effect when one is in progress',
	}),
	departmentLocator({
		required: false,
		description: 'The department of the session that the message starts; without effect when one is in progress',
	}),
	{
		displayName: 'Enable Bot',
		name: 'enableBot',
		type: 'boolean',
		default: true,
		description:
			"Whether the channel's own chatbot answers when the contact replies, in a session that the message starts",
	},
	{
		displayName: 'Force Start Session',
		name: 'forceStartSession',
		type: 'boolean',
		default: false,
		description: 'Whether to complete a session in progress and start a new one',
	},
	hiddenSessionField,
];

const chatbotField = chatbotLocator({
	required: false,
	description:
		'The chatbot that starts when the contact replies. Not together with Sender ID, Callback URL, Delay Typing ' +
		'or a chosen File Kind.',
});

/** Options of a message to a recipient. */
export const messageSendOptions: INodeProperties[] = [
	...newSessionOptions,
	callbackUrlField,
	chatbotField,
	delayTypingField,
	replyToIdField,
	...senderIdFields,
	waitForResultField,
	...deliveryFields,
];

/** Options of a template to a recipient. */
export const templateSendOptions: INodeProperties[] = [
	...newSessionOptions,
	callbackUrlField,
	{
		...chatbotField,
		description:
			'The chatbot that starts when the contact replies. Not together with Sender ID, Callback URL or Session ' +
			'Metadata.',
	},
	...senderIdFields,
	...sessionMetadataFields,
	...deliveryFields,
	{
		...waitForResultField,
		description:
			'Whether to wait until the channel has taken the message, at most 25 seconds. Not together with Sender ' +
			'ID, Callback URL or Session Metadata.',
	},
];

/** Reads the options about a new session. */
export function readNewSession(options: ParameterReader): NewSession {
	return {
		agentId: options.optionalId('agentId'),
		departmentId: options.optionalId('departmentId'),
		enableBot: options.optionalFlag('enableBot'),
		hiddenSession: options.optionalFlag('hiddenSession'),
		forceStartSession: options.optionalFlag('forceStartSession'),
	};
}

/** Reads the options of a message; those that an operation does not have are undefined. */
export function readMessageOptions(
	item: ItemReader,
): MessageOptions & Partial<ChatbotReference> & { delivery: Delivery | undefined } {
	const options = item.group('options');
	return {
		...readNewSession(options),
		waitForResult: options.flag('waitForResult'),
		...readChatbot(options),
		replyToId: options.optionalId('replyToId'),
		...readSenderIds(item),
		delivery: readDelivery(options),
		callbackUrl: options.optionalUrl('callbackUrl'),
		delayTyping: options.optionalNumber('delayTyping', { min: 0, max: 25, integer: true }),
	};
}
