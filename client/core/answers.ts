import { isRecord } from '../values/record';
import { errorFor } from './errorFor';
import type { ErrorCode, WtsApiError } from './errors';
import { isAboutState, saysInvalid, saysNotFound, type Topic, topicOf } from './refusals';
import { isWrite } from './routeFacts';
import type { TransportAnswer } from './runtime';

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
			throw errorFor('SERVER_ERROR', endpoint, {
				httpStatus: status,
				retryable: true,
				reason: 'the answer was empty',
			});
		}
		if (body === NOT_JSON) {
			throw errorFor('SERVER_ERROR', endpoint, {
				httpStatus: status,
				retryable: !write,
				ambiguous: write,
				reason: 'the answer was cut off or is not JSON. Check that the base URL is that of the API',
			});
		}
		if (typeof body !== 'object') {
			// "ok", true and the like say no more than the status does.
			if (write) return undefined;
			throw errorFor('SERVER_ERROR', endpoint, {
				httpStatus: status,
				reason: 'the answer is neither a record nor a list',
			});
		}
		return body;
	}

	const server = readEnvelope(body);
	if (status >= 300 && status < 400) {
		throw errorFor('INVALID_REQUEST', endpoint, {
			httpStatus: status,
			...server,
			reason: `the server redirects (HTTP ${status}). Check the base URL`,
			hint: 'The base URL must be that of the API itself, with https where the server wants it.',
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
	return errorFor(code, endpoint, {
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
	return errorFor('SERVER_ERROR', endpoint, {
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
