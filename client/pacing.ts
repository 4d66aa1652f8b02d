import { orCancelled, type Runtime, TransportFault } from './runtime';

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

/** A request that counts against the limits: from its start until a span after its answer. */
interface Place {
	/** The share that its caller may use. */
	share: number;
}

/** A caller whose turn has not come. */
interface Waiter extends Place {
	/** Set when its turn has come. */
	place?: Place;
	/** Called when it should look again; does nothing while it sleeps. */
	wake(): void;
}

/** After a 429 without Retry-After a family pauses this long, doubled for each further one. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

/** No documented window is longer, so a longer Retry-After is a mistake of whoever sent it. */
const LONGEST_RETRY_AFTER_MS = 300_000;

/** One family's limits and those who wait for them. */
class Line {
	private readonly longestSpanMs: number;

	/** Requests without an answer so far. */
	private readonly inFlight = new Set<Place>();

	/** Requests whose answer came less than the longest span ago, oldest first. */
	private ended: Array<Place & { at: number }> = [];

	/** Waiters in order of arrival. */
	private waiters: Waiter[] = [];

	private pausedUntil = -Infinity;

	private refusals = 0;

	constructor(private readonly limits: readonly Limit[]) {
		this.longestSpanMs = Math.max(0, ...limits.map(({ spanMs }) => spanMs));
	}

	/** Waits for a place. Rejects with a `cancelled` TransportFault when the caller's signal fires. */
	async enter(family: Family, runtime: Runtime, share: number): Promise<Place> {
		if (runtime.signal?.aborted === true) throw new TransportFault('cancelled');
		const waiter: Waiter = { share, wake: () => {} };
		this.waiters.push(waiter);
		let said = false;
		let entered = false;
		try {
			for (;;) {
				const now = runtime.now();
				this.admit(now);
				if (waiter.place !== undefined) {
					entered = true;
					return waiter.place;
				}
				const wait = this.isFirst(waiter) ? this.waitFor(share, now) : undefined;
				if (!said && wait !== undefined && wait > 1_000) {
					runtime.log?.debug(`Waiting ${Math.ceil(wait / 1000)} s for the ${family} request limit`);
					said = true;
				}
				await (wait === undefined
					? orCancelled(new Promise<void>((resolve) => (waiter.wake = resolve)), runtime.signal)
					: runtime.sleep(Math.max(1, Math.ceil(wait)), runtime.signal));
			}
		} finally {
			if (!entered) this.withdraw(waiter, runtime.now());
		}
	}

	/** Ends a request: its place stays taken for a span, whenever the server counted it. */
	leave(place: Place, now: number): void {
		this.inFlight.delete(place);
		this.ended.push({ share: place.share, at: now });
		this.wakeFirsts();
	}

	pause(now: number, retryAfterMs?: number): void {
		const pause =
			retryAfterMs === undefined
				? Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.refusals)
				: Math.min(LONGEST_RETRY_AFTER_MS, retryAfterMs);
		// Requests that were under way together are refused together: one step back for all of them.
		if (now >= this.pausedUntil) this.refusals++;
		this.pausedUntil = Math.max(this.pausedUntil, now + pause);
	}

	resume(): void {
		this.refusals = 0;
	}

	/** Gives places in order of arrival; who may use a small share only does not hold up the others. */
	private admit(now: number): void {
		const longest = now - this.longestSpanMs;
		this.ended = this.ended.filter(({ at }) => at > longest);
		if (now < this.pausedUntil) return;
		const full = new Set<number>();
		const waiting: Waiter[] = [];
		for (const waiter of this.waiters) {
			if (!full.has(waiter.share) && this.waitFor(waiter.share, now) !== 0) full.add(waiter.share);
			if (full.has(waiter.share)) {
				waiting.push(waiter);
				continue;
			}
			waiter.place = { share: waiter.share };
			this.inFlight.add(waiter.place);
			waiter.wake();
		}
		if (waiting.length === this.waiters.length) return;
		this.waiters = waiting;
		this.wakeFirsts();
	}

	/** Takes a waiter out that was cancelled, so that the one behind it looks after itself. */
	private withdraw(waiter: Waiter, now: number): void {
		if (waiter.place !== undefined) return this.leave(waiter.place, now);
		this.waiters = this.waiters.filter((one) => one !== waiter);
		this.wakeFirsts();
	}

	private isFirst(waiter: Waiter): boolean {
		return this.waiters.find(({ share }) => share === waiter.share) === waiter;
	}

	private wakeFirsts(): void {
		const shares = new Set<number>();
		for (const waiter of this.waiters) {
			if (shares.has(waiter.share)) continue;
			shares.add(waiter.share);
			waiter.wake();
		}
	}

	/**
	 * Milliseconds until there may be a place for a share; 0 when there is one now; undefined when
	 * that depends on an answer.
	 */
	private waitFor(share: number, now: number): number | undefined {
		let wait = Math.max(0, this.pausedUntil - now);
		let dependsOnAnswer = false;
		for (const { limit, spanMs } of this.limits) {
			for (const part of new Set([share, 1])) {
				const counts = (place: Place) => place.share <= part;
				const ended = this.ended.filter((place) => counts(place) && place.at + spanMs > now);
				const places = Math.max(1, Math.floor(limit * part + 1e-9));
				const excess = [...this.inFlight].filter(counts).length + ended.length - places;
				if (excess < 0) continue;
				const freeing = ended[excess];
				if (freeing === undefined) dependsOnAnswer = true;
				else wait = Math.max(wait, freeing.at + spanMs - now);
			}
		}
		return wait === 0 && dependsOnAnswer ? undefined : wait;
	}
}

/**
 * Keeps one account within its limits, whoever calls. Waiting is fair (first come, first served
 * among those of the same share) and ends when the caller's signal fires.
 */
export class Pacer {
	private readonly lines: Record<Family, Line>;

	constructor(limits: Record<Family, readonly Limit[]> = DOCUMENTED_LIMITS) {
		this.lines = { account: new Line(limits.account), send: new Line(limits.send) };
	}

	/**
	 * Runs one request when its turn has come.
	 *
	 * `share`, from 0 (excluded) to 1, is the part of the limits that this caller may use: its turn
	 * comes when callers of this share or a lower one use less than that. Rejects with what `request` rejects with, and with a `cancelled`
	 * TransportFault when the caller's signal fires before the turn has come.
	 */
	async run<T>(
		family: Family,
		runtime: Runtime,
		share: number,
		request: () => Promise<T>,
	): Promise<T> {
		const line = this.lines[family];
		const place = await line.enter(family, runtime, share);
		try {
			return await request();
		} finally {
			line.leave(place, runtime.now());
		}
	}

	/** Tells that the server refused a request for its limit: everybody on the account waits. */
	refused(family: Family, now: number, retryAfterMs?: number): void {
		this.lines[family].pause(now, retryAfterMs);
	}

	/** Tells that the server took a request: the next refusal starts with a short pause again. */
	accepted(family: Family): void {
		this.lines[family].resume();
	}
}
