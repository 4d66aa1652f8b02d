import type { INodeProperties } from 'n8n-workflow';

import {
	type ContactNames,
	contactFieldsOf,
	contactIdentities,
	hasUnseen,
	isNoIdentity,
	knownContactNames,
	listContactFields,
	type NewContact,
	readInstagram,
	type SaveOptions,
	type WtsClient,
} from '../../../client';
import type { ItemReader, ParameterReader } from '../core/reader';
import { accountList } from './accountList';
import { collectionField } from './collections';
import { customFieldsField, customFieldsJsonField, readGivenCustomFields } from './customFields';
import { fitCustomFields, type GivenCustomFields } from './customFieldValues';
import { metadataFields, readMetadata } from './metadata';
import { filled } from './names';
import { readTagOperation, readTags, tagFields } from './tags';

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Ana Souza',
};

export const phoneNumberField: INodeProperties = {
	displayName: 'Phone Number',
	name: 'phoneNumber',
	type: 'string',
	default: '',
	placeholder: 'e.g. (11) 99999-9999',
	description:
		'WhatsApp number in any usual spelling. Without + it is one of the Default Country of the credential; with ' +
		'+ the country code comes first.',
};

export const emailField: INodeProperties = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	default: '',
	placeholder: 'e.g. ana@example.com',
};

export const instagramField: INodeProperties = {
	displayName: 'Instagram',
	name: 'instagram',
	type: 'string',
	default: '',
	placeholder: 'e.g. @ana.souza',
	description: 'User name on Instagram, with or without the @',
};

const portfolioIdsField: INodeProperties = accountList('Portfolio', 'portfolioIds', 'getPortfolios');

/**
 * Portfolios by name and by ID; `names` is what the first of the fields says, `lead` goes before what the other says.
 */
export function portfolioFields({ names, lead }: { names: string; lead?: string }): INodeProperties[] {
	return [
		{
			displayName: 'Portfolio Names',
			name: 'portfolioNames',
			type: 'string',
			default: '',
			placeholder: 'e.g. Retail, Wholesale',
			description: names,
		},
		lead === undefined
			? portfolioIdsField
			: { ...portfolioIdsField, description: `${lead} ${portfolioIdsField.description ?? ''}.` },
	];
}

/** Optional fields that creations and updates of a contact have alike, for a collection. */
export function contactDetailFields({ removable }: { removable: boolean }): INodeProperties[] {
	return [
		{
			displayName: 'Annotation',
			name: 'annotation',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. Prefers to be called in the afternoon',
			description: 'Notes of the team that the contact does not see',
		},
		customFieldsJsonField,
		emailField,
		instagramField,
		...metadataFields({ removable }),
		...portfolioFields({
			names: 'Names of portfolios, separated by commas; not together with portfolios by ID',
		}),
		accountList('Sequence', 'sequenceIds', 'getSequences'),
		...tagFields('getContactTags'),
	];
}

/** The form for a contact that is created; `upsert` is for one that may exist already. */
export function newContactFields({
	upsert,
	more = [],
}: {
	upsert: boolean;
	more?: INodeProperties[];
}): INodeProperties[] {
	return [
		nameField,
		phoneNumberField,
		// A contact that exists has its required fields already.
		customFieldsField(upsert ? 'getContactCustomFields' : 'getNewContactCustomFields'),
		collectionField('Additional Fields', 'additionalFields', 'Add field', [
			...contactDetailFields({ removable: upsert }),
			...more,
		]),
	];
}

/** A contact as the user gave it. */
export interface GivenContact {
	/** All but the custom fields, which depend on the account. */
	contact: NewContact;
	customFields?: GivenCustomFields;
}

/** Reads the form for a contact that is created. Empty fields are left out. */
export function readNewContact(item: ItemReader): GivenContact {
	const more = item.group('additionalFields');
	return {
		contact: {
			name: filled(item, 'name'),
			phoneNumber: item.optionalPhone('phoneNumber'),
			email: optionalEmail(more, 'email'),
			instagram: optionalInstagram(more, 'instagram'),
			annotation: more.optionalText('annotation'),
			...readTags(more),
			...readPortfolios(more),
			sequenceIds: more.optionalIds('sequenceIds'),
			metadata: readMetadata(more),
		},
		customFields: readGivenCustomFields(item, more, 'leaveOut'),
	};
}

/** Reads the form for a contact that may exist; only what is filled in may change. */
export function readUpsert(item: ItemReader): GivenContact & { options: SaveOptions } {
	const given = readNewContact(item);
	const { contact } = given;
	if (contactIdentities(contact).length === 0) {
		throw item.inputError(
			'phoneNumber',
			'is empty, and so are "Email" and "Instagram"',
			'A contact that may exist is recognized by its phone number, email address or Instagram user: give one of them.',
		);
	}
	const upsertFields = contactFieldsOf({
		...contact,
		customFields: given.customFields === undefined ? undefined : {},
	});
	const { upper } = readTagOperation(item.group('additionalFields'));
	return {
		...given,
		options: { upsertFields, ...(upsertFields.includes('Tags') ? { upsertTagOperation: upper } : {}) },
	};
}

/** Reads portfolios by ID or by name; the platform ignores names when IDs are given, so both are refused. */
export function readPortfolios(item: ParameterReader): { portfolioIds?: string[]; portfolioNames?: string[] } {
	const portfolioIds = item.optionalIds('portfolioIds');
	const portfolioNames = item.optionalTexts('portfolioNames');
	if (portfolioIds !== undefined && portfolioNames !== undefined) {
		throw item.inputError(
			'portfolioNames',
			`cannot be combined with "${item.label('portfolioIds')}"`,
			'Give portfolios by name or by ID.',
		);
	}
	return { portfolioIds, portfolioNames };
}

/** One address, without a scheme, a name or quotes. */
const ADDRESS = /^([^\s@"<>()[\]\\,;:]+)@[^\s@"<>()[\]\\,;:]+\.[^\s@"<>()[\]\\,;:.]+$/;

/** An e-mail address; undefined when it is empty. */
export function optionalEmail(item: ParameterReader, name: string): string | undefined {
	const text = filled(item, name);
	if (text === undefined) return undefined;
	const [, local] = ADDRESS.exec(text) ?? [];
	if (local !== undefined && !hasUnseen(text) && !isNoIdentity(local)) return text;
	throw item.inputError(
		name,
		`is not an email address: "${text}"`,
		'Write one address such as ana@example.com, without a name or invisible characters, or leave it empty.',
	);
}

/** A part of an e-mail address to search for; undefined when it is empty. */
export function optionalEmailFilter(item: ParameterReader, name: string): string | undefined {
	const text = filled(item, name);
	if (text === undefined || !(hasUnseen(text) || isNoIdentity(text) || /[\s"<>(),;:]/.test(text))) return text;
	throw item.inputError(name, `is not an email address: "${text}"`, 'Write an address such as ana@example.com.');
}

/** A user name on Instagram with its @, from one with or without it or from a profile's address. */
export function optionalInstagram(item: ParameterReader, name: string): string | undefined {
	const text = filled(item, name);
	if (text === undefined) return undefined;
	const user = readInstagram(text);
	if (user.ok) return user.value;
	throw item.inputError(name, `${user.problem}: "${text}"`, user.advice);
}

/**
 * Looks up what a contact names: custom fields in the types that the account gave them, tags and portfolios in its
 * spelling. What the account does not have is refused: the platform would drop it without a word.
 */
export async function resolveContact<Contact extends ContactNames>(
	contact: Contact,
	customFields: GivenCustomFields | undefined,
	client: WtsClient,
): Promise<Contact & { customFields?: Record<string, unknown> }> {
	return {
		...contact,
		...(await knownContactNames(client, contact)),
		customFields: await contactFieldValues(customFields, client),
	};
}

/**
 * Custom fields in the types that the account gave them; refuses those that it does not have and values that do not
 * fit.
 */
export async function contactFieldValues(
	given: GivenCustomFields | undefined,
	client: WtsClient,
): Promise<Record<string, unknown> | undefined> {
	return given === undefined ? undefined : fitCustomFields(given, await listContactFields(client));
}
