import {
	errorOfFault,
	type Subscription,
	type SubscriptionProblem,
	type TransportAnswer,
	TransportFault,
	type WtsClient,
} from '../../../../client';
import { WEBHOOK_PATHS } from '../../listening/webhookPaths';

/** What is wrong with a subscription whose address is that of an n8n: a word for programs, and a sentence. */
export interface WebhookProblem {
	code: 'n8nGone' | 'testAddress';
	message: string;
}

/** What is wrong with a subscription: in itself, or with the n8n that it calls. */
export type AnyProblem = SubscriptionProblem | WebhookProblem;

const TEST_ADDRESS: WebhookProblem = {
	code: 'testAddress',
	message: 'A test address of n8n, which answers only while its editor listens: use the production address',
};

/** Adds what n8n knows of a subscription to what is wrong with it in itself. */
export function withWebhookProblems(
	{ url }: Subscription,
	problems: readonly SubscriptionProblem[],
	gone: ReadonlyMap<string, WebhookProblem> | undefined,
): AnyProblem[] {
	// What keeps all from arriving stands before what is wrong with some of it.
	const first = problems.filter(({ code }) => code === 'paused' || code === 'unreachableHost');
	const unanswered = gone?.get(url ?? '');
	return [
		...first,
		...(isWebAddress(url) && /\/webhook-test\//.test(url) ? [TEST_ADDRESS] : []),
		...problems.filter((problem) => !first.includes(problem)),
		...(unanswered === undefined ? [] : [unanswered]),
	];
}

const isWebAddress = (url: string | null | undefined): url is string => /^\s*https?:\/\/[^/?#]/i.test(url ?? '');

/** How long an address may take to answer, and how many are asked at once. */
const PROBE_TIMEOUT_MS = 5000;
const PARALLEL = 10;

/** A gateway answers for a server that is not there. */
const GATEWAY = new Set([502, 503, 504, 521, 522, 523, 525, 526, 530]);

/** Paths of this package's nodes, which are for POST alone: n8n answers a GET by saying so, and starts nothing. */
const POST_ONLY = new RegExp(`/webhook/[0-9a-f-]{36}/(${Object.values(WEBHOOK_PATHS).join('|')})$`, 'i');

/** What an address answered, or n8n's health check where a GET on the address itself might start a workflow. */
function goneProblem(outcome: TransportAnswer | TransportFault, isPostOnly: boolean): WebhookProblem | undefined {
	const gone = (message: string): WebhookProblem => ({ code: 'n8nGone', message });
	if (outcome instanceof TransportFault) {
		// Other failures may be of our own network.
		const certain = outcome.kind === 'refused' || outcome.kind === 'tls' || outcome.detail === 'ENOTFOUND';
		return certain ? gone(`The n8n does not exist any more: nobody answers there (${outcome.detail})`) : undefined;
	}
	const { status, body } = outcome;
	if (GATEWAY.has(status)) return gone(`The n8n does not answer (HTTP ${status})`);
	// n8n itself says that a path exists for POST only, which is what the platform sends.
	// Other servers than n8n have no such health check.
	if (status !== 404 || !isPostOnly || /not registered for GET requests/i.test(body)) return undefined;
	return gone('The n8n has no such webhook: its workflow is not active any more, or gone');
}

async function probe({ runtime }: WtsClient, url: string): Promise<WebhookProblem | undefined> {
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
): Promise<Map<string, WebhookProblem>> {
	const urls = [...new Set(subscriptions.flatMap(({ url }) => url ?? []))].filter(
		(url) => isWebAddress(url) && /\/webhook\//.test(url),
	);
	const found = new Map<string, WebhookProblem>();
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
