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
