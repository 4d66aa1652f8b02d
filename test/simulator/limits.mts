import type { Quirks } from './quirks.mts';

/** As documented, none, or documented with every window shorter by a factor. */
export type LimitsOption = 'documented' | 'off' | { scale: number };

interface Window {
	name: string;
	requests: number;
	ms: number;
}

const ACCOUNT: Window[] = [
	{ name: '200 requests per 5 seconds', requests: 200, ms: 5_000 },
	{ name: '1000 requests per 5 minutes', requests: 1_000, ms: 300_000 },
];
const SENDS: Window[] = [{ name: '1000 sends per 2 minutes', requests: 1_000, ms: 120_000 }];

/** Sliding windows per token. A refused request does not count. */
export class Limits {
	readonly #taken = new Map<string, number[]>();

	constructor(private readonly option: LimitsOption) {}

	/** The limit that a request breaks, or undefined when it may pass (and now counts). */
	take(token: string, route: string, quirks: Quirks): string | undefined {
		if (this.option === 'off') return undefined;
		const isSend = route.startsWith('/chat/v1/send/') && route !== '/chat/v1/send/typing';
		const now = performance.now();
		const windows: [string, Window[]][] = [];
		if (isSend) windows.push([`send ${token}`, SENDS]);
		if (!isSend || quirks.sendsCountOnAccount) windows.push([`account ${token}`, ACCOUNT]);
		for (const [key, list] of windows) {
			const broken = list.find((window) => this.#inWindow(key, now - this.#scaled(window.ms)) >= window.requests);
			if (broken) return broken.name;
		}
		for (const [key, list] of windows) {
			const times = this.#times(key);
			times.push(now);
			// Nothing older than the longest window matters any more.
			const oldest = now - this.#scaled(Math.max(...list.map((window) => window.ms)));
			if (times.length > 4_000) times.splice(0, lowerBound(times, oldest));
		}
		return undefined;
	}

	clear(): void {
		this.#taken.clear();
	}

	#inWindow(key: string, since: number): number {
		const times = this.#times(key);
		return times.length - lowerBound(times, since);
	}

	#times(key: string): number[] {
		const times = this.#taken.get(key) ?? [];
		this.#taken.set(key, times);
		return times;
	}

	#scaled(ms: number): number {
		return typeof this.option === 'object' ? ms * this.option.scale : ms;
	}
}

/** Index of the first time after `since`. */
function lowerBound(times: number[], since: number): number {
	let low = 0;
	let high = times.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((times[middle] ?? 0) <= since) low = middle + 1;
		else high = middle;
	}
	return low;
}
