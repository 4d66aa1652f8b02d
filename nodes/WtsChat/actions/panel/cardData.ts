import type { INodeProperties } from 'n8n-workflow';

import {
	type CardValues,
	type ContactReference,
	contactIdOf,
	listPanelFields,
	panelTagIds,
	resolveUserId,
	type WtsClient,
} from '../../../../client';
import type { ItemReader, ParameterReader } from '../../core/reader';
import { readContactReference } from '../../shared/contactReference';
import { customFieldsJsonField, readGivenCustomFields } from '../../shared/customFields';
import { fitCustomFields, type GivenCustomFields } from '../../shared/customFieldValues';
import { dateField } from '../../shared/lists';
import { agentLocator, contactLocator, sessionLocator } from '../../shared/locators';
import { metadataFields, readMetadata } from '../../shared/metadata';
import { fitting } from '../../shared/names';
import { readTagChanges, readTags, tagFields } from '../../shared/tags';

/** Most characters that the platform takes. */
const LONGEST = { title: 500, description: 8000 };

/** Panel tags and forms reload when another panel is chosen ... */
export const PANEL = ['panelId.value'];

/** ... or a card of another one. */
export const PANEL_OR_CARD = [...PANEL, 'cardId.value'];

/** Tags of the chosen panel. */
export const panelTagFields = tagFields('getPanelTags', PANEL);

/** Tags of the chosen panel, or of the panel of the chosen card. */
export const panelTagsOfCardFields = tagFields('getPanelTagsOfCard', PANEL_OR_CARD);

export const titleField: INodeProperties = {
	displayName: 'Title',
	name: 'title',
	type: 'string',
	default: '',
	placeholder: 'e.g. Annual plan for Ana Souza',
};

/** Optional values that new cards and updates have alike, for a collection. */
export function cardValueFields({
	removable,
	tags,
}: {
	removable: boolean;
	tags: readonly INodeProperties[];
}): INodeProperties[] {
	return [
		customFieldsJsonField,
		{
			displayName: 'Description',
			name: 'description',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. Wants an offer until Friday',
		},
		dateField('Due Date', 'dueDate', 'In the time zone of the workflow unless the value says otherwise'),
		...metadataFields({ removable }),
		{
			displayName: 'Monetary Amount',
			name: 'monetaryAmount',
			type: 'number',
			typeOptions: { numberPrecision: 2 },
			default: 0,
			description: 'Value of the deal',
		},
		{
			displayName: 'Position',
			name: 'position',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'Place within the step',
		},
		agentLocator({
			displayName: 'Responsible Agent',
			required: false,
			description: 'The agent in charge of the card',
			hint: 'An agent without a user cannot be put in charge',
		}),
		sessionLocator({ required: false, description: 'The conversation that the card is about' }),
		...tags,
	];
}

/** The contacts of a card, for a collection: one from the list, or several by ID and by phone number. */
export const cardContactFields: INodeProperties[] = [
	contactLocator({ required: false, description: 'The contact that the card is about' }),
	{
		displayName: 'Contact IDs',
		name: 'contactIds',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.contactIds }}',
		description: 'IDs of several contacts, separated by commas, or a list by expression',
	},
	{
		displayName: 'Contact Phone Numbers',
		name: 'phoneNumbers',
		type: 'string',
		default: '',
		placeholder: 'e.g. (11) 99999-9999, +1 415 555 2671',
		description: 'Phone numbers of contacts of the account, separated by commas, or a list by expression',
	},
];

/** Values of a card as the user gave them. */
export interface GivenCard {
	/** Those that are sent as they are; null clears. */
	plain: Pick<CardValues, 'description' | 'dueDate' | 'metadata' | 'monetaryAmount' | 'position' | 'sessionId'>;
	/** By either ID; null takes the card away from its agent. */
	agentId?: string | null;
	contacts?: ContactReference[];
	tags: { tagIds?: string[]; tagNames?: string[] };
	customFields?: GivenCustomFields;
}

/** Reads the values of a card that is created, from Additional Fields. Empty ones are left out. */
export function readNewCard(item: ItemReader): GivenCard {
	const more = item.group('additionalFields');
	return {
		plain: {
			description: optionalCardText(more, 'description'),
			dueDate: more.optionalDateTime('dueDate'),
			metadata: readMetadata(more),
			monetaryAmount: more.optionalNumber('monetaryAmount'),
			position: readPosition(more),
			sessionId: more.optionalId('sessionId'),
		},
		agentId: more.optionalId('agentId'),
		contacts: readContacts(more),
		tags: readTags(more),
		customFields: readGivenCustomFields(item, more, 'leaveOut'),
	};
}

/** Reads changes of a card, from Update Fields; a field that was added and left empty is cleared. */
export function readCardChanges(item: ItemReader): GivenCard {
	const update = item.group('updateFields');
	const contacts = ['contactId', 'contactIds', 'phoneNumbers'];
	return {
		plain: {
			description: update.clearable('description', () => optionalCardText(update, 'description')),
			dueDate: update.clearable('dueDate', (name) => update.optionalDateTime(name)),
			metadata: readMetadata(update),
			monetaryAmount: update.clearable('monetaryAmount', (name) => update.optionalNumber(name)),
			position: readPosition(update),
			sessionId: update.clearable('sessionId', (name) => update.optionalId(name)),
		},
		agentId: update.clearable('agentId', (name) => update.optionalId(name)),
		contacts: contacts.some((name) => update.cleared(name))
			? []
			: (readContacts(update) ?? (contacts.some((name) => update.isAdded(name)) ? [] : undefined)),
		tags: readTagChanges(update),
		customFields: readGivenCustomFields(item, update, 'clear'),
	};
}

/** A title or description; undefined when it is blank. */
export function optionalCardText(item: ParameterReader, name: keyof typeof LONGEST): string | undefined {
	const text = item.optionalText(name);
	return text === undefined ? undefined : fitting(item, name, text, LONGEST[name]);
}

/** A title that must be there. */
export function cardTitle(item: ParameterReader): string {
	const title = optionalCardText(item, 'title');
	if (title === undefined) throw item.emptyError('title');
	return title;
}

function readPosition(item: ParameterReader): number | undefined {
	return item.optionalNumber('position', { min: 0, max: 2_147_483_647 });
}

function readContacts(item: ParameterReader): ContactReference[] | undefined {
	const one = readContactReference(item);
	const contacts = [
		...(one === undefined ? [] : [one]),
		...(item.optionalIds('contactIds') ?? []).map((id) => ({ id })),
		...(item.optionalPhones('phoneNumbers') ?? []).map((phone) => ({ phone })),
	];
	return contacts.length === 0 ? undefined : contacts;
}

/** What the platform takes for what was given: user, contacts and tags by ID, custom fields by type. */
export interface ResolvedCard extends CardValues {
	contactIds?: string[];
}

/**
 * Looks up what the values of a card name; each thing is asked for once per run. `panelId` says
 * whose tags and custom fields they are, and is called only when it matters.
 */
export async function resolveCard(
	{ plain, agentId, contacts, tags, customFields }: GivenCard,
	panelId: () => Promise<string>,
	client: WtsClient,
): Promise<ResolvedCard> {
	const { tagIds, tagNames } = tags;
	return {
		...plain,
		responsibleUserId: agentId ? await resolveUserId(client, agentId) : agentId,
		contactIds: contacts && [
			...new Set(await Promise.all(contacts.map(async (one) => await contactIdOf(client, one)))),
		],
		tagIds: tagNames === undefined ? tagIds : await panelTagIds(client, await panelId(), tagNames),
		customFields: customFields && fitCustomFields(customFields, await listPanelFields(client, await panelId())),
	};
}
