import type { WtsClient } from '../../core/client';
import { ifFound } from '../../core/memo';
import { listRecords } from '../../core/pagination';
import { findChannel, type Sender } from '../channels';
import { type ContactReference, getContact } from '../contacts';
import type { Session } from '../sessions';
import type { RecipientReference } from './recipients';

/** A session that was read. */
export type KnownSession = Session & { id: string };

const OPEN = ['STARTED', 'PENDING', 'IN_PROGRESS', 'HIDDEN'] as const;
const DETAILS = ['ContactDetails'] as const;

/**
 * The session in which a recipient is reached: the one that is given, or the newest one with the contact, on the
 * channel that sends if there is one (GET /chat/v2/session). Undefined when there is none.
 * @throws {WtsApiError} NOT_FOUND for a session that is not there.
 */
export async function newestSession(
	client: WtsClient,
	recipient: RecipientReference,
	sender: Sender | undefined,
	{ openOnly }: { openOnly: boolean },
): Promise<KnownSession | undefined> {
	if ('sessionId' in recipient) {
		const { sessionId: id } = recipient;
		const query = { includeDetails: [...DETAILS] };
		return { ...(await client.request('GET /chat/v2/session/{id}', { path: { id }, query })), id };
	}
	const contactId = await contactOf(client, 'contact' in recipient ? recipient.contact : { phone: recipient.to });
	if (contactId === undefined) return undefined;
	const from = sender && ('channelId' in sender ? sender.channelId : sender.address);
	const channelId = from === undefined ? undefined : (await findChannel(client, from))?.id;
	const sessions = listRecords(
		client,
		'GET /chat/v2/session',
		{
			query: {
				ContactId: contactId,
				Status: openOnly ? [...OPEN] : undefined,
				IncludeDetails: [...DETAILS],
				OrderBy: 'createdAt',
				OrderDirection: 'DESCENDING',
			},
		},
		{ pageSize: 20, parallel: 1 },
	);
	for await (const session of sessions) {
		if (session.id === undefined || session.type === 'GROUP') continue;
		if (channelId === undefined || session.channelId === channelId) return { ...session, id: session.id };
	}
	return undefined;
}

async function contactOf(client: WtsClient, reference: ContactReference): Promise<string | undefined> {
	if ('id' in reference) return reference.id;
	// An Instagram name is no phone: nothing finds a contact by it.
	if (reference.phone.startsWith('@')) return undefined;
	return (await ifFound(getContact(client, reference)))?.id;
}

/**
 * Whether free text arrives in a session: within 24 hours of what the contact wrote last. A session that says nothing
 * of a window has none that could be closed.
 */
export function isWindowOpen({ windowStatus }: { windowStatus?: Session['windowStatus'] | null }): boolean {
	return windowStatus === undefined || windowStatus === 'ACTIVE';
}
