import { isObject, type Json, type JsonObject } from '../../dev/migrate/json.mts';
import { migrateText } from '../../dev/migrate/migrate.mts';
import type { WorkflowReport } from '../../dev/migrate/said.mts';

/** The node of the older package in these workflows. */
export const STEP = 'Old step';

/** A node as n8n exports it. */
export function olderNode(parameters: JsonObject, more: JsonObject = {}): JsonObject {
	return {
		parameters,
		id: 'b1f6a1de-52b7-4f6e-9a51-0c6a1f0a7d11',
		name: STEP,
		type: 'n8n-nodes-wts.wtsChat',
		typeVersion: 1,
		position: [220, 40],
		credentials: { wtsApi: { id: 'Zk1', name: 'WTS da loja' } },
		...more,
	};
}

export function node(name: string, type: string, parameters: JsonObject = {}, more: JsonObject = {}): JsonObject {
	return { parameters, id: name, name, type: `n8n-nodes-base.${type}`, typeVersion: 1, position: [0, 0], ...more };
}

/** Nodes one behind the other, as an export. */
export function exported(nodes: JsonObject[], more: JsonObject = {}): JsonObject {
	const connections = Object.fromEntries(
		nodes
			.slice(0, -1)
			.map((one, index): [string, Json] => [
				String(one.name),
				{ main: [[{ node: nodes[index + 1]?.name ?? '', type: 'main', index: 0 }]] },
			]),
	);
	return { name: 'Loja', nodes, connections, active: false, settings: { executionOrder: 'v1' }, pinData: {}, ...more };
}

/** The migrated workflow of an export of one, and what is said of it. */
export function migrated(workflow: JsonObject): { json: JsonObject; nodes: JsonObject[]; report: WorkflowReport } {
	const { output, reports } = migrateText(JSON.stringify(workflow));
	const [report] = reports;
	if (Array.isArray(output) || report === undefined) throw new Error('Not one workflow');
	return { json: output, nodes: nodesOf(output), report };
}

export function nodesOf(workflow: JsonObject): JsonObject[] {
	return Array.isArray(workflow.nodes) ? workflow.nodes.filter(isObject) : [];
}

export function nodeOf(workflow: JsonObject, name = STEP): JsonObject {
	const found = nodesOf(workflow).find((one) => one.name === name);
	if (found === undefined) throw new Error(`No node ${name}`);
	return found;
}
