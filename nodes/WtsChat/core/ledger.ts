import type { IExecuteFunctions } from 'n8n-workflow';

import { WtsApiError } from '../../../client';
import { runKey } from '../platform/identity';
import type { ItemResult } from './operation';

/** What became of each item so far; `undefined` when the run stopped before it. */
export type Outcomes = Array<ItemResult | undefined>;

interface Entry {
	tries: number;
	results: ReadonlyMap<number, ItemResult>;
	at: number;
}

export interface LedgerLimits {
	/** Results kept in all; the run that was kept last may exceed it. */
	results: number;
	/** Milliseconds for which a run is kept; n8n repeats one after 5 s at most. */
	ageMs: number;
}

/**
 * What runs did before they failed. n8n's Retry On Fail repeats a run with all of its items, so
 * without it the messages that went out would go out again. Lives as long as the process.
 */
export class Ledger {
	/** Oldest first. */
	private readonly entries = new Map<string, Entry>();

	private size = 0;

	constructor(private readonly limits: LedgerLimits) {}

	/** Results of earlier tries, by item. */
	resultsOf(key: string, now: number): ReadonlyMap<number, ItemResult> {
		this.forgetOld(now);
		return this.entries.get(key)?.results ?? new Map();
	}

	/** Keeps what must not be done again of a run that ends now; `maxTries` as the node has it. */
	close(key: string, outcomes: Readonly<Outcomes>, maxTries: number, now: number): void {
		const tries = (this.entries.get(key)?.tries ?? 0) + 1;
		this.forget(key);
		const failed = outcomes.some((outcome) => outcome === undefined || 'error' in outcome);
		if (!failed || tries >= maxTries) return;
		const results = new Map<number, ItemResult>();
		for (const [index, outcome] of outcomes.entries()) {
			if (outcome !== undefined && isDone(outcome)) results.set(index, outcome);
		}
		this.entries.set(key, { tries, results, at: now });
		this.size += results.size;
		this.forgetOld(now);
	}

	/** Runs and results that are kept at the moment. */
	get kept(): { runs: number; results: number } {
		return { runs: this.entries.size, results: this.size };
	}

	private forget(key: string): void {
		this.size -= this.entries.get(key)?.results.size ?? 0;
		this.entries.delete(key);
	}

	private forgetOld(now: number): void {
		for (const [key, { at }] of this.entries) {
			const fits = this.entries.size === 1 || this.size <= this.limits.results;
			if (fits && now - at <= this.limits.ageMs) return;
			this.forget(key);
		}
	}
}

/** Done, or so uncertain that it must not be done again. */
function isDone(result: ItemResult): boolean {
	return 'records' in result || (result.error instanceof WtsApiError && result.error.ambiguous);
}

const ledger = new Ledger({ results: 20_000, ageMs: 300_000 });

/** The ledger's view of one run; without Retry On Fail n8n repeats nothing, so nothing is kept. */
export interface RunLedger {
	/** Results of earlier tries of this run, by item. */
	earlier: ReadonlyMap<number, ItemResult>;
	/** To be called when the run ends, however it ends. */
	close(outcomes: Readonly<Outcomes>): void;
}

/** Opens the ledger for a run of the node. */
export function openLedger(context: IExecuteFunctions): RunLedger {
	const { retryOnFail, maxTries = 3 } = context.getNode();
	if (retryOnFail !== true) return { earlier: new Map(), close: () => {} };
	const key = runKey(context);
	return {
		earlier: ledger.resultsOf(key, Date.now()),
		// n8n makes between two and five tries, whatever the workflow says.
		close: (outcomes) => ledger.close(key, outcomes, Math.min(5, Math.max(2, maxTries || 3)), Date.now()),
	};
}
