import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { PartFailedError, WtsApiError } from '../../../client';
import { isTool, originOf } from '../platform/identity';
import { sha256 } from '../platform/sha256';
import { LEDGER, noteBegun, type StoredLedger, type StoredResult, storedLedger } from '../platform/storedLedger';
import type { ItemResult } from './operation';
import { RecordWithBinary } from './records';

/** What became of each item so far; `undefined` when the run stopped before it. */
export type Outcomes = Array<ItemResult | undefined>;

/** Characters of answers that are kept for all runs of a node; of what goes beyond, only that it is done. */
const MOST_CHARACTERS = 4_000_000;

/** The ledger's view of one run. */
export interface RunLedger {
	/** Results of earlier tries of this run, by item. */
	earlier: ReadonlyMap<number, ItemResult>;
	/** Whether n8n tries an execution again of which nothing was recorded: it may have been killed while it sent. */
	unrecorded: boolean;
	/** Whether n8n repeats this try if its first item, or all of it, fails. */
	mayBeRepeated: boolean;
	/** To be called when the run ends, however it ends. */
	close(outcomes: Readonly<Outcomes>, thrown: boolean): void;
}

/**
 * Opens the ledger for a run of the node.
 *
 * What was done is kept in the node's context, which n8n stores with a failed execution: it is there
 * again when Retry On Fail repeats the run, and when somebody retries the execution, after a restart
 * and on another worker. Only a run that fails writes into it. `namesOfRunOptions` are those of options that
 * say how a run is done: with another value of one, an item is still the same.
 */
export function openLedger(context: IExecuteFunctions, namesOfRunOptions: ReadonlySet<string>): RunLedger {
	const items = context.getInputData();
	const keyOf = (item: INodeExecutionData, index: number) => itemKey(context, item, index, namesOfRunOptions);
	const tool = isTool(context);
	// Agents number the calls of a tool differently; its arguments say which call it is.
	const run = tool ? 'tool' : String(context.getWorkflowDataProxy(0).$runIndex);
	const { retryOnFail, maxTries = 3 } = context.getNode();
	// n8n makes between two and five tries, whatever the workflow says.
	const most = retryOnFail === true ? Math.min(5, Math.max(2, maxTries || 3)) : 1;
	const stored = storedLedger(context)?.runs[run];
	const keys = stored === undefined ? undefined : items.map(keyOf);
	const earlier = new Map<number, ItemResult>();
	for (const [index, key] of (keys ?? []).entries()) {
		const result = stored?.results[key];
		if (result === undefined) continue;
		if ('begun' in result) noteBegun(context, index, result.begun);
		else earlier.set(index, restored(result));
	}
	return {
		earlier,
		unrecorded: stored === undefined && context.getMode() === 'retry',
		mayBeRepeated: ((stored?.tries ?? 0) % most) + 1 < most,
		close: (outcomes, thrown) => {
			const failed = outcomes.some((outcome) => outcome === undefined || 'error' in outcome);
			const node = context.getContext('node');
			if (!failed || !(thrown || tool || most > 1)) {
				forget(storedLedger(context), run, tool ? (keys ?? []) : undefined);
				return;
			}
			const ledger = storedLedger(context) ?? { origin: originOf(context), runs: {} };
			const results = { ...ledger.runs[run]?.results };
			ledger.runs[run] = { tries: (ledger.runs[run]?.tries ?? 0) + 1, results };
			let room = MOST_CHARACTERS - JSON.stringify(ledger).length;
			for (const [index, outcome] of outcomes.entries()) {
				const item = items[index];
				const result = outcome === undefined ? undefined : storable(outcome);
				if (item === undefined || result === undefined) continue;
				const key = keys?.[index] ?? keyOf(item, index);
				if (results[key] !== undefined && !('begun' in results[key])) continue;
				const length = JSON.stringify(result).length;
				const fits = length <= room;
				if (fits) room -= length;
				results[key] = fits || !('done' in result) ? result : { done: true };
			}
			node[LEDGER] = ledger;
		},
	};
}

/** Forgets a run that ended well; of a tool, only the call. */
function forget(ledger: StoredLedger | undefined, run: string, keys: readonly string[] | undefined): void {
	if (keys === undefined) delete ledger?.runs[run];
	for (const key of keys ?? []) delete ledger?.runs[run]?.results[key];
}

/** Done, begun, or so uncertain that it must not be done again; undefined for what may be tried again. */
function storable(result: ItemResult): StoredResult | undefined {
	if ('error' in result) {
		const { error } = result;
		if (error instanceof PartFailedError && error.canGoOn) return { begun: [...error.parts] };
		return error instanceof WtsApiError && error.ambiguous ? { uncertain: error.toDetails() } : undefined;
	}
	return {
		done: result.records.map((record) =>
			record instanceof RecordWithBinary
				? { json: { ...record.json }, binary: record.binary }
				: { json: { ...record } },
		),
	};
}

function restored(result: Exclude<StoredResult, { begun: unknown }>): ItemResult {
	if ('uncertain' in result) return { error: new WtsApiError(result.uncertain) };
	if (result.done === true) return { records: [{ success: true, doneBefore: true }] };
	return {
		records: result.done.map(({ json, binary }) => (binary === undefined ? json : new RecordWithBinary(json, binary))),
	};
}

/**
 * What an item asks for: its number and a hash of the node's parameters, as they are written, and of
 * the item. Their values would not do: `{{ $now }}` is another one in each try.
 */
function itemKey(
	context: IExecuteFunctions,
	{ json, binary = {} }: INodeExecutionData,
	index: number,
	namesOfRunOptions: ReadonlySet<string>,
): string {
	const { resource, operation, options, ...parameters } = context.getNode().parameters;
	const chosenOptions = Object.entries(typeof options === 'object' ? { ...options } : {});
	// The agent gives every call another number.
	const input = Object.fromEntries(Object.entries(json).filter(([name]) => name !== 'toolCallId'));
	const files = Object.entries(binary).map(([name, { id, data, fileName, mimeType }]) => {
		return [name, fileName, mimeType, id ?? sha256(String(data))];
	});
	const asked = [
		resource,
		operation,
		parameters,
		chosenOptions.filter(([name]) => !namesOfRunOptions.has(name)),
		isTool(context) ? input : json,
		files,
	];
	return `${index} ${sha256(JSON.stringify(asked)).slice(0, 24)}`;
}
