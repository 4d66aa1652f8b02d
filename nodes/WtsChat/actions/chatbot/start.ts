import type { INodeProperties } from 'n8n-workflow';

import type { ChatbotStart, Sender } from '../../../../client';
import type { ItemReader } from '../../core/reader';
import { requireChatbot } from '../../shared/chatbotReference';
import { chatbotLocator, fromLocator, sessionLocator } from '../../shared/locators';
import { readSessionMetadata, sessionMetadataJson, sessionMetadataRows } from '../../shared/metadata';
import { recipientKey } from '../../shared/recipient';
import { jsonField, readKeyValues, rowsField } from '../../shared/rows';
import { readSender } from '../../shared/sender';
import { readSenderIds } from '../../shared/senderIds';
import { callbackUrlField, hiddenSessionField, senderIdFields } from '../../shared/sendFields';

/** What starts where: the chatbot, the channel, the recipient or session, and when to leave it. */
export const chatbotStartFields: INodeProperties[] = [
	chatbotLocator({ hint: 'Agents cannot act on the session while the chatbot runs' }),
	fromLocator({
		required: false,
		description: 'The channel that sends. Leave empty when a session is given.',
	}),
	{
		displayName: 'To',
		name: 'to',
		type: 'string',
		default: '',
		placeholder: 'e.g. (11) 99999-9999 or @ana.souza',
		description: 'Phone number or Instagram user of the recipient. Give this or a session.',
	},
	sessionLocator({
		required: false,
		description: 'The session to run the chatbot in. A completed one is not reopened.',
	}),
	{
		displayName: 'Force Start Session',
		name: 'forceStartSession',
		type: 'boolean',
		default: false,
		description: 'Whether to complete a session in progress and start a new one',
	},
	{
		displayName: 'Skip If Bot in Execution',
		name: 'skipIfBotInExecution',
		type: 'boolean',
		default: false,
		description: 'Whether to do nothing when another chatbot is running',
	},
	{
		displayName: 'Skip If in Progress',
		name: 'skipIfInProgress',
		type: 'boolean',
		default: false,
		description: 'Whether to do nothing when a session is in progress',
	},
	sessionMetadataRows,
	rowsField(
		'Contact Metadata',
		'contactMetadata',
		'Values that stay with the contact and that later sessions have too',
		'customerId',
	),
];

/** Options of a start. */
export const chatbotStartOptions: INodeProperties[] = [
	callbackUrlField,
	jsonField('Contact Metadata (JSON)', 'contactMetadataJson', '{"customerId": 7}'),
	hiddenSessionField,
	...senderIdFields,
	sessionMetadataJson,
];

/** A start as the user gave it. */
export interface ChatbotStartParameters {
	chatbotPicked: boolean;
	sender: Sender | undefined;
	body: Omit<ChatbotStart, 'botKey' | 'from' | 'senderId'> & { botKey: string; senderId?: string };
	ownSenderId: string;
	skipIfSent: boolean;
}

/** Reads a start. */
export function readChatbotStart(item: ItemReader): ChatbotStartParameters {
	const options = item.group('options');
	const { chatbotKey, chatbotPicked } = requireChatbot(item);
	const { senderId, ...ids } = readSenderIds(item);
	const to = item.optionalRecipient('to');
	const sessionId = item.optionalId('sessionId');
	if (to === undefined && sessionId === undefined) {
		throw item.inputError('to', 'and "Session" are both empty', 'Give a recipient or a session.');
	}
	return {
		chatbotPicked,
		...ids,
		sender: readSender(item),
		body: {
			botKey: chatbotKey,
			to,
			sessionId,
			options: {
				forceStartSession: item.optionalFlag('forceStartSession'),
				skipIfBotInExecution: item.optionalFlag('skipIfBotInExecution'),
				skipIfInProgress: item.optionalFlag('skipIfInProgress'),
				hiddenSession: options.optionalFlag('hiddenSession'),
			},
			sessionMetadata: readSessionMetadata(options, item),
			contactMetadata: readKeyValues({ item, name: 'contactMetadata' }, { item: options, name: 'contactMetadataJson' }),
			senderId,
			callbackUrl: options.optionalUrl('callbackUrl'),
		},
	};
}

/** What keeps the order of the starts for a session or a recipient. */
export function chatbotStartKey({ body: { sessionId, to } }: Pick<ChatbotStartParameters, 'body'>): string {
	return sessionId ?? recipientKey({ to: to ?? '' });
}
