import type { WtsClient } from './client';
import { type ErrorCode, WtsApiError } from './errors';

/**
 * Makes a loader remember what it gave, per client and key: one run asks the account for its agents
 * once, however many items need them. Failures are not kept.
 */
export function perClient<T>(
	load: (client: WtsClient, key: string) => Promise<T>,
): (client: WtsClient, key?: string) => Promise<T> {
	const memory = new WeakMap<WtsClient, Map<string, Promise<T>>>();
	return async (client, key = '') => {
		const kept = memory.get(client) ?? new Map<string, Promise<T>>();
		memory.set(client, kept);
		const known = kept.get(key);
		if (known !== undefined) return await known;
		const loading = load(client, key);
		kept.set(key, loading);
		loading.catch(() => kept.delete(key));
		return await loading;
	};
}

/** What a look-up answers, or undefined when it fails with this code. */
async function unless<T>(code: ErrorCode, lookUp: Promise<T>): Promise<T | undefined> {
	return await lookUp.catch((error: unknown) => {
		if (error instanceof WtsApiError && error.code === code) return undefined;
		throw error;
	});
}

/**
 * What a look-up answers, or undefined when the token may not make it: a token with the scope of one thing alone is
 * still good for that one.
 */
export async function ifAllowed<T>(lookUp: Promise<T>): Promise<T | undefined> {
	return await unless('FORBIDDEN', lookUp);
}

/** What a look-up answers, or undefined when there is no such thing. */
export async function ifFound<T>(lookUp: Promise<T>): Promise<T | undefined> {
	return await unless('NOT_FOUND', lookUp);
}
