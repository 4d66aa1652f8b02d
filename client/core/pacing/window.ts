/** Within a window of this length everybody's turn comes soon enough without a reserve. */
export const SHORT_SPAN_MS = 10_000;

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

/** Who has less than this part of a limit looks for more as often as the pauses allow. */
const POOR = 1 / 40;

/** A window is tried anew after this part of its span, and after ten times as long for each try in vain. */
const PROBE_AFTER = 1 / 24;
const SHORTEST_PROBE_MS = 5_000;
const LONGEST_PROBE_MS = 60_000;
const PROBE_BACKOFF = 10;

/**
 * A short window is not tried anew before so many of its spans, and a random part more, while there is something left
 * of it: before that others have not left it either.
 */
const SHORT_SPANS_TO_PROBE = 2;

/** Unless the share has grown by this much meanwhile. */
const GROWN = 1.25;

/** After this time a belief is put to the test, and after four times as long for each time that it stood it. */
const DOUBT_AFTER_MS = 5_000;
const DOUBT_BACKOFF = 4;

/** One window of a family, and what was learned of it. */
export class Window {
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

	/** Whether it surely holds, and all that it has counted leaves it soon. */
	get isKnownAndShort(): boolean {
		return !this.assumed && this.spanMs <= SHORT_SPAN_MS;
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
		const after = Math.max(
			patience * jitter,
			this.isKnownAndShort ? SHORT_SPANS_TO_PROBE * this.spanMs * (0.5 + jitter) : 0,
		);
		this.probeAt = this.share < this.limit * POOR ? now : now + after;
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
