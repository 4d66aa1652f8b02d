import type { WtsClient } from './client';

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
