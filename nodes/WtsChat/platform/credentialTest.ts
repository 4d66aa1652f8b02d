import {
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type INodeCredentialTestResult,
	sleep,
} from 'n8n-workflow';

import {
	asList,
	orCancelled,
	redactorOf,
	type TransportAnswer,
	type TransportRequest,
	WtsApiError,
	WtsClient,
} from '../../../client';
import { readAccess } from './account';
import { detailsOf } from './errors';
import { readHttpAnswer, toTransportFault } from './transport';

const ROUTE = 'GET /core/v1/agent';

/** A credential's test is looked at by somebody who waits for it. */
const TIMEOUT_MS = 30_000;

async function send(
	context: ICredentialTestFunctions,
	token: string,
	{ method, url, headers, timeoutMs }: TransportRequest,
): Promise<TransportAnswer> {
	try {
		const answer: unknown = await context.helpers.request({
			method,
			uri: url,
			headers: { ...headers, Authorization: `Bearer ${token}` },
			timeout: timeoutMs,
			// Every status is an answer, a redirect too: following it would take the token to wherever it points.
			followRedirect: false,
			simple: false,
			resolveWithFullResponse: true,
		});
		return readHttpAnswer(answer);
	} catch (error) {
		throw toTransportFault(error);
	}
}

const ADVICE: Partial<Record<WtsApiError['code'], string>> = {
	UNAUTHORIZED:
		'The token was refused. Copy it again from the platform; tokens that are not used for 15 days may be removed.',
	FORBIDDEN:
		'The token is valid but has no permission to list agents. Actions within its scope work; the agent picker ' +
		'does not.',
	NOT_FOUND: 'There is no WTS Chat API at this Base URL. Use scheme and host only.',
};

function wordsOf(error: unknown): string {
	const { code, message, hint } = detailsOf(error);
	return ADVICE[code as WtsApiError['code']] ?? `${message}. ${hint}`.trim();
}

/**
 * Tests a credential by listing the agents. Not a declarative test of n8n: that one follows redirects with the token,
 * and says no more than ENOTFOUND when there is no such host.
 */
export async function wtsChatApiTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const { token, baseUrl, problem } = readAccess(data);
	if (problem !== undefined) return { status: 'Error', message: problem };
	const client = new WtsClient({
		baseUrl,
		runtime: {
			transport: async (request) => await send(this, token, request),
			sleep: async (ms, signal) => await orCancelled(sleep(ms), signal),
			now: () => Date.now(),
			random: () => Math.random(),
			redact: redactorOf(token),
		},
		retry: { maxTries: 1 },
		timeoutMs: TIMEOUT_MS,
	});
	try {
		asList(await client.request(ROUTE, {}), ROUTE);
		return { status: 'OK', message: 'Connection successful' };
	} catch (error) {
		return { status: 'Error', message: wordsOf(error) };
	}
}
