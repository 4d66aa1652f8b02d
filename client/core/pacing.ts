import { type Log, orCancelled, type Runtime, TransportFault } from './runtime';

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

/** How long it is believed that sends count on the account, once 429s have said so. */
const BELIEF_MS = 3_600_000;

/** A wait of this length is worth more than a debug message. */
const LONG_WAIT_MS = 30_000;

/** No documented window is longer, so a longer Retry-After is a mistake of whoever sent it. */
const LONGEST_RETRY_AFTER_MS = 300_000;

/** One family's limits and those who wait for them. */
class Line {
	/** Requests without an answer so far. */
	private readonly inFlight = new Set<Place>();

	/** Requests whose answer came less than `memoryMs` ago, oldest first. */
	private readonly ended: Array<Place & { at: number }> = [];

	/** Waiters in order of arrival. */
	private waiters: Waiter[] = [];

	private pausedUntil = -Infinity;

	private refusals = 0;

	constructor(
		readonly limits: readonly Limit[],
		private readonly memoryMs: number,
	) {}

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
					const message = `Waiting ${Math.ceil(wait / 1000)} s for the ${family} request limit`;
					if (wait > LONG_WAIT_MS) runtime.log?.warn(message);
					else runtime.log?.debug(message);
					said = true;
				}
				await (wait === undefined
					? orCancelled(new Promise<void>((resolve) => (waiter.wake = resolve)), runtime.signal)
					: runtime.sleep(Math.max(1, Math.ceil(wait)), runtime.signal));
			}
		} finally {
			if (!entered) this.withdraw(waiter);
		}
	}

	/** Ends a request: its place stays taken for a span, whenever the server counted it. */
	leave(place: Place, now: number): void {
		this.inFlight.delete(place);
		this.count(place.share, now);
	}

	/** Counts a request that ended without a place of its own. */
	count(share: number, now: number): void {
		this.ended.push({ share, at: now });
		this.wakeFirsts();
	}

	/** Gives a place back that was not used. */
	giveBack(place: Place): void {
		this.inFlight.delete(place);
		this.wakeFirsts();
	}

	/** Counts the requests of another line too, as far as they have ended. */
	absorb(other: Line): void {
		this.ended.push(...other.ended);
		this.ended.sort((one, another) => one.at - another.at);
	}

	/** Requests within the last `spanMs`, those under way included. */
	countSince(spanMs: number, now: number): number {
		return this.inFlight.size + this.ended.length - this.firstAfter(now - spanMs);
	}

	isIdle(now: number): boolean {
		this.forget(now);
		return this.inFlight.size + this.ended.length + this.waiters.length === 0 && now >= this.pausedUntil;
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
		this.forget(now);
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
	private withdraw(waiter: Waiter): void {
		if (waiter.place !== undefined) return this.giveBack(waiter.place);
		this.waiters = this.waiters.filter((one) => one !== waiter);
		this.wakeFirsts();
	}

	/** How many places callers of this share use since a time, and when the n-th of those that ended did. */
	private use(share: number, since: number): { used: number; at(n: number): number | undefined } {
		const first = this.firstAfter(since);
		if (share === 1) {
			return {
				used: this.inFlight.size + this.ended.length - first,
				at: (n) => this.ended[first + n]?.at,
			};
		}
		const counts = (place: Place) => place.share <= share;
		const ended = this.ended.slice(first).filter(counts);
		return { used: [...this.inFlight].filter(counts).length + ended.length, at: (n) => ended[n]?.at };
	}

	/** Index of the first request that ended after a time. */
	private firstAfter(time: number): number {
		let low = 0;
		let high = this.ended.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.ended[middle]?.at ?? 0) <= time) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	private forget(now: number): void {
		const last = this.ended.at(-1);
		if (last !== undefined && last.at > now) {
			// The clock was set back: nothing can have ended after now.
			for (const one of this.ended) one.at = Math.min(one.at, now);
		}
		const old = this.firstAfter(now - this.memoryMs);
		if (old > 0) this.ended.splice(0, old);
		this.pausedUntil = Math.min(this.pausedUntil, now + LONGEST_RETRY_AFTER_MS);
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
			for (const part of share === 1 ? [1] : [share, 1]) {
				const places = Math.max(1, Math.floor(limit * part + 1e-9));
				const { used, at } = this.use(part, now - spanMs);
				const excess = used - places;
				if (excess < 0) continue;
				const freeing = at(excess);
				if (freeing === undefined) dependsOnAnswer = true;
				else wait = Math.max(wait, freeing + spanMs - now);
			}
		}
		return wait === 0 && dependsOnAnswer ? undefined : wait;
	}
}

/** What is known of an account's limits. */
export interface PacerOptions {
	limits?: Record<Family, readonly Limit[]>;
	/**
	 * Whether sends count against the account's limits besides their own, which the platform does not
	 * document. Default: no, until the server's refusals say so.
	 */
	sendsCountOnAccount?: boolean;
}

/**
 * Keeps one account within its limits, whoever calls. Waiting is fair (first come, first served
 * among those of the same share) and ends when the caller's signal fires.
 */
export class Pacer {
	private readonly lines: Record<Family, Line>;

	/** Until when sends are taken to count on the account. */
	private sendsCountUntil: number;

	constructor({ limits = DOCUMENTED_LIMITS, sendsCountOnAccount = false }: PacerOptions = {}) {
		const spans = Object.values(limits).flatMap((list) => list.map(({ spanMs }) => spanMs));
		const memoryMs = Math.max(0, ...spans);
		this.lines = { account: new Line(limits.account, memoryMs), send: new Line(limits.send, memoryMs) };
		this.sendsCountUntil = sendsCountOnAccount ? Infinity : -Infinity;
	}

	/**
	 * Runs one request when its turn has come.
	 *
	 * `share`, from 0 (excluded) to 1, is the part of the limits that this caller may use: its turn
	 * comes when callers of this share or a lower one use less than that. Rejects with what `request`
	 * rejects with, and with a `cancelled` TransportFault when the caller's signal fires before the turn has come.
	 */
	async run<T>(family: Family, runtime: Runtime, share: number, request: () => Promise<T>): Promise<T> {
		const held: Array<[Line, Place]> = [];
		let sent = false;
		try {
			for (const line of this.linesOf(family, runtime.now())) {
				held.push([line, await line.enter(family, runtime, share)]);
			}
			sent = true;
			return await request();
		} finally {
			const now = runtime.now();
			for (const [line, place] of held) {
				if (sent) line.leave(place, now);
				else line.giveBack(place);
			}
			// It may have become known on the way that it counts there too.
			if (sent && held.length < this.linesOf(family, now).length) this.lines.account.count(share, now);
		}
	}

	/** Tells that the server refused a request for its limit: everybody on the account waits. */
	refused(family: Family, now: number, retryAfterMs?: number, log?: Log): void {
		if (!this.sendsCount(now) && this.looksShared(family, now)) {
			log?.warn('The platform seems to count sends against the limit of the account: they are slowed down');
			this.sendsCountUntil = now + BELIEF_MS;
			this.lines.account.absorb(this.lines.send);
		}
		for (const line of this.linesOf(family, now)) line.pause(now, retryAfterMs);
	}

	/** Tells that the server took a request: the next refusal starts with a short pause again. */
	accepted(family: Family): void {
		this.lines[family].resume();
	}

	/** Whether nobody uses it and nothing is left to remember. */
	isIdle(now: number): boolean {
		return this.lines.account.isIdle(now) && this.lines.send.isIdle(now) && !this.sendsCount(now);
	}

	private sendsCount(now: number): boolean {
		return now < this.sendsCountUntil;
	}

	private linesOf(family: Family, now: number): Line[] {
		return family === 'send' && this.sendsCount(now) ? [this.lines.send, this.lines.account] : [this.lines[family]];
	}

	/** Whether a refusal can be explained by sends that count on the account, and not without that. */
	private looksShared(family: Family, now: number): boolean {
		const { account, send } = this.lines;
		const own = this.lines[family];
		const hasRoom = own.limits.every(({ limit, spanMs }) => own.countSince(spanMs, now) < limit * 0.95);
		return (
			hasRoom &&
			account.limits.some(({ limit, spanMs }) => {
				const sends = send.countSince(spanMs, now);
				return sends > 0 && account.countSince(spanMs, now) + sends > limit;
			})
		);
	}
}
