import { resolveSender, sendChatbot } from '../../../../client';
import { callbackUrlField, hiddenSessionField, senderIdField } from '../../fields/common';
import { chatbotLocator, fromLocator, sessionLocator } from '../../fields/locators';
import { jsonField, readKeyValues, rowsField } from '../../fields/rows';
import { optionsField } from '../../fields/runOptions';
import { readSender } from '../../fields/sender';
import { defineOperation } from '../../operation';

export const send = defineOperation({
	value: 'send',
	name: 'Send Chatbot',
	action: 'Send chatbot',
	description: 'Start a chatbot for a phone number, an Instagram user, or in a session',
	fields: [
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
		rowsField(
			'Session Metadata',
			'sessionMetadata',
			'Values that the chatbot can use while the session is active',
			'orderNumber',
		),
		rowsField(
			'Contact Metadata',
			'contactMetadata',
			'Values that stay with the contact and that later sessions have too',
			'customerId',
		),
		optionsField([
			callbackUrlField,
			jsonField('Contact Metadata (JSON)', 'contactMetadataJson', '{"customerId": 7}'),
			hiddenSessionField,
			{
				displayName: 'Queued Send',
				name: 'queued',
				type: 'boolean',
				default: false,
				description:
					'Whether to queue the start and return its ID at once, instead of waiting for the session',
			},
			senderIdField,
			jsonField('Session Metadata (JSON)', 'sessionMetadataJson', '{"orderNumber": 1042}'),
		]),
	],
	read(item) {
		const options = item.group('options');
		const botKey = item.id('chatbotKey');
		const to = item.optionalRecipient('to');
		const sessionId = item.optionalId('sessionId');
		if (to === undefined && sessionId === undefined) {
			throw item.refusal('to', 'and "Session" are both empty', 'Give a recipient or a session.');
		}
		return {
			queued: options.flag('queued'),
			ownSenderId: item.ownSenderId(),
			from: readSender(item),
			body: {
				botKey,
				to,
				sessionId,
				options: {
					forceStartSession: item.optionalFlag('forceStartSession'),
					skipIfBotInExecution: item.optionalFlag('skipIfBotInExecution'),
					skipIfInProgress: item.optionalFlag('skipIfInProgress'),
					hiddenSession: options.optionalFlag('hiddenSession'),
				},
				sessionMetadata: readKeyValues(
					{ item, name: 'sessionMetadata' },
					{ item: options, name: 'sessionMetadataJson' },
				),
				contactMetadata: readKeyValues(
					{ item, name: 'contactMetadata' },
					{ item: options, name: 'contactMetadataJson' },
				),
				senderId: options.optionalText('senderId'),
				callbackUrl: options.optionalUrl('callbackUrl'),
			},
		};
	},
	orderKey: ({ body }) => body.sessionId ?? body.to,
	async execute({ queued, ownSenderId, from, body }, client) {
		const sender = from === undefined ? undefined : await resolveSender(client, from);
		return await sendChatbot(client, { ...body, from: sender }, { queued, ownSenderId });
	},
});
