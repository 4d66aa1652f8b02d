import type { WtsClient } from '../core/client';
import { WtsApiError } from '../core/errors';
import { ifFound, perClient } from '../core/memo';
import { asList } from '../core/pagination';
import type { CoreSchemas } from '../core/routes';

export type Subscription = CoreSchemas['WebhookSubscription'];
export type WebhookEventType = CoreSchemas['WebhookEventType'];

const LIST = 'GET /core/v1/webhook/subscription';
const EVENTS = 'GET /core/v1/webhook/event';
const CREATE = 'POST /core/v1/webhook/subscription';
const UPDATE = 'PUT /core/v1/webhook/subscription/{subscriptionId}';
const DELETE = 'DELETE /core/v1/webhook/subscription/{subscriptionId}';

/** Every event that the contract names, with what it is called. */
export const WEBHOOK_EVENTS = {
	CONTACT_NEW: 'Contact Created',
	CONTACT_TAG_UPDATE: 'Contact Tags Changed',
	CONTACT_UPDATE: 'Contact Updated',
	MESSAGE_RECEIVED: 'Message Received',
	MESSAGE_SENT: 'Message Sent',
	MESSAGE_UPDATED: 'Message Status Changed',
	PANEL_CARD_NEW: 'Card Created',
	PANEL_CARD_NOTE_NEW: 'Card Note Created',
	PANEL_CARD_NOTE_UPDATE: 'Card Note Updated',
	PANEL_CARD_STEP_CHANGE: 'Card Moved to Step',
	PANEL_CARD_UPDATE: 'Card Updated',
	PAYMENT_NEW: 'Payment Created',
	PAYMENT_UPDATE: 'Payment Updated',
	SESSION_COMPLETE: 'Session Completed',
	SESSION_NEW: 'Session Started',
	SESSION_UPDATE: 'Session Updated',
} as const satisfies Record<WebhookEventType, string>;

/** A subscription as it should be. */
export interface WantedSubscription {
	name: string;
	url: string;
	/** Names of events; those that the account lists may be more than the contract names. */
	events: readonly string[];
}

/** The account's subscriptions (GET /core/v1/webhook/subscription), asked for anew each time. */
export async function listSubscriptions(client: WtsClient): Promise<Subscription[]> {
	return asList(await client.request(LIST, {}), LIST);
}

/** The events that can be subscribed to (GET /core/v1/webhook/event), asked for once per client. */
export const subscribableEvents = perClient(
	async (client): Promise<Array<CoreSchemas['WebhookEvent']>> => asList(await client.request(EVENTS, {}), EVENTS),
);

/** The names of `subscribableEvents` alone. */
export async function listWebhookEvents(client: WtsClient): Promise<string[]> {
	return (await subscribableEvents(client)).flatMap(({ event }) => event ?? []);
}

/** A URL without its query: where a subscription leads to, whatever its key. */
export function addressOf(url: string | null | undefined): string | undefined {
	if (!url) return undefined;
	const [address = ''] = url.split(/[?#]/);
	return address.replace(/\/+$/, '');
}

function eventsOf({ events }: Subscription): string[] {
	return (events ?? []).flatMap(({ event }) => event ?? []);
}

type Difference = CoreSchemas['UpdateWebhookSubscriptionRequest']['fields'][number];

/** The fields in which a subscription differs from what is wanted. */
export function differences(subscription: Subscription, wanted: WantedSubscription): Difference[] {
	const events = new Set(eventsOf(subscription));
	const sameEvents = events.size === new Set(wanted.events).size && wanted.events.every((event) => events.has(event));
	return [
		...(subscription.name === wanted.name ? [] : ['Name' as const]),
		...(subscription.url === wanted.url ? [] : ['Url' as const]),
		...(sameEvents ? [] : ['Events' as const]),
		...(subscription.enabled === false ? ['Enabled' as const] : []),
	];
}

/** The subscription that is ours and what is to go: by its ID, by its address, and what was left behind. */
export interface Found {
	current: Subscription | undefined;
	/** More subscriptions of the same address, and those left behind. */
	superfluous: Subscription[];
}

/** Tells our subscription from all others: by the stored ID first, by its address second. */
export function findSubscription(
	subscriptions: readonly Subscription[],
	{ id, url, isLeftover }: { id: string | undefined; url: string; isLeftover(one: Subscription): boolean },
): Found {
	const address = addressOf(url);
	const current =
		subscriptions.find((one) => id !== undefined && one.id === id) ??
		subscriptions.find((one) => addressOf(one.url) === address);
	const superfluous = subscriptions.filter(
		(one) => one !== current && (addressOf(one.url) === address || isLeftover(one)),
	);
	return { current, superfluous };
}

/**
 * Creates a subscription (POST /core/v1/webhook/subscription) and returns its ID. When the account lists
 * events that its subscriptions do not take, those of the contract are subscribed to.
 */
async function create(client: WtsClient, wanted: WantedSubscription): Promise<string | undefined> {
	const send = async (events: readonly string[]): Promise<string | undefined> => {
		// An account may know more events than the contract.
		const answer: unknown = await client.requestLoosely(CREATE, { body: { ...wanted, events, enabled: true } });
		const id: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'id') : undefined;
		return typeof id === 'string' ? id : undefined;
	};
	const known = wanted.events.filter((event) => Object.hasOwn(WEBHOOK_EVENTS, event));
	return await send(wanted.events).catch(async (error: unknown) => {
		if (error instanceof WtsApiError && error.ambiguous) return await idByAddress(client, wanted.url, error);
		const refused = error instanceof WtsApiError && error.code === 'INVALID_REQUEST';
		if (refused && known.length > 0 && known.length < wanted.events.length) return await send(known);
		throw error;
	});
}

/** Whether a creation without an answer took effect. */
async function idByAddress(client: WtsClient, url: string, error: WtsApiError): Promise<string> {
	const found = (await listSubscriptions(client)).find((one) => one.url === url);
	if (found?.id) return found.id;
	throw error;
}

async function update(client: WtsClient, id: string, wanted: WantedSubscription, fields: Difference[]): Promise<void> {
	await client.requestLoosely(UPDATE, {
		path: { subscriptionId: id },
		body: {
			fields,
			...(fields.includes('Name') ? { name: wanted.name } : {}),
			...(fields.includes('Url') ? { url: wanted.url } : {}),
			...(fields.includes('Events') ? { events: wanted.events } : {}),
			...(fields.includes('Enabled') ? { enabled: true } : {}),
		},
	});
}

/**
 * Makes the account hold exactly one subscription as wanted: repairs the one that is there, creates it
 * otherwise, and then removes what is superfluous. Returns its ID.
 * @throws {WtsApiError} when it can be neither repaired nor created; what is superfluous and cannot be removed stays.
 */
export async function putSubscription(
	client: WtsClient,
	{ current, superfluous }: Found,
	wanted: WantedSubscription,
): Promise<string | undefined> {
	let id = current?.id;
	if (current === undefined || id === undefined) {
		id = await create(client, wanted);
	} else {
		const fields = differences(current, wanted);
		if (fields.length > 0) await update(client, id, wanted, fields);
	}
	for (const one of superfluous) {
		if (one.id !== undefined) await removeSubscription(client, one.id).catch(() => {});
	}
	return id;
}

/** Removes a subscription; one that is gone already is no error. */
export async function removeSubscription(client: WtsClient, id: string): Promise<void> {
	await ifFound(client.request(DELETE, { path: { subscriptionId: id } }));
}
