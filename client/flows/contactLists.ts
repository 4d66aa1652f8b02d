import type { WtsClient } from '../core/client';
import { refuse, WtsApiError } from '../core/errors';
import { storedAsSent } from '../values/phone';
import { atPhone, type ContactReference, storedPhone } from './contacts';

/** What sequences and portfolios have alike: contacts are put in and taken out, one or many. */

/** Several contacts, by ID and by phone number (digits with the country code). */
export interface SeveralContacts {
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

/** Several contacts as requests carry them. */
export type ContactsBody = { contactIds?: string[]; phoneNumbers?: string[] };

/** Sends the contacts in requests of 100; a later one that fails says how many were done before. */
export async function inRequests(
	client: WtsClient,
	contacts: SeveralContacts,
	matching: PhoneMatching,
	apply: (body: ContactsBody) => Promise<void>,
): Promise<void> {
	const phones = await storedSpellings(client, contacts.phoneNumbers, matching);
	const all = [
		...[...new Set(contacts.contactIds)].map((contactId) => ({ contactId })),
		...[...new Set(phones)].map((phoneNumber) => ({ phoneNumber })),
	];
	if (all.length === 0) throw refuse('No contact is given', 'Give contact IDs or phone numbers.');
	for (let done = 0; done < all.length; done += PER_REQUEST) {
		const part = all.slice(done, done + PER_REQUEST);
		const contactIds = part.flatMap((one) => ('contactId' in one ? [one.contactId] : []));
		const phoneNumbers = part.flatMap((one) => ('phoneNumber' in one ? [one.phoneNumber] : []));
		await apply({
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
	return error.withDetails({ hint: `${error.hint} The first ${done} contacts were done before.` });
}

/** The member of a list, as far as it tells who it is. */
interface Member {
	contactId?: string;
	contactDetails?: { phonenumber?: string | null };
}

/** The contacts of a request that its answer does not show. */
export function unanswered(body: ContactsBody, items: readonly Member[]): Member[] {
	const { contactIds = [], phoneNumbers = [] } = body;
	const ids = new Set(items.map(({ contactId }) => contactId));
	const phones = new Set(items.map(({ contactDetails }) => storedAsSent(contactDetails?.phonenumber)));
	const missing = [
		...contactIds.filter((id) => !ids.has(id)).map((contactId) => ({ contactId })),
		...phoneNumbers.filter((phone) => !phones.has(phone)).map((phonenumber) => ({ contactDetails: { phonenumber } })),
	];
	return missing.slice(0, Math.max(0, contactIds.length + phoneNumbers.length - items.length));
}

/** Numbers as the account has them; one that it does not have as given. */
export async function storedSpellings(
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

/** Removes one contact; a number is tried with the other spelling when the platform does not find it. */
export async function removeByReference(
	client: WtsClient,
	contact: ContactReference,
	remove: (body: { contactId: string } | { phoneNumber: string }) => Promise<void>,
): Promise<void> {
	if ('id' in contact) await remove({ contactId: contact.id });
	else await atPhone(client, contact.phone, async (phoneNumber) => await remove({ phoneNumber }));
}
