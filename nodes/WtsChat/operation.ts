import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { WtsClient } from '../../client';
import type { ItemReader } from './reader';

/** One record of an answer, or what a file operation made of it. */
export type OutputRecord = object;

/** What an action is: how it looks in the panel, how it reads an item, what it asks the client for. */
export interface Operation<Params> {
	/** Internal name; saved workflows hold it. */
	value: string;
	/** Shown in the Operation list. */
	name: string;
	/** Shown in the node picker and to AI agents: sentence case, no article. */
	action: string;
	description: string;
	/** Its fields in panel order, without `displayOptions` for resource and operation. */
	fields: INodeProperties[];
	/** Reads and checks the parameters of one item; makes no request. */
	read(item: ItemReader): Params | Promise<Params>;
	/** Does the work of one item with the client alone; returns its record or records. */
	execute(params: Params, client: WtsClient): Promise<OutputRecord | OutputRecord[]>;
	/** Items of the same key (session, recipient) are sent in input order. */
	orderKey?(params: Params): string | undefined;
}

/** One item, read and ready to be executed. */
export interface Prepared {
	orderKey?: string;
	execute(client: WtsClient): Promise<OutputRecord | OutputRecord[]>;
}

/** An operation whose parameters are its own affair: what the runner and the description see. */
export interface AnyOperation {
	value: string;
	name: string;
	action: string;
	description: string;
	fields: INodeProperties[];
	prepare(item: ItemReader): Promise<Prepared>;
}

/** Ties reading and executing together, so that no one else needs to know the parameters' type. */
export function defineOperation<Params>(operation: Operation<Params>): AnyOperation {
	const { value, name, action, description, fields } = operation;
	return {
		value,
		name,
		action,
		description,
		fields,
		async prepare(item) {
			const params = await operation.read(item);
			return {
				orderKey: operation.orderKey?.(params),
				execute: async (client) => await operation.execute(params, client),
			};
		},
	};
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
	const asOption = ({ value, name, action, description }: AnyOperation): INodePropertyOptions => ({
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
