import type { WtsClient } from '../core/client';
import { refuse, WtsApiError } from '../core/errors';
import type { ChatSchemas } from '../core/routes';
import { storedAsSent } from '../values/phone';
import { atPhone, type ContactReference, storedPhone } from './contacts';

export type Sequence = ChatSchemas['Sequence'];
export type SequenceContact = ChatSchemas['SequenceContact'];

/** Several contacts, by ID and by phone number (digits with the country code). */
export interface SequenceContacts {
	contactIds: readonly string[];
	phoneNumbers: readonly string[];
}

/** Whether numbers are taken as given, or looked up with and without their ninth digit first. */
export interface PhoneMatching {
	exactPhones?: boolean;
}

/** The contract names no limit for lists of contacts; other batches take 100. */
const PER_REQUEST = 100;

/** Look-ups at once. */
const PARALLEL = 10;

/**
 * Adds a contact to a sequence (POST /chat/v1/sequence/{id}/contact). An unknown number becomes a
 * contact; so that nobody is created twice, it is first looked up with and without its ninth digit.
 * Returns the membership, or undefined when the answer is empty.
 * @throws {WtsApiError} NOT_FOUND when there is no such sequence or contact ID.
 */
export async function addSequenceContact(
	client: WtsClient,
	sequenceId: string,
	contact: ContactReference,
	matching: PhoneMatching = {},
): Promise<SequenceContact | undefined> {
	const path = { id: sequenceId };
	if ('id' in contact) {
		const body = { contactId: contact.id };
		return await client.request('POST /chat/v1/sequence/{id}/contact', { path, body });
	}
	const [phoneNumber] = await spellings(client, [contact.phone], matching);
	return await client.request('POST /chat/v1/sequence/{id}/contact', { path, body: { phoneNumber } });
}

/**
 * Removes a contact from a sequence (DELETE /chat/v1/sequence/{id}/contact with a body). A number is
 * looked up with and without its ninth digit.
 * @throws {WtsApiError} NOT_FOUND when the sequence has no such contact.
 */
export async function removeSequenceContact(
	client: WtsClient,
	sequenceId: string,
	contact: ContactReference,
): Promise<void> {
	const path = { id: sequenceId };
	const remove = async (body: { contactId: string } | { phoneNumber: string }) =>
		await client.request('DELETE /chat/v1/sequence/{id}/contact', { path, body });
	if ('id' in contact) await remove({ contactId: contact.id });
	else await atPhone(client, contact.phone, async (phoneNumber) => await remove({ phoneNumber }));
}

/**
 * Adds contacts to a sequence (POST /chat/v1/sequence/{id}/contact/batch, 100 per request).
 *
 * Returns the memberships of the answers. These are pages that may end before the last contact; what
 * they lack is given as the ID or number that was sent.
 * @throws {WtsApiError} INVALID_REQUEST without a contact. When a later request fails, the error says
 * how many contacts were added before.
 */
export async function addSequenceContacts(
	client: WtsClient,
	sequenceId: string,
	contacts: SequenceContacts,
	matching: PhoneMatching = {},
): Promise<SequenceContact[]> {
	const added: SequenceContact[] = [];
	await inRequests(client, contacts, matching, async (body) => {
		const answer = await client.request('POST /chat/v1/sequence/{id}/contact/batch', {
			path: { id: sequenceId },
			body,
		});
		const items = answer?.items ?? [];
		added.push(...items, ...unanswered(sequenceId, body, items));
	});
	return added;
}

/**
 * Removes contacts from a sequence (DELETE /chat/v1/sequence/{id}/contact/batch with a body, 100 per
 * request). Numbers are looked up with and without their ninth digit.
 * @throws {WtsApiError} INVALID_REQUEST without a contact: an empty list could mean everybody. When a
 * later request fails, the error says how many contacts were removed before.
 */
export async function removeSequenceContacts(
	client: WtsClient,
	sequenceId: string,
	contacts: SequenceContacts,
	matching: PhoneMatching = {},
): Promise<void> {
	await inRequests(client, contacts, matching, async (body) => {
		await client.request('DELETE /chat/v1/sequence/{id}/contact/batch', {
			path: { id: sequenceId },
			body,
		});
	});
}

type ContactsBody = { contactIds?: string[]; phoneNumbers?: string[] };

async function inRequests(
	client: WtsClient,
	contacts: SequenceContacts,
	matching: PhoneMatching,
	send: (body: ContactsBody) => Promise<void>,
): Promise<void> {
	const phones = await spellings(client, contacts.phoneNumbers, matching);
	const all = [
		...[...new Set(contacts.contactIds)].map((contactId) => ({ contactId })),
		...[...new Set(phones)].map((phoneNumber) => ({ phoneNumber })),
	];
	if (all.length === 0) throw refuse('No contact is given', 'Give contact IDs or phone numbers.');
	for (let done = 0; done < all.length; done += PER_REQUEST) {
		const part = all.slice(done, done + PER_REQUEST);
		const contactIds = part.flatMap((one) => ('contactId' in one ? [one.contactId] : []));
		const phoneNumbers = part.flatMap((one) => ('phoneNumber' in one ? [one.phoneNumber] : []));
		await send({
			...(contactIds.length === 0 ? {} : { contactIds }),
			...(phoneNumbers.length === 0 ? {} : { phoneNumbers }),
		}).catch((error: unknown) => {
			throw done === 0 ? error : afterOthers(error, done);
		});
	}
}

/** The error of a later request, which says what was done before it. */
function afterOthers(error: unknown, done: number): unknown {
	if (!(error instanceof WtsApiError)) return error;
	const details = error.toDetails();
	return new WtsApiError({ ...details, hint: `${details.hint} The first ${done} contacts were done before.` });
}

/** The contacts of a request that its answer does not show. */
function unanswered(sequenceId: string, body: ContactsBody, items: readonly SequenceContact[]): SequenceContact[] {
	const { contactIds = [], phoneNumbers = [] } = body;
	const ids = new Set(items.map(({ contactId }) => contactId));
	const phones = new Set(items.map(({ contactDetails }) => storedAsSent(contactDetails?.phonenumber)));
	const missing = [
		...contactIds.filter((id) => !ids.has(id)).map((contactId) => ({ sequenceId, contactId })),
		...phoneNumbers
			.filter((phone) => !phones.has(phone))
			.map((phonenumber) => ({ sequenceId, contactDetails: { phonenumber } })),
	];
	return missing.slice(0, Math.max(0, contactIds.length + phoneNumbers.length - items.length));
}

/** Numbers as the account has them; one that it does not have as given. */
async function spellings(
	client: WtsClient,
	phones: readonly string[],
	{ exactPhones = false }: PhoneMatching,
): Promise<string[]> {
	const given = [...new Set(phones)];
	if (exactPhones) return given;
	const spelled: string[] = [];
	for (let start = 0; start < given.length; start += PARALLEL) {
		const part = given.slice(start, start + PARALLEL);
		spelled.push(...(await Promise.all(part.map(async (phone) => (await storedPhone(client, phone)) ?? phone))));
	}
	return spelled;
}
