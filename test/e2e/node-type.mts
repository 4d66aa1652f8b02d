import assert from 'node:assert/strict';
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import type { N8nRest } from '../../dev/n8n/rest.mts';
import { operationsOf } from '../bed/panel.mts';

export const NODE_TYPE = 'n8n-nodes-wts-chat.wtsChat';
export const TRIGGER_TYPE = `${NODE_TYPE}Trigger`;
export const MEMORY_TYPE = `${NODE_TYPE}Memory`;

/** An operation of the node as n8n's editor knows it. */
export interface OperationEntry {
	readonly resource: string;
	readonly operation: string;
	readonly action: string;
	/** The properties that the operation has, shown at once or not. */
	readonly properties: readonly INodeProperties[];
}

/** The descriptions that n8n serves to its editor. */
export async function readNodeTypes(rest: N8nRest): Promise<INodeTypeDescription[]> {
	return await rest.call<INodeTypeDescription[]>('GET', '/types/nodes.json');
}

/** The fields of one of the package's nodes. */
export function propertiesOf(types: readonly INodeTypeDescription[], type: string): readonly INodeProperties[] {
	const description = types.find(({ name }) => name === type);
	assert(description, `n8n has not loaded ${type}`);
	return description.properties;
}

/** All operations of the node, in the order of its description. */
export async function readOperations(rest: N8nRest): Promise<OperationEntry[]> {
	return operationEntries(await readNodeTypes(rest));
}

export function operationEntries(types: readonly INodeTypeDescription[]): OperationEntry[] {
	return operationsOf(propertiesOf(types, NODE_TYPE)).map(({ resource, operation, option, fields }) => ({
		resource,
		operation,
		action: option.action ?? option.name,
		properties: fields,
	}));
}
