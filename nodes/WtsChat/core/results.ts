import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { detailsOf } from '../platform/errors';
import { metadataWithoutMarker } from '../platform/waiting';
import type { Outcomes } from './ledger';
import type { ItemResult, OutputRecord } from './operation';
import { RecordWithBinary } from './records';

/** Where items go: one output, unless the operation's results have outputs of their own. */
export interface Outputs {
	count: number;
	of(record: OutputRecord): number;
	failed(error: unknown, index: number): INodeExecutionData;
}

/** Says which items took effect, or may have, before the run stopped, so that nobody sends them again. */
export function doneNote(outcomes: Readonly<Outcomes>): string {
	if (outcomes.length === 1) return '';
	const indexesOf = (wanted: (outcome: ItemResult) => boolean) =>
		outcomes.flatMap((outcome, index) => (outcome !== undefined && wanted(outcome) ? [index] : []));
	const done = indexesOf((outcome) => 'records' in outcome);
	const uncertain = indexesOf((outcome) => 'error' in outcome && detailsOf(outcome.error).ambiguous);
	const parts = [
		done.length === 0 ? 'No other item was done.' : `Items already done: ${ranges(done)} of ${outcomes.length}.`,
		...(uncertain.length === 0 ? [] : [`Items that may have been done: ${ranges(uncertain)}.`]),
	];
	return parts.join(' ');
}

/** 0, 1, 2, 5 as "0-2, 5". */
function ranges(sorted: readonly number[]): string {
	const parts: Array<[number, number]> = [];
	for (const number of sorted) {
		const last = parts.at(-1);
		if (last !== undefined && last[1] === number - 1) last[1] = number;
		else parts.push([number, number]);
	}
	return parts.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

export function toOutputs(outcomes: Readonly<Outcomes>, { count, of, failed }: Outputs): INodeExecutionData[][] {
	const outputs = Array.from({ length: count }, (): INodeExecutionData[] => []);
	const add = (item: INodeExecutionData, output: number) => (outputs[output] ?? outputs[0])?.push(item);
	for (const [index, outcome] of outcomes.entries()) {
		if (outcome === undefined) continue;
		if ('error' in outcome) {
			const item = failed(outcome.error, index);
			add(item, of(item.json));
		} else {
			for (const record of outcome.records) add(toItem(record, index), of(record));
		}
	}
	return outputs;
}

export function toItem(record: OutputRecord, item: number): INodeExecutionData {
	if (!(record instanceof RecordWithBinary)) return { json: toJson(record), pairedItem: { item } };
	const { json, binary } = record;
	return { json: toJson(json), ...(Object.keys(binary).length === 0 ? {} : { binary }), pairedItem: { item } };
}

/** A success never carries `error`: n8n would take it for a failure and send the item again. */
function toJson(record: OutputRecord): IDataObject {
	const json: IDataObject = { ...record };
	if ('metadata' in json) Object.assign(json, { metadata: metadataWithoutMarker(json.metadata) });
	if (!('error' in json)) return json;
	const { error, ...rest } = json;
	return error === undefined || error === null || error === false ? rest : { ...rest, serverError: error };
}
