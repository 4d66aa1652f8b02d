import { createHash } from 'crypto';
import { NodeOperationError } from 'n8n-workflow';

import { baseUrlProblem, Pacer, plainBaseUrl, tokenProblem, WtsClient } from '../../../client';
import { type N8nContext, n8nRuntime } from './transport';

/** How a run uses its account. */
export interface RunLimits {
	/** Part of the account's limits, from 0 (excluded) to 1. */
	limitShare?: number;
	timeoutMs?: number;
}

/** One pacer per account and process: executions that run side by side share the limits. */
const pacers = new Map<string, Pacer>();

/** From this many accounts on, those that nobody uses are forgotten; a pacer in use never is. */
const MANY_ACCOUNTS = 100;

function pacerOf(baseUrl: string, token: string): Pacer {
	const account = `${baseUrl} ${createHash('sha256').update(token).digest('hex')}`;
	const known = pacers.get(account);
	if (known !== undefined) return known;
	if (pacers.size >= MANY_ACCOUNTS) {
		for (const [other, pacer] of pacers) if (pacer.isIdle(Date.now())) pacers.delete(other);
	}
	const pacer = new Pacer();
	pacers.set(account, pacer);
	return pacer;
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
	const { token, baseUrl, problem } = readAccess(await context.getCredentials('wtsChatApi'));
	if (problem !== undefined) {
		throw new NodeOperationError(context.getNode(), problem, {
			description: 'Open the WTS Chat API credential of this node and correct it.',
		});
	}
	return new WtsClient({
		baseUrl,
		runtime: n8nRuntime(context, token),
		pacer: pacerOf(baseUrl.toLowerCase(), token),
		...limits,
	});
}
