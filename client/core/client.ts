import { baseUrlProblem, plainBaseUrl } from '../values/validation';
import { errorOfList, errorOfShape, readAnswer } from './answers';
import { type Ahead, ServerClock, serverTime } from './clock';
import { asError, refuse, WtsApiError } from './errors';
import { errorOfFault, errorOfUpload, UPLOAD } from './faults';
import type { Claim, Demand, Refusal } from './pacing/limits';
import { Pacer } from './pacing/pacer';
import { DEFAULT_RETRY, type Outcome, type RetryPolicy, withRetries } from './retry';
import { datesMessage, familyOf, mayBeRepeated } from './routeFacts';
import type { RequestOf, ResultOf, Route } from './routes';
import { type Runtime, type TransportAnswer, TransportFault, type TransportRequest } from './runtime';
import { type SendMemory, sendMemoryOf } from './sends';
import { answersList, tidyList } from './shapes';

/** How a client is set up. */
export interface ClientOptions {
	/** Scheme and host of the API, without a path: `https://api.wts.chat`. */
	baseUrl: string;
	runtime: Runtime;
	/** The pacer of the account; clients of the same account share one. Default: one of its own. */
	pacer?: Pacer;
	/** The part of the account's limits that this client may use, from 0 (excluded) to 1. Default 1. */
	limitShare?: number;
	/** The run that the client works for: one of a few items need not wait for one of thousands. */
	demand?: Demand;
	/** Look every send up by its sender ID before it is sent: it may have been sent before. */
	lookFirst?: boolean;
	/** Why nothing is to be posted that cannot be looked up first; it goes into the error. */
	refuseToPost?: string;
	retry?: Partial<RetryPolicy>;
	/**
	 * Milliseconds until a request is given up. Default 60,000, because the sync routes take up to 25 s; 300,000 for the
	 * bytes of a file.
	 */
	timeoutMs?: number;
	/** Default: nobody looks on. */
	observer?: Observer;
}

/**
 * Is told of every request when it is sent, and, if it returns a function, of its answer; of undefined when it failed.
 */
export type Observer = (
	route: Route,
	request: LooseRequest,
) => ((outcome: { answer: unknown } | undefined) => void) | undefined;

const TIMEOUT_MS = 60_000;

/** A file of 100 MB on a slow line. */
const UPLOAD_TIMEOUT_MS = 300_000;

/** By how much the clocks of a platform's machines may differ. */
const SAME_CLOCK_MS = 2_000;

/** Any route's request, as far as building a URL goes. */
export interface LooseRequest {
	path?: object;
	query?: object;
	body?: unknown;
}

/** Bytes to be uploaded. */
export interface FileContent {
	/** File name with its extension. */
	name: string;
	mimeType: string;
	/** In bytes, when known. */
	size?: number;
	/** Stands for the bytes, such as their hash: files with the same one are uploaded once per client. */
	contentKey: string;
	/** Opens the bytes anew: a Buffer or a readable stream. Called once per try. */
	open(): Promise<object>;
}

/** A client of the WTS Chat API, typed by the routes of its contract. */
export class WtsClient {
	readonly runtime: Runtime;

	/** Whether sends are looked up before they are sent. */
	readonly lookFirst: boolean;

	private readonly refuseToPost: string | undefined;

	private readonly baseUrl: string;

	private readonly pacer: Pacer;

	private readonly claim: Claim;

	private readonly retry: RetryPolicy;

	private readonly timeoutMs: number | undefined;

	private readonly clock = new ServerClock();

	/** What the sends of this account know of each other. */
	readonly sends: SendMemory;

	private readonly uploadUrls = new Set<string>();

	private readonly observer: Observer | undefined;

	/** @throws {WtsApiError} INVALID_REQUEST when the base URL is not one, or the limit share out of range. */
	constructor(options: ClientOptions) {
		this.baseUrl = plainBaseUrl(options.baseUrl);
		const problem = baseUrlProblem(this.baseUrl);
		if (problem !== undefined) {
			throw refuse(`The base URL ${problem}`, 'Use scheme and host only: https://api.wts.chat');
		}
		this.runtime = options.runtime;
		this.lookFirst = options.lookFirst ?? false;
		this.refuseToPost = options.refuseToPost;
		this.pacer = options.pacer ?? new Pacer();
		this.sends = sendMemoryOf(this.pacer);
		this.claim = { share: options.limitShare ?? 1, demand: options.demand };
		if (!(this.claim.share > 0 && this.claim.share <= 1)) {
			throw refuse('The limit share is out of range', 'Use a number above 0 and up to 1.');
		}
		this.retry = { ...DEFAULT_RETRY, ...options.retry };
		this.timeoutMs = options.timeoutMs;
		this.observer = options.observer;
	}

	/**
	 * How far the clock that dates the platform's records is ahead of the one here; undefined when nothing tells. Records
	 * tell it best; the seconds of Date headers narrow it further where both can be the same clock.
	 */
	serverAhead(): Ahead | undefined {
		const now = this.runtime.now();
		const byRecords = this.sends.recordClock.ahead(now);
		const byHeaders = this.clock.ahead(now);
		if (byRecords === undefined || byHeaders === undefined) return byRecords ?? byHeaders;
		const least = Math.max(byRecords.least, byHeaders.least);
		const most = Math.min(byRecords.most, byHeaders.most);
		return least <= most ? { least, most, trip: byHeaders.trip } : byRecords;
	}

	/**
	 * Sends a request of the contract and returns its answer.
	 *
	 * Takes the route and its path parameters, query and body, all typed by the contract. Array
	 * query values repeat their key, maps become `name[key]`, undefined ones are left out. Returns
	 * the parsed body, or `undefined` for an empty body of a write.
	 * @throws {WtsApiError} when the answer is an error or there is none.
	 */
	async request<R extends Route>(route: R, request: RequestOf<R> & LooseRequest): Promise<ResultOf<R>> {
		// The one place where JSON becomes a type of the contract.
		return (await this.requestLoosely(route, request)) as ResultOf<R>;
	}

	/**
	 * Like `request`, for a request that is put together at run time, such as one page of a list.
	 * The answer is unchecked, so whoever calls it has to look at what came.
	 * @throws {WtsApiError} when the answer is an error or there is none.
	 */
	async requestLoosely(route: Route, request: LooseRequest): Promise<unknown> {
		const { path, query, body } = request;
		const [method, template] = splitRoute(route);
		if (this.refuseToPost !== undefined && method === 'POST' && !mayBeRepeated(route, body)) {
			throw refuse('This may have been done before, so it was not done', this.refuseToPost, route);
		}
		const url = this.baseUrl + fillPath(template, path) + queryText(query);
		const told = this.observer?.(route, request);
		let outcome: { answer: unknown } | undefined;
		try {
			const answer = await this.send(route, () => ({
				method,
				url,
				headers: {
					Accept: 'application/json',
					...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
				},
				...(body === undefined ? {} : { body: JSON.stringify(body) }),
				authenticated: true,
				timeoutMs: this.timeoutMs ?? TIMEOUT_MS,
				signal: this.runtime.signal,
			}));
			outcome = { answer };
			return answer;
		} finally {
			told?.(outcome);
		}
	}

	/**
	 * Puts the bytes of a file to an upload URL, without the account's token. Nothing is visible
	 * before the file is saved, so a failed try is repeated like a read.
	 * @throws {WtsApiError} without the URL, which is a secret.
	 */
	async upload(url: string, content: FileContent): Promise<void> {
		const { runtime, retry } = this;
		this.uploadUrls.add(url);
		let tries = 0;
		await withRetries(runtime, retry, async (): Promise<Outcome<void>> => {
			const tell = this.startTelling(UPLOAD, ++tries);
			try {
				const answer = await runtime.transport({
					method: 'PUT',
					url,
					headers: {
						'Content-Type': content.mimeType,
						...(content.size === undefined ? {} : { 'Content-Length': String(content.size) }),
					},
					body: await opened(content),
					authenticated: false,
					timeoutMs: this.timeoutMs ?? UPLOAD_TIMEOUT_MS,
					signal: runtime.signal,
				});
				tell(String(answer.status));
				if (answer.status >= 200 && answer.status < 300) return { ok: true, value: undefined };
				return { ok: false, error: errorOfUpload(answer.status, UPLOAD) };
			} catch (error) {
				const failed = this.failureOf(error, UPLOAD, true);
				tell(nameOf(failed));
				return { ok: false, error: failed };
			}
		});
	}

	private async send(route: Route, makeRequest: () => TransportRequest): Promise<unknown> {
		const { runtime, retry } = this;
		let tries = 0;
		return await withRetries(runtime, retry, async () => await this.sendOnce(route, makeRequest, ++tries));
	}

	private async sendOnce(route: Route, makeRequest: () => TransportRequest, tries: number): Promise<Outcome<unknown>> {
		const { runtime, pacer } = this;
		const family = familyOf(route);
		const tell = this.startTelling(route, tries);
		let sentAt: number | undefined;
		try {
			const value = await pacer.run(
				family,
				runtime,
				this.claim,
				async () => {
					sentAt = runtime.now();
					const answer = await runtime.transport(makeRequest());
					tell(String(answer.status), sentAt);
					this.noteTime(answer, sentAt);
					return shaped(this.withoutSecrets(readAnswer(answer, route), answer.body), route);
				},
				refusalOf,
			);
			if (datesMessage(route) && sentAt !== undefined) this.noteRecord(value, sentAt);
			return { ok: true, value };
		} catch (error) {
			const failed = this.failureOf(error, route, sentAt !== undefined);
			if (!(error instanceof WtsApiError)) tell(nameOf(failed), sentAt ?? 'unsent');
			if (failed instanceof WtsApiError) failed.sentAt = sentAt;
			return { ok: false, error: failed, sentAt, paced: true };
		}
	}

	/** What was thrown as an error of the client, without secrets. */
	private failureOf(error: unknown, endpoint: string, sent: boolean): Error {
		const failed = error instanceof TransportFault ? errorOfFault(error, endpoint, sent) : asError(error);
		return failed instanceof WtsApiError ? failed.cleaned((text) => this.redacted(text)) : failed;
	}

	/** A text without the token and without the URLs that files were uploaded to. */
	private redacted(text: string): string {
		let clean = this.runtime.redact?.(text) ?? text;
		for (const url of this.uploadUrls) {
			const [path = url] = url.split('?');
			if (clean.includes(path)) clean = clean.split(url).join('[upload URL]').split(path).join('[upload URL]');
		}
		return clean;
	}

	/** An answer without secrets, wherever they stand in it; `body` is the text that it was. */
	private withoutSecrets(answer: unknown, body: string): unknown {
		// JSON may write any character as an escape.
		const flat = body.includes('\\') ? body.replace(ESCAPE, readEscape) : body;
		if (this.redacted(flat) === flat) return answer;
		const clean = (value: unknown): unknown => {
			if (typeof value === 'string') return this.redacted(value);
			if (typeof value !== 'object' || value === null) return value;
			if (Array.isArray(value)) return value.map(clean);
			return Object.fromEntries(Object.entries(value).map(([key, one]) => [this.redacted(key), clean(one)]));
		};
		return clean(answer);
	}

	/** One line per request for the log: the route, and nothing of what was sent or received. */
	private startTelling(endpoint: string, tries: number): (outcome: string, sentAt?: number | 'unsent') => void {
		const { log, now } = this.runtime;
		if (log === undefined) return () => {};
		const startedAt = now();
		return (outcome, sentAt = startedAt) => {
			const endedAt = now();
			const waited = Math.round((sentAt === 'unsent' ? endedAt : sentAt) - startedAt);
			const duration = sentAt === 'unsent' ? 'unsent' : `in ${Math.round(endedAt - sentAt)} ms`;
			log.debug(`${endpoint} ${outcome} ${duration} (try ${tries}, waited ${waited} ms for the limit)`);
		};
	}

	/** Notes when the server dates a message that was made just now, if it was: some answer with an earlier one. */
	private noteRecord(value: unknown, sentAt: number): void {
		const { runtime, clock, sends } = this;
		const createdAt: unknown =
			typeof value === 'object' && value !== null ? Reflect.get(value, 'createdAt') : undefined;
		if (typeof createdAt !== 'string') return;
		const gotAt = runtime.now();
		const ahead = clock.ahead(gotAt);
		const at = serverTime(createdAt);
		const fits =
			ahead !== undefined && at >= sentAt + ahead.least - SAME_CLOCK_MS && at <= gotAt + ahead.most + SAME_CLOCK_MS;
		if (fits) sends.noteRecord(createdAt, sentAt, gotAt);
	}

	/** Notes what time it is for the server. */
	private noteTime({ headers }: TransportAnswer, sentAt: number): void {
		const from = headers.date === undefined ? Number.NaN : Date.parse(headers.date);
		if (!Number.isNaN(from)) this.clock.note({ from, to: from + 999, sentAt, gotAt: this.runtime.now() });
	}
}

/** An escape of JSON. */
const ESCAPE = /\\(?:u([0-9a-f]{4})|(.))/gi;

/** The character of an escape; line breaks and the like are no part of any secret. */
function readEscape(_: string, code: string | undefined, letter: string | undefined): string {
	if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
	return letter !== undefined && 'nrtbf'.includes(letter) ? '' : (letter ?? '');
}

/** The bytes of a file; what fails in opening it failed before anything was sent. */
async function opened(content: FileContent): Promise<object> {
	return await content.open().catch((error: unknown) => {
		throw new TransportFault('local', `the file "${content.name}" cannot be read: ${asError(error).message}`);
	});
}

/**
 * An answer in the shape that the contract has for its route.
 * @throws {WtsApiError} for a list where one record was expected, and the other way round.
 */
function shaped(answer: unknown, route: Route): unknown {
	if (!answersList(route)) {
		if (Array.isArray(answer)) throw errorOfList(route);
		return answer;
	}
	const list = tidyList(answer, route);
	if (list === undefined && answer !== undefined) throw errorOfShape(route, 'not the list that');
	return list;
}

/** How a failure is called in the log. */
function nameOf(error: Error): string {
	return error instanceof WtsApiError ? error.code : error.name;
}

function refusalOf(error: unknown): Refusal | undefined {
	return error instanceof WtsApiError && error.code === 'RATE_LIMITED'
		? { retryAfterMs: error.retryAfterMs }
		: undefined;
}

function splitRoute(route: Route): [TransportRequest['method'], string] {
	const space = route.indexOf(' ');
	const method = route.slice(0, space);
	switch (method) {
		case 'GET':
		case 'POST':
		case 'PUT':
		case 'DELETE':
			return [method, route.slice(space + 1)];
		default:
			throw refuse(`Unknown method ${method}`, 'Use a route of the contract.');
	}
}

/** Percent-encodes a value; half a surrogate pair, which nothing could encode, becomes U+FFFD. */
function encode(value: unknown): string {
	const text = String(value);
	// IDs need nothing, and most values are IDs.
	if (/^[\w-]*$/.test(text)) return text;
	return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}

function fillPath(template: string, values: object = {}): string {
	return template.replace(/\{(\w+)\}/g, (_, name: string) => {
		const value: unknown = Object.hasOwn(values, name) ? Reflect.get(values, name) : undefined;
		// An empty value would turn /session/{id} into the list of all sessions.
		if (value === undefined || value === null || String(value).trim() === '') {
			throw refuse(`The value of "${name}" is empty`, `Give a value for "${name}".`);
		}
		// URL parsers resolve these even when they are percent-encoded.
		if (value === '.' || value === '..') {
			throw refuse(`The value of "${name}" is "${value}"`, `Give a valid value for "${name}".`);
		}
		return encode(value);
	});
}

function queryText(query: object = {}): string {
	const pairs: string[] = [];
	const add = (name: string, value: unknown) => {
		if (value === undefined || value === null) return;
		if (Array.isArray(value)) {
			for (const one of value) add(name, one);
		} else if (typeof value === 'object') {
			// The platform looks like ASP.NET, which reads maps in this spelling.
			for (const [key, one] of Object.entries(value)) add(`${name}[${key}]`, one);
		} else {
			pairs.push(`${encode(name)}=${encode(value)}`);
		}
	};
	for (const [name, value] of Object.entries(query)) add(name, value);
	return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
