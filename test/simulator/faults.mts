import { Random } from './random.mts';

/** What goes wrong between client and platform. `applied` says whether the request took effect all the same. */
export type Fault =
	| { kind: 'latency'; ms: number }
	/** The connection breaks before the request is looked at. */
	| { kind: 'resetBefore' }
	/** The request takes effect, then the connection breaks without an answer. */
	| { kind: 'resetAfter' }
	/** No answer ever comes. */
	| { kind: 'timeout'; applied: boolean }
	/** 429; `retryAfter` in seconds or as an HTTP date. */
	| { kind: 'rateLimited'; retryAfter?: number | string }
	/** A proxy's error page. */
	| { kind: 'html'; status: number; applied?: boolean }
	| { kind: 'emptyBody'; status: number; applied?: boolean }
	/** The request takes effect; its JSON stops in the middle, with a fitting length or with a broken connection. */
	| { kind: 'cutBody'; reset?: boolean }
	| { kind: 'error'; status: number; key?: string; text?: string; envelope?: 'error' | 'problem'; applied?: boolean }
	/** The error envelope with HTTP 200; `status` is what the envelope names. Default 400. */
	| { kind: 'error200'; key: string; text: string; status?: number; applied?: boolean }
	| { kind: 'redirect'; location: string; status?: number };

export type FaultKind = Fault['kind'];

/** Which requests a fault meets; all given conditions hold together. */
export interface FaultMatch {
	method?: string;
	/** Route template such as `/chat/v1/session/{id}/message`. */
	route?: string;
	path?: RegExp;
	bodyIncludes?: string;
}

export interface FaultRule {
	match?: FaultMatch;
	/** How many requests it meets; without limit when left out. */
	times?: number;
	/** The chance that a matching request is met; the generator is seeded. */
	probability?: number;
	/** Matching requests that pass first. */
	after?: number;
	fault: Fault;
}

export interface FaultSubject {
	method: string;
	route: string | undefined;
	path: string;
	body: string;
}

interface ActiveRule extends FaultRule {
	seen: number;
	met: number;
}

/** The faults in force, in the order they were added. */
export class Faults {
	#rules: ActiveRule[] = [];
	#random: Random;

	constructor(readonly seed: number) {
		this.#random = new Random(seed);
	}

	/** Adds a rule; the function given back removes it. */
	add(rule: FaultRule): () => void {
		const active = { ...rule, seen: 0, met: 0 };
		this.#rules.push(active);
		return () => {
			this.#rules = this.#rules.filter((other) => other !== active);
		};
	}

	clear(): void {
		this.#rules = [];
		this.#random = new Random(this.seed);
	}

	/** Rules in force, with how many requests each has met. */
	list(): (FaultRule & { met: number })[] {
		return this.#rules.map(({ seen: _, ...rule }) => ({ ...rule }));
	}

	/** The faults that meet a request: any number of delays, and at most one of the others. */
	pick(subject: FaultSubject): Fault[] {
		const picked: Fault[] = [];
		let hasOther = false;
		for (const rule of this.#rules) {
			const isDelay = rule.fault.kind === 'latency';
			if ((hasOther && !isDelay) || !matches(rule.match, subject)) continue;
			rule.seen += 1;
			if (rule.seen <= (rule.after ?? 0) || rule.met >= (rule.times ?? Infinity)) continue;
			if (rule.probability !== undefined && !this.#random.chance(rule.probability)) continue;
			rule.met += 1;
			hasOther ||= !isDelay;
			picked.push(rule.fault);
		}
		return picked;
	}
}

/** Whether the request takes effect although a fault spoils its answer. */
export function isApplied(fault: Fault): boolean {
	switch (fault.kind) {
		case 'latency':
		case 'resetAfter':
		case 'cutBody':
			return true;
		case 'timeout':
			return fault.applied;
		case 'html':
		case 'emptyBody':
		case 'error':
		case 'error200':
			return fault.applied ?? false;
		case 'resetBefore':
		case 'rateLimited':
		case 'redirect':
			return false;
	}
}

function matches(match: FaultMatch | undefined, subject: FaultSubject): boolean {
	if (match === undefined) return true;
	if (match.method !== undefined && match.method.toUpperCase() !== subject.method) return false;
	if (match.route !== undefined && match.route !== subject.route) return false;
	if (match.path !== undefined && !new RegExp(match.path.source, match.path.flags.replace('g', '')).test(subject.path))
		return false;
	return match.bodyIncludes === undefined || subject.body.includes(match.bodyIncludes);
}
