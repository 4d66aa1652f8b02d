import { idOf, type Loose } from './loose';

export type Direction = 'inbound' | 'outbound';
export type Author = 'contact' | 'agent' | 'chatbot' | 'api';

/** Who wrote a message, and which way it went. */
export interface Authorship {
	direction: Direction;
	author: Author;
}

/**
 * Who stands behind the origins of outbound messages; a campaign or a payment is a program's, office hours answer by
 * themselves.
 */
const AUTHORS: ReadonlyMap<unknown, Author> = new Map([
	['API', 'api'],
	['BOT', 'chatbot'],
	['CAMPAIGN', 'api'],
	['DEFAULT', 'agent'],
	['OFFICE_HOURS', 'chatbot'],
	['PAYMENT', 'api'],
]);

/**
 * Who wrote a message: the one table for all that listen.
 *
 * What came through the channel's gateway was written by the contact, unless the platform says that it was
 * sent or that one of its users wrote it. All other origins are the account's. `direction` decides only where the
 * origin says nothing, since the reports about its two values contradict each other.
 */
export function authorOf(message: Loose, eventType?: string): Authorship {
	const { direction, origin } = message;
	const user = idOf(message.userId);
	if (message.type === 'NOTE') return { direction: 'outbound', author: user === null ? 'api' : 'agent' };
	const known = AUTHORS.get(origin);
	const inbound =
		origin === 'GATEWAY'
			? user === null && eventType !== 'MESSAGE_SENT'
			: known === undefined && isInbound(direction, eventType);
	if (inbound) return { direction: 'inbound', author: 'contact' };
	return { direction: 'outbound', author: known ?? (user === null && origin !== 'GATEWAY' ? 'api' : 'agent') };
}

function isInbound(direction: unknown, eventType: string | undefined): boolean {
	if (eventType === 'MESSAGE_RECEIVED') return true;
	if (eventType === 'MESSAGE_SENT') return false;
	return direction === 'FROM_HUB';
}

export type Handler = 'agent' | 'chatbot' | 'nobody';

/** Who handles a session now. */
export function handlerOf(session: Loose): Handler {
	if (idOf(session.userId) !== null) return 'agent';
	return idOf(session.botId) === null ? 'nobody' : 'chatbot';
}
