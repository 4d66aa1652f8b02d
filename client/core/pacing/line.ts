import { orCancelled, type Runtime, TransportFault } from '../runtime';
import type { Claim, Demand, Family, Limit, Refusal } from './limits';
import { type Counted, FRESH_MS, type Place, PROBATION_MS, Usage } from './usage';
import { SHORT_SPAN_MS, Window } from './window';

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

/** Of a work that takes so many windows, one more for the reserve's sake is hardly felt. */
const MANY_WINDOWS = 10;

/** After a 429 without Retry-After a family pauses this long, doubled for each further one. */
const FIRST_PAUSE_MS = 2_000;

/** Short enough to meet the moment when another program's places become free. */
const LONGEST_PAUSE_MS = 15_000;

/** How long what was learned of others is remembered while nothing is refused. */
const MEMORY_OF_OTHERS_MS = 3_600_000;

/** A wait of this length is worth more than a debug message. */
const LONG_WAIT_MS = 30_000;

/** No documented window is longer, so a longer Retry-After is a mistake of whoever sent it. */
const LONGEST_RETRY_AFTER_MS = 300_000;

/** A refusal is not put down to a window of which less than this part is used, while there is another. */
const WORTH_NAMING = 0.05;

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
export class Line {
	/** Whether it is known that the assumed windows do not hold. */
	assumptionRefuted = false;

	private readonly windows: readonly Window[];

	private readonly usage: Usage;

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

	/** Windows to which refusals were put down since the last success, and when they first were. */
	private readonly named = new Map<Window, number>();

	/** Fresh requests that may be under way: one after a refusal, twice as many after each success. */
	private width = Infinity;

	/** When the first waiters are woken. */
	private readonly alarms = new Set<number>();

	/** `assumed` are limits that may hold for this family besides its own. */
	constructor(
		readonly limits: readonly Limit[],
		assumed: readonly Limit[],
		memoryMs: number,
	) {
		this.usage = new Usage(memoryMs);
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
		this.usage.end(place);
		this.note(place.demand, 'underWay', -1);
		this.count(place, now);
	}

	/** Counts a request that ended. */
	count(request: Counted, now: number): void {
		this.usage.count(request, now);
		this.wakeFirsts();
	}

	/** Gives a place back whose request was not made, or was refused: such ones do not count. */
	giveBack(place: Place): void {
		if (!this.usage.end(place)) return;
		this.note(place.demand, 'underWay', -1);
		this.wakeFirsts();
	}

	/** Counts the requests of another line too, as far as they have ended. */
	absorb(other: Line, now: number): void {
		this.usage.absorb(other.usage);
		for (const window of this.windows) window.believe(now);
	}

	/** Takes back what `absorb` did. */
	expel(): void {
		this.usage.expel();
		this.wakeFirsts();
	}

	/** Requests that ended within the last `spanMs`. */
	countSince(spanMs: number, now: number): number {
		return this.usage.countSince(spanMs, now);
	}

	/** Those of them that the server can have counted within the last `spanMs` only. */
	surelySince(spanMs: number, now: number): number {
		return this.usage.surelySince(spanMs, now);
	}

	isIdle(now: number): boolean {
		this.forget(now);
		return this.usage.isEmpty && this.waiters.length === 0 && now >= this.pausedUntil;
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
			this.lowered = explained ? undefined : this.suspect(place.probes, now, retryAfterMs);
			if (this.lowered !== undefined) {
				const probed = place.probes.includes(this.lowered);
				this.lowered.lower(this.countSince(this.lowered.spanMs, now), now, jitter, probed);
				if (!this.named.has(this.lowered)) this.named.set(this.lowered, now);
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
	 * had not its turn in this row of refusals, else the one that is used most.
	 */
	private suspect(probes: readonly Window[], now: number, retryAfterMs = 0): Window | undefined {
		const parts = this.windows
			.filter((window) => retryAfterMs <= window.spanMs && this.mayHold(window))
			.map((window) => {
				const used = this.countSince(window.spanMs, now);
				return { window, part: used / Math.min(window.share, window.limit) };
			})
			.filter(({ part }) => part > 0)
			.sort((one, other) => one.window.spanMs - other.window.spanMs);
		const next = parts.find(({ window, part }) => part >= WORTH_NAMING && !this.hadItsTurn(window, probes, now));
		const [first, ...others] = parts;
		const most = first && others.reduce((one, other) => (other.part > one.part ? other : one), first);
		return (next ?? most)?.window;
	}

	/**
	 * Whether a refusal was put down to a window before in this row of refusals, so that it is another one's turn. A
	 * short one stays the likeliest until all that it had counted has left it, but not of a try to go beyond another one.
	 */
	private hadItsTurn(window: Window, probes: readonly Window[], now: number): boolean {
		const at = this.named.get(window);
		if (at === undefined) return false;
		const isLikeliest = window.isKnownAndShort && (probes.length === 0 || probes.includes(window));
		return !(isLikeliest && now - at <= window.spanMs);
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
			this.usage.begin(waiter.place);
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

	private forget(now: number): void {
		this.usage.forget(now);
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

	/**
	 * Wakes the first waiters after a time, or once an answer that they wait for is slow to come. One
	 * timer does for all, and one that fires too early does no harm.
	 */
	private setAlarm(runtime: Runtime, now: number, wait: number | undefined): void {
		const soonest = wait ?? this.usage.untilOneIsOld(now);
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
			(window) => !hasReserve(window) || this.usage.usedByFew(now - window.spanMs) < reserveOf(window),
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
		return Math.max(0, reserve - this.usage.usedByFew(now - window.spanMs));
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
			const { used, at } = this.usage.use(now - spanMs, counts);
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
			const { used, at } = this.usage.use(now - spanMs);
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
		if (width < Infinity && this.usage.youngerThan(FRESH_MS, now) >= width) dependsOnAnswer = true;
		// What goes beyond the known goes alone.
		const wider = probes.length + doubts.length > 0 ? 1 : this.width;
		if (wider < Infinity && this.usage.youngerThan(PROBATION_MS, now) >= wider) dependsOnAnswer = true;
		return { probes, doubts, wait: wait === 0 && dependsOnAnswer ? undefined : wait, shared };
	}
}

const hasReserve = ({ assumed, spanMs }: Window): boolean => !assumed && spanMs > SHORT_SPAN_MS;

const reserveOf = ({ share, limit }: Window): number => Math.floor(Math.min(share, limit) * RESERVE);
