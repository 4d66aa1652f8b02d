import type { INodeProperties } from 'n8n-workflow';

import type { WtsApiErrorDetails, WtsClient } from '../../../client';
import { type Batching, batchesOf } from './batches';
import type { ItemReader } from './reader';

/** One record of an answer. */
export type OutputRecord = object;

/** A file at a public address. */
export interface RemoteFile {
	url: string;
	/** Its name with extension. */
	name: string;
	mimeType?: string;
}

/** A record whose files are to be fetched and to go beside it, in the binary field `field` and those that follow it. */
export class RecordWithFiles {
	constructor(
		readonly json: object,
		readonly files: readonly RemoteFile[],
		readonly field: string,
	) {}
}

/** How one item ended: with its records or with an error. */
export type ItemResult = { records: OutputRecord[] } | { error: unknown };

/** Results that leave through outputs of their own. Nothing is thrown then: a failure is a result too. */
export interface Routing {
	/** How many outputs there are. */
	outputs: number;
	/** The output of a record, from 0. */
	outputOf(record: OutputRecord): number;
	/** The record that stands for an item that failed before or outside of its execution. */
	recordOf(error: WtsApiErrorDetails, item: ItemReader): OutputRecord;
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
}

interface OperationBase<Params> extends OperationPanel {
	/** Reads and checks the parameters of one item; makes no request. */
	read(item: ItemReader): Params | Promise<Params>;
	/**
	 * Checks what only the account can tell, such as the parameters of a template. Reads, never
	 * writes; called for all items before the first one is executed.
	 */
	check?(params: Params, client: WtsClient): Promise<void>;
	/** The outputs of a run whose results have outputs of their own; `first` is the first item. */
	routing?(first: ItemReader): Routing | undefined;
}

/** An action on one item at a time. */
export interface Operation<Params> extends OperationBase<Params> {
	/** Does the work of one item with the client alone; returns its record or records. */
	execute(params: Params, client: WtsClient): Promise<OutputRecord | OutputRecord[]>;
	/** Items of the same key (session, recipient) are sent in input order. */
	orderKey?(params: Params): string | undefined;
}

/** An action that sends many items in one request. */
export interface BatchOperation<Params> extends OperationBase<Params>, Batching<Params> {
	/** Sends one request for these items and returns one result for each, in their order. */
	executeBatch(params: Params[], client: WtsClient): Promise<ItemResult[]>;
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
	checks(): Array<{ index: number; check(client: WtsClient): Promise<void> }>;
	/** Takes an item out of the plan. */
	drop(index: number): void;
	/** The work of the items that are left. */
	work(): Work[];
}

/** An operation whose parameters are its own affair: what the runner and the description see. */
export interface AnyOperation extends OperationPanel {
	plan(): Plan;
	routing(first: ItemReader): Routing | undefined;
}

function panelOf({ value, name, action, description, fields }: OperationPanel): OperationPanel {
	return { value, name, action, description, fields };
}

function planOf<Params>(operation: OperationBase<Params>, toWork: (items: Map<number, Params>) => Work[]): Plan {
	const items = new Map<number, Params>();
	const { check } = operation;
	return {
		read: async (item) => {
			items.set(item.itemIndex, await operation.read(item));
		},
		checks: () =>
			check === undefined
				? []
				: [...items].map(([index, params]) => ({
						index,
						check: async (client) => await check(params, client),
					})),
		drop: (index) => {
			items.delete(index);
		},
		work: () => toWork(items),
	};
}

function asAny<Params>(operation: OperationBase<Params>, toWork: (items: Map<number, Params>) => Work[]): AnyOperation {
	return {
		...panelOf(operation),
		plan: () => planOf(operation, toWork),
		routing: (first) => operation.routing?.(first),
	};
}

/** Ties reading and executing together, so that no one else needs to know the parameters' type. */
export function defineOperation<Params>(operation: Operation<Params>): AnyOperation {
	const toWork = (items: Map<number, Params>) =>
		[...items].map(
			([index, params]): Work => ({
				indexes: [index],
				lane: operation.orderKey?.(params),
				execute: async (client) => {
					const records = await operation.execute(params, client);
					return [{ records: Array.isArray(records) ? records : [records] }];
				},
			}),
		);
	return asAny(operation, toWork);
}

/** The same for an operation that sends many items in one request. */
export function defineBatchOperation<Params>(operation: BatchOperation<Params>): AnyOperation {
	const toWork = (items: Map<number, Params>) =>
		batchesOf(operation, items).map(
			({ lane, entries }): Work => ({
				indexes: entries.map(([index]) => index),
				lane,
				execute: async (client) =>
					await operation.executeBatch(
						entries.map(([, params]) => params),
						client,
					),
			}),
		);
	return asAny(operation, toWork);
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
