import assert from 'node:assert/strict';
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import type { N8nRest } from '../../dev/n8n/rest.mts';

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
	return description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap((selector) => {
			const [resource] = selector.displayOptions?.show?.['resource'] ?? [];
			return (selector.options ?? []).flatMap((option) => {
				// n8n adds "Custom API Call" to every selector; it has no panel of its own.
				if (!('value' in option) || option.value === '__CUSTOM_API_CALL__') return [];
				const operation = String(option.value);
				return {
					resource: String(resource),
					operation,
					action: option.action ?? option.name,
					properties: description.properties.filter((property) => belongs(property, String(resource), operation)),
				};
			});
		});
}

function belongs({ displayOptions }: INodeProperties, resource: string, operation: string): boolean {
	const { resource: resources, operation: operations } = displayOptions?.show ?? {};
	return resources?.includes(resource) === true && operations?.includes(operation) === true;
}
