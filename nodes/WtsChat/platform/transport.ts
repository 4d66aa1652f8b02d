import {
	type IExecuteFunctions,
	type IHookFunctions,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
	type ISupplyDataFunctions,
	type IWebhookFunctions,
	NodeApiError,
	NodeOperationError,
	sleep,
} from 'n8n-workflow';

import {
	asError,
	faultKindOf,
	orCancelled,
	type Runtime,
	redactorOf,
	type TransportAnswer,
	TransportFault,
	type TransportRequest,
} from '../../../client';

/** What n8n hands to code that runs items, fills pickers, listens, or serves an agent. */
export type N8nContext =
	| IExecuteFunctions
	| IHookFunctions
	| ILoadOptionsFunctions
	| ISupplyDataFunctions
	| IWebhookFunctions;

function codesOf(error: unknown): string[] {
	if (typeof error !== 'object' || error === null) return [];
	const codes: string[] = [];
	for (const key of ['code', 'httpCode'] as const) {
		const value: unknown = Reflect.get(error, key);
		if (typeof value === 'string') codes.push(value);
	}
	return [...codes, ...codesOf(Reflect.get(error, 'cause'))];
}

/** Failures of n8n that come before a request: they say what they are about, and no code of the network. */
function isOwnFailure(error: unknown): error is Error {
	const fromNetwork = error instanceof NodeApiError || Reflect.get(Object(error), 'isAxiosError') === true;
	const mistake = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
	return error instanceof Error && !fromNetwork && !mistake;
}

/** An error and those that it wraps. */
function chainOf(error: unknown): object[] {
	return typeof error === 'object' && error !== null ? [error, ...chainOf(Reflect.get(error, 'cause'))] : [];
}

/** What the drivers say in words alone. */
const DATABASE_WORDS = /^(timeout exceeded when trying to connect|connection terminated)/i;

/** Places of code that only asks a database; a connection that breaks while it is made has no other mark. */
const DATABASE_CODE = /[\\/]node_modules[\\/](pg|pg-pool|@n8n[\\/]typeorm|sqlite3)[\\/]/;

/**
 * Whether n8n's database failed, in which n8n looks the credential up before each request, so that nothing was sent:
 * an error of TypeORM or thrown by a driver, or with a code of SQL or SQLite, or of a connection to another port than
 * the platform's.
 */
function isOfDatabase(error: unknown, url: string): boolean {
	const chain = chainOf(error);
	if (chain.some((one) => Reflect.get(one, 'isAxiosError') === true)) return false;
	const { port, protocol } = new URL(url);
	const platform = Number(port) || (protocol === 'http:' ? 80 : 443);
	return chain.some((one) => {
		const names: unknown[] = [Reflect.get(one, 'name'), Reflect.get(one, 'message')];
		const codes: unknown[] = [Reflect.get(one, 'code'), Reflect.get(one, 'httpCode')];
		const other: unknown = Reflect.get(one, 'port');
		const stack: unknown = Reflect.get(one, 'stack');
		return (
			names.includes('QueryFailedError') ||
			names.some((text) => typeof text === 'string' && DATABASE_WORDS.test(text)) ||
			codes.some((code) => typeof code === 'string' && /^(\d[\dA-Z]{4}|SQLITE_\w+)$/.test(code)) ||
			(typeof other === 'number' && other !== platform) ||
			(typeof stack === 'string' && DATABASE_CODE.test(stack))
		);
	});
}

/** n8n's database was away. */
class DatabaseFault extends TransportFault {
	constructor(error: unknown) {
		super('local', `n8n's database, which has the credential, cannot be reached: ${asError(error).message}`);
	}
}

/** How long is waited for n8n's database: a restart takes that long. */
const DATABASE_PATIENCE_MS = 60_000;

const LONGEST_DATABASE_PAUSE_MS = 8_000;

/** Turns what n8n's HTTP helpers throw into a neutral fault, without its headers and URL. */
export function toTransportFault(error: unknown): unknown {
	// n8n's own refusals, such as a host that the credential does not allow, speak for themselves.
	if (error instanceof NodeOperationError) return error;
	const codes = codesOf(error);
	for (const code of codes) {
		const kind = faultKindOf(code);
		if (kind !== undefined) return new TransportFault(kind, kind === 'local' ? asError(error).message : code);
	}
	if (codes.length === 0 && isOwnFailure(error)) return new TransportFault('local', error.message);
	// A status here means that the head of the answer came and its body did not.
	if (codes.some((code) => /^\d{3}$/.test(code))) return new TransportFault('badBody');
	return new TransportFault('reset', codes.find((code) => /^[A-Z_]+$/.test(code)) ?? '');
}

async function send(context: N8nContext, request: TransportRequest): Promise<TransportAnswer> {
	// Built anew for each try: n8n writes the Authorization header into it.
	const options: IHttpRequestOptions = {
		method: request.method,
		url: request.url,
		headers: { ...request.headers },
		encoding: 'text',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: request.timeoutMs,
		// Text would be parsed and written anew on its way.
		body: typeof request.body === 'string' ? Buffer.from(request.body) : request.body,
	};
	try {
		const answer: unknown = request.authenticated
			? await context.helpers.httpRequestWithAuthentication.call(context, 'wtsChatApi', options)
			: await context.helpers.httpRequest(options);
		return readHttpAnswer(answer);
	} catch (error) {
		throw request.authenticated && isOfDatabase(error, request.url)
			? new DatabaseFault(error)
			: toTransportFault(error);
	}
}

/** Sends, once n8n's database is there: what is ready to be sent need not fail because it is away for a while. */
async function sendWhenReady(
	context: N8nContext,
	request: TransportRequest,
	runtime: Pick<Runtime, 'sleep' | 'now' | 'log' | 'signal'>,
): Promise<TransportAnswer> {
	const startedAt = runtime.now();
	for (let pause = 500; ; pause = Math.min(LONGEST_DATABASE_PAUSE_MS, pause * 2)) {
		const ended = await send(context, request).then(
			(answer) => ({ answer }),
			(error: unknown) => ({ error }),
		);
		if ('answer' in ended) return ended.answer;
		const { error } = ended;
		const late = runtime.now() - startedAt + pause > DATABASE_PATIENCE_MS;
		if (!(error instanceof DatabaseFault) || late) throw error;
		if (pause > 500) runtime.log?.warn(`Waiting ${pause / 1000} s: ${error.detail}`);
		await runtime.sleep(pause, runtime.signal);
	}
}

export function readHttpAnswer(answer: unknown): TransportAnswer {
	const found: { statusCode?: unknown; headers?: unknown; body?: unknown } =
		typeof answer === 'object' && answer !== null ? answer : {};
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(found.headers ?? {})) {
		headers[name.toLowerCase()] = String(value);
	}
	return {
		status: Number(found.statusCode),
		headers,
		body: typeof found.body === 'string' ? found.body : JSON.stringify(found.body ?? ''),
	};
}

/**
 * The client's runtime inside n8n: its HTTP helpers, its logger, the execution's cancel signal. `token` is the
 * account's, to be kept out of whatever is told.
 */
export function n8nRuntime(context: N8nContext, token = ''): Runtime {
	const signal = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const redact = redactorOf(token);
	const runtime: Omit<Runtime, 'transport'> = {
		redact,
		sleep: async (ms, signal) => await orCancelled(sleep(ms), signal),
		now: () => Date.now(),
		random: () => Math.random(),
		signal,
		log: {
			debug: (message) => context.logger.debug(redact(message)),
			warn: (message) => context.logger.warn(redact(message)),
		},
	};
	return { ...runtime, transport: async (request) => await sendWhenReady(context, request, runtime) };
}
