import type { WtsClient } from '../core/client';
import type { ChatSchemas } from '../core/routes';
import {
	inRequests,
	type PhoneMatching,
	removeByReference,
	type SeveralContacts,
	storedSpellings,
	unanswered,
} from './contactLists';
import type { ContactReference } from './contacts';

export type Sequence = ChatSchemas['Sequence'];
export type SequenceContact = ChatSchemas['SequenceContact'];

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
	const [phoneNumber] = await storedSpellings(client, [contact.phone], matching);
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
	await removeByReference(client, contact, async (body) => {
		await client.request('DELETE /chat/v1/sequence/{id}/contact', { path, body });
	});
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
	contacts: SeveralContacts,
	matching: PhoneMatching = {},
): Promise<SequenceContact[]> {
	const added: SequenceContact[] = [];
	await inRequests(client, contacts, matching, async (body) => {
		const answer = await client.request('POST /chat/v1/sequence/{id}/contact/batch', {
			path: { id: sequenceId },
			body,
		});
		const items = answer?.items ?? [];
		added.push(...items, ...unanswered(body, items).map((missing) => ({ sequenceId, ...missing })));
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
	contacts: SeveralContacts,
	matching: PhoneMatching = {},
): Promise<void> {
	await inRequests(client, contacts, matching, async (body) => {
		await client.request('DELETE /chat/v1/sequence/{id}/contact/batch', {
			path: { id: sequenceId },
			body,
		});
	});
}
