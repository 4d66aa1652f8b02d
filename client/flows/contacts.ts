import type { WtsClient } from '../core/client';
import { notFound, refuse, type WtsApiError } from '../core/errors';
import { ifAllowed, ifFound, perClient } from '../core/memo';
import type { BodyOf, CoreSchemas } from '../core/routes';
import { lookupVariants, storedAsSent } from '../values/phone';
import { selectorsOf } from '../values/selectors';
import { changedFields } from './changedFields';

export type Contact = CoreSchemas['Contact'];
export type ContactDetail = CoreSchemas['ContactDetail'];
export type ContactField = CoreSchemas['ContactField'];

/** Which contact: by ID, or by phone number (digits with the country code). */
export type ContactReference = { id: string } | { phone: string };

/** What a contact is created with. */
export type NewContact = CoreSchemas['BatchContactItem'];

/** What an update of a contact may change; null clears. */
export type ContactChanges = Omit<BodyOf<'PUT /core/v2/contact/{id}'>, 'fields' | 'options'>;

/**
 * Gets a contact by ID (GET /core/v1/contact/{id}) or by phone number
 * (GET /core/v1/contact/phonenumber/{phone}). A mobile number of Brazil, Mexico or
 * Argentina is looked up in both of its spellings.
 * @throws {WtsApiError} NOT_FOUND when there is no such contact.
 */
export async function getContact(
	client: WtsClient,
	reference: ContactReference,
	includeDetails?: ContactDetail[],
): Promise<Contact> {
	const query = { IncludeDetails: includeDetails };
	if ('id' in reference) {
		return await client.request('GET /core/v1/contact/{id}', { path: { id: reference.id }, query });
	}
	const [asGiven = reference.phone, ...others] = lookupVariants(reference.phone);
	const byPhone = async (phone: string) =>
		await client.request('GET /core/v1/contact/phonenumber/{phone}', { path: { phone }, query });
	const first = byPhone(asGiven);
	const asWritten = await ifFound(first);
	if (asWritten !== undefined) return asWritten;
	for (const phone of others) {
		const found = await ifFound(byPhone(phone));
		if (found !== undefined) return found;
	}
	return await first;
}

/** What a contact is known by. */
export interface KnownContact {
	id: string;
	/** What it is called, when it was read and shows something. */
	title?: string;
}

/** What a contact is called: its name, or else by what it is reached; undefined when it shows neither. */
export function contactTitle({ name, phoneNumberFormatted, phoneNumber, instagram }: Contact): string | undefined {
	return name ?? phoneNumberFormatted ?? phoneNumber ?? instagram ?? undefined;
}

/** A run may ask for thousands of numbers, so little is kept of each contact. */
const knownByPhone = perClient(async (client, phone): Promise<KnownContact> => {
	const contact = await getContact(client, { phone });
	if (contact.id) return { id: contact.id, title: contactTitle(contact) };
	throw notFound(`The contact with the number ${phone} shows no ID`, 'Give the contact by its ID.');
});

/**
 * The ID of a contact, and what it is called if that had to be read; a phone number is looked up once per client, with
 * and without its ninth digit.
 * @throws {WtsApiError} NOT_FOUND when no contact has the number.
 */
export async function knownContact(client: WtsClient, reference: ContactReference): Promise<KnownContact> {
	return 'id' in reference ? { id: reference.id.toLowerCase() } : await knownByPhone(client, reference.phone);
}

/**
 * The ID of a contact; a phone number is looked up once per client, with and without its ninth digit.
 * @throws {WtsApiError} NOT_FOUND when no contact has the number.
 */
export async function contactIdOf(client: WtsClient, reference: ContactReference): Promise<string> {
	return (await knownContact(client, reference)).id;
}

/**
 * The spelling of a number under which the account has a contact, with or without the ninth digit
 * (GET /core/v1/contact/phonenumber/{phone}); undefined when there is no such contact, and when the token may not
 * look. A number that can be spelled in one way only is returned without a request.
 */
export async function storedPhone(client: WtsClient, phone: string): Promise<string | undefined> {
	const variants = lookupVariants(phone);
	if (variants.length === 1) return phone;
	return (await contactAtPhone(client, phone))?.phone;
}

/** Whether the token was refused contacts: what is not allowed once is not asked for again. */
const contactAccess = perClient(async () => ({ refused: false }));

/**
 * The contact that has a phone number, in any way the account may have stored it (GET
 * /core/v1/contact/phonenumber/{phone}), with that spelling; undefined when there is none, and when the token may not
 * look.
 */
export async function contactAtPhone(
	client: WtsClient,
	phone: string,
): Promise<{ contact: Contact; phone: string } | undefined> {
	const access = await contactAccess(client);
	for (const variant of lookupVariants(phone)) {
		if (access.refused) return undefined;
		const asked = client.request('GET /core/v1/contact/phonenumber/{phone}', { path: { phone: variant } });
		const answer = await ifAllowed(ifFound(asked).then((contact) => ({ contact })));
		if (answer === undefined) access.refused = true;
		else if (answer.contact !== undefined) return { contact: answer.contact, phone: variant };
	}
	return undefined;
}

/** A contact to be saved with its number as the account has it: under another spelling it would be a second one. */
export async function asStored<T extends NewContact>(client: WtsClient, contact: T): Promise<T> {
	const { phoneNumber } = contact;
	if (!phoneNumber) return contact;
	return { ...contact, phoneNumber: (await storedPhone(client, phoneNumber)) ?? phoneNumber };
}

/**
 * Creates a contact (POST /core/v1/contact).
 * @throws {WtsApiError} INVALID_REQUEST naming the contact that has the phone number already.
 */
export async function createContact(
	client: WtsClient,
	contact: NewContact,
	{ getIfExists = false } = {},
): Promise<Contact | undefined> {
	if (getIfExists) {
		const body = { ...(await asStored(client, contact)), options: { getIfExists } };
		return await client.request('POST /core/v1/contact', { body });
	}
	const found = contact.phoneNumber ? await contactAtPhone(client, contact.phoneNumber) : undefined;
	if (found === undefined) return await client.request('POST /core/v1/contact', { body: contact });
	throw refuse(
		`The contact ${found.contact.id ?? found.contact.name ?? ''} has the phone number ${found.phone} already`,
		'Get it, or update it by its ID, instead of creating another.',
		'POST /core/v1/contact',
		'exists',
	);
}

/**
 * Does `write` with a phone number, and when the platform finds nothing, with the other spelling that
 * the account has a contact under.
 * @throws {WtsApiError} NOT_FOUND when there is no such contact.
 */
export async function atPhone<T>(client: WtsClient, phone: string, write: (phone: string) => Promise<T>): Promise<T> {
	// A write may answer nothing at all.
	const first = write(phone).then((answer) => ({ answer }));
	const done = await ifFound(first);
	if (done !== undefined) return done.answer;
	const stored = await storedPhone(client, phone);
	// When the contact is there, it is something else that was not found, such as a tag.
	return stored === undefined || stored === phone ? (await first).answer : await write(stored);
}

/** The platform's selector of each property. */
const FIELD_OF = {
	annotation: 'Annotation',
	customFields: 'CustomFields',
	email: 'Email',
	instagram: 'Instagram',
	metadata: 'Metadata',
	name: 'Name',
	phoneNumber: 'PhoneNumber',
	pictureUrl: 'PictureUrl',
	portfolioIds: 'Portfolio',
	portfolioNames: 'Portfolio',
	sequenceIds: 'SequenceIds',
	status: 'Status',
	tagIds: 'Tags',
	tagNames: 'Tags',
	utm: 'Utm',
} as const satisfies Record<keyof ContactChanges, ContactField>;

/** The selectors of the properties that are given; one that is undefined is not. */
export function contactFieldsOf(changes: ContactChanges): ContactField[] {
	return selectorsOf(FIELD_OF, changes);
}

/**
 * Changes exactly what `changes` gives, by ID (PUT /core/v2/contact/{id}) or by phone number, with
 * or without its ninth digit (PUT /core/v1/contact/phonenumber/{phone}).
 * Returns the contact, or undefined when the answer is empty.
 * @throws {WtsApiError} INVALID_REQUEST when nothing is to be changed; NOT_FOUND.
 */
export async function updateContact(
	client: WtsClient,
	reference: ContactReference,
	changes: ContactChanges,
	tagsOperation?: CoreSchemas['TagOperation'],
): Promise<Contact | undefined> {
	const fields = changedFields(FIELD_OF, changes);
	const body = {
		...changes,
		fields,
		...(fields.includes('Tags') ? { options: { tagsOperation } } : {}),
	};
	if ('id' in reference) {
		return await client.request('PUT /core/v2/contact/{id}', { path: reference, body });
	}
	return await atPhone(
		client,
		reference.phone,
		async (phone) => await client.request('PUT /core/v1/contact/phonenumber/{phone}', { path: { phone }, body }),
	);
}

/**
 * Adds, removes or replaces a contact's tags, by ID (POST /core/v1/contact/{id}/tags) or by phone
 * number, with or without its ninth digit (POST /core/v1/contact/phonenumber/{phone}/tags).
 * Returns the contact, or undefined when the answer is empty.
 * @throws {WtsApiError} NOT_FOUND when there is no such contact or tag.
 */
export async function updateContactTags(
	client: WtsClient,
	reference: ContactReference,
	body: BodyOf<'POST /core/v1/contact/{id}/tags'>,
): Promise<Contact | undefined> {
	if ('id' in reference) {
		return await client.request('POST /core/v1/contact/{id}/tags', { path: reference, body });
	}
	return await atPhone(
		client,
		reference.phone,
		async (phone) => await client.request('POST /core/v1/contact/phonenumber/{phone}/tags', { path: { phone }, body }),
	);
}

/** How a batch changes the contacts that exist. */
export type SaveOptions = Pick<CoreSchemas['SaveContactOptions'], 'upsertFields' | 'upsertTagOperation'>;

/** What became of one contact of a batch. */
export type SavedContact = { contact: Contact } | { error: WtsApiError };

/**
 * What the platform recognizes a contact by: phone, Instagram user and e-mail address, each in one
 * spelling. Numbers that differ in the ninth digit only are the same.
 */
export function contactIdentities({ phoneNumber, instagram, email }: NewContact): string[] {
	const [shortest] = lookupVariants(storedAsSent(phoneNumber) ?? '').sort((a, b) => a.length - b.length);
	return keys(shortest, instagram, email);
}

function exactKeys({ phoneNumber, instagram, email }: NewContact): string[] {
	return keys(storedAsSent(phoneNumber), instagram, email);
}

const BATCH_ROUTE = 'POST /core/v2/contact/batch';

/**
 * Creates or updates up to 100 contacts in one request (POST /core/v2/contact/batch). No two of them
 * may share an identity (see `contactIdentities`).
 *
 * Returns what became of each, in the order given. The platform promises neither order nor
 * completeness, so results are found by phone, Instagram user or e-mail address; a contact without
 * one gets an ambiguous error.
 * @throws {WtsApiError} when the request as a whole fails.
 */
export async function saveContacts(
	client: WtsClient,
	items: NewContact[],
	options: SaveOptions,
): Promise<SavedContact[]> {
	const answer = await client.request(BATCH_ROUTE, {
		body: { items, options: { upsert: true, ...options } },
	});
	const exact = new Map<string, Contact>();
	const loose = new Map<string, Contact>();
	for (const contact of answer ?? []) {
		for (const key of exactKeys(contact)) exact.set(key, contact);
		for (const key of contactIdentities(contact)) loose.set(key, contact);
	}
	return items.map((item) => {
		// A contact found by its e-mail address may have the number of another one, but for the ninth digit.
		const contact =
			exactKeys(item).flatMap((key) => exact.get(key) ?? [])[0] ??
			contactIdentities(item).flatMap((key) => loose.get(key) ?? [])[0];
		return contact === undefined ? { error: missingResult() } : { contact };
	});
}

function missingResult(): WtsApiError {
	return refuse(
		'The answer to the batch has no result for this contact',
		'It is not known whether the contact was saved: look it up before you save it again.',
		BATCH_ROUTE,
	).withDetails({
		code: 'SERVER_ERROR',
		ambiguous: true,
	});
}

type Text = string | null | undefined;

function keys(phone: Text, instagram: Text, email: Text): string[] {
	return [
		...(phone ? [`phone ${phone}`] : []),
		...(instagram ? [`instagram ${instagram.trim().replace(/^@/, '').toLowerCase()}`] : []),
		...(email ? [`email ${email.trim().toLowerCase()}`] : []),
	];
}
