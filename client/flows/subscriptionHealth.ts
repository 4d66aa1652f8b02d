import type { WtsClient } from '../core/client';
import { notFound } from '../core/errors';
import type { CoreSchemas } from '../core/routes';
import { type Subscription, subscribableEvents } from './webhooks';

/**
 * Events by their names, as the account spells them: it may know some that the contract does not.
 * @throws {WtsApiError} NOT_FOUND naming those that cannot be subscribed to.
 */
export async function resolveEvents(
	client: WtsClient,
	names: readonly string[],
): Promise<CoreSchemas['WebhookEventType'][]> {
	const known = new Map((await subscribableEvents(client)).map(({ event }) => [String(event), event]));
	const events = [...new Set(names.map((name) => name.trim().toUpperCase()))].map((name) => known.get(name) ?? name);
	const resolved = events.flatMap((event) => known.get(event) ?? []);
	if (resolved.length === events.length) return resolved;
	const missing = events.filter((event) => known.get(event) === undefined);
	throw notFound(
		`The account has no event ${missing.map((name) => `"${name}"`).join(', ')}`,
		`It has ${[...known.keys()].join(', ')}.`,
		'GET /core/v1/webhook/event',
		'listed',
	);
}

/** What is wrong with a subscription: a word for programs, and a sentence. */
export interface SubscriptionProblem {
	code: 'duplicate' | 'noEvents' | 'paused' | 'unknownEvents' | 'unreachableHost';
	message: string;
}

const BYTE = '\\d{1,3}';

/** Hosts that only their own network knows. */
const PRIVATE_HOSTS = [
	new RegExp(`^(0|10|127)(\\.${BYTE}){3}$`),
	new RegExp(`^(192\\.168|169\\.254)(\\.${BYTE}){2}$`),
	new RegExp(`^172\\.(1[6-9]|2\\d|3[01])(\\.${BYTE}){2}$`),
	new RegExp(`^100\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])(\\.${BYTE}){2}$`),
	/^\[(::1?|f[cd][0-9a-f]*:.*|fe[89ab][0-9a-f]*:.*)\]$/,
	/(^|\.)(localhost|local|internal|intranet|lan|home|invalid)$/,
	/(^|\.)home\.arpa$/,
	// A name without a dot means something in a company's or a container's network only.
	/^[^.[\]]+$/,
];

function hostOf(url: string): string | undefined {
	const host = /^\s*https?:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]+)/i.exec(url)?.[1]?.toLowerCase();
	// `localhost.` is localhost, `[::ffff:10.0.0.1]` is 10.0.0.1.
	return host?.replace(/\.$/, '').replace(/^\[::ffff:([\d.]+)\]$/, '$1');
}

/** Whether an address is one that only its own network knows. */
export function isPrivateAddress(url: string): boolean {
	const host = hostOf(url) ?? '';
	return PRIVATE_HOSTS.some((pattern) => pattern.test(host));
}

/** An address in one spelling: the host in lower case, no port that goes without saying, no slash at the end. */
function normalized(url: string): string {
	const host = hostOf(url) ?? '';
	return url
		.trim()
		.replace(/^(https?:\/\/(?:[^/?#@]*@)?)(\[[^\]]*\]|[^/?#:]+)/i, (_, start: string) => start.toLowerCase() + host)
		.replace(/^(https:\/\/[^/?#]*):443(?=[/?#]|$)/, '$1')
		.replace(/^(http:\/\/[^/?#]*):80(?=[/?#]|$)/, '$1')
		.replace(/\/+$/, '');
}

function eventNames({ events }: Subscription): string[] {
	return (events ?? []).flatMap(({ event }) => event ?? []);
}

function addressProblems(url: string): SubscriptionProblem[] {
	const host = hostOf(url);
	if (host === undefined) return [{ code: 'unreachableHost', message: 'The address is no web address' }];
	if (!isPrivateAddress(url)) return [];
	return [{ code: 'unreachableHost', message: `The host ${host} cannot be reached from outside its own network` }];
}

/** Finds what is wrong with subscriptions by looking at them alone, in their order. */
export function subscriptionProblems(
	subscriptions: readonly Subscription[],
	known: ReadonlyArray<CoreSchemas['WebhookEvent']>,
): SubscriptionProblem[][] {
	const knownEvents = new Set<string | undefined>(known.map(({ event }) => event));
	return subscriptions.map((subscription, place) => {
		const problems: SubscriptionProblem[] = [];
		const names = eventNames(subscription);
		if (subscription.enabled === false) {
			problems.push({ code: 'paused', message: 'The subscription is paused: nothing is sent' });
		}
		problems.push(...addressProblems(subscription.url ?? ''));
		const twins = subscriptions.filter(
			(other, index) =>
				index !== place &&
				hostOf(subscription.url ?? '') !== undefined &&
				other.enabled !== false &&
				subscription.enabled !== false &&
				normalized(other.url ?? '') === normalized(subscription.url ?? '') &&
				eventNames(other).some((name) => names.includes(name)),
		);
		if (twins.length > 0) {
			const who = twins.map(({ name, id }) => `"${name ?? id ?? ''}"`).join(', ');
			problems.push({
				code: 'duplicate',
				message: `The same events go to the same address by ${who}: each comes twice`,
			});
		}
		if (names.length === 0) problems.push({ code: 'noEvents', message: 'No event is subscribed to' });
		const unknown = known.length === 0 ? [] : names.filter((name) => !knownEvents.has(name));
		if (unknown.length > 0) {
			problems.push({ code: 'unknownEvents', message: `The account has no event ${unknown.join(', ')}` });
		}
		return problems;
	});
}
