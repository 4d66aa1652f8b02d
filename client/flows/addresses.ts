import type { WtsClient } from '../core/client';
import type { ChatSchemas } from '../core/routes';
import { storedAsSent } from '../values/phone';
import { resolveSender } from './channels';

/** By what a person is reached: a number in digits, and an @name. */
export function waysTo(phone: string | null | undefined, instagram: string | null | undefined) {
	return { digits: storedAsSent(phone), name: instagram?.trim().replace(/^@?(?=.)/, '@') || undefined };
}

/**
 * Who talks to whom in a session that was read with its contact, as the sends take it (GET /chat/v1/channel); undefined
 * when that does not say.
 */
export async function addressesIn(
	client: WtsClient,
	{ contactDetails, channelId }: Pick<ChatSchemas['Session'], 'contactDetails' | 'channelId'>,
): Promise<{ to: string; from: string } | undefined> {
	const { digits, name } = waysTo(contactDetails?.phonenumber, contactDetails?.instagram);
	const address = digits ?? name;
	if (address === undefined || !channelId) return undefined;
	const from = await resolveSender(client, { channelId });
	return { to: from.startsWith('@') ? (name ?? address) : address, from };
}
