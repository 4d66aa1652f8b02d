import type { WtsClient } from '../core/client';
import { errorOfFault, notFound } from '../core/errors';
import { perClient } from '../core/memo';
import { asList } from '../core/pagination';
import type { CoreSchemas } from '../core/routes';
import { type TransportAnswer, TransportFault } from '../core/runtime';
import type { Subscription } from './webhooks';

type WebhookEvent = CoreSchemas['WebhookEvent'];

/** The events that can be subscribed to (GET /core/v1/webhook/event), asked for once per client. */
export const subscribableEvents = perClient(async (client): Promise<WebhookEvent[]> => {
	const route = 'GET /core/v1/webhook/event';
	return asList(await client.request(route, {}), route);
});

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
		`Choose from the list: ${[...known.keys()].join(', ')}.`,
		'GET /core/v1/webhook/event',
	);
}

/** What is wrong with a subscription: a word for programs, and a sentence. */
export interface SubscriptionProblem {
	code: 'duplicate' | 'n8nGone' | 'noEvents' | 'paused' | 'testAddress' | 'unknownEvents' | 'unreachableHost';
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
	const problems: SubscriptionProblem[] = [];
	if (isPrivateAddress(url)) {
		problems.push({
			code: 'unreachableHost',
			message: `The host ${host} cannot be reached from outside its own network`,
		});
	}
	if (/\/webhook-test\//.test(url)) {
		problems.push({
			code: 'testAddress',
			message: 'A test address of n8n, which answers only while its editor listens: use the production address',
		});
	}
	return problems;
}

/** Finds what is wrong with subscriptions by looking at them alone, in their order. */
export function subscriptionProblems(
	subscriptions: readonly Subscription[],
	known: readonly WebhookEvent[],
): SubscriptionProblem[][] {
	const knownEvents = new Set<string | undefined>(known.map(({ event }) => event));
	return subscriptions.map((subscription, place) => {
		const problems: SubscriptionProblem[] = [];
		const names = eventNames(subscription);
		if (subscription.enabled === false) {
			problems.push({ code: 'paused', message: 'The subscription is switched off: nothing is sent' });
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

/** How long an address may take to answer, and how many are asked at once. */
const PROBE_TIMEOUT_MS = 5000;
const PARALLEL = 10;

/** A gateway answers for a server that is not there. */
const GATEWAY = new Set([502, 503, 504, 521, 522, 523, 525, 526, 530]);

/** Paths of this package's nodes, which are for POST alone: n8n answers a GET by saying so, and starts nothing. */
const POST_ONLY = /\/webhook\/[0-9a-f-]{36}\/(chatbot-block|events|replies)$/i;

/** What an address said, or rather n8n's own sign of life when a GET on the address itself might start something. */
function goneProblem(outcome: TransportAnswer | TransportFault, isPostOnly: boolean): SubscriptionProblem | undefined {
	const gone = (message: string): SubscriptionProblem => ({ code: 'n8nGone', message });
	if (outcome instanceof TransportFault) {
		// Other failures may be of our own network.
		const certain = outcome.kind === 'refused' || outcome.kind === 'tls' || outcome.detail === 'ENOTFOUND';
		return certain ? gone(`The n8n does not exist any more: nobody answers there (${outcome.detail})`) : undefined;
	}
	const { status, body } = outcome;
	if (GATEWAY.has(status)) return gone(`The n8n does not answer (HTTP ${status})`);
	// n8n itself says that a path exists for POST only, which is what the platform sends.
	// Other servers than n8n have no such sign of life.
	if (status !== 404 || !isPostOnly || /not registered for GET requests/i.test(body)) return undefined;
	return gone('The n8n has no such webhook: its workflow is not active any more, or gone');
}

async function probe({ runtime }: WtsClient, url: string): Promise<SubscriptionProblem | undefined> {
	// What follows the `?` is a key, and stays here.
	const bare = url.trim().replace(/[?#].*$/s, '');
	const isPostOnly = POST_ONLY.test(bare);
	const answer = await runtime
		.transport({
			method: 'GET',
			url: isPostOnly ? bare : bare.replace(/\/webhook\/.*$/s, '/healthz'),
			headers: {},
			authenticated: false,
			timeoutMs: PROBE_TIMEOUT_MS,
			signal: runtime.signal,
		})
		.catch((error: unknown) => {
			if (error instanceof TransportFault && error.kind !== 'cancelled') return error;
			throw error instanceof TransportFault ? errorOfFault(error, 'GET (address of a webhook)') : error;
		});
	return goneProblem(answer, isPostOnly);
}

/**
 * Asks the addresses of subscriptions that look like an n8n's whether there still is one, without the account's token:
 * those of this package's nodes whether the webhook is there, others whether the n8n is. No workflow is started.
 * Returns what is wrong by address.
 */
export async function goneWebhooks(
	client: WtsClient,
	subscriptions: readonly Subscription[],
): Promise<Map<string, SubscriptionProblem>> {
	const urls = [...new Set(subscriptions.flatMap(({ url }) => url ?? []))].filter(
		(url) => hostOf(url) !== undefined && /\/webhook\//.test(url),
	);
	const found = new Map<string, SubscriptionProblem>();
	for (let start = 0; start < urls.length; start += PARALLEL) {
		await Promise.all(
			urls.slice(start, start + PARALLEL).map(async (url) => {
				const problem = await probe(client, url);
				if (problem !== undefined) found.set(url, problem);
			}),
		);
	}
	return found;
}
