import type { WtsClient } from '../../core/client';
import { refuse } from '../../core/errors';
import { ifAllowed } from '../../core/memo';
import { addressesIn, waysTo } from '../addresses';
import { resolveSender, type Sender } from '../channels';
import { type Contact, type ContactReference, getContact } from '../contacts';
import { addressesOf, type Session } from '../sessions';

/** To whom something is sent: a phone number or @name, the contact of a session, or a contact. */
export type RecipientReference = { to: string } | { sessionId: string } | { contact: ContactReference };

/** Who sends to whom, as the sends take it: numbers in digits, or @names. */
export interface Addresses {
	to: string;
	from?: string;
	/** The contact's ID, where the contact was read. */
	contactId?: string;
}

/** What was read of a recipient before: it is not read again. */
export interface KnownRecipient {
	/** With the details of its contact. */
	session?: Pick<Session, 'channelId' | 'channelType' | 'contactDetails' | 'status'>;
	contact?: Contact;
}

/**
 * Finds out the addresses of a send.
 *
 * Takes a recipient and the channel that sends. A contact is looked up (GET /core/v1/contact/...) for
 * its phone number, or for its @name when an Instagram channel sends. A session tells both ends (GET
 * /chat/v2/session/{id}); a given channel goes before its own. `from` is undefined when nobody said
 * which channel sends. What is known of the recipient is not looked up.
 * @throws {WtsApiError} INVALID_REQUEST when the contact has no address, or the channel none;
 * NOT_FOUND.
 */
export async function resolveAddresses(
	client: WtsClient,
	recipient: RecipientReference,
	sender?: Sender,
	known: KnownRecipient = {},
): Promise<Addresses> {
	const from = sender === undefined ? undefined : await resolveSender(client, sender);
	if ('sessionId' in recipient) {
		const session =
			(known.session && (await addressesIn(client, known.session))) ??
			(await addressesOf(client, recipient.sessionId, 'onlyInSession'));
		return { to: session.to, from: from ?? session.from };
	}
	if ('to' in recipient) return { to: recipient.to, from };
	const contact = known.contact ?? (await ifAllowed(getContact(client, recipient.contact)));
	return { to: contactAddress(recipient.contact, contact, from), from, contactId: contact?.id };
}

function contactAddress(reference: ContactReference, contact: Contact | undefined, from: string | undefined): string {
	const onInstagram = from?.startsWith('@') === true;
	if (contact === undefined) return addressWithoutLook(reference, onInstagram);
	const { digits, name } = waysTo(contact.phoneNumber, contact.instagram);
	const to = onInstagram ? name : (digits ?? (from === undefined ? name : undefined));
	if (to !== undefined) return to;
	throw refuse(
		`The contact ${contact.name ?? contact.id ?? ''} has no ${onInstagram ? 'Instagram name' : 'phone number'} ` +
			'to send to',
		'Complete the contact, or send from a channel on which it can be reached.',
		'GET /core/v1/contact/{id}',
	);
}

/** A token that may send and not read contacts: a number is an address as it is. */
function addressWithoutLook(reference: ContactReference, onInstagram: boolean): string {
	if ('phone' in reference && !onInstagram) return reference.phone;
	throw refuse(
		'The token may not read contacts, so the address of this one is not known',
		'Give the phone number or the @name instead of the contact, or a token that may read contacts.',
		'GET /core/v1/contact/{id}',
	).withDetails({ code: 'FORBIDDEN', httpStatus: 403 });
}
