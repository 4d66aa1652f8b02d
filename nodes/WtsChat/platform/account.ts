import { NodeOperationError } from 'n8n-workflow';

import {
	baseUrlProblem,
	type ClientOptions,
	type Country,
	countryOf,
	Pacer,
	plainBaseUrl,
	tokenProblem,
	WtsClient,
} from '../../../client';
import { ownActions } from './ownActions';
import { sha256 } from './sha256';
import { type N8nContext, n8nRuntime } from './transport';

/** How a run uses its account. */
export interface RunLimits extends Pick<ClientOptions, 'demand' | 'lookFirst' | 'refuseToPost'> {
	/** Part of the account's limits, from 0 (excluded) to 1. */
	limitShare?: number;
	timeoutMs?: number;
}

/** One pacer per account and process: executions that run side by side share the limits. */
const pacers = new Map<string, Pacer>();

/** From this many accounts on, those that nobody uses are forgotten; a pacer in use never is. */
const MANY_ACCOUNTS = 100;

/** Tells accounts apart without keeping the token. */
function accountKey(baseUrl: string, token: string): string {
	return `${baseUrl.replace(/\/$/, '').toLowerCase()} ${sha256(token)}`;
}

function pacerOf(baseUrl: string, token: string): Pacer {
	const account = accountKey(baseUrl, token);
	const known = pacers.get(account);
	if (known !== undefined) return known;
	if (pacers.size >= MANY_ACCOUNTS) {
		for (const [other, pacer] of pacers) if (pacer.isIdle(Date.now())) pacers.delete(other);
	}
	const pacer = new Pacer();
	pacers.set(account, pacer);
	return pacer;
}

/** A client, and where its account is. */
export interface Connection {
	client: WtsClient;
	/** Scheme and host of the API. */
	baseUrl: string;
}

/**
 * The country of the node's credential, by which phones and dates are read; Brazil where it names none, as credentials
 * of earlier versions. A credential that cannot be had is the affair of `connect`.
 */
export async function accountCountry(context: Pick<N8nContext, 'getCredentials'>): Promise<Country> {
	const found = await context
		.getCredentials<{ defaultCountry?: unknown }>('wtsChatApi')
		.catch((): { defaultCountry?: unknown } => ({}));
	return countryOf(found.defaultCountry);
}

/** Token and base URL of a credential as they are used, by the node and by the credential's test alike. */
export interface Access {
	token: string;
	baseUrl: string;
	/** What cannot be right about them, as a sentence; undefined when nothing is known against them. */
	problem?: string;
}

/** Reads a credential: blanks and line breaks around its values, as copying leaves them, do no harm. */
export function readAccess({ apiToken, baseUrl }: { apiToken?: unknown; baseUrl?: unknown }): Access {
	const token = typeof apiToken === 'string' ? apiToken.trim() : '';
	const url = typeof baseUrl === 'string' ? plainBaseUrl(baseUrl) : '';
	const problem = sentence('API Token', tokenProblem(token)) ?? sentence('Base URL', baseUrlProblem(url));
	return { token, baseUrl: url, problem };
}

function sentence(field: string, problem: string | undefined): string | undefined {
	return problem === undefined ? undefined : `"${field}" of the credential ${problem}`;
}

/**
 * Makes a client for the node's credential.
 * @throws {NodeOperationError} when token or base URL cannot be right; makes no request.
 */
export async function connect(context: N8nContext, limits: RunLimits = {}): Promise<WtsClient> {
	return (await connectTo(context, limits)).client;
}

/** Like `connect`, for those who must know where the account is. */
export async function connectTo(context: N8nContext, limits: RunLimits = {}): Promise<Connection> {
	const { token, baseUrl, problem } = readAccess(await context.getCredentials('wtsChatApi'));
	if (problem !== undefined) {
		throw new NodeOperationError(context.getNode(), problem, {
			description: 'Open the WTS Chat API credential of this node and correct it.',
		});
	}
	const client = new WtsClient({
		baseUrl,
		runtime: n8nRuntime(context, token),
		observer: ownActions.observe,
		pacer: pacerOf(baseUrl.toLowerCase(), token),
		// Who opens a picker does not wait for a campaign.
		demand: { items: 1, left: 1 },
		...limits,
	});
	return { client, baseUrl };
}
