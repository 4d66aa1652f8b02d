import type { INodeProperties } from 'n8n-workflow';

import type { WtsClient } from '../../../client';
import type { FailureDetails } from '../platform/errors';
import { type Batching, batchesOf } from './batches';
import type { ItemReader } from './reader';

export { RecordAsAnswer, RecordThatWaits, RecordWithFiles } from './records';

/** One record of an answer. */
export type OutputRecord = object;

/** How one item ended: with its records or with an error. */
export type ItemResult = { records: OutputRecord[] } | { error: unknown };

/**
 * Results that can leave through outputs of their own. With any of them ticked nothing is thrown: a failure is a result
 * too, and what is not ticked leaves through the first output.
 */
export interface ResultOutputs {
	/** The field in which results are ticked. */
	field: string;
	/** The results in the order of their outputs, each with the label of its own: the canvas cuts it at 11 characters. */
	labels: ReadonlyArray<readonly [result: string, label: string]>;
	/** The result that a record stands for. */
	resultOf(record: OutputRecord): string | undefined;
	/** The record that stands for an item that failed before or outside of its execution. */
	recordOf(error: FailureDetails, item: ItemReader): OutputRecord;
}

/** How an action looks in the panel. */
export interface OperationPanel {
	/** Internal name; saved workflows hold it. */
	value: string;
	/** Shown in the Operation list. */
	name: string;
	/** Shown in the node picker and to AI agents: sentence case, no article. */
	action: string;
	description: string;
	/** Its fields in panel order, without `displayOptions` for resource and operation. */
	fields: INodeProperties[];
	/** For an operation whose results can have outputs of their own. */
	outputs?: ResultOutputs;
}

interface ReadingStep<Params> extends OperationPanel {
	/** Whether a run takes one item only, since an execution can wait for one thing. */
	single?: boolean;
	/** Reads and checks the parameters of one item; makes no request. */
	read(item: ItemReader): Params | Promise<Params>;
}

interface PreparingStep<Params, Prepared> {
	/**
	 * Finds out what only the account can tell, such as the parameters of a template, and returns what is executed.
	 * Reads, never writes; called for all items before the first one is executed.
	 */
	prepare(params: Params, client: WtsClient): Promise<Prepared>;
	/**
	 * The order key, or another one that such items share, before they are prepared: when one cannot be prepared and n8n
	 * tries the run again, the later ones wait for it.
	 */
	earlyOrderKey?(params: Params): string | undefined;
}

/** What needs nothing of the account executes what was read. */
interface Unprepared {
	prepare?: undefined;
}

interface ExecutingStep<Prepared> {
	/** Does the work of one item with the client alone; returns its record or records. */
	execute(prepared: Prepared, client: WtsClient): Promise<OutputRecord | OutputRecord[]>;
	/** Items of the same key (session, recipient), in any case, are sent in input order. */
	orderKey?(prepared: Prepared): string | undefined;
}

interface BatchExecutingStep<Prepared> extends Batching<Prepared> {
	/** Sends one request for these items and returns one result for each, in their order. */
	executeBatch(prepared: Prepared[], client: WtsClient): Promise<ItemResult[]>;
}

/** What is done at a stretch: the work of one item, or of the items of one request. */
export interface Work {
	indexes: readonly number[];
	/** Work of the same lane is done in input order. */
	lane?: string;
	/** Rejects when all of its items failed together; returns a result per index otherwise. */
	execute(client: WtsClient): Promise<ItemResult[]>;
}

/** One run of an operation: the items read so far and what is to be done with them. */
export interface Plan {
	/** Reads an item; one that cannot be read is not part of the plan. */
	read(item: ItemReader): Promise<void>;
	/** The items that want a look at the account before anything is sent. */
	preparations(): Array<{ index: number; prepare(client: WtsClient): Promise<void> }>;
	/** Takes an item out of the plan. */
	drop(index: number): void;
	/** What an item shares with those that must stay in order with it, as far as it is known before it is prepared. */
	earlyOrderKey(index: number): string | undefined;
	/** The work of the items that are prepared. */
	work(): Work[];
}

/** An operation as the runner and the description see it: only it knows the type of its parameters. */
export interface AnyOperation extends OperationPanel {
	single: boolean;
	plan(): Plan;
}

function panelOf({ value, name, action, description, fields, outputs }: OperationPanel): OperationPanel {
	return { value, name, action, description, fields, outputs };
}

/** What is prepared of an item goes into `ready`, and from there to the work. */
function preparedPlan<Params, Prepared>(
	{ read, prepare, earlyOrderKey }: Pick<ReadingStep<Params>, 'read'> & PreparingStep<Params, Prepared>,
	toWork: (ready: Map<number, Prepared>) => Work[],
): Plan {
	const items = new Map<number, Params>();
	const ready = new Map<number, Prepared>();
	return {
		read: async (item) => {
			items.set(item.itemIndex, await read(item));
		},
		earlyOrderKey: (index) => {
			const params = items.get(index);
			return params === undefined ? undefined : earlyOrderKey?.(params)?.toLowerCase();
		},
		preparations: () =>
			[...items].map(([index, params]) => ({
				index,
				prepare: async (client) => {
					ready.set(index, await prepare(params, client));
				},
			})),
		drop: (index) => {
			items.delete(index);
			ready.delete(index);
		},
		// In input order, whichever was prepared first.
		work: () => toWork(new Map([...ready].sort(([a], [b]) => a - b))),
	};
}

function plainPlan<Params>(
	{ read }: Pick<ReadingStep<Params>, 'read'>,
	toWork: (ready: Map<number, Params>) => Work[],
): Plan {
	const items = new Map<number, Params>();
	return {
		read: async (item) => {
			items.set(item.itemIndex, await read(item));
		},
		preparations: () => [],
		earlyOrderKey: () => undefined,
		drop: (index) => {
			items.delete(index);
		},
		work: () => toWork(items),
	};
}

function singleWork<Prepared>({ execute, orderKey }: ExecutingStep<Prepared>, ready: Map<number, Prepared>): Work[] {
	return [...ready].map(([index, prepared]) => ({
		indexes: [index],
		// An ID is the same one in any case.
		lane: orderKey?.(prepared)?.toLowerCase(),
		execute: async (client) => {
			const records = await execute(prepared, client);
			return [{ records: Array.isArray(records) ? records : [records] }];
		},
	}));
}

function batchWork<Prepared>(operation: BatchExecutingStep<Prepared>, ready: Map<number, Prepared>): Work[] {
	return batchesOf(operation, ready).map(({ lane, entries }) => ({
		indexes: entries.map(([index]) => index),
		lane,
		execute: async (client) =>
			await operation.executeBatch(
				entries.map(([, prepared]) => prepared),
				client,
			),
	}));
}

function runnable<Params>(operation: ReadingStep<Params>, plan: () => Plan): AnyOperation {
	return {
		...panelOf(operation),
		single: operation.single === true,
		plan,
	};
}

/**
 * An action on one item at a time. Ties reading, preparing and executing together, so that no one else needs to know
 * the parameters' type.
 */
export function defineOperation<Params, Prepared>(
	operation: ReadingStep<Params> & PreparingStep<Params, Prepared> & ExecutingStep<Prepared>,
): AnyOperation;
export function defineOperation<Params>(
	operation: ReadingStep<Params> & Unprepared & ExecutingStep<Params>,
): AnyOperation;
export function defineOperation<Params, Prepared>(
	operation: ReadingStep<Params> &
		((PreparingStep<Params, Prepared> & ExecutingStep<Prepared>) | (Unprepared & ExecutingStep<Params>)),
): AnyOperation {
	return runnable(operation, () =>
		operation.prepare === undefined
			? plainPlan(operation, (ready) => singleWork(operation, ready))
			: preparedPlan(operation, (ready) => singleWork(operation, ready)),
	);
}

/** The same for an action that sends many items in one request. */
export function defineBatchOperation<Params, Prepared>(
	operation: ReadingStep<Params> & PreparingStep<Params, Prepared> & BatchExecutingStep<Prepared>,
): AnyOperation;
export function defineBatchOperation<Params>(
	operation: ReadingStep<Params> & Unprepared & BatchExecutingStep<Params>,
): AnyOperation;
export function defineBatchOperation<Params, Prepared>(
	operation: ReadingStep<Params> &
		((PreparingStep<Params, Prepared> & BatchExecutingStep<Prepared>) | (Unprepared & BatchExecutingStep<Params>)),
): AnyOperation {
	return runnable(operation, () =>
		operation.prepare === undefined
			? plainPlan(operation, (ready) => batchWork(operation, ready))
			: preparedPlan(operation, (ready) => batchWork(operation, ready)),
	);
}

/** A resource: its operations by value, in the order shown. */
export interface Resource {
	value: string;
	name: string;
	operations: ReadonlyMap<string, AnyOperation>;
}

/** Makes a resource of its operations, given in the order shown. */
export function defineResource(value: string, name: string, operations: AnyOperation[]): Resource {
	return { value, name, operations: new Map(operations.map((one) => [one.value, one])) };
}
