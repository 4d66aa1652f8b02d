import type { WtsClient } from '../../core/client';
import { refuse } from '../../core/errors';
import { resolveSender, type Sender } from '../channels';
import { type ContactReference, getContact } from '../contacts';
import { addressesOf } from '../sessions';

/** To whom something is sent: a phone number or @name, the contact of a session, or a contact. */
export type RecipientReference = { to: string } | { sessionId: string } | { contact: ContactReference };

/** Who sends to whom, as the sends take it: numbers in digits, or @names. */
export interface Addresses {
	to: string;
	from?: string;
}

/**
 * Finds out the addresses of a send.
 *
 * Takes a recipient and the channel that sends. A contact is looked up (GET /core/v1/contact/...) for
 * its phone number, or for its @name when an Instagram channel sends. A session tells both ends (GET
 * /chat/v2/session/{id}); a given channel goes before its own. `from` is undefined when nobody said
 * which channel sends.
 * @throws {WtsApiError} INVALID_REQUEST when the contact has no address, or the channel none;
 * NOT_FOUND.
 */
export async function resolveAddresses(
	client: WtsClient,
	recipient: RecipientReference,
	sender?: Sender,
): Promise<Addresses> {
	const from = sender === undefined ? undefined : await resolveSender(client, sender);
	if ('sessionId' in recipient) {
		const session = await addressesOf(client, recipient.sessionId, 'onlyInSession');
		return { to: session.to, from: from ?? session.from };
	}
	if ('to' in recipient) return { to: recipient.to, from };
	return { to: await contactAddress(client, recipient.contact, from), from };
}

async function contactAddress(
	client: WtsClient,
	reference: ContactReference,
	from: string | undefined,
): Promise<string> {
	const contact = await getContact(client, reference);
	const digits = contact.phoneNumber?.replace(/\D/g, '') || undefined;
	const name = contact.instagram?.trim().replace(/^@?(?=.)/, '@') || undefined;
	const onInstagram = from?.startsWith('@') === true;
	const to = onInstagram ? name : (digits ?? (from === undefined ? name : undefined));
	if (to !== undefined) return to;
	throw refuse(
		`The contact ${contact.name ?? contact.id ?? ''} has no ${onInstagram ? 'Instagram name' : 'phone number'} to send to`,
		'Complete the contact, or send from a channel on which it can be reached.',
		'GET /core/v1/contact/{id}',
	);
}
