import { baseUrlProblem } from '../values/validation';
import { errorOfFault, errorOfUpload, readAnswer, refuse, WtsApiError } from './errors';
import { familyOf, Pacer } from './pacing';
import { DEFAULT_RETRY, type Outcome, type RetryPolicy, withRetries } from './retry';
import type { RequestOf, ResultOf, Route } from './routes';
import { type Runtime, TransportFault, type TransportRequest } from './runtime';

/** How a client is set up. */
export interface ClientOptions {
	/** Scheme and host of the API, without a path: `https://api.wts.chat`. */
	baseUrl: string;
	runtime: Runtime;
	/** The pacer of the account; clients of the same account share one. Default: one of its own. */
	pacer?: Pacer;
	/** The part of the account's limits that this client may use, from 0 (excluded) to 1. Default 1. */
	limitShare?: number;
	retry?: Partial<RetryPolicy>;
	/** Milliseconds until a request is given up. Default 60,000: the sync routes take up to 25 s. */
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

/** A file of 100 MB on a slow line. */
const UPLOAD_TIMEOUT_MS = 300_000;

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
	/** The same for the same bytes: such files are uploaded once per client. */
	identity: string;
	/** Opens the bytes anew: a Buffer or a readable stream. Called once per try. */
	open(): Promise<object>;
}

/** A client of the WTS Chat API, typed by the routes of its contract. */
export class WtsClient {
	readonly runtime: Runtime;

	private readonly baseUrl: string;

	private readonly pacer: Pacer;

	private readonly limitShare: number;

	private readonly retry: RetryPolicy;

	private readonly timeoutMs: number;

	private readonly observer: Observer | undefined;

	/** @throws {WtsApiError} INVALID_REQUEST when the base URL is not one, or the limit share out of range. */
	constructor(options: ClientOptions) {
		const problem = baseUrlProblem(options.baseUrl);
		if (problem !== undefined) {
			throw refuse(`The base URL ${problem}`, 'Use scheme and host only: https://api.wts.chat');
		}
		this.baseUrl = options.baseUrl.replace(/\/$/, '');
		this.runtime = options.runtime;
		this.pacer = options.pacer ?? new Pacer();
		this.limitShare = options.limitShare ?? 1;
		if (!(this.limitShare > 0 && this.limitShare <= 1)) {
			throw refuse('The limit share is out of range', 'Use a number above 0 and up to 1.');
		}
		this.retry = { ...DEFAULT_RETRY, ...options.retry };
		this.timeoutMs = options.timeoutMs ?? 60_000;
		this.observer = options.observer;
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
		const url = this.baseUrl + fillPath(template, path) + queryText(query);
		const told = this.observer?.(route, request);
		let outcome: { answer: unknown } | undefined;
		try {
			const answer = await this.send(route, template, () => ({
				method,
				url,
				headers: {
					Accept: 'application/json',
					...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
				},
				...(body === undefined ? {} : { body: JSON.stringify(body) }),
				authenticated: true,
				timeoutMs: this.timeoutMs,
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
		const endpoint = 'PUT (upload URL)';
		await withRetries(runtime, retry, async (): Promise<Outcome<void>> => {
			try {
				const answer = await runtime.transport({
					method: 'PUT',
					url,
					headers: {
						'Content-Type': content.mimeType,
						...(content.size === undefined ? {} : { 'Content-Length': String(content.size) }),
					},
					body: await content.open(),
					authenticated: false,
					timeoutMs: Math.max(this.timeoutMs, UPLOAD_TIMEOUT_MS),
					signal: runtime.signal,
				});
				if (answer.status >= 200 && answer.status < 300) return { ok: true, value: undefined };
				return { ok: false, error: errorOfUpload(answer.status, endpoint) };
			} catch (error) {
				return {
					ok: false,
					error: error instanceof TransportFault ? errorOfFault(error, endpoint) : error,
				};
			}
		});
	}

	private async send(endpoint: string, template: string, makeRequest: () => TransportRequest): Promise<unknown> {
		const { runtime, retry } = this;
		return await withRetries(runtime, retry, async () => await this.sendOnce(endpoint, template, makeRequest));
	}

	private async sendOnce(
		endpoint: string,
		template: string,
		makeRequest: () => TransportRequest,
	): Promise<Outcome<unknown>> {
		const { runtime, pacer } = this;
		const family = familyOf(template);
		let sentAt: number | undefined;
		try {
			const answer = await pacer.run(family, runtime, this.limitShare, async () => {
				sentAt = runtime.now();
				return await runtime.transport(makeRequest());
			});
			const value = readAnswer(answer, endpoint);
			pacer.accepted(family);
			return { ok: true, value };
		} catch (error) {
			if (error instanceof WtsApiError && error.code === 'RATE_LIMITED') {
				pacer.refused(family, runtime.now(), error.retryAfterMs, runtime.log);
			}
			return {
				ok: false,
				error: error instanceof TransportFault ? errorOfFault(error, endpoint, sentAt !== undefined) : error,
				sentAt,
			};
		}
	}
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
	const given = new Map<string, unknown>(Object.entries(values));
	return template.replace(/\{(\w+)\}/g, (_, name: string) => {
		const value = given.get(name);
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
