import { type IExecuteFunctions, type INodeExecutionData, NodeOperationError } from 'n8n-workflow';
import type { CancelSignal, ClientOptions, Country, Demand, WtsClient } from '../../../client';
import { RESOURCES } from '../actions';
import { namedThings } from '../pickers';
import { accountCountry, connect } from '../platform/account';
import { detailsOf, toErrorItem, toNodeError } from '../platform/errors';
import { isTool } from '../platform/identity';
import { NAMES_OF_RUN_OPTIONS, readRunOptions } from '../shared/runOptions';
import { finished } from './finishing';
import { forModel } from './forModel';
import { runLanes, type Task } from './lanes';
import { type Outcomes, openLedger } from './ledger';
import { understandNames } from './named';
import type { AnyOperation, ItemResult, Plan } from './operation';
import { ItemReader } from './reader';
import { doneNote, type Outputs, toItem, toOutputs } from './results';
import { USUAL_ANSWER } from './toolAnswer';

interface Run {
	context: IExecuteFunctions;
	/** How phones and dates are read. */
	country: Country;
	plan: Plan;
	outcomes: Outcomes;
	/** Whether the run goes on after errors: a failed item then becomes an error item. */
	continuesOnFail: boolean;
	/** Fires when the execution is stopped: nothing new is begun then. */
	signal: CancelSignal | undefined;
	/** Whether n8n repeats this try, as far as what is known by now says. */
	repeats(): boolean;
	/** For the limits: what the run may still ask for. */
	demand: Demand;
}

/**
 * Runs all items of an execution.
 *
 * All of them are read before the first request. When errors stop the run, one bad item means that
 * nothing is sent, and after a failed request nothing new is begun. When the run goes on after
 * errors (Continue On Fail, or as an AI agent's tool), each item stands alone and a failed one
 * becomes an error item. An operation whose results have outputs of their own never stops the run.
 * Outputs keep the order of the input and are paired with it. When n8n repeats the run (Retry On
 * Fail), or somebody tries the execution again, items that are done already are not done again, and
 * the later items of a conversation wait for one that failed. When the execution is stopped, nothing new
 * is begun.
 */
export async function run(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	if (items.length === 0) return [[]];
	const ledger = openLedger(context, NAMES_OF_RUN_OPTIONS);
	const outcomes: Outcomes = items.map((_, index) => ledger.earlier.get(index));

	let continuesOnFail = context.continueOnFail() || isTool(context);
	let outputs: Outputs = { count: 1, of: () => 0, failed: toErrorItem };
	let thrown = true;
	let client: WtsClient | undefined;
	let most = USUAL_ANSWER;
	try {
		const operation = selectedOperation(context);
		const country = await accountCountry(context);
		const ofResults = outputsOfResults(context, operation);
		if (ofResults !== undefined) {
			continuesOnFail = true;
			outputs = ofResults;
		}
		refuseMany(context, operation, items.length);
		const { concurrency, withoutRecord, toolAnswerSize, ...limits } = readRunOptions(context, operation);
		most = toolAnswerSize;
		const demand: Demand = { items: items.length, left: items.length };
		const current: Run = {
			context,
			country,
			plan: operation.plan(),
			outcomes,
			continuesOnFail,
			signal: context.getExecutionCancelSignal(),
			repeats: () => ledger.mayBeRepeated && beginsWithError(toOutputs(outcomes, outputs)),
			demand,
		};
		refuseUncertain(current);
		const connecting = async () =>
			await connect(context, { ...limits, demand, ...unrecorded(ledger.unrecorded, withoutRecord) });
		// Only for a model is something asked before all items are read: what it means by a name.
		if (isTool(context)) client = await connecting();
		await readItems(current, operation, client);
		client ??= await connecting();
		const unprepared = await prepareItems(current, client, concurrency);
		await executeItems(current, client, { concurrency, unprepared });
		thrown = false;
	} catch (error) {
		if (!continuesOnFail) throw toNodeError(context.getNode(), error, undefined);
		for (const index of items.keys()) outcomes[index] ??= { error };
		thrown = false;
	} finally {
		ledger.close(outcomes, thrown);
	}
	const answer = toOutputs(outcomes, outputs);
	if (!isTool(context)) return answer;
	const rules = { timezone: context.getTimezone(), most };
	return await Promise.all(answer.map(async (output) => await forModel(output, client, rules)));
}

/** n8n's Retry On Fail looks at the first item of the first output. */
function beginsWithError([output = []]: INodeExecutionData[][]): boolean {
	const error = output[0]?.json.error;
	return error !== undefined && error !== null && error !== false;
}

/** What is done about messages that an execution may have sent of which nothing was recorded. */
function unrecorded(
	happened: boolean,
	withoutRecord: 'send' | 'stop',
): Pick<ClientOptions, 'lookFirst' | 'refuseToPost'> {
	if (!happened) return {};
	const why =
		'n8n tries an execution again of which nothing was recorded, so this may have been done before. See what ' +
		'arrived, then run the workflow anew with the items that are left, or set "Without Record" to Send.';
	return { lookFirst: true, ...(withoutRecord === 'stop' ? { refuseToPost: why } : {}) };
}

/** The outputs of a run in which results leave through outputs of their own; undefined when none is ticked. */
function outputsOfResults(context: IExecuteFunctions, { fields, outputs }: AnyOperation): Outputs | undefined {
	if (outputs === undefined) return undefined;
	const ticked = new ItemReader(context, 0, fields).optionalTexts(outputs.field);
	if (ticked === undefined) return undefined;
	// The order of the declaration, whatever the order in which they were ticked.
	const own = outputs.labels.map(([result]) => result).filter((result) => ticked.includes(result));
	// An AI agent sees no other output than the first.
	const single = isTool(context);
	return {
		count: single ? 1 : own.length + 1,
		of: (record) => (single ? 0 : own.indexOf(outputs.resultOf(record) ?? '') + 1),
		failed: (error, index) => toItem(outputs.recordOf(detailsOf(error), new ItemReader(context, index, fields)), index),
	};
}

function selectedOperation(context: IExecuteFunctions): AnyOperation {
	const resource = String(context.getNodeParameter('resource', 0, ''));
	const operation = String(context.getNodeParameter('operation', 0, ''));
	const found = RESOURCES.get(resource)?.operations.get(operation);
	if (found !== undefined) return found;
	throw new NodeOperationError(
		context.getNode(),
		`WTS Chat has no operation "${operation}" for the resource "${resource}"`,
		{
			description:
				'Choose one from the lists. For a call that the node does not offer, use the HTTP Request node with the ' +
				'WTS Chat API credential.',
		},
	);
}

function refuseMany(context: IExecuteFunctions, { single, name }: AnyOperation, count: number): void {
	if (!single || count === 1) return;
	throw new NodeOperationError(context.getNode(), `"${name}" takes one item, but there are ${count}`, {
		description:
			'An execution can wait for one answer at a time. Put a Loop Over Items node with a batch size of 1 before ' +
			'it, or call a sub-workflow for each item.',
	});
}

/** An item of which nobody knows whether it was done fails a repeated run like the one before. */
function refuseUncertain({ context, outcomes, continuesOnFail }: Run): void {
	if (continuesOnFail) return;
	for (const [index, outcome] of outcomes.entries()) {
		if (outcome === undefined || !('error' in outcome)) continue;
		throw toNodeError(context.getNode(), outcome.error, index, doneNote(outcomes));
	}
}

async function readItems(
	{ context, country, plan, outcomes, continuesOnFail, signal }: Run,
	operation: AnyOperation,
	client: WtsClient | undefined,
): Promise<void> {
	for (const [index, outcome] of outcomes.entries()) {
		if (signal?.aborted === true) return;
		if (outcome !== undefined) continue;
		try {
			const item = new ItemReader(context, index, operation.fields, country);
			if (client !== undefined) await understandNames(item, operation.fields, client, namedThings);
			await plan.read(item);
		} catch (error) {
			if (!continuesOnFail) throw toNodeError(context.getNode(), error, index);
			outcomes[index] = { error };
		}
	}
}

async function prepareItems(
	{ context, plan, outcomes, continuesOnFail, signal }: Run,
	client: WtsClient,
	concurrency: number,
): Promise<ReadonlyMap<string, number>> {
	const failed = new Map<number, unknown>();
	/** The first item of each conversation that could not be prepared. */
	const unprepared = new Map<string, number>();
	const tasks = plan.preparations().map(({ index, prepare }) => ({
		run: async () => {
			await prepare(client).catch((error: unknown) => failed.set(index, error));
		},
	}));
	await runLanes(tasks, concurrency, () => signal?.aborted === true || (!continuesOnFail && failed.size > 0));
	for (const [index, error] of [...failed].sort(([one], [other]) => one - other)) {
		if (!continuesOnFail) throw toNodeError(context.getNode(), error, index);
		outcomes[index] = { error };
		const key = plan.earlyOrderKey(index);
		if (key !== undefined && !unprepared.has(key)) unprepared.set(key, index);
		plan.drop(index);
	}
	return unprepared;
}

async function executeItems(
	{ context, plan, outcomes, continuesOnFail, signal, repeats, demand }: Run,
	client: WtsClient,
	{ concurrency, unprepared }: { concurrency: number; unprepared: ReadonlyMap<string, number> },
): Promise<void> {
	const { retryOnFail = false } = context.getNode();
	const failures: Array<{ index: number; error: unknown }> = [];
	const settle = (index: number, result: ItemResult) => {
		outcomes[index] = result;
		if ('error' in result) failures.push({ index, error: result.error });
	};
	/** Conversations in which an item failed, and what waits for it to be tried again. */
	const failedLanes = new Set<string>();
	const held: Task[] = [];
	const work = plan.work();
	demand.left = work.length;
	const tasks = work.map(
		({ indexes, lane, execute }): Task => ({
			lane,
			run: async () => {
				try {
					const results = await execute(client);
					for (const [place, index] of indexes.entries()) {
						const result = results[place] ?? { error: new Error('The operation gave no result') };
						settle(index, await finished(context, result));
					}
				} catch (error) {
					for (const index of indexes) settle(index, { error });
				}
				demand.left--;
				if (lane !== undefined && indexes.some((index) => failed(outcomes[index]))) failedLanes.add(lane);
			},
		}),
	);
	const stopped = () => signal?.aborted === true || (!continuesOnFail && failures.length > 0);
	const mayHold = continuesOnFail && retryOnFail;
	const followsUnprepared = (indexes: readonly number[] = []) =>
		unprepared.size > 0 &&
		indexes.some((index) => (unprepared.get(plan.earlyOrderKey(index) ?? '') ?? Number.POSITIVE_INFINITY) < index);
	const holding = tasks.map(
		(task, place): Task => ({
			lane: task.lane,
			run: async () => {
				const { lane } = task;
				const isHeld = (lane !== undefined && failedLanes.has(lane)) || followsUnprepared(work[place]?.indexes);
				if (!mayHold || !isHeld) return await task.run();
				// What follows a held one waits with it.
				if (lane !== undefined) failedLanes.add(lane);
				held.push(task);
			},
		}),
	);
	await runLanes(holding, concurrency, stopped);
	// What n8n does not repeat is final: then the later ones go all the same.
	if (held.length > 0 && !repeats()) await runLanes(held, concurrency, stopped);
	const [first] = failures.sort((one, other) => one.index - other.index);
	if (continuesOnFail || first === undefined) return;
	throw toNodeError(context.getNode(), first.error, first.index, doneNote(outcomes));
}

const failed = (outcome: ItemResult | undefined): boolean => outcome !== undefined && 'error' in outcome;
