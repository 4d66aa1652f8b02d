import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

/** Empty is for `required` to judge: n8n would stop at a picker that may be left empty. */
const ID_PATTERN = '^\\s*([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})?\\s*$';

const EXAMPLE_ID = 'e.g. 6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';

/** A way to give a value; `name` is the mode that saved workflows hold. */
function mode(
	name: string,
	displayName: string,
	details: Omit<INodePropertyMode, 'name' | 'displayName'>,
): INodePropertyMode {
	return { ...details, name, displayName };
}

function byList(searchListMethod: string): INodePropertyMode {
	return mode('list', 'From List', {
		type: 'list',
		typeOptions: { searchListMethod, searchable: true },
	});
}

function byId(what: string, displayName = 'By ID'): INodePropertyMode {
	return mode('id', displayName, {
		type: 'string',
		placeholder: EXAMPLE_ID,
		validation: [
			{
				type: 'regex',
				properties: { regex: ID_PATTERN, errorMessage: `That is not a valid ${what} ID` },
			},
		],
	});
}

interface LocatorOptions {
	displayName: string;
	name: string;
	description: string;
	required?: boolean;
	hint?: string;
	displayOptions?: INodeProperties['displayOptions'];
}

function locator(
	{ displayName, name, description, required = true, hint, displayOptions }: LocatorOptions,
	modes: INodePropertyMode[],
): INodeProperties {
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		...(required ? { required } : {}),
		description,
		...(hint === undefined ? {} : { hint }),
		...(displayOptions === undefined ? {} : { displayOptions }),
		modes,
	};
}

/** Picks a session by its contact, or takes its ID. */
export function sessionLocator(options: Partial<LocatorOptions> = {}): INodeProperties {
	return locator({ displayName: 'Session', name: 'sessionId', description: 'The conversation', ...options }, [
		byList('searchSessions'),
		byId('session'),
	]);
}

/** Picks a contact by name, or takes its ID or phone number. */
export function contactLocator(options: Partial<LocatorOptions> = {}): INodeProperties {
	return locator({ displayName: 'Contact', name: 'contactId', description: 'The contact', ...options }, [
		byList('searchContacts'),
		byId('contact'),
		mode('phone', 'By Phone', {
			type: 'string',
			placeholder: 'e.g. (11) 99999-9999',
			hint: 'Any usual spelling; outside Brazil with + and the country code',
		}),
	]);
}

/** Picks the channel that sends, or takes its number or @name. */
export function fromLocator(options: Partial<LocatorOptions> = {}): INodeProperties {
	return locator(
		{
			displayName: 'From',
			name: 'from',
			description: 'The channel of the account that sends',
			...options,
		},
		[
			byList('searchChannels'),
			mode('number', 'By Number or @Name', {
				type: 'string',
				placeholder: 'e.g. 5511999999999 or @mystore',
			}),
		],
	);
}

/** Picks a channel for a filter, or takes its ID. */
export function channelLocator(options: Partial<LocatorOptions> = {}): INodeProperties {
	return locator({ displayName: 'Channel', name: 'channelId', description: 'The channel', ...options }, [
		byList('searchChannels'),
		byId('channel'),
	]);
}

/** Picks a published automation chatbot; the value is its key, and an ID is understood too. */
export function chatbotLocator(options: Partial<LocatorOptions> = {}): INodeProperties {
	return locator(
		{
			displayName: 'Chatbot',
			name: 'chatbotKey',
			description: 'The automation chatbot to start',
			...options,
		},
		[byList('searchChatbots'), byId('chatbot', 'By Key or ID')],
	);
}

/** Picks a department, or takes its ID. */
export function departmentLocator(options: Partial<LocatorOptions> = {}): INodeProperties {
	return locator({ displayName: 'Department', name: 'departmentId', description: 'The department', ...options }, [
		byList('searchDepartments'),
		byId('department'),
	]);
}

/**
 * Picks an agent who can be put on something, or one to be managed, who need not have a user; an agent's ID and its
 * user's ID are both understood.
 */
export function agentLocator(
	options: Partial<LocatorOptions> = {},
	searchListMethod: 'searchAgents' | 'searchManagedAgents' = 'searchAgents',
): INodeProperties {
	return locator({ displayName: 'Agent', name: 'agentId', description: 'The agent', ...options }, [
		byList(searchListMethod),
		byId('agent or user'),
	]);
}

/** Picks a sequence, or takes its ID. */
export function sequenceLocator(options: Partial<LocatorOptions> = {}): INodeProperties {
	return locator({ displayName: 'Sequence', name: 'sequenceId', description: 'The sequence', ...options }, [
		byList('searchSequences'),
		byId('sequence'),
	]);
}

/** Picks an approved template (of the channel that sends, of the session's, or for passwords), or takes its ID. */
export function templateLocator(
	options: Partial<LocatorOptions> = {},
	searchListMethod: 'searchTemplates' | 'searchTemplatesOfSession' | 'searchOtpTemplates' = 'searchTemplates',
): INodeProperties {
	return locator({ displayName: 'Template', name: 'templateId', description: 'The template to send', ...options }, [
		byList(searchListMethod),
		byId('template'),
	]);
}

/** Picks a panel, or takes its ID. */
export function panelLocator(options: Partial<LocatorOptions> = {}): INodeProperties {
	return locator({ displayName: 'Panel', name: 'panelId', description: 'The panel', ...options }, [
		byList('searchPanels'),
		byId('panel'),
	]);
}

/** The panel of a card, for pickers only: a card is found by its ID alone. */
export const panelOfCardLocator: INodeProperties = panelLocator({
	required: false,
	description: 'Narrows down what the lists below show. Not needed when the card is given by ID.',
});

/** Picks a step of the chosen panel, or takes its ID. */
export function stepLocator(
	options: Partial<LocatorOptions> = {},
	searchListMethod: 'searchSteps' | 'searchStepsOfCard' | 'searchTargetSteps' = 'searchSteps',
): INodeProperties {
	return locator({ displayName: 'Step', name: 'stepId', description: 'The step of the panel', ...options }, [
		byList(searchListMethod),
		byId('step'),
	]);
}

/** Picks a card by its texts, on the chosen panel if there is one, or takes its ID. */
export function cardLocator(options: Partial<LocatorOptions> = {}): INodeProperties {
	return locator({ displayName: 'Card', name: 'cardId', description: 'The card', ...options }, [
		byList('searchCards'),
		byId('card'),
	]);
}

/** Picks a reason why cards of the chosen panel are lost, or takes its ID. */
export function lostReasonLocator(options: Partial<LocatorOptions> = {}): INodeProperties {
	return locator(
		{ displayName: 'Lost Reason', name: 'lostReasonId', description: 'Why the card is lost', ...options },
		[byList('searchLostReasons'), byId('lost reason')],
	);
}

/** Picks a tag of contacts, or takes its ID. */
export function tagLocator(options: Partial<LocatorOptions> = {}): INodeProperties {
	return locator({ displayName: 'Tag', name: 'tagId', description: 'The tag', ...options }, [
		byList('searchTags'),
		byId('tag'),
	]);
}

/** Picks a portfolio, or takes its ID. */
export function portfolioLocator(options: Partial<LocatorOptions> = {}): INodeProperties {
	return locator({ displayName: 'Portfolio', name: 'portfolioId', description: 'The portfolio', ...options }, [
		byList('searchPortfolios'),
		byId('portfolio'),
	]);
}

/** Picks a webhook subscription by its name and address, or takes its ID. */
export function webhookLocator(options: Partial<LocatorOptions> = {}): INodeProperties {
	return locator({ displayName: 'Webhook', name: 'webhookId', description: 'The webhook', ...options }, [
		byList('searchWebhooks'),
		byId('webhook'),
	]);
}

/** Picks a scheduled message that is still to go out, or takes its ID. */
export function scheduledMessageLocator(options: Partial<LocatorOptions> = {}): INodeProperties {
	return locator(
		{
			displayName: 'Scheduled Message',
			name: 'scheduledMessageId',
			description: 'The scheduled message',
			...options,
		},
		[byList('searchScheduledMessages'), byId('scheduled message')],
	);
}
