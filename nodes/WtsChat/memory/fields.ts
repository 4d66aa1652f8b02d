import type { INodeProperties } from 'n8n-workflow';

import { sessionLocator } from '../shared/locators';

/** What the memory's panel asks for. */
export const memoryFields: INodeProperties[] = [
	{
		displayName:
			'The agent gets the conversation itself: what the contact, agents, chatbots and campaigns wrote. Nothing ' +
			'is stored in n8n.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	{
		...sessionLocator({ description: 'The conversation that the agent takes part in' }),
		default: { mode: 'id', value: '={{ $json.sessionId }}' },
	},
	{
		displayName: 'Context Window Length',
		name: 'contextWindowLength',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 1000 },
		default: 20,
		hint: 'One request for up to 100 messages',
		description: 'How many messages of the conversation the model gets; the newest are kept',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'If Missing',
				name: 'onMissing',
				type: 'options',
				options: [
					{ name: 'Empty Memory', value: 'empty', description: 'The agent begins as in a new conversation' },
					{ name: 'Error', value: 'error', description: 'The agent does not run' },
				],
				default: 'empty',
				description: 'What to do when the session is unknown, closed, or has no messages yet',
			},
			{
				displayName: 'Include Names',
				name: 'includeNames',
				type: 'boolean',
				default: false,
				description:
					"Whether an agent's name goes in front of what the agent wrote; asks for the agents of the account",
			},
			{
				displayName: 'Include Notes',
				name: 'includeNotes',
				type: 'boolean',
				default: false,
				description: 'Whether the model gets the internal notes of the team, as messages of the system',
			},
			{
				displayName: 'Maximum Age (Hours)',
				name: 'maxAge',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 24,
				description: 'Leave out messages that are older; 0 for all',
			},
			{
				displayName: 'Message Being Answered',
				name: 'messageId',
				type: 'string',
				default: '={{ $json.messageId }}',
				description:
					'ID of the message that is the prompt, which must not be in the memory too. Without it, it is known ' +
					'by the item of the trigger or by its text.',
			},
			{
				displayName: 'Scope',
				name: 'scope',
				type: 'options',
				options: [
					{
						name: 'All Sessions of the Contact',
						value: 'contact',
						description: 'Also what was said in earlier sessions',
					},
					{ name: 'This Session', value: 'session', description: 'What was said since the session began' },
				],
				default: 'session',
				description: 'How far back the memory goes',
			},
		],
	},
];
