import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { WtsApiErrorDetails, WtsClient } from '../../client';
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
export interface BatchOperation<Params> extends OperationBase<Params> {
	/** Items per request, at most what the contract allows. */
	batchSize(params: Params): number;
	/** Items of the same key may share a request. */
	groupKey(params: Params): string;
	/** Items that must not meet in one request, because the platform takes them for one: same identity, later request. */
	identities?(params: Params): string[];
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

function planOf<Params>(
	operation: OperationBase<Params>,
	toWork: (items: Map<number, Params>) => Work[],
): Plan {
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

function asAny<Params>(
	operation: OperationBase<Params>,
	toWork: (items: Map<number, Params>) => Work[],
): AnyOperation {
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

interface Batch<Params> {
	lane: string;
	entries: Array<[number, Params]>;
}

/**
 * Fills requests in input order. A new one begins when the open one of the group is full, and when
 * joining it would put an item beside or before an earlier one of the same identity.
 */
function batchesOf<Params>(
	operation: BatchOperation<Params>,
	items: Map<number, Params>,
): Array<Batch<Params>> {
	const batches: Array<Batch<Params>> = [];
	/** The place of each group's open request, and of the last one that holds an identity. */
	const open = new Map<string, number>();
	const last = new Map<string, number>();
	let shared = false;
	for (const entry of items) {
		const [, params] = entry;
		const lane = operation.groupKey(params);
		const identities = operation.identities?.(params) ?? [];
		const earlier = identities.flatMap((identity) => last.get(identity) ?? []);
		let place = open.get(lane) ?? batches.length;
		const size = batches[place]?.entries.length ?? 0;
		if (size >= operation.batchSize(params) || earlier.some((one) => one >= place)) {
			place = batches.length;
		}
		const batch = batches[place] ?? { lane, entries: [] };
		batches[place] = batch;
		batch.entries.push(entry);
		open.set(lane, place);
		for (const identity of identities) last.set(identity, place);
		shared ||= earlier.some((one) => batches[one]?.lane !== lane);
	}
	// An identity in two groups: only one after the other are they done in input order.
	return shared ? batches.map((batch) => ({ ...batch, lane: '' })) : batches;
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

/** Adds the resource, and for an operation's field the operation, to where a field is shown. */
function shownFor(field: INodeProperties, resource: string, operation: string): INodeProperties {
	const { show, ...others } = field.displayOptions ?? {};
	return {
		...field,
		displayOptions: { ...others, show: { resource: [resource], operation: [operation], ...show } },
	};
}

function firstValue([first]: readonly AnyOperation[]): string {
	return first?.value ?? '';
}

/** The node's properties: the resource selector, an operation selector each, and all fields. */
export function assembleProperties(resources: readonly Resource[]): INodeProperties[] {
	const asOption = ({ value, name, action, description }: OperationPanel): INodePropertyOptions => ({
		name,
		value,
		action,
		description,
	});
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ name, value }) => ({ name, value })),
			default: 'session',
		},
		...resources.flatMap((resource): INodeProperties[] => {
			const operations = [...resource.operations.values()];
			return [
				{
					displayName: 'Operation',
					name: 'operation',
					type: 'options',
					noDataExpression: true,
					displayOptions: { show: { resource: [resource.value] } },
					options: operations.map(asOption),
					default: firstValue(operations),
				},
				...operations.flatMap((operation) =>
					operation.fields.map((field) => shownFor(field, resource.value, operation.value)),
				),
			];
		}),
	];
}
