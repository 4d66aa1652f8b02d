import { type INodeProperties, NodeConnectionTypes } from 'n8n-workflow';

import { WEBHOOK_EVENTS } from '../../../client';

/** One item per event. */
export const OUTPUTS = [NodeConnectionTypes.Main];

const FROM_ACCOUNT =
	'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

function fromAccount(displayName: string, name: string, loadOptionsMethod: string, what: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod },
		default: [],
		description: `${what}. ${FROM_ACCOUNT}.`,
	};
}

const MESSAGE_TYPES = [
	['Audio', 'AUDIO'],
	['Buttons', 'BUTTONS'],
	['Contact', 'CONTACT'],
	['Document', 'DOCUMENT'],
	['Image', 'IMAGE'],
	['List', 'LIST'],
	['Location', 'LOCATION'],
	['Sticker', 'STICKER'],
	['Text', 'TEXT'],
	['Video', 'VIDEO'],
] as const;

const onlyFor = (source: string): INodeProperties['displayOptions'] => ({ show: { source: [source] } });

const filterFields: INodeProperties[] = [
	fromAccount(
		'Agent Names or IDs',
		'agentIds',
		'getAgents',
		'Only events of sessions that one of these agents handles, and of cards that one of them is responsible for',
	),
	{
		displayName: 'Author',
		name: 'authors',
		type: 'multiOptions',
		options: [
			{ name: 'Agent', value: 'agent' },
			{ name: 'API', value: 'api' },
			{ name: 'Chatbot', value: 'chatbot' },
			{ name: 'Contact', value: 'contact' },
		],
		default: [],
		description: 'Only messages that one of these wrote',
	},
	{
		displayName: 'Changed Fields',
		name: 'changedFields',
		type: 'string',
		default: '',
		placeholder: 'e.g. status, userId, tags',
		hint: 'Separated by commas, as they stand in the event under "changes"',
		description: 'Only updates of contacts, sessions and cards in which one of these fields changed',
	},
	fromAccount(
		'Channel Names or IDs',
		'channelIds',
		'getChannels',
		'Only messages and sessions of these channels. For messages their session is looked up first',
	),
	fromAccount(
		'Department Names or IDs',
		'departmentIds',
		'getDepartments',
		'Only messages and sessions of these departments. For messages their session is looked up first',
	),
	{
		displayName: 'Direction',
		name: 'direction',
		type: 'options',
		options: [
			{ name: 'Any', value: 'any' },
			{ name: 'Inbound', value: 'inbound' },
			{ name: 'Outbound', value: 'outbound' },
		],
		default: 'inbound',
		description:
			'Which way messages go. Without this filter: inbound, and Message Sent and Message Status Changed where ' +
			'they are chosen by name.',
	},
	{
		displayName: 'Handled By',
		name: 'handledBy',
		type: 'multiOptions',
		options: [
			{ name: 'Agent', value: 'agent' },
			{ name: 'Chatbot', value: 'chatbot' },
			{ name: 'Nobody', value: 'nobody' },
		],
		default: [],
		description:
			'Only messages and sessions that one of these handles now. For messages their session is looked up first.',
	},
	{
		displayName: 'Message Type',
		name: 'messageTypes',
		type: 'multiOptions',
		options: MESSAGE_TYPES.map(([name, value]) => ({ name, value })),
		default: [],
		description: 'Only messages of these types',
	},
	fromAccount('Panel Names or IDs', 'panelIds', 'getPanels', 'Only cards and notes of these panels'),
	{
		...fromAccount('Step Names or IDs', 'stepIds', 'getSteps', 'Only cards that are in one of these steps'),
		typeOptions: { loadOptionsMethod: 'getSteps', loadOptionsDependsOn: ['filters.panelIds'] },
	},
	fromAccount(
		'Tag Names or IDs',
		'tagIds',
		'getContactTags',
		'Only contacts with one of these tags, and their messages and sessions. For messages the session is looked ' +
			'up first',
	),
	{
		displayName: 'Text Contains',
		name: 'textContains',
		type: 'string',
		default: '',
		placeholder: 'e.g. price',
		description: 'Only messages with this text in them, whatever the case and the accents',
	},
	{
		displayName: 'Text Equals',
		name: 'textEquals',
		type: 'string',
		default: '',
		placeholder: 'e.g. stop',
		description: 'Only messages of exactly this text, whatever the case and the accents',
	},
	{
		displayName: 'Text Matches (Regex)',
		name: 'textPattern',
		type: 'string',
		default: '',
		placeholder: 'e.g. ^order\\s+\\d+$',
		hint: 'As /.../i for any case. The first 20,000 characters are searched.',
		description: 'Only messages whose text matches this regular expression',
	},
];

const optionFields: INodeProperties[] = [
	{
		displayName: 'Allowed Addresses',
		name: 'allowedAddresses',
		type: 'string',
		default: '',
		placeholder: 'e.g. 18.215.79.89, 10.0.0.0/8',
		hint: 'Behind a proxy, n8n must know how many proxies there are (N8N_PROXY_HOPS)',
		description: 'Addresses that may call, separated by commas; ranges as 10.0.0.0/8. Empty: any address.',
	},
	{
		displayName: 'Download Files',
		name: 'downloadFiles',
		type: 'boolean',
		default: false,
		description: 'Whether to download the files of an event into the binary fields data, data_1 and so on',
	},
	{
		displayName: 'Ignore Awaited Replies',
		name: 'ignoreAwaitedReplies',
		type: 'boolean',
		default: true,
		description: 'Whether a message that answers a waiting question of another workflow starts no run',
	},
	{
		displayName: 'Ignore Own Actions',
		name: 'ignoreOwn',
		type: 'boolean',
		default: true,
		description:
			'Whether what this n8n did itself starts no run, such as an update of a contact by this very workflow. In ' +
			'queue mode workers do not know of one another.',
	},
	{
		displayName: 'Raw Payload',
		name: 'rawPayload',
		type: 'boolean',
		default: false,
		description: 'Whether to add the event as the platform sent it, under "raw"',
	},
	{
		displayName: 'Resolve',
		name: 'resolve',
		type: 'multiOptions',
		options: [
			{ name: 'Contact', value: 'contact' },
			{ name: 'Session', value: 'session' },
		],
		default: [],
		description: 'What to look up and add to the item. The call is answered before.',
	},
];

const BLOCK_OPTIONS = ['allowedAddresses', 'downloadFiles', 'rawPayload', 'resolve'];

/** The trigger's fields, in panel order. */
export const triggerFields: INodeProperties[] = [
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Account',
				value: 'account',
				description: 'Events of the account. The node subscribes to them by itself.',
			},
			{
				name: 'Chatbot Block',
				value: 'chatbotBlock',
				description: 'The webhook block of a chatbot, which waits for the answer of the workflow',
			},
		],
		default: 'account',
		description: 'Where the events come from',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		displayOptions: onlyFor('account'),
		options: [
			{ name: 'Any Event', value: 'any', description: 'All that the account offers, also those that are yet unknown' },
			...Object.entries(WEBHOOK_EVENTS)
				.map(([value, name]) => ({ name, value }))
				.sort((a, b) => a.name.localeCompare(b.name, 'en')),
		].sort((a, b) => a.name.localeCompare(b.name, 'en')),
		default: ['MESSAGE_RECEIVED'],
		description: 'What starts the workflow',
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		displayOptions: onlyFor('account'),
		default: {},
		description:
			'What does not pass starts no run. A filter concerns the events that have what it looks at; others pass.',
		options: filterFields,
	},
	{
		displayName:
			'Copy the Production URL above into the webhook block of the chatbot. Whoever knows it can start this workflow.',
		name: 'blockNotice',
		type: 'notice',
		displayOptions: onlyFor('chatbotBlock'),
		default: '',
	},
	{
		displayName: 'Respond',
		name: 'respond',
		type: 'options',
		displayOptions: onlyFor('chatbotBlock'),
		options: [
			{
				name: 'Immediately',
				value: 'immediately',
				description: 'The conversation goes on by the block’s main exit at once',
			},
			{
				name: 'Using Respond to Chatbot Block',
				value: 'respondNode',
				description: 'A WTS Chat node with the operation Respond of the resource Chatbot answers',
			},
			{
				name: 'When Last Node Finishes',
				value: 'lastNode',
				description: 'The data of the last node is the answer, as the block takes it',
			},
		],
		default: 'respondNode',
		description: 'When and how the block gets its answer',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		displayOptions: onlyFor('account'),
		default: {},
		options: optionFields,
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		displayOptions: onlyFor('chatbotBlock'),
		default: {},
		options: optionFields.filter(({ name }) => BLOCK_OPTIONS.includes(name)),
	},
];
