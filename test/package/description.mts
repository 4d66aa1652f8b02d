import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { INodeProperties, INodePropertyCollection, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { operationsOf, type PanelOperation } from '../bed/panel.mts';

const root = process.cwd();
const load = createRequire(join(root, 'package.json'));

/** The node as it is shipped: from dist, so `npm run build` comes first. */
export const node: INodeType = (() => {
	if (!existsSync('dist/nodes')) throw new Error('There is no dist yet: npm run build');
	const { WtsChat } = load('./dist/nodes/WtsChat/WtsChat.node.js') as { WtsChat: new () => INodeType };
	return new WtsChat();
})();

export const description: INodeTypeDescription = node.description;

/** The fields of an operation as its file has them, before they are shared with others. */
export function declaredFields(resource: string, operation: string): INodeProperties[] {
	const { RESOURCES } = load('./dist/nodes/WtsChat/actions') as {
		RESOURCES: Map<string, { operations: Map<string, { fields: INodeProperties[] }> }>;
	};
	return RESOURCES.get(resource)?.operations.get(operation)?.fields ?? [];
}

/** What finds things by the name that a model gives. */
export function pickers(): { namedThings: ReadonlyMap<string, unknown> } {
	return load('./dist/nodes/WtsChat/pickers') as { namedThings: ReadonlyMap<string, unknown> };
}

/** A property, wherever it is. */
export interface Found {
	/** Where: `session.sendText > options > senderId`. */
	path: string;
	property: INodeProperties;
	/** How deep: 0 for the fields of the panel itself. */
	depth: number;
}

const isProperty = (option: object): option is INodeProperties => 'type' in option;
const isGroup = (option: object): option is INodePropertyCollection => 'values' in option;

function* walk(properties: readonly INodeProperties[], path: string, depth: number): Generator<Found> {
	for (const property of properties) {
		const here = `${path} > ${property.name}`;
		yield { path: here, property, depth };
		for (const option of property.options ?? []) {
			if (isProperty(option)) yield* walk([option], here, depth + 1);
			else if (isGroup(option)) yield* walk(option.values, `${here} > ${option.name}`, depth + 1);
		}
	}
}

const { properties } = description;

export const operations: PanelOperation[] = operationsOf(properties);

/** Every property of the node, the selectors too. */
export const found: Found[] = [
	...walk(
		properties.filter(({ name }) => name === 'resource' || name === 'operation'),
		'selectors',
		0,
	),
	...operations.flatMap(({ id, fields }) => [...walk(fields, id, 0)]),
];

/** The paths of the properties that break a rule. */
export function breaking(rule: (found: Found) => boolean): string[] {
	return found.filter(rule).map(({ path }) => path);
}
