import type { WtsClient } from '../core/client';
import { asPage, type ListOptions, walkPages } from '../core/pagination';
import type { CoreSchemas, QueryOf } from '../core/routes';
import {
	inRequests,
	type PhoneMatching,
	removeByReference,
	type SeveralContacts,
	storedSpellings,
	unanswered,
} from './contactLists';
import type { ContactReference } from './contacts';

export type Portfolio = CoreSchemas['Portfolio'];
export type PortfolioContact = CoreSchemas['PortfolioContact'];

const CONTACTS = 'GET /core/v1/portfolio/{id}/contact';

/** Filters and order of a portfolio's contacts. */
export type PortfolioContactFilter = Pick<
	QueryOf<typeof CONTACTS>,
	| 'ContactIds'
	| 'CreatedAt.After'
	| 'CreatedAt.Before'
	| 'OrderBy'
	| 'OrderByDesc'
	| 'UpdatedAt.After'
	| 'UpdatedAt.Before'
>;

/**
 * Gets the contacts of a portfolio, like `listRecords`: this route alone calls its page `Page`.
 * @throws {WtsApiError} NOT_FOUND when there is no such portfolio.
 */
export async function* listPortfolioContacts(
	client: WtsClient,
	id: string,
	filter: PortfolioContactFilter = {},
	options: ListOptions = {},
): AsyncGenerator<PortfolioContact, void, undefined> {
	yield* walkPages<PortfolioContact>(
		async (Page, PageSize) =>
			asPage(await client.requestLoosely(CONTACTS, { path: { id }, query: { ...filter, Page, PageSize } }), CONTACTS),
		CONTACTS,
		options,
	);
}

/**
 * Puts a contact into a portfolio (POST /core/v1/portfolio/{id}/contact). A number is looked up with
 * and without its ninth digit. Returns the membership, or undefined when the answer is empty.
 * @throws {WtsApiError} NOT_FOUND when there is no such portfolio or contact.
 */
export async function addPortfolioContact(
	client: WtsClient,
	portfolioId: string,
	contact: ContactReference,
	matching: PhoneMatching = {},
): Promise<PortfolioContact | undefined> {
	const path = { id: portfolioId };
	if ('id' in contact) {
		return await client.request('POST /core/v1/portfolio/{id}/contact', { path, body: { contactId: contact.id } });
	}
	const [phoneNumber] = await storedSpellings(client, [contact.phone], matching);
	return await client.request('POST /core/v1/portfolio/{id}/contact', { path, body: { phoneNumber } });
}

/**
 * Puts contacts into a portfolio (POST /core/v1/portfolio/{id}/contact/batch, 100 per request).
 * Returns the memberships; what the answers lack is given as the ID or number that was sent.
 * @throws {WtsApiError} INVALID_REQUEST without a contact. When a later request fails, the error says
 * how many contacts were added before.
 */
export async function addPortfolioContacts(
	client: WtsClient,
	portfolioId: string,
	contacts: SeveralContacts,
	matching: PhoneMatching = {},
): Promise<PortfolioContact[]> {
	const added: PortfolioContact[] = [];
	await inRequests(client, contacts, matching, async (body) => {
		const answer = await client.request('POST /core/v1/portfolio/{id}/contact/batch', {
			path: { id: portfolioId },
			body,
		});
		const items = answer?.items ?? [];
		added.push(...items);
		for (const { contactId, contactDetails } of unanswered(body, items)) {
			added.push({ portfolioId, contactId, contactDetails: { phonenumber: contactDetails?.phonenumber } });
		}
	});
	return added;
}

/**
 * Takes a contact out of a portfolio (DELETE /core/v1/portfolio/{id}/contact with a body).
 * @throws {WtsApiError} NOT_FOUND when the portfolio has no such contact.
 */
export async function removePortfolioContact(
	client: WtsClient,
	portfolioId: string,
	contact: ContactReference,
): Promise<void> {
	const path = { id: portfolioId };
	await removeByReference(client, contact, async (body) => {
		await client.request('DELETE /core/v1/portfolio/{id}/contact', { path, body });
	});
}

/**
 * Takes contacts out of a portfolio (DELETE /core/v1/portfolio/{id}/contact/batch with a body, 100 per
 * request).
 * @throws {WtsApiError} INVALID_REQUEST without a contact: an empty list could mean everybody. When a
 * later request fails, the error says how many contacts were removed before.
 */
export async function removePortfolioContacts(
	client: WtsClient,
	portfolioId: string,
	contacts: SeveralContacts,
	matching: PhoneMatching = {},
): Promise<void> {
	await inRequests(client, contacts, matching, async (body) => {
		await client.request('DELETE /core/v1/portfolio/{id}/contact/batch', { path: { id: portfolioId }, body });
	});
}
