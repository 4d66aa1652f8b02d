import type { INodeProperties } from 'n8n-workflow';

import { DATE_HINT } from '../../shared/lists';
import { recipientFields } from '../../shared/recipient';
import { optionsField } from '../../shared/runOptions';
import { shownFor } from '../../shared/shownFor';

const forResponse = (field: INodeProperties, responseType: string): INodeProperties =>
	shownFor(field, 'responseType', responseType);

/** n8n's own shape for how long a question waits. */
const limitWaitTimeField: INodeProperties = {
	displayName: 'Limit Wait Time',
	name: 'limitWaitTime',
	placeholder: 'Add limit',
	type: 'fixedCollection',
	default: { values: { limitType: 'afterTimeInterval', resumeAmount: 24, resumeUnit: 'hours' } },
	description: 'How long to wait for an answer, at least one minute. Without this option: 24 hours.',
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName: 'Limit Type',
					name: 'limitType',
					type: 'options',
					options: [
						{ name: 'After Time Interval', value: 'afterTimeInterval', description: 'After so long' },
						{ name: 'At Specified Time', value: 'atSpecifiedTime', description: 'At a date and time' },
					],
					default: 'afterTimeInterval',
					description: 'When to go on without an answer',
				},
				{
					displayName: 'Amount',
					name: 'resumeAmount',
					type: 'number',
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
					typeOptions: { minValue: 0 },
					default: 24,
					description: 'How many of the unit to wait',
				},
				{
					displayName: 'Unit',
					name: 'resumeUnit',
					type: 'options',
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
					options: [
						{ name: 'Days', value: 'days' },
						{ name: 'Hours', value: 'hours' },
						{ name: 'Minutes', value: 'minutes' },
					],
					default: 'hours',
					description: 'The unit of the amount',
				},
				{
					displayName: 'Max Date and Time',
					name: 'maxDateAndTime',
					type: 'dateTime',
					displayOptions: { show: { limitType: ['atSpecifiedTime'] } },
					default: '',
					description: 'Go on without an answer then',
					hint: DATE_HINT,
				},
			],
		},
	],
};

/** The fields of a question, in panel order. Names that n8n's human review knows are n8n's. */
export const questionFields: INodeProperties[] = [
	...recipientFields().map((field) => (field.name === 'recipientType' ? { ...field, default: 'session' } : field)),
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 4 },
		required: true,
		default: '',
		placeholder: 'e.g. Can you come on Friday at 10:00?',
		description: 'The question, as the contact reads it',
	},
	{
		displayName: 'Response Type',
		name: 'responseType',
		type: 'options',
		options: [
			{ name: 'Approval', value: 'approval', description: 'Yes or no, in Portuguese, English or Spanish' },
			{ name: 'Choice', value: 'choice', description: 'One of several answers, by number or by words' },
			{ name: 'Free Text', value: 'freeText', description: 'Whatever is written, or what matches' },
		],
		default: 'approval',
		description: 'What counts as an answer',
	},
	forResponse(
		{
			displayName: 'Choices',
			name: 'choices',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. Morning\nAfternoon',
			hint: 'One per line, or a list by expression',
			description: 'The answers to choose from; they are shown below the message, with numbers',
		},
		'choice',
	),
	forResponse(
		{
			displayName: 'Accepted Answers',
			name: 'acceptedAnswers',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. /^\\d{3}\\.?\\d{3}\\.?\\d{3}-?\\d{2}$/',
			hint: 'One per line: words, whatever their case and accents, or a regular expression between slashes',
			description: 'What is taken for an answer. Empty: anything, files too.',
		},
		'freeText',
	),
	forResponse(
		{
			displayName: 'Approval Options',
			name: 'approvalOptions',
			type: 'fixedCollection',
			placeholder: 'Add option',
			default: {},
			description: 'How the two answers are called',
			options: [
				{
					displayName: 'Values',
					name: 'values',
					values: [
						{
							displayName: 'Approve Label',
							name: 'approveLabel',
							type: 'string',
							default: 'Approve',
							placeholder: 'e.g. Sim',
							description: 'What is shown as 1',
						},
						{
							displayName: 'Decline Label',
							name: 'disapproveLabel',
							type: 'string',
							default: 'Decline',
							placeholder: 'e.g. Não',
							description: 'What is shown as 2',
						},
					],
				},
			],
		},
		'approval',
	),
	forResponse(
		{
			displayName: 'Approver Phones',
			name: 'approverPhones',
			type: 'string',
			default: '',
			placeholder: 'e.g. (11) 99999-9999, +1 415 555 2671',
			hint: 'Empty: the contact of the session, whoever it is',
			description: 'Only these phones may approve; a session with anybody else is refused',
		},
		'approval',
	),
	optionsField([
		{
			displayName: 'Fallback Template',
			name: 'fallbackTemplateId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6',
			hint: 'Outside the 24-hour window, and to start a conversation. Message > Get Many Templates lists the IDs.',
			description: 'ID of the template that asks when no text may be sent. It must say what can be answered.',
		},
		{
			displayName: 'Fallback Template Parameters (JSON)',
			name: 'fallbackTemplateParametersJson',
			type: 'json',
			default: '{}',
			placeholder: 'e.g. {"name": "Ana"}',
			description: 'An object with a value for each parameter of the fallback template',
		},
		limitWaitTimeField,
		{
			displayName: 'Max Retries',
			name: 'maxRetries',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 10 },
			default: 2,
			description: 'How often to ask again when something else is answered, from 0 to 10',
		},
		{
			displayName: 'Retry Text',
			name: 'retryText',
			type: 'string',
			default: '',
			placeholder: 'e.g. Please answer with 1 or 2',
			description: 'What is sent when something else is answered. Empty: the possible answers again.',
		},
		{
			displayName: 'Show Answers',
			name: 'showAnswers',
			type: 'boolean',
			default: true,
			description: 'Whether to list the possible answers with their numbers below the message',
		},
	]),
];
