import type { Runtime } from './runtime';

/** Requests are counted by family: the sends have a limit of their own. */
export type Family = 'account' | 'send';

/** The family whose limit a path counts against. */
export function familyOf(path: string): Family {
	return path.startsWith('/chat/v1/send/') && path !== '/chat/v1/send/typing' ? 'send' : 'account';
}

/** At most `limit` requests in any stretch of `spanMs` milliseconds. */
export interface Limit {
	limit: number;
	spanMs: number;
}

/** The limits that the platform documents for one account. */
export const DOCUMENTED_LIMITS: Record<Family, readonly Limit[]> = {
	account: [
		{ limit: 200, spanMs: 5_000 },
		{ limit: 1_000, spanMs: 300_000 },
	],
	send: [{ limit: 1_000, spanMs: 120_000 }],
};

/**
 * One sliding window. A request holds its place from its start until `spanMs` after its answer:
 * whenever the server counted it in between, the limit is kept.
 */
class Window {
	private inFlight = 0;

	/** Times of the answers that still count, oldest first. */
	private ended: number[] = [];

	constructor(readonly limit: number, readonly spanMs: number) {}

	/** Milliseconds until a place is free; 0 when one is; undefined when only an answer frees one. */
	waitFor(now: number, share: number): number | undefined {
		const places = Math.max(1, Math.floor(this.limit * share));
		this.forget(now);
		const excess = this.inFlight + this.ended.length - places;
		if (excess < 0) return 0;
		const freeing = this.ended[excess];
		return freeing === undefined ? undefined : freeing + this.spanMs - now;
	}

	enter(): void {
		this.inFlight++;
	}

	leave(now: number): void {
		this.inFlight--;
		this.ended.push(now);
	}

	private forget(now: number): void {
		let stale = 0;
		while (stale < this.ended.length && (this.ended[stale] ?? now) + this.spanMs <= now) stale++;
		if (stale > 0) this.ended.splice(0, stale);
	}
}

/** After a 429 without Retry-After the family pauses this long, doubled for each further one. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Keeps one account within its limits, whoever calls. Waiting is fair (first come, first served
 * within a family) and ends when the caller's signal fires.
 */
export class Pacer {
	private readonly windows: Record<Family, Window[]>;

	private readonly turns: Record<Family, Promise<unknown>> = {
		account: Promise.resolve(),
		send: Promise.resolve(),
	};

	private readonly pausedUntil: Record<Family, number> = { account: 0, send: 0 };

	private readonly refusals: Record<Family, number> = { account: 0, send: 0 };

	private answered: Promise<void> = Promise.resolve();

	private announce: () => void = () => {};

	constructor(limits: Record<Family, readonly Limit[]> = DOCUMENTED_LIMITS) {
		const windowsOf = (family: Family) =>
			limits[family].map(({ limit, spanMs }) => new Window(limit, spanMs));
		this.windows = { account: windowsOf('account'), send: windowsOf('send') };
		this.nextAnswer();
	}

	/**
	 * Runs one request when its turn has come.
	 * `share` is the part of the limits (0 to 1) that this caller may use.
	 * Rejects with what `request` or the runtime's `sleep` rejects with.
	 */
	async run<T>(
		family: Family,
		runtime: Runtime,
		share: number,
		request: () => Promise<T>,
	): Promise<T> {
		const turn = this.turns[family].then(async () => await this.waitForPlace(family, runtime, share));
		this.turns[family] = turn.catch(() => {});
		await turn;
		try {
			return await request();
		} finally {
			for (const window of this.windows[family]) window.leave(runtime.now());
			this.announce();
			this.nextAnswer();
		}
	}

	/** Tells that the server refused a request for its limit: everybody on the account waits. */
	refused(family: Family, now: number, retryAfterMs?: number): void {
		const pause =
			retryAfterMs ?? Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.refusals[family]);
		// Requests that were under way together are refused together: one step back for all of them.
		if (now >= this.pausedUntil[family]) this.refusals[family]++;
		this.pausedUntil[family] = Math.max(this.pausedUntil[family], now + pause);
	}

	/** Tells that the server took a request: the next refusal starts with a short pause again. */
	accepted(family: Family): void {
		this.refusals[family] = 0;
	}

	private nextAnswer(): void {
		this.answered = new Promise((resolve) => {
			this.announce = resolve;
		});
	}

	private async waitForPlace(family: Family, runtime: Runtime, share: number): Promise<void> {
		let said = false;
		for (;;) {
			const now = runtime.now();
			const waits = this.windows[family].map((window) => window.waitFor(now, share));
			const pause = this.pausedUntil[family] - now;
			if (pause <= 0 && waits.every((wait) => wait === 0)) {
				for (const window of this.windows[family]) window.enter();
				return;
			}
			if (!waits.includes(undefined) || pause > 0) {
				const wait = Math.max(pause, ...waits.map((known) => known ?? 0));
				if (!said && wait > 1_000) {
					runtime.log?.debug(`Waiting ${Math.ceil(wait / 1000)} s for the ${family} request limit`);
					said = true;
				}
				await runtime.sleep(Math.max(1, Math.ceil(wait)), runtime.signal);
			} else {
				await this.answered;
			}
		}
	}
}
