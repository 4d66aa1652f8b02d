import assert from 'node:assert/strict';
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import type { N8nRest } from '../../dev/n8n/rest.mts';
import { operationsOf } from '../bed/panel.mts';

export const NODE_TYPE = 'n8n-nodes-wts-chat.wtsChat';

/** An operation of the node as n8n's editor knows it. */
export interface OperationEntry {
	readonly resource: string;
	readonly operation: string;
	readonly action: string;
	/** The properties that the operation has, shown at once or not. */
	readonly properties: readonly INodeProperties[];
}

/** All operations of the node, in the order of the description that n8n serves to its editor. */
export async function readOperations(rest: N8nRest): Promise<OperationEntry[]> {
	const types = await rest.call<INodeTypeDescription[]>('GET', '/types/nodes.json');
	const description = types.find(({ name }) => name === NODE_TYPE);
	assert(description, `n8n has not loaded ${NODE_TYPE}`);
	return operationsOf(description.properties).map(({ resource, operation, option, fields }) => ({
		resource,
		operation,
		action: option.action ?? option.name,
		properties: fields,
	}));
}
