import type { TransportAnswer, TransportFault } from './runtime';

/** What went wrong, as a word that programs can rely on. */
export type ErrorCode =
	| 'UNAUTHORIZED'
	| 'FORBIDDEN'
	| 'NOT_FOUND'
	| 'INVALID_REQUEST'
	| 'RATE_LIMITED'
	| 'SERVER_ERROR'
	| 'NETWORK'
	| 'TIMEOUT'
	| 'CANCELLED';

/** The facts of a failed request. */
export interface WtsApiErrorDetails {
	code: ErrorCode;
	/** One sentence, with the server's own text when it sent one. */
	message: string;
	/** The HTTP status, or null when there was no answer. */
	httpStatus: number | null;
	/** The server's machine-readable key, such as `FORM_ERROR`. */
	key: string | null;
	/** The server's own text, in the language it chose. */
	text: string | null;
	/** The short reference that the platform's support asks for. */
	supportId: string | null;
	/** Method and path template of the route, without values: `GET /chat/v2/session/{id}`. */
	endpoint: string | null;
	/** Whether the same request may simply be sent again. */
	retryable: boolean;
	/** Whether a write may have been carried out although it failed. */
	ambiguous: boolean;
	/** What the user may do about it. */
	hint: string;
}

/** A request that failed. Never carries a token, a header or a URL with values. */
export class WtsApiError extends Error implements WtsApiErrorDetails {
	override readonly name = 'WtsApiError';

	readonly code: ErrorCode;

	readonly httpStatus: number | null;

	readonly key: string | null;

	readonly text: string | null;

	readonly supportId: string | null;

	readonly endpoint: string | null;

	readonly retryable: boolean;

	readonly ambiguous: boolean;

	readonly hint: string;

	/** Milliseconds that the server asked to wait (Retry-After), if it did. */
	readonly retryAfterMs?: number;

	constructor(details: WtsApiErrorDetails, retryAfterMs?: number) {
		super(details.message);
		this.code = details.code;
		this.httpStatus = details.httpStatus;
		this.key = details.key;
		this.text = details.text;
		this.supportId = details.supportId;
		this.endpoint = details.endpoint;
		this.retryable = details.retryable;
		this.ambiguous = details.ambiguous;
		this.hint = details.hint;
		this.retryAfterMs = retryAfterMs;
	}

	/** The facts as plain data, in a fixed order: what error items carry. */
	toDetails(): WtsApiErrorDetails {
		const { code, message, httpStatus, key, text, supportId, endpoint } = this;
		const { retryable, ambiguous, hint } = this;
		return {
			code,
			message,
			httpStatus,
			key,
			text,
			supportId,
			endpoint,
			retryable,
			ambiguous,
			hint,
		};
	}
}

const CODE_TEXTS: Record<ErrorCode, { title: string; hint: string }> = {
	UNAUTHORIZED: {
		title: 'The token was refused',
		hint: 'Check the API token in the credential: it may be mistyped, deleted, or expired because it was not used for 15 days.',
	},
	FORBIDDEN: {
		title: 'The token has no permission for this',
		hint: 'The token is valid but lacks the scope for this action. Create one with that scope in the platform under Settings > Integrations.',
	},
	NOT_FOUND: {
		title: 'Not found',
		hint: 'Check that the ID or phone number belongs to this account and still exists.',
	},
	INVALID_REQUEST: {
		title: 'The request was refused',
		hint: 'Change the value that the server complains about, then try again.',
	},
	RATE_LIMITED: {
		title: 'Too many requests',
		hint: "The account's request limit is used up. Wait a few minutes, or give this node a lower Limit Share when other programs use the same account.",
	},
	SERVER_ERROR: {
		title: 'The server failed',
		hint: 'Try again later. If it persists, quote the support ID to the support of the platform.',
	},
	NETWORK: {
		title: 'The server could not be reached',
		hint: 'Check the Base URL in the credential and the network of this n8n.',
	},
	TIMEOUT: {
		title: 'The server did not answer in time',
		hint: 'Try again later, or raise Timeout in the options.',
	},
	CANCELLED: {
		title: 'The execution was stopped',
		hint: 'The request was given up because the execution was stopped.',
	},
};

const AMBIGUOUS_HINT = 'It is not known whether this took effect: look it up in the platform before running it again.';

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string | null =>
	typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

function isWrite(endpoint: string): boolean {
	// Search is a POST that changes nothing; uploaded bytes do nothing until the file is saved.
	return !/^(GET |PUT \(|POST \/core\/v1\/contact\/filter$)/.test(endpoint);
}

interface ServerText {
	key: string | null;
	text: string | null;
	supportId: string | null;
}

/** Reads both error envelopes: the platform's own and RFC 7807 problem details. */
function readEnvelope(body: unknown): ServerText {
	if (!isRecord(body)) return { key: null, text: null, supportId: null };
	const id = isRecord(body.id) ? body.id : {};
	const problems = isRecord(body.errors)
		? Object.entries(body.errors)
				.map(([field, texts]) => `${field}: ${Array.isArray(texts) ? texts.join(' ') : String(texts)}`)
				.join('; ')
		: null;
	return {
		key: textOf(body.key),
		// A gateway in front of the platform says "message".
		text: textOf(body.text) ?? textOf(body.detail) ?? textOf(problems) ?? textOf(body.title) ?? textOf(body.message),
		supportId: textOf(id.shortValue) ?? textOf(id.value),
	};
}

function codeOf(status: number, key: string | null): ErrorCode {
	// The platform says "not found" as HTTP 500 with this key.
	if (status >= 500 && key === 'FORM_ERROR') return 'NOT_FOUND';
	if (status === 401) return 'UNAUTHORIZED';
	if (status === 403) return 'FORBIDDEN';
	if (status === 404) return 'NOT_FOUND';
	if (status === 408) return 'TIMEOUT';
	if (status === 429) return 'RATE_LIMITED';
	if (status >= 500) return 'SERVER_ERROR';
	return 'INVALID_REQUEST';
}

function codeOfKey(key: string | null): ErrorCode {
	if (key === null) return 'INVALID_REQUEST';
	if (key === 'FORM_ERROR' || key.includes('NOT_FOUND')) return 'NOT_FOUND';
	if (key.includes('UNAUTHORIZED')) return 'UNAUTHORIZED';
	if (key.includes('FORBIDDEN')) return 'FORBIDDEN';
	return 'INVALID_REQUEST';
}

/** Milliseconds of a Retry-After header in either of its forms: seconds or an HTTP date. */
export function retryAfterMs(header: string | undefined, nowEpochMs: number): number | undefined {
	if (header === undefined) return undefined;
	if (/^\d+(\.\d+)?$/.test(header.trim())) return Number(header) * 1000;
	const date = Date.parse(header);
	return Number.isNaN(date) ? undefined : Math.max(0, date - nowEpochMs);
}

function make(
	code: ErrorCode,
	endpoint: string,
	facts: Partial<WtsApiErrorDetails> & { reason?: string },
	waitMs?: number,
): WtsApiError {
	const { title, hint } = CODE_TEXTS[code];
	const { reason, ...given } = facts;
	const saying = reason ?? given.text ?? null;
	const ambiguous = given.ambiguous ?? false;
	return new WtsApiError(
		{
			httpStatus: null,
			key: null,
			text: null,
			supportId: null,
			endpoint,
			retryable: false,
			...given,
			code,
			message: saying === null ? title : `${title}: ${saying}`,
			ambiguous,
			hint: ambiguous ? AMBIGUOUS_HINT : (given.hint ?? hint),
		},
		waitMs,
	);
}

/**
 * Reads an answer: its JSON body when it is a success, an error otherwise.
 *
 * Takes the answer and the route. Returns the parsed body, or `undefined` for an empty body (or
 * `null`) of a write.
 * @throws {WtsApiError} for 3xx, 4xx and 5xx, for a 200 whose envelope says `error: true`, and for
 * a success without the JSON that was expected.
 */
export function readAnswer(answer: TransportAnswer, endpoint: string): unknown {
	const { status, headers } = answer;
	const write = isWrite(endpoint);
	const text = answer.body.trim();
	const body = text === '' || text === 'null' ? undefined : parseJson(text);

	if (status >= 200 && status < 300) {
		if (isRecord(body) && body.error === true) {
			const server = readEnvelope(body);
			throw make(codeOfKey(server.key), endpoint, {
				httpStatus: status,
				...server,
				reason: server.text ?? server.key ?? undefined,
			});
		}
		if (body === undefined) {
			if (write) return undefined;
			throw make('SERVER_ERROR', endpoint, {
				httpStatus: status,
				retryable: true,
				reason: 'the answer was empty',
			});
		}
		if (body === NOT_JSON) {
			throw make('SERVER_ERROR', endpoint, {
				httpStatus: status,
				retryable: !write,
				ambiguous: write,
				reason: 'the answer was cut off or is not JSON. Check that the Base URL is that of the API',
			});
		}
		if (typeof body !== 'object') {
			// "ok", true and the like say no more than the status does.
			if (write) return undefined;
			throw make('SERVER_ERROR', endpoint, {
				httpStatus: status,
				reason: 'the answer is neither a record nor a list',
			});
		}
		return body;
	}

	const server = readEnvelope(body);
	if (status >= 300 && status < 400) {
		throw make('INVALID_REQUEST', endpoint, {
			httpStatus: status,
			...server,
			reason: `the server redirects (HTTP ${status}). Check the Base URL in the credential`,
			hint: 'The Base URL must be that of the API itself, with https where the server wants it.',
		});
	}
	const code = codeOf(status, server.key);
	const failed = code === 'SERVER_ERROR' || code === 'TIMEOUT';
	throw make(
		code,
		endpoint,
		{
			httpStatus: status,
			...server,
			retryable: code === 'RATE_LIMITED' || (failed && !write),
			ambiguous: failed && write,
			...(server.text === null
				? { reason: server.key === null ? `HTTP ${status}` : `${server.key} (HTTP ${status})` }
				: {}),
		},
		// The server's clock is what an HTTP date is measured against, when it tells it.
		retryAfterMs(headers['retry-after'], Date.parse(headers.date ?? '') || Date.now()),
	);
}

const NOT_JSON = Symbol('not JSON');

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return NOT_JSON;
	}
}

const FAULT_TEXTS: Record<TransportFault['kind'], { code: ErrorCode; reason: string }> = {
	refused: { code: 'NETWORK', reason: 'the connection was refused' },
	dns: { code: 'NETWORK', reason: 'its name could not be resolved' },
	tls: {
		code: 'NETWORK',
		reason: 'no secure connection could be made: check the certificate and the protocol of the Base URL',
	},
	reset: { code: 'NETWORK', reason: 'the connection broke before the answer came' },
	badBody: { code: 'NETWORK', reason: 'the answer broke off' },
	timeout: { code: 'TIMEOUT', reason: 'no answer within the time limit' },
	cancelled: { code: 'CANCELLED', reason: 'it was stopped by the user or by a time limit' },
};

/**
 * The error of a request that got no answer; says whether a write may have been carried out.
 * `sent` is false when the request was still waiting for its turn.
 */
export function errorOfFault(fault: TransportFault, endpoint: string, sent = true): WtsApiError {
	const { code, reason } = FAULT_TEXTS[fault.kind];
	const untouched = !sent || ['refused', 'dns', 'tls'].includes(fault.kind);
	const write = isWrite(endpoint);
	return make(code, endpoint, {
		retryable: fault.kind !== 'cancelled' && (untouched || !write),
		ambiguous: write && !untouched,
		reason: fault.detail === '' ? reason : `${reason} (${fault.detail})`,
	});
}

/** The error of an upload; the store's answer is not shown, because it repeats the secret URL. */
export function errorOfUpload(status: number, endpoint: string): WtsApiError {
	return make(status >= 500 ? 'SERVER_ERROR' : 'INVALID_REQUEST', endpoint, {
		httpStatus: status,
		retryable: status >= 500 || status === 429,
		reason: `the upload of the file was refused with HTTP ${status}`,
		hint: 'Run the item again; if it persists, check the size and the type of the file.',
	});
}

/** The error of a download; nothing of the address is shown, because its signature is a secret. */
export function errorOfDownload(name: string, status: number, endpoint: string): WtsApiError {
	const failed = status >= 500;
	const gone = status === 403 || status === 404 || status === 410;
	return make(failed ? 'SERVER_ERROR' : gone ? 'NOT_FOUND' : 'INVALID_REQUEST', endpoint, {
		httpStatus: status,
		retryable: failed || status === 429,
		reason: `the file "${name}" could not be downloaded (HTTP ${status})`,
		hint: 'Addresses of files expire, and files may be deleted. Get the message again; if it persists, the file is gone.',
	});
}

/** An error that the client found before any request: `hint` says what to change. */
export function refuse(message: string, hint: string, endpoint: string | null = null): WtsApiError {
	return new WtsApiError({
		code: 'INVALID_REQUEST',
		message,
		httpStatus: null,
		key: null,
		text: null,
		supportId: null,
		endpoint,
		retryable: false,
		ambiguous: false,
		hint,
	});
}

/** An error that the client found by looking: what the request names does not exist. */
export function notFound(message: string, hint: string, endpoint: string | null = null): WtsApiError {
	return new WtsApiError({ ...refuse(message, hint, endpoint).toDetails(), code: 'NOT_FOUND' });
}
