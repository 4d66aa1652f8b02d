import type { IBinaryKeyData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { PartState, WtsApiErrorDetails } from '../../../client';

/** How an item ended, as plain data. */
export type StoredResult =
	| { done: Array<{ json: IDataObject; binary?: IBinaryKeyData }> }
	/** Done, but its answer was too long to be kept. */
	| { done: true }
	| { uncertain: WtsApiErrorDetails }
	/** A text in parts that stopped on its way: what became of each part. */
	| { begun: PartState[] };

/** What one run of a node did before it failed. */
export interface StoredRun {
	/** Tries of it that failed. */
	tries: number;
	/** By item and hash of what it asks for. */
	results: Record<string, StoredResult>;
}

/** What a node did before it failed, as it is kept in the execution's data. */
export interface StoredLedger {
	/** The execution in which it was begun: n8n's Retry gives it a new ID. */
	origin: string;
	runs: Record<string, StoredRun>;
}

/** Where the ledger is in the node's context. */
export const LEDGER = 'wtsChatLedger';

/** What the node did before it failed, in this execution or the one that is tried again. */
export function storedLedger(context: IExecuteFunctions): StoredLedger | undefined {
	const stored: unknown = context.getContext('node')[LEDGER];
	return isLedger(stored) ? stored : undefined;
}

function isLedger(value: unknown): value is StoredLedger {
	return typeof value === 'object' && value !== null && 'origin' in value && 'runs' in value;
}

/** Parts of texts that earlier tries of a run sent, by item. */
const begun = new WeakMap<IExecuteFunctions, Map<number, readonly PartState[]>>();

/** Notes what earlier tries of this run left of an item. */
export function noteBegun(context: IExecuteFunctions, itemIndex: number, parts: readonly PartState[]): void {
	const known = begun.get(context) ?? new Map<number, readonly PartState[]>();
	begun.set(context, known.set(itemIndex, parts));
}

/** What became of the parts of an item's text in an earlier try of this run; undefined when there was none. */
export function begunParts(context: IExecuteFunctions, itemIndex: number): readonly PartState[] | undefined {
	return begun.get(context)?.get(itemIndex);
}
