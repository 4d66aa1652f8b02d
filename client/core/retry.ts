import { WtsApiError } from './errors';
import { errorOfFault } from './faults';
import { type Runtime, TransportFault } from './runtime';

/** How often and how long a request is tried again. */
export interface RetryPolicy {
	/** Tries in all, the first one included. */
	maxTries: number;
	/** Milliseconds before the second try; doubled for each one after it. */
	baseDelayMs: number;
	/** The longest wait between two tries, in milliseconds. */
	maxDelayMs: number;
	/** Milliseconds, from the sending of the first try on, until which a further one may begin. */
	maxTotalMs: number;
	/** Tries in all while the server refuses for its limit: it was not carried out, and waiting helps. */
	maxLimitedTries: number;
	/** The time for these, in milliseconds. */
	maxLimitedMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = {
	maxTries: 5,
	baseDelayMs: 500,
	maxDelayMs: 30_000,
	maxTotalMs: 120_000,
	maxLimitedTries: 60,
	// Other programs may have used up the longest window, of five minutes, and be first in the next one too.
	maxLimitedMs: 660_000,
};

/** Exponential back-off with full jitter, never shorter than what the server asked for. */
function delayOf(error: WtsApiError, tries: number, policy: RetryPolicy, random: number): number {
	const ceiling = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (tries - 1));
	return Math.max(error.retryAfterMs ?? 0, ceiling * (0.5 + random / 2));
}

/**
 * How one try ended. `sentAt` is when it was sent: it may have waited minutes for its turn. `paced`
 * when a refusal for the limit holds up the next try by itself.
 */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: unknown; sentAt?: number; paced?: boolean };

/**
 * Runs `attempt` until it succeeds or fails for good.
 *
 * Only an error that says `retryable` is tried again: a read after a passing fault, a write only
 * when it surely was not carried out. Refusals for the limit have a patience of their own. A wait that the server asks
 * for and that would exceed the total time ends the tries.
 * @throws {WtsApiError} the error of the last try.
 */
export async function withRetries<T>(
	runtime: Runtime,
	policy: RetryPolicy,
	attempt: () => Promise<Outcome<T>>,
): Promise<T> {
	let startedAt: number | undefined;
	let limitedTries = 0;
	for (let tries = 1; ; tries++) {
		const begunAt = runtime.now();
		const outcome = await attempt();
		if (outcome.ok) return outcome.value;
		const { error, sentAt = begunAt, paced = false } = outcome;
		startedAt ??= sentAt;
		const tell = (what: string) => {
			if (error instanceof WtsApiError) {
				runtime.log?.debug(`${error.endpoint ?? 'Request'} failed (${error.code}); ${what}`);
			}
		};
		if (!(error instanceof WtsApiError) || !error.retryable) {
			tell('it is not tried again');
			throw error;
		}
		const limited = error.code === 'RATE_LIMITED';
		if (limited) limitedTries++;
		const tooOften = limited ? limitedTries >= policy.maxLimitedTries : tries - limitedTries >= policy.maxTries;
		if (tooOften || policy.maxTries <= 1) {
			tell(`given up after try ${tries}`);
			throw error;
		}
		const delay = delayOf(error, tries, policy, runtime.random());
		if (runtime.now() - startedAt + delay > (limited ? policy.maxLimitedMs : policy.maxTotalMs)) {
			tell(`given up after try ${tries}: the next one would come too late`);
			throw error;
		}
		if (limited && paced) {
			tell('next try when the limit allows');
			continue;
		}
		tell(`next try in ${Math.round(delay)} ms`);
		await pause(runtime, delay, error.endpoint ?? '');
	}
}

/**
 * Waits before a request to `endpoint`, of which nothing was carried out so far.
 * @throws {WtsApiError} CANCELLED when the runtime's signal fires.
 */
export async function pause(runtime: Runtime, ms: number, endpoint: string): Promise<void> {
	try {
		await runtime.sleep(ms, runtime.signal);
	} catch (error) {
		throw error instanceof TransportFault ? errorOfFault(error, endpoint, false) : error;
	}
}
