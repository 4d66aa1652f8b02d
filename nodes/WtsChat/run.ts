import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	NodeOperationError,
} from 'n8n-workflow';

import type { WtsClient } from '../../client';
import { connect } from './account';
import { RESOURCES } from './actions';
import { toErrorItem, toNodeError } from './errors';
import { readRunOptions } from './fields/runOptions';
import { runLanes } from './lanes';
import type { AnyOperation, OutputRecord, Prepared } from './operation';
import { ItemReader } from './reader';

/** How one item ended: its records, the error, or neither when the run stopped before it. */
type Outcome = { records: OutputRecord[] } | { error: unknown };

/**
 * Runs all items of an execution.
 *
 * All of them are read before the first request. When errors stop the run, one bad item means that
 * nothing is sent, and after a failed request nothing new is begun. When the run goes on after
 * errors (Continue On Fail, or as an AI agent's tool), each item stands alone and a failed one
 * becomes an error item. Outputs keep the order of the input and are paired with it.
 */
export async function run(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const goesOn = context.continueOnFail() || context.getNode().type.endsWith('Tool');
	const outcomes: Array<Outcome | undefined> = items.map(() => undefined);

	try {
		const operation = selectedOperation(context);
		const prepared = await readItems(context, operation, outcomes, goesOn);
		const { concurrency, ...limits } = readRunOptions(context, operation);
		const client = await connect(context, limits);
		await executeItems(context, client, prepared, outcomes, { concurrency, goesOn });
	} catch (error) {
		if (!goesOn) throw toNodeError(context.getNode(), error, undefined);
		for (const index of items.keys()) outcomes[index] ??= { error };
	}
	return [outcomes.flatMap((outcome, index) => toItems(outcome, index))];
}

function selectedOperation(context: IExecuteFunctions): AnyOperation {
	const resource = String(context.getNodeParameter('resource', 0));
	const operation = String(context.getNodeParameter('operation', 0));
	const found = RESOURCES.get(resource)?.operations.get(operation);
	if (found !== undefined) return found;
	throw new NodeOperationError(
		context.getNode(),
		`WTS Chat has no operation "${operation}" for the resource "${resource}"`,
		{
			description:
				'Choose one from the lists. For a call that the node does not offer, use the HTTP Request node with the WTS Chat API credential.',
		},
	);
}

async function readItems(
	context: IExecuteFunctions,
	operation: AnyOperation,
	outcomes: Array<Outcome | undefined>,
	goesOn: boolean,
): Promise<Map<number, Prepared>> {
	const prepared = new Map<number, Prepared>();
	for (const index of outcomes.keys()) {
		try {
			prepared.set(index, await operation.prepare(new ItemReader(context, index, operation.fields)));
		} catch (error) {
			if (!goesOn) throw toNodeError(context.getNode(), error, index);
			outcomes[index] = { error };
		}
	}
	return prepared;
}

async function executeItems(
	context: IExecuteFunctions,
	client: WtsClient,
	prepared: Map<number, Prepared>,
	outcomes: Array<Outcome | undefined>,
	{ concurrency, goesOn }: { concurrency: number; goesOn: boolean },
): Promise<void> {
	const failures: Array<{ index: number; error: unknown }> = [];
	const tasks = [...prepared].map(([index, item]) => ({
		lane: item.orderKey,
		run: async () => {
			try {
				const records = await item.execute(client);
				outcomes[index] = { records: Array.isArray(records) ? records : [records] };
			} catch (error) {
				outcomes[index] = { error };
				failures.push({ index, error });
			}
		},
	}));
	await runLanes(tasks, concurrency, () => !goesOn && failures.length > 0);
	const [first] = failures;
	if (goesOn || first === undefined) return;
	throw toNodeError(context.getNode(), first.error, first.index, doneNote(outcomes));
}

/** Says which items took effect before the run stopped, so that nobody sends them again. */
function doneNote(outcomes: ReadonlyArray<Outcome | undefined>): string {
	const done = outcomes.flatMap((outcome, index) =>
		outcome !== undefined && 'records' in outcome ? [index] : [],
	);
	if (outcomes.length === 1) return '';
	if (done.length === 0) return 'No other item was done.';
	return `Items already done: ${ranges(done)} of ${outcomes.length}.`;
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

function toItems(outcome: Outcome | undefined, item: number): INodeExecutionData[] {
	if (outcome === undefined) return [];
	if ('error' in outcome) return [toErrorItem(outcome.error, item)];
	return outcome.records.map((record) => ({ json: toJson(record), pairedItem: { item } }));
}

/** A success never carries `error`: n8n would take it for a failure and send the item again. */
function toJson(record: OutputRecord): IDataObject {
	const { error, ...json }: IDataObject = { ...record };
	return error === undefined || error === null || error === false ? json : { ...json, serverError: error };
}
