import type { Demand } from './limits';
import type { Window } from './window';

/** A request that counts against the limits: from its start until a span after its answer. */
export interface Counted {
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
export interface Place extends Counted {
	demand: Demand | undefined;
	/** The windows beyond whose learned share it goes, to see whether there is more. */
	probes: readonly Window[];
	/** The windows that it goes beyond to see whether sends count there at all. */
	doubts: readonly Window[];
}

/** A refusal comes at once: an answer that is out for longer will hardly be one. */
export const FRESH_MS = 500;

/** The same after a refusal, when one more is likely. */
export const PROBATION_MS = 5_000;

/** The requests of one line: those under way, and those that ended within the longest window. */
export class Usage {
	/** Requests without an answer so far, oldest first. */
	private readonly inFlight = new Set<Place>();

	/** Requests whose answer came less than `memoryMs` ago, oldest first. */
	private ended: Ended[] = [];

	/** Those of them that belong to runs of a few items: they are counted for each request of the others. */
	private endedOfFew: Ended[] = [];

	constructor(private readonly memoryMs: number) {}

	get isEmpty(): boolean {
		return this.inFlight.size + this.ended.length === 0;
	}

	/** A request begins. */
	begin(place: Place): void {
		this.inFlight.add(place);
	}

	/** A request is under way no more; false when it was not. */
	end(place: Place): boolean {
		return this.inFlight.delete(place);
	}

	/** Counts a request that ended. */
	count({ share, few, foreign, startedAt }: Counted, now: number): void {
		const one = { share, few, foreign, startedAt, at: now };
		this.ended.push(one);
		if (few) this.endedOfFew.push(one);
	}

	/** Counts the requests of another line too, as far as they have ended. */
	absorb(other: Usage): void {
		this.ended.push(...other.ended.map((one) => ({ ...one, foreign: true })));
		this.ended.sort((one, another) => one.at - another.at);
		this.endedOfFew = this.ended.filter(isOfFew);
	}

	/** Takes back what `absorb` did. */
	expel(): void {
		this.ended = this.ended.filter(({ foreign }) => !foreign);
		this.endedOfFew = this.ended.filter(isOfFew);
	}

	/** Forgets what is older than the longest window. */
	forget(now: number): void {
		const last = this.ended.at(-1);
		if (last !== undefined && last.at > now) {
			// The clock was set back: nothing can have ended after now.
			for (const one of this.ended) one.at = Math.min(one.at, now);
		}
		for (const list of [this.ended, this.endedOfFew]) {
			const old = firstAfter(list, now - this.memoryMs);
			if (old > 0) list.splice(0, old);
		}
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

	/** How many places are used since a time, and when the n-th of those that ended did. */
	use(since: number, counts?: (place: Counted) => boolean): { used: number; at(n: number): number | undefined } {
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
	usedByFew(since: number): number {
		let used = this.endedOfFew.length - firstAfter(this.endedOfFew, since);
		for (const { few } of this.inFlight) if (few) used++;
		return used;
	}

	/** How many requests under way are not older than this: they may still be refused. */
	youngerThan(ms: number, now: number): number {
		let count = 0;
		for (const { startedAt } of this.inFlight) if (startedAt > now - ms) count++;
		return count;
	}

	/** Milliseconds until a request under way is too old to be refused; undefined when none will be. */
	untilOneIsOld(now: number): number | undefined {
		let soonest: number | undefined;
		for (const { startedAt } of this.inFlight) {
			for (const ms of [FRESH_MS, PROBATION_MS]) {
				const after = startedAt + ms - now;
				if (after > 0) soonest = Math.min(soonest ?? Infinity, after);
			}
		}
		return soonest;
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
