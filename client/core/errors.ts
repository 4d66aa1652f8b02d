import { isRecord } from '../values/record';
import {
	hintForMissing,
	hintForRefusal,
	isAboutState,
	saysInvalid,
	saysNotFound,
	type Topic,
	topicOf,
} from './refusals';
import { isWrite } from './routeFacts';
import type { TransportAnswer, TransportFault } from './runtime';

export type { Topic } from './refusals';

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
	| 'CANCELLED'
	/** Something failed on this side before the request left. */
	| 'LOCAL_FAILURE'
	/** A mistake of this program. */
	| 'DEFECT';

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

	/** What it is about, where that is known. */
	readonly topic?: Topic;

	/** When the request was sent, on the clock of the runtime; it may have waited minutes for its turn. */
	sentAt?: number;

	constructor(details: WtsApiErrorDetails, retryAfterMs?: number, topic?: Topic) {
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
		this.topic = topic;
	}

	/** The same failure with some facts told otherwise. */
	withDetails(changes: Partial<WtsApiErrorDetails>, topic = this.topic): WtsApiError {
		const changed = new WtsApiError({ ...this.toDetails(), ...changes }, this.retryAfterMs, topic);
		changed.sentAt = this.sentAt;
		return changed;
	}

	/** The same failure with its texts passed through `clean`. */
	cleaned(clean: (text: string) => string): WtsApiError {
		const orNull = (text: string | null) => (text === null ? null : clean(text));
		const { message, key, text, supportId, hint } = this;
		const changes = {
			message: clean(message),
			key: orNull(key),
			text: orNull(text),
			supportId: orNull(supportId),
			hint: clean(hint),
		};
		const same =
			changes.message === message &&
			changes.key === key &&
			changes.text === text &&
			changes.supportId === supportId &&
			changes.hint === hint;
		return same ? this : this.withDetails(changes);
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
		hint: 'Check the API token: it may be mistyped, deleted, or expired because it was not used for 15 days.',
	},
	FORBIDDEN: {
		title: 'The token has no permission for this',
		hint:
			'The token is valid but lacks the scope for this action. Create one with that scope in the platform under ' +
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
	DEFECT: {
		title: 'This program has a mistake',
		hint: 'Please report it to its maintainers, with the stack and what was done.',
	},
};

const AMBIGUOUS_HINT = 'It is not known whether this took effect: look it up in the platform before running it again.';

/** Longer texts are cut: some servers answer with all that they got. */
const LONGEST_TEXT = 1_000;

/** Sequences by which terminals are told to change colours and the like, and marks that turn a text around. */
const ESCAPES = /(?:(?!\s)\p{Cc}\[|\u009b)[0-9;?]*[ -/]*[@-~]|[\u202a-\u202e\u2066-\u2069]/gu;

/** A text without control characters, which terminals and logs would act upon; null when nothing is left of it. */
function textOf(value: unknown): string | null {
	if (typeof value !== 'string') return null;
	const text = value
		.slice(0, 2 * LONGEST_TEXT)
		.replace(ESCAPES, '')
		.replace(/\p{Cc}+/gu, ' ')
		.trim();
	if (text === '') return null;
	return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
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

/** Names that .NET has for the statuses that mean something here. */
const STATUS_NAMES: ReadonlyMap<string, number> = new Map([
	['badrequest', 400],
	['unauthorized', 401],
	['forbidden', 403],
	['notfound', 404],
	['requesttimeout', 408],
	['conflict', 409],
	['gone', 410],
	['requestentitytoolarge', 413],
	['unprocessableentity', 422],
	['unprocessablecontent', 422],
	['toomanyrequests', 429],
	['internalservererror', 500],
	['notimplemented', 501],
	['badgateway', 502],
	['serviceunavailable', 503],
	['gatewaytimeout', 504],
	['httpversionnotsupported', 505],
	['variantalsonegotiates', 506],
	['insufficientstorage', 507],
	['loopdetected', 508],
	['notextended', 510],
	['networkauthenticationrequired', 511],
]);

/** The status that an envelope names, as a number or in the words of .NET in any case. */
function statusOf(value: unknown): number | undefined {
	const text = String(value ?? '').trim();
	const status = /^\d{3}$/.test(text) ? Number(text) : STATUS_NAMES.get(text.toLowerCase().replace(/[^a-z]/g, ''));
	return status !== undefined && status >= 400 ? status : undefined;
}

function codeOf(status: number, { key, text }: ServerText, endpoint: string): ErrorCode {
	if (status >= 500 && key === 'FORM_ERROR') return codeOfFormError(text, endpoint);
	if (status === 401) return 'UNAUTHORIZED';
	if (status === 403) return 'FORBIDDEN';
	if (status === 404) return 'NOT_FOUND';
	if (status === 408) return 'TIMEOUT';
	if (status === 429) return 'RATE_LIMITED';
	if (status >= 500) return 'SERVER_ERROR';
	return 'INVALID_REQUEST';
}

/**
 * The platform says "not found" as HTTP 500 with the key FORM_ERROR when something is looked up. From a write it is a
 * refusal of any kind, such as a closed window, unless its text says otherwise.
 */
function codeOfFormError(text: string | null, endpoint: string): ErrorCode {
	if (saysNotFound(text)) return 'NOT_FOUND';
	if (isWrite(endpoint) || isAboutState(topicOf(text))) return 'INVALID_REQUEST';
	const namesOne = endpoint.includes('{') || endpoint.startsWith('POST ');
	return !namesOne && saysInvalid(text) ? 'INVALID_REQUEST' : 'NOT_FOUND';
}

/** The code of an error that came with HTTP 200 and names no status. */
function codeOfKey(server: ServerText, endpoint: string): ErrorCode {
	const { key } = server;
	if (key === null) return 'INVALID_REQUEST';
	if (key === 'FORM_ERROR') return codeOfFormError(server.text, endpoint);
	if (key.includes('NOT_FOUND')) return 'NOT_FOUND';
	if (key.includes('UNAUTHORIZED')) return 'UNAUTHORIZED';
	if (key.includes('FORBIDDEN')) return 'FORBIDDEN';
	if (key.includes('TOO_MANY_REQUESTS')) return 'RATE_LIMITED';
	if (/INTERNAL|UNEXPECTED|UNAVAILABLE/.test(key)) return 'SERVER_ERROR';
	return 'INVALID_REQUEST';
}

/** The code of an error that came with HTTP 200 and names this status. */
function codeOfEnvelope(named: number | undefined, server: ServerText, endpoint: string): ErrorCode {
	const byKey = codeOfKey(server, endpoint);
	if (named === undefined || server.key === 'FORM_ERROR') return byKey;
	// A key says more than a status that is 500 for anything.
	return named === 500 && byKey !== 'INVALID_REQUEST' ? byKey : codeOf(named, server, endpoint);
}

/** Whether an answer is a page of something in front of the API. */
function isWebPage({ headers, body }: TransportAnswer): boolean {
	return /html/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype|html|head|body)/i.test(body);
}

function topicOfAnswer(answer: TransportAnswer, server: ServerText): Topic | undefined {
	const { status } = answer;
	if (status === 413 || status === 414 || status === 431) return 'tooLarge';
	if (status >= 400 && status < 500 && status !== 429 && server.text === null && isWebPage(answer)) return 'gateway';
	return topicOf(server.text);
}

/** Milliseconds of a Retry-After header in either of its forms: seconds or an HTTP date. */
export function retryAfterMs(header: string | undefined, nowEpochMs: number): number | undefined {
	if (header === undefined) return undefined;
	if (/^\d+(\.\d+)?$/.test(header.trim())) return Number(header) * 1000;
	const waitMs = Date.parse(header) - nowEpochMs;
	return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs);
}

function hintOf(code: ErrorCode, topic: Topic | undefined): string {
	if (topic === 'gateway') return hintForRefusal(topic) ?? '';
	if (code === 'NOT_FOUND') return hintForMissing(topic);
	return (code === 'INVALID_REQUEST' ? hintForRefusal(topic) : undefined) ?? CODE_TEXTS[code].hint;
}

interface Facts extends Partial<Omit<WtsApiErrorDetails, 'code' | 'message' | 'endpoint'>> {
	/** What the message says after its title; the server's own text by default. */
	reason?: string;
	retryAfterMs?: number;
	topic?: Topic;
}

function make(code: ErrorCode, endpoint: string, facts: Facts): WtsApiError {
	const { reason, retryAfterMs: waitMs, topic, ...given } = facts;
	const { title } = CODE_TEXTS[code];
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
			hint: ambiguous ? AMBIGUOUS_HINT : (given.hint ?? hintOf(code, topic)),
		},
		waitMs,
		topic,
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
	const { status } = answer;
	const write = isWrite(endpoint);
	const text = answer.body.trim();
	const body = text === '' || text === 'null' ? undefined : parseJson(text);

	if (status >= 200 && status < 300) {
		if (isRecord(body) && body.error === true) {
			const server = readEnvelope(body);
			throw errorOfAnswer(codeOfEnvelope(statusOf(body.httpStatusCode), server, endpoint), answer, server, endpoint);
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
				reason: 'the answer was cut off or is not JSON. Check that the base URL is that of the API',
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
			reason: `the server redirects (HTTP ${status}). Check the base URL`,
			hint: 'The Base URL must be that of the API itself, with https where the server wants it.',
		});
	}
	throw errorOfAnswer(codeOf(status, server, endpoint), answer, server, endpoint);
}

/** The error that an answer is: what may be sent again, and what the server says. */
function errorOfAnswer(code: ErrorCode, answer: TransportAnswer, server: ServerText, endpoint: string): WtsApiError {
	const { status, headers } = answer;
	const write = isWrite(endpoint);
	const failed = code === 'SERVER_ERROR' || code === 'TIMEOUT';
	const shown = server.key === null ? `HTTP ${status}` : `${server.key} (HTTP ${status})`;
	return make(code, endpoint, {
		httpStatus: status,
		...server,
		retryable: code === 'RATE_LIMITED' || (failed && !write),
		ambiguous: failed && write,
		topic: topicOfAnswer(answer, server),
		...(server.text === null ? { reason: status < 300 ? (server.key ?? undefined) : shown } : {}),
		// An HTTP date is one of the server's clock, which may be any time ahead of ours: without it, it says nothing.
		retryAfterMs: retryAfterMs(headers['retry-after'], Date.parse(headers.date ?? '')),
	});
}

/** The error of an answer that is not what the contract says; `shape` begins the phrase that ends "was expected". */
export function errorOfShape(endpoint: string, shape: string): WtsApiError {
	const write = isWrite(endpoint);
	return make('SERVER_ERROR', endpoint, {
		httpStatus: 200,
		ambiguous: write,
		reason: `the answer is ${shape} was expected. Check that the base URL is that of the API`,
	});
}

/** The error of an answer that is a list where the contract says one record. */
export function errorOfList(endpoint: string): WtsApiError {
	return errorOfShape(endpoint, 'a list where one record');
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
	local: { code: 'LOCAL_FAILURE', reason: 'something failed on this side' },
};

/** Faults of a request that never left. */
const NEVER_LEFT: ReadonlyArray<TransportFault['kind']> = ['refused', 'dns', 'tls', 'local'];

/**
 * The error of a request that got no answer; says whether a write may have been carried out.
 * `sent` is false when the request was still waiting for its turn.
 */
export function errorOfFault(fault: TransportFault, endpoint: string, sent = true): WtsApiError {
	const { code, reason } = FAULT_TEXTS[fault.kind];
	const untouched = !sent || NEVER_LEFT.includes(fault.kind);
	const write = isWrite(endpoint);
	const final = fault.kind === 'cancelled' || fault.kind === 'local';
	const detailed = fault.kind === 'local' ? fault.detail : `${reason} (${fault.detail})`;
	return make(code, endpoint, {
		retryable: !final && (untouched || !write),
		ambiguous: write && !untouched,
		reason: fault.detail === '' ? reason : detailed,
		...(endpoint === UPLOAD ? { topic: 'upload' } : {}),
		...(endpoint === UPLOAD && code === 'TIMEOUT' ? { hint: UPLOAD_TIMEOUT_HINT } : {}),
	});
}

/** What stands for the route of an upload, whose URL is a secret. */
export const UPLOAD = 'PUT (upload URL)';

const UPLOAD_TIMEOUT_HINT =
	'The time limit holds for the whole upload of a file. Allow more time for large files and slow lines.';

/** The error of an upload; the store's answer is not shown, because it repeats the secret URL. */
export function errorOfUpload(status: number, endpoint: string): WtsApiError {
	return make(status >= 500 ? 'SERVER_ERROR' : 'INVALID_REQUEST', endpoint, {
		httpStatus: status,
		retryable: status >= 500 || status === 429,
		reason: `the upload of the file was refused with HTTP ${status}`,
		hint: 'Try again; if it persists, check the size and the type of the file.',
		topic: 'upload',
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
		hint:
			'Addresses of files expire, and files may be deleted. Get the message again; if it persists, the file is ' +
			'gone.',
	});
}

/** An error that the client found before any request: `hint` says what to change. */
export function refuse(message: string, hint: string, endpoint: string | null = null, topic?: Topic): WtsApiError {
	return new WtsApiError(
		{
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
		},
		undefined,
		topic,
	);
}

/** An error that the client found by looking: what the request names does not exist. */
export function notFound(message: string, hint: string, endpoint: string | null = null): WtsApiError {
	return refuse(message, hint, endpoint).withDetails({ code: 'NOT_FOUND' });
}

/** Whatever was thrown, as an Error. */
export function asError(thrown: unknown): Error {
	return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** Whether it is an error of a write that may have taken effect. */
export function isAmbiguous(error: unknown): error is WtsApiError {
	return error instanceof WtsApiError && error.ambiguous;
}
