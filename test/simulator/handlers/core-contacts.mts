import type { CoreSchemas } from '../contract-types.mts';
import { NotFound, refused } from '../errors.mts';
import { contactEvent } from '../events.mts';
import { between, contains, inDates, page, pageOf } from '../lists.mts';
import { contactByInstagram, contactByPhone, findContact, findContactByPhone } from '../lookups.mts';
import { digitsOf, storedPhone } from '../phones.mts';
import { contactRecord } from '../records.mts';
import type { Contact } from '../state.mts';
import { contactView, fieldViews } from '../views.mts';
import type { Handlers, World } from '../world.mts';
import { disturbed } from './chat-sends.mts';
import { add } from './chat-sequences.mts';
import { join } from './core-portfolios.mts';
import { applyTags, idsFrom, mergeCustomFields, mergeMetadata, type TagOperation, tagOperation } from './merging.mts';

type Ids =
	| 'listContacts'
	| 'createContact'
	| 'listContactCustomFields'
	| 'filterContacts'
	| 'getContact'
	| 'getContactByPhone'
	| 'updateContactByPhone'
	| 'updateContactTags'
	| 'updateContactTagsByPhone'
	| 'batchSaveContacts'
	| 'updateContact'
	| 'listCustomFields';

type Field = CoreSchemas['ContactField'];
type Changes = Omit<CoreSchemas['UpdateContactRequest'], 'fields' | 'options'>;

/** Contacts and their custom fields. */
export const contactHandlers: Handlers<Ids> = {
	listContacts: ({ world, query }) => {
		const status = query.Status ?? 'ACTIVE';
		const contacts = [...world.account.contacts.values()].filter((contact) => contact.status === status);
		return pageOf(contacts.filter(inDates(query)), query, (contact) =>
			contactView(world, contact, query.IncludeDetails ?? []),
		);
	},
	filterContacts: ({ world, body }) =>
		page(filtered(world, body), body, (contact) => contactView(world, contact, body.includeDetails ?? [])),
	getContact: ({ world, path, query }) => contactView(world, findContact(world, path.id), query.IncludeDetails ?? []),
	getContactByPhone: ({ world, path, query }) =>
		contactView(world, findContactByPhone(world, path.phone), query.IncludeDetails ?? []),

	createContact: ({ world, body }) => {
		const { options, ...data } = body;
		const existing = sameIdentity(world, data);
		if (existing === undefined) return contactView(world, create(world, data));
		if (options?.getIfExists && !options.upsert) return contactView(world, existing);
		if (!options?.upsert) throw refused('Já existe um contato com estes dados');
		return contactView(world, upsert(world, existing, data, options));
	},
	batchSaveContacts: ({ world, body }) => {
		const saved = body.items.map((item) => {
			const existing = sameIdentity(world, item);
			return existing === undefined ? create(world, item) : upsert(world, existing, item, body.options ?? {});
		});
		return disturbed(
			world,
			saved.map((contact) => contactView(world, contact)),
		);
	},
	updateContact: ({ world, path, body }) => updated(world, findContact(world, path.id), body),
	updateContactByPhone: ({ world, path, body }) => updated(world, findContactByPhone(world, path.phone), body),
	updateContactTags: ({ world, path, body }) => retagged(world, findContact(world, path.id), body),
	updateContactTagsByPhone: ({ world, path, body }) => retagged(world, findContactByPhone(world, path.phone), body),

	listContactCustomFields: ({ world, query }) => fieldViews(world.account.contactFields, query.NestedList ?? false),
	listCustomFields: ({ world, query }) => {
		const { contactFields, panelFields } = world.account;
		return fieldViews(query.EntityType === 'PANEL' ? panelFields : contactFields, query.NestedList ?? false);
	},
};

function filtered(world: World, body: CoreSchemas['ContactFilterRequest']): Contact[] {
	const { account } = world;
	const tagNames = body.tagNames?.map((name) => name.toLowerCase());
	const byNames = tagNames && [...account.tags.values()].filter((t) => tagNames.includes((t.name ?? '').toLowerCase()));
	const tagIds = body.tagIds ?? byNames?.map((tag) => tag.id);
	const portfolioNames = body.portfolioNames?.map((name) => name.toLowerCase());
	const portfolioIds =
		body.portfolioIds ??
		(portfolioNames &&
			[...account.portfolios.values()]
				.filter((p) => portfolioNames.includes((p.name ?? '').toLowerCase()))
				.map((p) => p.id));
	const members =
		portfolioIds &&
		new Set(account.portfolioContacts.filter((m) => portfolioIds.includes(m.portfolioId)).map((m) => m.contactId));
	const created = between(body.createdAt?.after, body.createdAt?.before);
	const touched = between(body.updatedAt?.after, body.updatedAt?.before);
	const phone = body.phoneNumber ? digitsOf(body.phoneNumber) : null;
	const text = body.textFilter;
	const textDigits = text ? text.replace(/\D/g, '') : '';
	const equals = (stored: Record<string, unknown>, wanted: Record<string, unknown>) =>
		Object.entries(wanted).every(([key, value]) => {
			const own = stored[key];
			return Array.isArray(own)
				? [value].flat().every((v) => own.includes(v))
				: String(own ?? '') === String(value ?? '');
		});
	return [...account.contacts.values()].filter(
		(contact) =>
			(!body.status || contact.status === body.status) &&
			(!body.origin || contact.origin === body.origin) &&
			(!body.name || contains(contact.name, body.name)) &&
			(phone === null || digitsOf(contact.phoneNumber ?? '') === phone) &&
			(!body.email || contact.email?.toLowerCase() === body.email.toLowerCase()) &&
			(!body.instagram ||
				contact.instagram?.replace(/^@/, '').toLowerCase() === body.instagram.replace(/^@/, '').toLowerCase()) &&
			(!text ||
				contains(contact.name, text) ||
				contains(contact.email, text) ||
				contains(contact.instagram, text) ||
				contains(contact.annotation, text) ||
				(textDigits.length > 3 && digitsOf(contact.phoneNumber ?? '').includes(textDigits))) &&
			(!tagIds || contact.tagIds.some((id) => tagIds.includes(id))) &&
			(!members || members.has(contact.id)) &&
			(!body.customFields || equals(contact.customFields, body.customFields)) &&
			(!body.metadata || equals(contact.metadata, body.metadata)) &&
			created(contact.createdAt) &&
			touched(contact.updatedAt),
	);
}

/** The contact that already has the phone, the Instagram name or the e-mail address. */
function sameIdentity(world: World, data: Changes): Contact | undefined {
	if (data.phoneNumber) {
		const contact = contactByPhone(world, data.phoneNumber);
		if (contact) return contact;
	}
	if (data.instagram) {
		const contact = contactByInstagram(world, data.instagram);
		if (contact) return contact;
	}
	if (!data.email) return undefined;
	const email = data.email.toLowerCase();
	return [...world.account.contacts.values()].find((contact) => contact.email?.toLowerCase() === email);
}

const GIVEN: [keyof Changes, Field][] = [
	['name', 'Name'],
	['phoneNumber', 'PhoneNumber'],
	['email', 'Email'],
	['instagram', 'Instagram'],
	['annotation', 'Annotation'],
	['tagIds', 'Tags'],
	['tagNames', 'Tags'],
	['customFields', 'CustomFields'],
	['portfolioIds', 'Portfolio'],
	['portfolioNames', 'Portfolio'],
	['sequenceIds', 'SequenceIds'],
	['metadata', 'Metadata'],
];

/** The properties that a body really has. */
function givenFields(data: Changes): Field[] {
	return [...new Set(GIVEN.filter(([key]) => data[key] !== undefined).map(([, field]) => field))];
}

function create(world: World, data: Changes): Contact {
	if (!data.name && !data.phoneNumber && !data.email && !data.instagram) throw refused('Informe os dados do contato');
	const contact = contactRecord({
		id: world.random.uuid(),
		createdAt: world.clock.now(),
		companyId: world.account.companyId,
		name: data.name ?? data.phoneNumber ?? data.instagram ?? data.email ?? null,
	});
	const fields = givenFields(data).filter((field) => field !== 'Name');
	// Checked on a copy first: a refused contact must not stay behind half made.
	apply(world, structuredClone(contact), data, fields, 'ReplaceAll', false);
	world.account.contacts.set(contact.id, contact);
	apply(world, contact, data, fields, 'ReplaceAll');
	contactEvent(world, 'CONTACT_NEW', contact);
	return contact;
}

function upsert(world: World, contact: Contact, data: Changes, options: CoreSchemas['SaveContactOptions']): Contact {
	const allowed = options.upsertFields;
	const fields = givenFields(data).filter((field) => !allowed || allowed.includes(field));
	change(world, contact, data, fields, tagOperation(world, options.upsertTagOperation, 'ReplaceAll'));
	return contact;
}

/** Changes a contact and tells of it. */
export function updated(
	world: World,
	contact: Contact,
	body: CoreSchemas['UpdateContactRequest'],
): CoreSchemas['Contact'] {
	const { fields, options, ...data } = body;
	change(world, contact, data, fields ?? [], tagOperation(world, options?.tagsOperation, 'InsertIfNotExists'));
	return contactView(world, contact);
}

function retagged(
	world: World,
	contact: Contact,
	body: CoreSchemas['UpdateContactTagsRequest'],
): CoreSchemas['Contact'] {
	if (!body.tagIds && !body.tagNames) throw refused('Informe tagIds ou tagNames');
	change(world, contact, body, ['Tags'], tagOperation(world, body.operation, 'InsertIfNotExists'));
	return contactView(world, contact);
}

function change(world: World, contact: Contact, data: Changes, fields: Field[], operation: TagOperation): void {
	if (fields.length === 0) return;
	const before = contact.tagIds.join();
	apply(world, structuredClone(contact), data, fields, operation, false);
	apply(world, contact, data, fields, operation);
	contact.updatedAt = world.clock.now();
	contactEvent(world, 'CONTACT_UPDATE', contact);
	if (contact.tagIds.join() !== before) contactEvent(world, 'CONTACT_TAG_UPDATE', contact);
}

/** Applies exactly the named properties; one that is named without a value is cleared. */
function apply(
	world: World,
	contact: Contact,
	data: Changes,
	fields: Field[],
	operation: TagOperation,
	withRelations = true,
): void {
	const { account } = world;
	for (const field of fields) {
		switch (field) {
			case 'Name':
				contact.name = data.name ?? null;
				break;
			case 'PhoneNumber':
				contact.phoneNumber = data.phoneNumber ? phoneOf(world, contact, data.phoneNumber) : null;
				break;
			case 'Email':
				contact.email = data.email ?? null;
				break;
			case 'Instagram':
				contact.instagram = data.instagram ? `@${data.instagram.replace(/^@/, '')}` : null;
				break;
			case 'Annotation':
				contact.annotation = data.annotation ?? null;
				break;
			case 'PictureUrl':
				contact.pictureUrl = data.pictureUrl ?? null;
				break;
			case 'Status':
				if (data.status) contact.status = data.status;
				break;
			case 'Utm':
				contact.utm = { ...contact.utm, ...data.utm };
				break;
			case 'Metadata':
				contact.metadata = mergeMetadata(world, contact.metadata, data.metadata ?? {});
				break;
			case 'CustomFields':
				contact.customFields = mergeCustomFields(
					world,
					account.contactFields,
					contact.customFields,
					data.customFields ?? {},
				);
				break;
			case 'Tags': {
				const ids = idsFrom({ records: account.tags.values(), what: 'Etiqueta' }, data.tagIds, data.tagNames);
				contact.tagIds = applyTags(contact.tagIds, ids ?? [], operation);
				break;
			}
			case 'Portfolio': {
				const catalogue = { records: account.portfolios.values(), what: 'Carteira' };
				const ids = idsFrom(catalogue, data.portfolioIds, data.portfolioNames) ?? [];
				if (!withRelations) break;
				account.portfolioContacts = account.portfolioContacts.filter(
					(m) => m.contactId !== contact.id || ids.includes(m.portfolioId),
				);
				for (const id of ids) join(world, id, contact);
				break;
			}
			case 'SequenceIds':
				for (const id of data.sequenceIds ?? []) {
					if (!account.sequences.has(id)) throw new NotFound('Sequência não encontrada');
					if (withRelations) add(world, id, contact);
				}
				break;
		}
	}
}

function phoneOf(world: World, contact: Contact, phone: string): string {
	const digits = digitsOf(phone);
	if (digits.length < 8 || digits.length > 15) throw refused('Telefone inválido');
	const other = contactByPhone(world, digits);
	if (other !== undefined && other.id !== contact.id) throw refused('Já existe um contato com este telefone');
	return storedPhone(digits);
}
