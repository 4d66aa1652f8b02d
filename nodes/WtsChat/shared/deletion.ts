import type { INodeProperties } from 'n8n-workflow';

import type { ItemReader } from '../core/reader';
import { isToolNode } from '../platform/identity';

/** The builder's word that a model may do this; no expression, so that no model can give it itself. */
export const allowDeletionField: INodeProperties = {
	displayName: 'Allow Deletion by AI Agents',
	name: 'allowDeletion',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description: 'Whether an AI agent that has this node as a tool may do this; it makes no difference elsewhere',
};

/** Refuses what cannot be undone to an agent's tool whose builder did not allow it. */
export function refuseUnlessAllowed(item: ItemReader): void {
	const { node } = item;
	if (!isToolNode(node)) return;
	const { options } = node.parameters;
	// As the builder saved it: an expression could be the model's.
	const given = typeof options === 'object' && options !== null && 'allowDeletion' in options && options.allowDeletion;
	if (given === true) return;
	throw item
		.group('options')
		.inputError(
			'allowDeletion',
			'is off, so an AI agent may not do this',
			'Whoever built the workflow can switch it on in the options of this tool.',
		);
}
