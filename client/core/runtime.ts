/** The part of an AbortSignal that the client uses, so that any platform's signal fits. */
export interface CancelSignal {
	readonly aborted: boolean;
	addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
	removeEventListener(type: 'abort', listener: () => void): void;
}

/** One HTTP request, ready to be sent. */
export interface TransportRequest {
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** Absolute and percent-encoded. */
	url: string;
	headers: Record<string, string>;
	/** JSON text, or the bytes of a file: a Buffer or a readable stream, passed through as it is. */
	body?: string | object;
	/** Whether the transport adds the account's `Authorization` header. False for upload URLs. */
	authenticated: boolean;
	/** Milliseconds until the request is given up as a `timeout` fault. */
	timeoutMs: number;
	signal?: CancelSignal;
}

/** An answer of any status. */
export interface TransportAnswer {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	/** The body as text, unparsed; empty when there is none. */
	body: string;
}

/**
 * Sends one request and answers for every HTTP status. Follows no redirect to another origin.
 * @throws {TransportFault} when there is no complete answer; never anything else.
 */
export type Transport = (request: TransportRequest) => Promise<TransportAnswer>;

/**
 * Why there is no answer.
 * - `refused`, `dns`, `tls`: the request never left, so nothing was done.
 * - `reset`, `timeout`, `badBody`: it may have been carried out.
 * - `cancelled`: the caller's signal fired.
 * - `local`: something failed on this side before the request left; the detail says what, in words.
 */
export type FaultKind = 'refused' | 'dns' | 'tls' | 'reset' | 'timeout' | 'cancelled' | 'badBody' | 'local';

/** What the codes of Node and axios mean. What is not here may have been carried out. */
const KINDS: ReadonlyMap<string, FaultKind> = new Map<string, FaultKind>([
	['ECONNREFUSED', 'refused'],
	['EHOSTUNREACH', 'refused'],
	['ENETUNREACH', 'refused'],
	['ENOTFOUND', 'dns'],
	['EAI_AGAIN', 'dns'],
	['ERR_INVALID_URL', 'dns'],
	['EPROTO', 'tls'],
	['CERT_HAS_EXPIRED', 'tls'],
	['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
	['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
	['SELF_SIGNED_CERT_IN_CHAIN', 'tls'],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
	['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls'],
	['ECONNABORTED', 'timeout'],
	['ETIMEDOUT', 'timeout'],
	['ERR_BAD_RESPONSE', 'badBody'],
	['ERR_CANCELED', 'cancelled'],
	// Files that cannot be read.
	['ENOENT', 'local'],
	['EACCES', 'local'],
	['EISDIR', 'local'],
	['EMFILE', 'local'],
]);

/** The kind of fault that a code of Node or axios stands for. */
export function faultKindOf(code: string): FaultKind | undefined {
	return KINDS.get(code);
}

/** A request without an answer. Carries no header and no URL, so it is safe to show. */
export class TransportFault extends Error {
	override readonly name = 'TransportFault';

	/** `detail` is the code of the network layer, such as `ECONNREFUSED`; words when it failed on this side. */
	constructor(
		readonly kind: FaultKind,
		readonly detail: string = '',
	) {
		super(`${kind} ${detail}`.trim());
	}
}

/** Where the client says what it waits for. Messages never hold a token, a body or an upload URL. */
export interface Log {
	debug(message: string): void;
	warn(message: string): void;
}

/** What a client needs from outside; nothing in it has a timer or a network of its own. */
export interface Runtime {
	transport: Transport;
	/** Resolves after `ms` milliseconds, or rejects with a `cancelled` TransportFault when the signal fires. */
	sleep(ms: number, signal?: CancelSignal): Promise<void>;
	/** Milliseconds of a clock that only goes forward while the process lives. */
	now(): number;
	/** A number from 0 (included) to 1 (excluded). */
	random(): number;
	signal?: CancelSignal;
	log?: Log;
	/** Cuts secrets out of a text, the token above all: applied to all that a server says, to errors and to the log. */
	redact?(text: string): string;
}

/** What is to be done when a signal fires; one listener per signal, because Node warns of eleven. */
const watchers = new WeakMap<CancelSignal, Set<() => void>>();

function watch(signal: CancelSignal, callback: () => void): () => void {
	let callbacks = watchers.get(signal);
	if (callbacks === undefined) {
		const all = new Set<() => void>();
		signal.addEventListener('abort', () => [...all].forEach((one) => one()), { once: true });
		watchers.set(signal, all);
		callbacks = all;
	}
	const all = callbacks.add(callback);
	return () => all.delete(callback);
}

/** Settles like `promise`, or rejects with a `cancelled` TransportFault as soon as the signal fires. */
export async function orCancelled<T>(promise: Promise<T>, signal?: CancelSignal): Promise<T> {
	if (signal === undefined) return await promise;
	let unwatch = () => {};
	const cancelled = new Promise<never>((_, reject) => {
		const cancel = () => reject(new TransportFault('cancelled'));
		if (signal.aborted) cancel();
		else unwatch = watch(signal, cancel);
	});
	try {
		return await Promise.race([cancelled, promise]);
	} finally {
		unwatch();
	}
}
