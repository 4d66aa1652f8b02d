import { isExpression } from './expressions.mts';
import {
	changedTags,
	customFields,
	listControls,
	located,
	metadata,
	type OlderResource,
	phone,
	requiredId,
} from './fields.mts';
import { group, type Json, type JsonObject, some } from './json.mts';
import { type OlderNode, shown } from './older-node.mts';

const RAW = { simplify: false };

const UTM = ['source', 'medium', 'campaign', 'content', 'headline', 'term', 'referralUrl'];

export const contact: OlderResource = {
	defaultOperation: 'listContacts',
	renamed: { getAllContacts: 'listContacts' },
	operations: {
		createContact: { to: 'create', map: createContact },
		listContacts: {
			to: 'getAll',
			list: true,
			map: (old) => ({
				...listControls(old, some({ status: status(old, 'statusContact') })),
				...RAW,
				...details(old),
			}),
		},
		getContactById: {
			to: 'get',
			map: (old) => ({ contactId: requiredId(old, 'contactId'), ...RAW, ...details(old) }),
		},
		getContactByPhone: {
			to: 'get',
			map: (old) => ({
				contactId: located('phone', phone(old, 'phonenumber') ?? ''),
				...RAW,
				...details(old),
			}),
		},
		updateContact: { to: 'update', map: updateContact },
	},
};

function details(old: OlderNode): JsonObject {
	return group('options', { includeDetails: old.choices('includeDetailsContacts') });
}

function status(old: OlderNode, name: string): Json | undefined {
	const value = old.value(name);
	return value === 'UNDEFINED' ? undefined : value;
}

function createContact(old: OlderNode): JsonObject {
	const upsert = old.flag('upsert');
	const getIfExists = old.flag('getIfExists');
	const updates = upsert === true;
	if (isExpression(upsert)) {
		old.todo.push(
			`Whether it updates was an expression, ${shown(upsert)}. It only creates now: put an IF node in front of ` +
				'this one and a second one with Create or Update.',
		);
	}
	if (updates && getIfExists !== false) {
		old.changed.push('"getIfExists" is left out: a contact that exists is updated.');
	}
	const tagIds = old.choices('tagIds');
	const fields = customFields(old, 'customFields');
	return {
		operation: updates ? 'upsert' : 'create',
		...some({ name: old.value('name'), phoneNumber: phone(old, 'phonenumber') }),
		...fields.form,
		...group('additionalFields', {
			email: old.value('email'),
			instagram: old.value('instagram'),
			annotation: old.value('annotation'),
			tagIds,
			// What the platform does by itself where a contact is created or updated.
			tagOperation: updates && tagIds !== undefined ? 'replace' : undefined,
			metadata: metadata(old, 'metadata'),
			...fields.more,
		}),
		...RAW,
		...(updates || getIfExists === false ? {} : { options: { getIfExists } }),
	};
}

function updateContact(old: OlderNode): JsonObject {
	const chosen = (field: string, ...names: string[]) => old.chose('fieldsUpdateContact', field, ...names);
	/** A chosen field that was left empty is cleared, as it was before. */
	const text = (field: string, from: string, name: string): JsonObject =>
		chosen(field, from) ? { [name]: old.value(from) ?? '' } : {};
	const ids = (field: string, from: string, name: string): JsonObject =>
		chosen(field, from) ? { [name]: old.choices(from) ?? [] } : {};
	sayIfByExpression(old, 'fieldsUpdateContact');
	const fields = chosen('CustomFields', 'customFieldsUpdateContact')
		? customFields(old, 'customFieldsUpdateContact')
		: { form: {}, more: {} };
	return {
		contactId: requiredId(old, 'contactId'),
		...fields.form,
		updateFields: {
			...text('Name', 'nameUpdateContact', 'name'),
			...text('PhoneNumber', 'phonenumberUpdateContact', 'phoneNumber'),
			...text('Email', 'emailUpdateContact', 'email'),
			...text('Instagram', 'instagramUpdateContact', 'instagram'),
			...text('Annotation', 'annotationUpdateContact', 'annotation'),
			...text('PictureUrl', 'pictureUrlUpdateContact', 'pictureUrl'),
			...(chosen('Tags', 'tagsUpdateContact') ? changedTags(old, old.choices('tagsUpdateContact')) : {}),
			...ids('Portfolio', 'portfoliosUpdateContact', 'portfolioIds'),
			...ids('SequenceIds', 'sequencesUpdateContact', 'sequenceIds'),
			...(chosen('Status', 'statusUpdateContact') ? newStatus(old) : {}),
			...(chosen('Metadata', 'metadataUpdateContact')
				? some({ metadata: metadata(old, 'metadataUpdateContact') })
				: {}),
			...(chosen('Utm', ...UTM.map(utmParameter)) ? utm(old) : {}),
			...fields.more,
		},
		...RAW,
	};
}

const utmParameter = (part: string) => `${part}UtmUpdateContact`;

function newStatus(old: OlderNode): JsonObject {
	const value = old.value('statusUpdateContact');
	if (value !== undefined) return { status: value };
	old.todo.push('The status was chosen and left empty: a contact always has one, so it is not changed.');
	return {};
}

function utm(old: OlderNode): JsonObject {
	return Object.fromEntries(
		UTM.map((part) => [`utm${part.charAt(0).toUpperCase()}${part.slice(1)}`, old.value(utmParameter(part)) ?? '']),
	);
}

/** Which fields change cannot be an expression in ours: they are there or not. */
export function sayIfByExpression(old: OlderNode, name: string): void {
	const value = old.raw(name);
	if (!isExpression(value)) return;
	old.todo.push(
		`Which fields change was an expression, ${shown(value)}. Now all fields that hold something change: take ` +
			'out those that must not.',
	);
}
