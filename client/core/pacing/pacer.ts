import { type Log, type Runtime, TransportFault } from '../runtime';
import { type Claim, DOCUMENTED_LIMITS, type Family, type Limit, type Refusal } from './limits';
import { Line } from './line';
import type { Place } from './usage';

/** How long it is believed that sends count on the account, or known that they do not. */
const BELIEF_MS = 3_600_000;

/** The part of a limit that must have been let through before a refusal says that sends count on it. */
const NEARLY_ALL = 0.95;

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
