import type { INodeOutputConfiguration } from 'n8n-workflow';

import type { Resource } from './operation';

/** What is ticked in an operation's field, and the results that have an output then, each with its label. */
type Choice = [resource: unknown, operation: unknown, ticked: unknown, labels: ReadonlyArray<readonly string[]>];

/** The outputs of a node. Its text is a part of an expression, so it uses nothing from outside. */
const outputsOf = (resource: unknown, operation: unknown, choices: Choice[]): INodeOutputConfiguration[] => {
	const [choice] = choices.filter(([of, one]) => of === resource && one === operation);
	const [, , ticked, labels = []] = choice ?? [];
	if (!Array.isArray(ticked) || ticked.length === 0) return [{ type: 'main' }];
	return [['', 'Default'], ...labels.filter(([result]) => ticked.includes(result))].map(([, displayName]) => ({
		type: 'main',
		displayName,
	}));
};

/**
 * The node's outputs as an expression, which n8n evaluates in the editor and in the engine: one output, and one more
 * for each result that is ticked where an operation has outputs for its results.
 */
export function drawOutputs(resources: readonly Resource[]): `={{${string}}}` {
	const choices = resources.flatMap(({ value: resource, operations }) =>
		[...operations.values()].flatMap(({ value: operation, outputs }) => {
			if (outputs === undefined) return [];
			const [of, one, labels] = [resource, operation, outputs.labels].map((value) => JSON.stringify(value));
			return [`[${of}, ${one}, $parameter.${outputs.field}, ${labels}]`];
		}),
	);
	return `={{ (${outputsOf.toString()})($parameter.resource, $parameter.operation, [${choices.join(', ')}]) }}`;
}
