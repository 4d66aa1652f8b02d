import { getMessageStatus } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { readSimplify, simplifyField } from '../../shared/lists';
import { simplifyStatus } from '../../shared/output';
import { optionsField } from '../../shared/runOptions';
import { messageIdField } from './messageId';

export const getStatus = defineOperation({
	value: 'getStatus',
	name: 'Get Status',
	action: 'Get status of message',
	description: 'Find out whether a message was sent, delivered, read, or failed',
	fields: [
		messageIdField('The ID that the send returned. Queued sends and one-time passwords are found by sender ID too.'),
		{
			displayName: 'Sent By',
			name: 'sentBy',
			type: 'options',
			options: [
				{ name: 'Automatic', value: 'auto', description: 'Try the others in turn until one knows the ID' },
				{
					name: 'Message',
					value: 'message',
					description: 'Sent in a session, or with Wait for Result or a chatbot for the reply',
				},
				{ name: 'One-Time Password', value: 'otp', description: 'Sent by Send One-Time Password' },
				{ name: 'Queued Send', value: 'send', description: 'Sent by Send Text, Send File or Send Template' },
			],
			default: 'auto',
			description: 'How the message was sent; choosing it saves requests',
		},
		simplifyField,
		optionsField(),
	],
	read(item) {
		const sentBy = item.optionalChoice('sentBy', ['auto', 'message', 'otp', 'send']) ?? 'auto';
		return {
			id: sentBy === 'message' ? item.id('messageId') : item.text('messageId').trim(),
			sentBy: sentBy === 'auto' ? undefined : sentBy,
			simplify: readSimplify(item),
		};
	},
	async execute({ id, sentBy, simplify }, client) {
		const status = await getMessageStatus(client, id, sentBy);
		return simplify ? simplifyStatus(status) : status;
	},
});
