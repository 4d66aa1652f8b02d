import { type ErrorCode, WtsApiError, type WtsApiErrorDetails } from './errors';
import { hintForMissing, hintForRefusal, type Topic } from './refusals';

const CODE_TEXTS: Record<ErrorCode, { title: string; hint: string }> = {
	UNAUTHORIZED: {
		title: 'The token was refused',
		hint: 'Check the API token: it may be mistyped, deleted, or expired because it was not used for 15 days.',
	},
	FORBIDDEN: {
		title: 'The token has no permission for this',
		hint:
			'The token is valid but lacks the scope for this request. Create one with that scope in the platform under ' +
			'Settings > Integrations.',
	},
	NOT_FOUND: {
		title: 'Not found',
		hint: hintForMissing(undefined),
	},
	INVALID_REQUEST: {
		title: 'The request was refused',
		hint: 'Change what the server complains about, then try again.',
	},
	RATE_LIMITED: {
		title: 'Too many requests',
		hint: "The account's request limit is used up, by this program or by another one. Wait a few minutes.",
	},
	SERVER_ERROR: {
		title: 'The server failed',
		hint: 'Try again later. If it persists, quote the support ID to the support of the platform.',
	},
	NETWORK: {
		title: 'The server could not be reached',
		hint: 'Check the base URL and the network.',
	},
	TIMEOUT: {
		title: 'The server did not answer in time',
		hint: 'Try again later, or allow more time.',
	},
	CANCELLED: {
		title: 'The request was given up',
		hint: 'It was stopped before its answer came.',
	},
	LOCAL_FAILURE: {
		title: 'The request could not be made',
		hint: 'Nothing was sent. Mend what the message names, then try again.',
	},
};

const AMBIGUOUS_HINT = 'It is not known whether this took effect: look it up in the platform before running it again.';

function hintOf(code: ErrorCode, topic: Topic | undefined): string {
	if (topic === 'gateway') return hintForRefusal(topic) ?? '';
	if (code === 'NOT_FOUND') return hintForMissing(topic);
	return (code === 'INVALID_REQUEST' ? hintForRefusal(topic) : undefined) ?? CODE_TEXTS[code].hint;
}

/** What is known of a failed request beside its code and route. */
interface Facts extends Partial<Omit<WtsApiErrorDetails, 'code' | 'message' | 'endpoint'>> {
	/** What the message says after its title; the server's own text by default. */
	reason?: string;
	retryAfterMs?: number;
	topic?: Topic;
}

/** The error of a request, by what went wrong; what a route and its answer tell is in `facts`. */
export function errorFor(code: ErrorCode, endpoint: string, facts: Facts): WtsApiError {
	const { reason, retryAfterMs: waitMs, topic, ...given } = facts;
	const { title } = CODE_TEXTS[code];
	const saying = reason ?? given.text ?? null;
	return new WtsApiError(
		{
			...given,
			code,
			endpoint,
			message: saying === null ? title : `${title}: ${saying}`,
			hint: given.ambiguous === true ? AMBIGUOUS_HINT : (given.hint ?? hintOf(code, topic)),
		},
		waitMs,
		topic,
	);
}
