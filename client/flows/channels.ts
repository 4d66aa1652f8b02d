import type { WtsClient } from '../core/client';
import { notFound, refuse } from '../core/errors';
import { perClient } from '../core/memo';
import { asList } from '../core/pagination';
import type { ChatSchemas } from '../core/routes';
import { readRecipient, storedAsSent } from '../values/phone';
import { isSameIgnoringCase } from '../values/text';

export type Channel = ChatSchemas['Channel'];

/** Who sends: a channel of the account, or its number or @name as requests carry it. */
export type Sender = { channelId: string } | { address: string };

/** The account's channels (GET /chat/v1/channel), asked for once per client. */
export const listChannels = perClient(
	async (client): Promise<Channel[]> =>
		asList(await client.request('GET /chat/v1/channel', {}), 'GET /chat/v1/channel'),
);

function addressOf({ number, identity }: Channel): string | undefined {
	const digits = storedAsSent(number);
	if (digits) return digits;
	const name = identity?.humanId;
	return name?.startsWith('@') ? name : undefined;
}

/** The channel with this ID, number or @name, or undefined. */
export async function findChannel(client: WtsClient, idOrAddress: string): Promise<Channel | undefined> {
	const address = readRecipient(idOrAddress);
	const channels = await listChannels(client);
	return channels.find(
		(channel) => isSameIgnoringCase(channel.id, idOrAddress) || (address.ok && addressOf(channel) === address.value),
	);
}

/**
 * What `from` carries for a channel: its number in digits, or its @name.
 * @throws {WtsApiError} NOT_FOUND for an unknown channel, INVALID_REQUEST for one with neither number
 * nor name (Messenger), which can only be answered in a session.
 */
export async function resolveSender(client: WtsClient, sender: Sender): Promise<string> {
	if ('address' in sender) return sender.address;
	const channels = await listChannels(client);
	const channel = channels.find(({ id }) => isSameIgnoringCase(id, sender.channelId));
	if (channel === undefined) {
		throw notFound(
			`No channel of the account has the ID ${sender.channelId}`,
			'Give the ID of a channel of this account.',
			'GET /chat/v1/channel',
			'listed',
		);
	}
	const address = addressOf(channel);
	if (address !== undefined) return address;
	throw refuse(
		`The channel ${channel.identity?.displayName ?? sender.channelId} has no number and no @name to send from`,
		'Answer in the session instead.',
		'GET /chat/v1/channel',
		'onlyInSession',
	);
}
