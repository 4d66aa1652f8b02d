import { type Log, orCancelled, type Runtime, TransportFault } from './runtime';

/** Requests are counted by family: the sends have a limit of their own. */
export type Family = 'account' | 'send';

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

/** What a run of items asks for; its caller keeps `left` up to date. */
export interface Demand {
	/** Items of the run. */
	readonly items: number;
	/** Requests that it may still make, roughly. */
	left: number;
}

/** On whose behalf a request is made. */
export interface Claim {
	/** The part of the limits that the caller may use, from 0 (excluded) to 1. */
	share: number;
	/** The run that the request belongs to; a request without one is neither many nor few. */
	demand?: Demand;
}

/** A refusal for the limit. */
export interface Refusal {
	retryAfterMs?: number;
}

/** A request that counts against the limits: from its start until a span after its answer. */
interface Counted {
	/** The share that its caller may use. */
	share: number;
	/** Whether it belongs to a run of a few items. */
	few: boolean;
	/** Whether it is of another family, which is only believed to count here. */
	foreign: boolean;
	startedAt: number;
}

/** A request that was answered, at this time. */
interface Ended extends Counted {
	at: number;
}

/** A request under way. */
interface Place extends Counted {
	demand: Demand | undefined;
	/** The windows beyond whose learned share it goes, to see whether there is more. */
	probes: readonly Window[];
	/** The windows that it goes beyond to see whether sends count there at all. */
	doubts: readonly Window[];
}

/** A caller whose turn has not come. */
interface Waiter extends Claim {
	/** Waiters of the same kind are served in order of arrival; one kind does not hold up another. */
	kind: string;
	few: boolean;
	foreign: boolean;
	/** Set when its turn has come. */
	place?: Place;
	/** Called when it should look again. */
	wake(): void;
}

/** A run of at most so many items need not wait for one of thousands. */
const FEW_ITEMS = 10;

/** The part of each longer window that is kept for such runs while others wait. */
const RESERVE = 0.02;

/** Within a window of this length everybody's turn comes soon enough without a reserve. */
const SHORT_SPAN_MS = 10_000;

/** Of a work that takes so many windows, one more for the reserve's sake is hardly felt. */
const MANY_WINDOWS = 10;

/** After a 429 without Retry-After a family pauses this long, doubled for each further one. */
const FIRST_PAUSE_MS = 2_000;

/** Short enough to meet the moment when another program's places become free. */
const LONGEST_PAUSE_MS = 15_000;

/** How long it is believed that sends count on the account, or known that they do not. */
const BELIEF_MS = 3_600_000;

/** The part of a limit that must have been let through before a refusal says that sends count on it. */
const NEARLY_ALL = 0.95;

/** How long what was learned of others is remembered while nothing is refused. */
const MEMORY_OF_OTHERS_MS = 3_600_000;

/** A wait of this length is worth more than a debug message. */
const LONG_WAIT_MS = 30_000;

/** No documented window is longer, so a longer Retry-After is a mistake of whoever sent it. */
const LONGEST_RETRY_AFTER_MS = 300_000;

/** A refusal comes at once: an answer that is out for longer will hardly be one. */
const FRESH_MS = 500;

/** The same after a refusal, when one more is likely. */
const PROBATION_MS = 5_000;

/**
 * Beyond what is known to be let through, so many fresh requests at once: all of them are refused
 * when others use the limit too.
 */
const CAREFUL = 4;

/** The same once others are known to be there. */
const MORE_CAREFUL = 2;

/** The part of a limit up to which no care is needed. */
const HARMLESS = 0.1;

/** Who is refused gives up this much of its share for each part of the limit that it has ... */
const YIELD = 0.1;

/** ... and this much more for each part beyond a half: it has more than all others together. */
const YIELD_OF_MOST = 0.4;

/** A refusal is not put down to a window of which less than this part is used, while there is another. */
const WORTH_NAMING = 0.05;

/** Who has less than this part of a limit looks for more as often as the pauses allow. */
const POOR = 1 / 40;

/** A window is tried anew after this part of its span, and after ten times as long for each try in vain. */
const PROBE_AFTER = 1 / 24;
const SHORTEST_PROBE_MS = 5_000;
const LONGEST_PROBE_MS = 60_000;
const PROBE_BACKOFF = 10;

/** Unless the share has grown by this much meanwhile. */
const GROWN = 1.25;

/** After this time a belief is put to the test, and after four times as long for each time that it stood it. */
const DOUBT_AFTER_MS = 5_000;
const DOUBT_BACKOFF = 4;

/** One window of a family, and what was learned of it. */
class Window {
	/** The requests that this process takes for its share. */
	share: number;

	/** The requests that are known to be let through. */
	proven: number;

	/** When it may be tried to go beyond the share. */
	probeAt = -Infinity;

	/** When it may be tried whether sends count here at all. */
	doubtAt = Infinity;

	/** How often it was right to put a refusal down to it, less how often it was wrong. */
	guesses = 0;

	/** When there was last room within the share. */
	roomAt = -Infinity;

	/** By how much the share grows with the next success. */
	private step = 1;

	/** Tries in a row that were refused. */
	private vain = 0;

	private doubts = 0;

	/** The share that the last refusal left. */
	private lowest = 0;

	/** Random, around 1. */
	private jitter = 1;

	/** `assumed`: documented for another family, and for all that is known not true of this one. */
	constructor(
		readonly limit: number,
		readonly spanMs: number,
		readonly assumed: boolean,
	) {
		this.share = this.all;
		this.proven = this.harmless;
	}

	/** Whether others seem to use a part of it. */
	get isShared(): boolean {
		return this.share < this.limit;
	}

	/**
	 * A refusal is put down to this window, in which `accepted` requests were let through; `probed` when it met one that
	 * went beyond the share. Within the share it says that things have changed, so that a try is soon worth its while.
	 */
	lower(accepted: number, now: number, jitter: number, probed: boolean): void {
		this.vain = probed && accepted <= this.lowest * GROWN ? this.vain + 1 : 0;
		const part = accepted / this.limit;
		const yielded = YIELD * part + YIELD_OF_MOST * Math.max(0, part - 0.5);
		this.share = Math.max(1, Math.floor(accepted * (1 - yielded)));
		this.proven = this.share;
		this.lowest = this.share;
		this.step = 1;
		this.jitter = jitter;
		const longest = Math.max(LONGEST_PROBE_MS, this.spanMs);
		const patience = Math.min(longest, this.probeAfterMs * PROBE_BACKOFF ** this.vain);
		this.probeAt = this.share < this.limit * POOR ? now : now + patience * jitter;
	}

	/** A request that went beyond the share was let through: it grows, each time by twice as much. */
	raise(): void {
		this.probeAt = -Infinity;
		this.grow(this.step);
		this.step *= 2;
	}

	/** When to go beyond the share; soon, once it was used up anew since the last refusal. */
	nextProbe(refusedAt: number): number {
		if (this.roomAt <= refusedAt || this.spanMs <= SHORT_SPAN_MS) return this.probeAt;
		return Math.min(this.probeAt, this.roomAt + this.probeAfterMs * this.jitter);
	}

	/** More was let through than was thought. */
	grow(by: number): void {
		this.share += by;
		if (this.share >= this.limit) this.share = this.all;
	}

	/** Forgets what was learned of others. */
	forget(): void {
		this.share = this.all;
		this.proven = this.harmless;
		this.step = 1;
		this.vain = 0;
		this.probeAt = -Infinity;
	}

	/** It is believed, for now, that sends count here. */
	believe(now: number): void {
		this.doubts = 0;
		this.doubtAt = now + DOUBT_AFTER_MS;
	}

	/** The belief stood a test. */
	confirm(now: number): void {
		this.doubts++;
		this.doubtAt = now + DOUBT_AFTER_MS * DOUBT_BACKOFF ** this.doubts;
	}

	/** How many fresh requests may be under way beyond what is known to be let through; `alone`: nobody else is known. */
	widthBeyond(alone: boolean): number {
		if (this.isShared) return 1 + Math.floor(Math.log2(this.step) / 2);
		return alone ? CAREFUL : MORE_CAREFUL;
	}

	private get probeAfterMs(): number {
		return Math.max(SHORTEST_PROBE_MS, this.spanMs * PROBE_AFTER);
	}

	private get all(): number {
		return this.assumed ? Infinity : this.limit;
	}

	private get harmless(): number {
		return Math.max(10, this.limit * HARMLESS);
	}
}

/** When the turn of a waiter comes. */
interface Turn extends Pick<Place, 'probes' | 'doubts'> {
	/** Milliseconds until then; 0 when it is now; undefined when that depends on an answer. */
	wait: number | undefined;
	/** Whether it waits because others seem to use the account too. */
	shared: boolean;
}

/** Requests of a run that wait or are under way. */
interface Present {
	waiting: number;
	underWay: number;
}

/** One family's limits and those who wait for them. */
class Line {
	/** Whether it is known that the assumed windows do not hold. */
	assumptionRefuted = false;

	private readonly windows: readonly Window[];

	/** Requests without an answer so far, oldest first. */
	private readonly inFlight = new Set<Place>();

	/** Requests whose answer came less than `memoryMs` ago, oldest first. */
	private ended: Ended[] = [];

	/** Those of them that belong to runs of a few items: they are counted for each request of the others. */
	private endedOfFew: Ended[] = [];

	/** Waiters in order of arrival. */
	private waiters: Waiter[] = [];

	/** Runs of many items that are present. */
	private readonly runs = new Map<Demand, Present>();

	private pausedUntil = -Infinity;

	/** Refusals since the last success. */
	private refusals = 0;

	private refusedAt = -Infinity;

	/** When the first of these refusals came. */
	private refusedSince = -Infinity;

	/** Whether it was said that nothing is let through. */
	private saidRefused = false;

	/** What the last refusal was put down to. */
	private lowered: Window | undefined;

	/** Windows to which refusals were put down since the last success. */
	private readonly named = new Set<Window>();

	/** Fresh requests that may be under way: one after a refusal, twice as many after each success. */
	private width = Infinity;

	/** When the first waiters are woken. */
	private readonly alarms = new Set<number>();

	/** `assumed` are limits that may hold for this family besides its own. */
	constructor(
		readonly limits: readonly Limit[],
		assumed: readonly Limit[],
		private readonly memoryMs: number,
	) {
		this.windows = [
			...limits.map(({ limit, spanMs }) => new Window(limit, spanMs, false)),
			...assumed.map(({ limit, spanMs }) => new Window(limit, spanMs, true)),
		];
	}

	/** Waits for a place. Rejects with a `cancelled` TransportFault when the caller's signal fires. */
	async enter(family: Family, runtime: Runtime, claim: Claim, foreign: boolean): Promise<Place> {
		if (runtime.signal?.aborted === true) throw new TransportFault('cancelled');
		const { share, demand } = claim;
		const few = demand !== undefined && demand.items <= FEW_ITEMS;
		const kind = `${share} ${few ? 'few' : demand === undefined ? '' : 'many'} ${foreign}`;
		const waiter: Waiter = { kind, share, demand, few, foreign, wake: () => {} };
		this.waiters.push(waiter);
		this.note(demand, 'waiting', 1);
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
				const turn = this.isFirst(waiter) ? this.turnOf(waiter, now) : undefined;
				const wait = turn?.wait;
				if (!said && wait !== undefined && wait > 1_000) {
					const others = turn?.shared === true ? ', which others seem to use too' : '';
					const message = `Waiting ${Math.ceil(wait / 1000)} s for the ${family} request limit${others}`;
					if (wait > LONG_WAIT_MS) runtime.log?.warn(message);
					else runtime.log?.debug(message);
					said = true;
				}
				if (turn !== undefined) this.setAlarm(runtime, now, wait);
				await orCancelled(new Promise<void>((resolve) => (waiter.wake = resolve)), runtime.signal);
			}
		} finally {
			if (!entered) this.withdraw(waiter);
		}
	}

	/** Ends a request: its place stays taken for a span, whenever the server counted it. */
	leave(place: Place, now: number): void {
		this.inFlight.delete(place);
		this.note(place.demand, 'underWay', -1);
		this.count(place, now);
	}

	/** Counts a request that ended. */
	count({ share, few, foreign, startedAt }: Counted, now: number): void {
		const one = { share, few, foreign, startedAt, at: now };
		this.ended.push(one);
		if (few) this.endedOfFew.push(one);
		this.wakeFirsts();
	}

	/** Gives a place back whose request was not made, or was refused: such ones do not count. */
	giveBack(place: Place): void {
		if (!this.inFlight.delete(place)) return;
		this.note(place.demand, 'underWay', -1);
		this.wakeFirsts();
	}

	/** Counts the requests of another line too, as far as they have ended. */
	absorb(other: Line, now: number): void {
		this.ended.push(...other.ended.map((one) => ({ ...one, foreign: true })));
		this.ended.sort((one, another) => one.at - another.at);
		this.endedOfFew = this.ended.filter(isOfFew);
		for (const window of this.windows) window.believe(now);
	}

	/** Takes back what `absorb` did. */
	expel(): void {
		this.ended = this.ended.filter(({ foreign }) => !foreign);
		this.endedOfFew = this.ended.filter(isOfFew);
		this.wakeFirsts();
	}

	/** Requests that ended within the last `spanMs`. */
	countSince(spanMs: number, now: number): number {
		return this.ended.length - firstAfter(this.ended, now - spanMs);
	}

	/** Those of them that the server can have counted within the last `spanMs` only. */
	surelySince(spanMs: number, now: number): number {
		const recent = this.ended.slice(firstAfter(this.ended, now - spanMs));
		return recent.filter(({ startedAt }) => startedAt > now - spanMs).length;
	}

	isIdle(now: number): boolean {
		this.forget(now);
		return this.inFlight.size + this.ended.length + this.waiters.length === 0 && now >= this.pausedUntil;
	}

	/** A request was let through. */
	accept(place: Place, now: number): void {
		if (place.startedAt > this.refusedAt) {
			this.refusals = 0;
			this.saidRefused = false;
			this.named.clear();
			if (this.lowered !== undefined) this.lowered.guesses++;
			this.lowered = undefined;
			this.width = this.width > 100 ? Infinity : this.width * 2;
			for (const window of place.probes) window.raise();
		} else {
			// It was on its way when another one was refused: it belongs to what is let through.
			this.lowered?.grow(1);
		}
		for (const window of this.windows) {
			window.proven = Math.max(window.proven, this.countSince(window.spanMs, now));
		}
	}

	/** A request was refused for its limit; `explained` when it is known to be that of another line. */
	refuse(place: Place, now: number, random: number, { retryAfterMs }: Refusal, explained: boolean): void {
		// 0.5 to 1.5: whoever waits for the same does not come at the same moment.
		const jitter = 0.5 + random;
		let pause = 0;
		// Requests that were under way together are refused together: one step back for all of them.
		if (place.startedAt > this.refusedAt) {
			if (this.refusals === 0) this.refusedSince = now;
			this.refusals++;
			this.refusedAt = now;
			this.width = 1;
			for (const window of place.doubts) window.confirm(now);
			const before = this.lowered;
			this.lowered = explained ? undefined : this.suspect(now, retryAfterMs);
			if (this.lowered !== undefined) {
				const probed = place.probes.includes(this.lowered);
				this.lowered.lower(this.countSince(this.lowered.spanMs, now), now, jitter, probed);
				this.named.add(this.lowered);
			}
			if (before !== undefined && before !== this.lowered) before.guesses--;
			// What went beyond the share in vain says nothing of what is within.
			const vainly = place.probes.length > 0 && this.lowered !== undefined && this.lowered.probeAt > now;
			const times = vainly ? 1 : 2 ** (this.refusals - 1);
			pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * times) * jitter;
		}
		if (retryAfterMs !== undefined) {
			pause = Math.min(LONGEST_RETRY_AFTER_MS, retryAfterMs) + Math.max(0, jitter - 1) * FIRST_PAUSE_MS;
		}
		this.pausedUntil = Math.max(this.pausedUntil, now + pause);
		this.wakeFirsts();
	}

	/** For how long nothing was let through, once for each such time and when it is long; else undefined. */
	longRefused(now: number): number | undefined {
		const ms = now - this.refusedSince;
		if (this.refusals === 0 || this.saidRefused || ms <= LONG_WAIT_MS) return undefined;
		this.saidRefused = true;
		return ms;
	}

	/**
	 * The window to which a refusal is put down: the shortest that is used to a part worth naming and
	 * was not named before in this row of refusals, else the one that is used most.
	 */
	private suspect(now: number, retryAfterMs = 0): Window | undefined {
		const parts = this.windows
			.filter((window) => retryAfterMs <= window.spanMs && this.mayHold(window))
			.map((window) => {
				const used = this.countSince(window.spanMs, now);
				return { window, part: used / Math.min(window.share, window.limit) };
			})
			.filter(({ part }) => part > 0)
			.sort((one, other) => one.window.spanMs - other.window.spanMs);
		const next = parts.find(({ window, part }) => part >= WORTH_NAMING && !this.named.has(window));
		const [first, ...others] = parts;
		const most = first && others.reduce((one, other) => (other.part > one.part ? other : one), first);
		return (next ?? most)?.window;
	}

	/**
	 * Whether a window holds for all that is known. An assumed one is only looked at while naming the
	 * shortest of them was right more often than wrong.
	 */
	private mayHold({ assumed, spanMs }: Window): boolean {
		if (!assumed) return true;
		const [shortest] = this.windows.filter((one) => one.assumed).sort((one, other) => one.spanMs - other.spanMs);
		if (this.assumptionRefuted || shortest === undefined) return false;
		return shortest.spanMs === spanMs ? shortest.guesses >= 0 : shortest.guesses > 0;
	}

	/** Gives places: to runs of a few items first, as far as the reserve goes, then in order of arrival. */
	private admit(now: number): void {
		this.forget(now);
		if (now < this.pausedUntil) return;
		const full = new Set<string>();
		const admitted = new Set<Waiter>();
		const consider = (waiter: Waiter) => {
			const { kind } = waiter;
			if (full.has(kind)) return;
			const { wait, probes, doubts } = this.turnOf(waiter, now);
			if (wait !== 0) {
				full.add(kind);
				return;
			}
			const { share, few, foreign, demand } = waiter;
			waiter.place = { share, few, foreign, demand, startedAt: now, probes, doubts };
			this.inFlight.add(waiter.place);
			this.note(demand, 'waiting', -1);
			this.note(demand, 'underWay', 1);
			admitted.add(waiter);
		};
		for (const waiter of this.waiters.filter(({ few }) => few)) {
			if (full.has(waiter.kind) || !this.hasReserve(now)) break;
			consider(waiter);
		}
		for (const waiter of this.waiters) if (!admitted.has(waiter)) consider(waiter);
		if (admitted.size === 0) return;
		this.waiters = this.waiters.filter((waiter) => !admitted.has(waiter));
		for (const waiter of admitted) waiter.wake();
		this.wakeFirsts();
	}

	/** Takes a waiter out that was cancelled, so that the one behind it looks after itself. */
	private withdraw(waiter: Waiter): void {
		if (waiter.place !== undefined) return this.giveBack(waiter.place);
		this.note(waiter.demand, 'waiting', -1);
		this.waiters = this.waiters.filter((one) => one !== waiter);
		this.wakeFirsts();
	}

	private note(run: Demand | undefined, state: keyof Present, by: 1 | -1): void {
		if (run === undefined || run.items <= FEW_ITEMS) return;
		const present = this.runs.get(run) ?? { waiting: 0, underWay: 0 };
		present[state] += by;
		if (present.waiting + present.underWay > 0) this.runs.set(run, present);
		else this.runs.delete(run);
	}

	/** How many places are used since a time, and when the n-th of those that ended did. */
	private use(
		since: number,
		counts?: (place: Counted) => boolean,
	): { used: number; at(n: number): number | undefined } {
		const first = firstAfter(this.ended, since);
		if (counts === undefined) {
			return {
				used: this.inFlight.size + this.ended.length - first,
				at: (n) => this.ended[first + n]?.at,
			};
		}
		const ended = this.ended.slice(first).filter(counts);
		return { used: [...this.inFlight].filter(counts).length + ended.length, at: (n) => ended[n]?.at };
	}

	/** How many places runs of a few items use since a time. */
	private usedByFew(since: number): number {
		let used = this.endedOfFew.length - firstAfter(this.endedOfFew, since);
		for (const { few } of this.inFlight) if (few) used++;
		return used;
	}

	private forget(now: number): void {
		const last = this.ended.at(-1);
		if (last !== undefined && last.at > now) {
			// The clock was set back: nothing can have ended after now.
			for (const one of this.ended) one.at = Math.min(one.at, now);
		}
		for (const list of [this.ended, this.endedOfFew]) {
			const old = firstAfter(list, now - this.memoryMs);
			if (old > 0) list.splice(0, old);
		}
		this.pausedUntil = Math.min(this.pausedUntil, now + LONGEST_RETRY_AFTER_MS + FIRST_PAUSE_MS);
		this.refusedAt = Math.min(this.refusedAt, now);
		this.refusedSince = Math.min(this.refusedSince, now);
		const learnedLongAgo = now - this.refusedAt > MEMORY_OF_OTHERS_MS;
		for (const window of this.windows) {
			window.probeAt = Math.min(window.probeAt, now + 2 * LONGEST_RETRY_AFTER_MS);
			if (learnedLongAgo && window.isShared) window.forget();
		}
	}

	private isFirst(waiter: Waiter): boolean {
		return this.waiters.find(({ kind }) => kind === waiter.kind) === waiter;
	}

	private wakeFirsts(): void {
		for (const waiter of this.firsts()) waiter.wake();
	}

	/** The first waiter of each kind. */
	private firsts(): Iterable<Waiter> {
		const firsts = new Map<string, Waiter>();
		for (const waiter of this.waiters) {
			if (!firsts.has(waiter.kind)) firsts.set(waiter.kind, waiter);
		}
		return firsts.values();
	}

	/** How many requests under way are not older than this: they may still be refused. */
	private youngerThan(ms: number, now: number): number {
		let count = 0;
		for (const { startedAt } of this.inFlight) if (startedAt > now - ms) count++;
		return count;
	}

	/** Milliseconds until a request under way is too old to be refused; undefined when none will be. */
	private untilOneIsOld(now: number): number | undefined {
		let soonest: number | undefined;
		for (const { startedAt } of this.inFlight) {
			for (const ms of [FRESH_MS, PROBATION_MS]) {
				const after = startedAt + ms - now;
				if (after > 0) soonest = Math.min(soonest ?? Infinity, after);
			}
		}
		return soonest;
	}

	/**
	 * Wakes the first waiters after a time, or once an answer that they wait for is slow to come. One
	 * timer does for all, and one that fires too early does no harm.
	 */
	private setAlarm(runtime: Runtime, now: number, wait: number | undefined): void {
		const soonest = wait ?? this.untilOneIsOld(now);
		if (soonest === undefined) return;
		const after = Math.max(1, Math.ceil(soonest));
		for (const at of this.alarms) if (at > now && at <= now + after) return;
		const at = now + after;
		this.alarms.add(at);
		void runtime.sleep(after).then(() => {
			this.alarms.delete(at);
			this.wakeFirsts();
		});
	}

	/** Whether a run of a few items may go before the others. */
	private hasReserve(now: number): boolean {
		return this.windows.every(
			(window) => !hasReserve(window) || this.usedByFew(now - window.spanMs) < reserveOf(window),
		);
	}

	/**
	 * Places of a window that runs of many items leave to those of a few: as many as these have not
	 * used yet, and none while keeping them would cost the runs one more window.
	 */
	private keptIn(window: Window, used: number, now: number): number {
		if (!hasReserve(window)) return 0;
		let left = 0;
		for (const [run, { underWay }] of this.runs) left += Math.max(0, run.left - underWay);
		const windows = (requests: number, places: number) =>
			Math.ceil(Math.max(0, requests - Math.max(0, places - used)) / places);
		const reserve = reserveOf(window);
		// What is left is known roughly only.
		const fewest = windows(left - reserve, window.share);
		if (fewest < MANY_WINDOWS && windows(left, Math.max(1, window.share - reserve)) > fewest) return 0;
		return Math.max(0, reserve - this.usedByFew(now - window.spanMs));
	}

	private turnOf({ share, demand, few, foreign }: Waiter, now: number): Turn {
		const probes: Window[] = [];
		const doubts: Window[] = [];
		let wait = Math.max(0, this.pausedUntil - now);
		let shared = wait > 0;
		let dependsOnAnswer = false;
		let width = Infinity;
		const alone = !this.windows.some(({ isShared }) => isShared);
		/** Waits until fewer than `places` of those that `counts` takes are used. */
		const need = (places: number, spanMs: number, counts?: (place: Counted) => boolean) => {
			const { used, at } = this.use(now - spanMs, counts);
			if (used < places) return;
			const freeing = at(used - places);
			if (freeing === undefined) dependsOnAnswer = true;
			else wait = Math.max(wait, freeing + spanMs - now);
		};
		for (const window of this.windows) {
			const { limit, spanMs } = window;
			if (share < 1 && !window.assumed) {
				need(Math.max(1, Math.floor(limit * share + 1e-9)), spanMs, (place) => place.share <= share);
			}
			if (window.share === Infinity) continue;
			const { used, at } = this.use(now - spanMs);
			if (used >= window.proven) width = Math.min(width, window.widthBeyond(alone));
			const kept = few || demand === undefined ? 0 : this.keptIn(window, used, now);
			const places = Math.max(1, window.share - kept);
			if (used < places) {
				window.roomAt = now;
				continue;
			}
			const freeing = at(used - places);
			const freeAt = freeing === undefined ? Infinity : freeing + spanMs;
			if (window.isShared && used < limit - kept) {
				shared = true;
				const probeAt = window.nextProbe(this.refusedAt);
				if (probeAt < freeAt) {
					probes.push(window);
					wait = Math.max(wait, probeAt - now);
					continue;
				}
			} else if (foreign && window.doubtAt < freeAt) {
				doubts.push(window);
				wait = Math.max(wait, window.doubtAt - now);
				continue;
			}
			if (freeing === undefined) dependsOnAnswer = true;
			else wait = Math.max(wait, freeAt - now);
		}
		if (width < Infinity && this.youngerThan(FRESH_MS, now) >= width) dependsOnAnswer = true;
		// What goes beyond the known goes alone.
		const wider = probes.length + doubts.length > 0 ? 1 : this.width;
		if (wider < Infinity && this.youngerThan(PROBATION_MS, now) >= wider) dependsOnAnswer = true;
		return { probes, doubts, wait: wait === 0 && dependsOnAnswer ? undefined : wait, shared };
	}
}

/** Index of the first request that ended after a time. */
function firstAfter(ended: readonly Ended[], time: number): number {
	let low = 0;
	let high = ended.length;
	// Nothing is kept for longer than the longest window, so that there all of them count.
	if ((ended[0]?.at ?? Infinity) > time) return 0;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((ended[middle]?.at ?? 0) <= time) low = middle + 1;
		else high = middle;
	}
	return low;
}

const isOfFew = ({ few }: Counted): boolean => few;

const hasReserve = ({ assumed, spanMs }: Window): boolean => !assumed && spanMs > SHORT_SPAN_MS;

const reserveOf = ({ share, limit }: Window): number => Math.floor(Math.min(share, limit) * RESERVE);

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
 *
 * Others may use the account too, in other processes that know nothing of this one. What the server
 * lets through before it refuses is taken for this process's share of the window; whoever has most
 * gives up most. Now and then one request goes beyond the share: when it is let through, the share
 * grows, each time by twice as much.
 */
export class Pacer {
	private readonly lines: Record<Family, Line>;

	/** Until when sends are taken to count on the account. */
	private believedUntil: number;

	/** Until when it is known that they do not. */
	private refutedUntil = -Infinity;

	constructor({ limits = DOCUMENTED_LIMITS, sendsCountOnAccount = false }: PacerOptions = {}) {
		const spans = Object.values(limits).flatMap((list) => list.map(({ spanMs }) => spanMs));
		const memoryMs = Math.max(0, ...spans);
		const maybe = sendsCountOnAccount ? [] : limits.account;
		this.lines = { account: new Line(limits.account, [], memoryMs), send: new Line(limits.send, maybe, memoryMs) };
		this.believedUntil = sendsCountOnAccount ? Infinity : -Infinity;
	}

	/**
	 * Runs one request when its turn has come.
	 *
	 * The turn of a claim comes when callers of its share or a lower one use less than that share.
	 * `refusalOf` says of what `request` rejects with whether the server refused it for its limit.
	 * Rejects with what `request` rejects with, and with a `cancelled` TransportFault when the caller's
	 * signal fires before the turn has come.
	 */
	async run<T>(
		family: Family,
		runtime: Runtime,
		claim: Claim,
		request: () => Promise<T>,
		refusalOf: (error: unknown) => Refusal | undefined = () => undefined,
	): Promise<T> {
		const held: Array<[Line, Place]> = [];
		let sent = false;
		try {
			for (const line of this.linesOf(family, runtime.now())) {
				held.push([line, await line.enter(family, runtime, claim, line !== this.lines[family])]);
			}
			// It may have been stopped just when its turn came.
			if (runtime.signal?.aborted === true) throw new TransportFault('cancelled');
			sent = true;
		} finally {
			if (!sent) for (const [line, place] of held) line.giveBack(place);
		}
		const ended = await request().then(
			(value) => ({ value }),
			(error: unknown) => ({ error }),
		);
		const now = runtime.now();
		const refusal = 'error' in ended ? refusalOf(ended.error) : undefined;
		if (refusal === undefined) {
			const answered = !('error' in ended && ended.error instanceof TransportFault);
			this.passed(family, held, now, answered, runtime.log);
		} else {
			this.refused(family, held, now, runtime.random(), refusal, runtime.log);
		}
		if ('error' in ended) throw ended.error;
		return ended.value;
	}

	/** Whether nobody uses it and nothing is left to remember. */
	isIdle(now: number): boolean {
		return this.lines.account.isIdle(now) && this.lines.send.isIdle(now) && !this.sendsCount(now);
	}

	/** A request was made and not refused; without an answer nobody knows whether it was let through. */
	private passed(family: Family, held: Array<[Line, Place]>, now: number, answered: boolean, log?: Log): void {
		for (const [line, place] of held) line.leave(place, now);
		const [first] = held;
		// It may have become known on the way that it counts there too.
		if (first !== undefined && held.length < this.linesOf(family, now).length) {
			this.lines.account.count({ ...first[1], foreign: true }, now);
		}
		if (!answered) return;
		for (const [line, place] of held) line.accept(place, now);
		if (!this.isRefuted(now)) return;
		if (this.sendsCount(now)) {
			log?.warn('The platform does not count sends against the limit of the account after all');
			this.lines.account.expel();
		}
		this.believedUntil = -Infinity;
		this.refutedUntil = now + BELIEF_MS;
		this.lines.send.assumptionRefuted = true;
	}

	/** The server refused a request for its limit: everybody on the account waits. */
	private refused(
		family: Family,
		held: Array<[Line, Place]>,
		now: number,
		random: number,
		refusal: Refusal,
		log?: Log,
	): void {
		for (const [line, place] of held) line.giveBack(place);
		this.lines.send.assumptionRefuted = now < this.refutedUntil;
		const known = this.sendsCount(now);
		const shared = !known && now >= this.refutedUntil && this.looksShared(family, now);
		if (shared) {
			log?.warn('The platform seems to count sends against the limit of the account: they are slowed down');
			this.believedUntil = now + BELIEF_MS;
			this.lines.account.absorb(this.lines.send, now);
		}
		for (const [line, place] of held) {
			const elsewhere = known && family === 'send' && line === this.lines.send;
			line.refuse(place, now, random, refusal, shared || elsewhere);
		}
		log?.debug(`Refused for the ${family} request limit: everybody on the account waits`);
		const long = this.lines[family].longRefused(now);
		if (long !== undefined) {
			const seconds = Math.round(long / 1000);
			log?.warn(
				`The platform refuses every request for the ${family} limit, for ${seconds} s now: ` +
					'one is tried from time to time until it is let through',
			);
		}
	}

	private sendsCount(now: number): boolean {
		return now < this.believedUntil;
	}

	private linesOf(family: Family, now: number): Line[] {
		return family === 'send' && this.sendsCount(now) ? [this.lines.send, this.lines.account] : [this.lines[family]];
	}

	/** Whether more was let through than could be if sends counted on the account. */
	private isRefuted(now: number): boolean {
		if (now < this.refutedUntil || this.believedUntil === Infinity) return false;
		const { account, send } = this.lines;
		const lines = this.sendsCount(now) ? [account] : [account, send];
		const sum = (count: (line: Line) => number) => lines.reduce((total, line) => total + count(line), 0);
		return account.limits.some(
			({ limit, spanMs }) =>
				sum((line) => line.countSince(spanMs, now)) > limit && sum((line) => line.surelySince(spanMs, now)) > limit,
		);
	}

	/**
	 * Whether a refusal comes just when one would come if sends counted on the account, and cannot be
	 * explained without that.
	 */
	private looksShared(family: Family, now: number): boolean {
		const { account, send } = this.lines;
		const line = this.lines[family];
		const hasRoom = line.limits.every(({ limit, spanMs }) => line.countSince(spanMs, now) < limit * NEARLY_ALL);
		return (
			hasRoom &&
			account.limits.some(({ limit, spanMs }) => {
				const sends = send.countSince(spanMs, now);
				return sends > 0 && account.countSince(spanMs, now) + sends >= limit * NEARLY_ALL;
			})
		);
	}
}
