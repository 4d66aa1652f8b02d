import type { INodeProperties } from 'n8n-workflow';

import type { ContactChanges, CoreSchemas } from '../../../../client';
import type { ItemReader, ParameterReader } from '../../core/reader';
import { clearableFields, collectionField } from '../../shared/collections';
import {
	contactDetailFields,
	nameField,
	optionalEmail,
	optionalInstagram,
	phoneNumberField,
	readPortfolios,
} from '../../shared/contactData';
import { customFieldsField, readGivenCustomFields } from '../../shared/customFields';
import type { GivenCustomFields } from '../../shared/customFieldValues';
import { readMetadata } from '../../shared/metadata';
import { filled } from '../../shared/names';
import { readTagChanges, readTagOperation, tagOperationField } from '../../shared/tags';
import { CONTACT_STATUSES, contactStatusOptions } from './status';

/** The writable parts of UTM: name, label and an example each. */
const UTM = [
	['campaign', 'UTM Campaign', 'summer-sale'],
	['content', 'UTM Content', 'banner-a'],
	['headline', 'UTM Headline', 'Summer is here'],
	['medium', 'UTM Medium', 'cpc'],
	['referralUrl', 'UTM Referral URL', 'https://example.com/landing'],
	['source', 'UTM Source', 'google'],
	['term', 'UTM Term', 'running shoes'],
] as const satisfies ReadonlyArray<[keyof CoreSchemas['Utm'], string, string]>;

type UtmKey = (typeof UTM)[number][0];

const utmName = (key: UtmKey) => `utm${key.charAt(0).toUpperCase()}${key.slice(1)}`;

/** The form for changes of a contact. */
export const contactChangeFields: INodeProperties[] = [
	collectionField(
		'Update Fields',
		'updateFields',
		'Add field',
		clearableFields([
			nameField,
			phoneNumberField,
			...contactDetailFields({ removable: true }),
			tagOperationField,
			{
				displayName: 'Picture URL',
				name: 'pictureUrl',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://example.com/ana.jpg',
				description: 'Public address of an image',
			},
			{
				displayName: 'Status',
				name: 'status',
				type: 'options',
				options: contactStatusOptions,
				default: 'ACTIVE',
			},
			...UTM.map(
				([key, displayName, example]): INodeProperties => ({
					displayName,
					name: utmName(key),
					type: 'string',
					default: '',
					placeholder: `e.g. ${example}`,
				}),
			),
		]),
	),
	customFieldsField('getContactCustomFields'),
];

/** Changes of a contact as the user gave them. */
export interface GivenChanges {
	/** All but the custom fields, which depend on the account; null clears. */
	changes: ContactChanges;
	customFields?: GivenCustomFields;
	tagsOperation: CoreSchemas['TagOperation'];
}

/** Reads what the user added to the form; a field that was left empty is cleared. */
export function readContactChanges(item: ItemReader): GivenChanges {
	const update = item.group('updateFields');
	return {
		changes: {
			name: update.clearable('name', (name) => filled(update, name)),
			phoneNumber: update.clearable('phoneNumber', (name) => update.optionalPhone(name)),
			email: update.clearable('email', (name) => optionalEmail(update, name)),
			instagram: update.clearable('instagram', (name) => optionalInstagram(update, name)),
			annotation: update.clearable('annotation', (name) => update.optionalText(name)),
			pictureUrl: update.clearable('pictureUrl', (name) => update.optionalUrl(name)),
			status: update.isAdded('status') ? update.choice('status', CONTACT_STATUSES) : undefined,
			...readTagChanges(update),
			...readPortfolioChanges(update),
			sequenceIds: update.clearableList('sequenceIds', (name) => update.optionalIds(name)),
			utm: readUtm(update),
			metadata: readMetadata(update),
		},
		customFields: readGivenCustomFields(item, update, 'clear'),
		tagsOperation: readTagOperation(update).pascal,
	};
}

function readPortfolioChanges(update: ParameterReader): Pick<ContactChanges, 'portfolioIds' | 'portfolioNames'> {
	if (update.cleared('portfolioIds') || update.cleared('portfolioNames')) return { portfolioIds: [] };
	const portfolios = readPortfolios(update);
	const added = update.isAdded('portfolioIds') || update.isAdded('portfolioNames');
	const empty = portfolios.portfolioIds === undefined && portfolios.portfolioNames === undefined;
	return added && empty ? { portfolioIds: [] } : portfolios;
}

function readUtm(update: ParameterReader): ContactChanges['utm'] {
	const added = UTM.filter(([key]) => update.isAdded(utmName(key)));
	if (added.length === 0) return undefined;
	return Object.fromEntries(
		added.map(([key]) => [key, update.clearable(utmName(key), (name) => filled(update, name))]),
	);
}
