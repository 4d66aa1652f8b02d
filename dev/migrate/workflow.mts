import type { Workflow } from './input.mts';
import { isObject, type JsonObject, textsOf, withValues } from './json.mts';
import { isOlder, type MigratedNode, migrateNode } from './node.mts';
import { withNotes } from './notes.mts';
import { pageUsesIn } from './pages.mts';
import type { NodeReport, WorkflowReport } from './said.mts';
import { stickyNote } from './sticky.mts';

/** A workflow in which all nodes of the older package are ours. One without such nodes stays as it is. */
export function migrateWorkflow(workflow: Workflow): { json: JsonObject; report: WorkflowReport } {
	const { json, connections, title } = workflow;
	const migrated = new Map<string, MigratedNode>();
	const nodes = workflow.nodes.map((node) => {
		if (!isOlder(node.type)) return node;
		const one = migrateNode(node);
		migrated.set(String(node.name), one);
		return one.node;
	});
	if (migrated.size === 0) return { json, report: { title, migrated: 0, credentials: [], nodes: [] } };

	const reports = new Map(nodes.map(({ name }) => [String(name), reportOf(String(name), migrated.get(String(name)))]));
	const say = (name: string, todo: string) => {
		const report = reports.get(name);
		if (report !== undefined && !report.todo.includes(todo)) report.todo.push(todo);
	};
	const usesOfPage = pageUsesIn({ nodes, connections });
	for (const [name, { list }] of migrated) {
		if (!list) continue;
		for (const use of usesOfPage(name)) say(use.node, use.todo);
		if (hasPinnedPage(json.pinData, name)) {
			say(name, 'Its pinned data are the page of the older node, kept as they are: unpin them and run the node again.');
		}
	}
	for (const node of nodes) {
		if (!migrated.has(String(node.name))) for (const todo of otherTraces(node)) say(String(node.name), todo);
	}

	const report: WorkflowReport = {
		title,
		migrated: [...migrated.values()].filter(({ to }) => to !== undefined).length,
		credentials: [...new Set([...migrated.values()].flatMap(({ credential }) => credential ?? []))],
		nodes: [...reports.values()].filter(
			({ operation, todo, changed }) => operation !== undefined || todo.length + changed.length > 0,
		),
	};
	const noted = nodes.map((node) => withNotes(node, reports.get(String(node.name))?.todo ?? []));
	return { json: withValues(json, { nodes: [...noted, stickyNote(noted, report)] }), report };
}

function reportOf(name: string, migrated: MigratedNode | undefined): NodeReport {
	if (migrated === undefined) return { name, todo: [], changed: [] };
	const { from, to, todo, changed } = migrated;
	const operation = to === undefined ? `${from}, not migrated` : `${from} is ${to}`;
	return { name, operation, todo: [...todo], changed: [...changed] };
}

function hasPinnedPage(pinData: JsonObject[string] | undefined, name: string): boolean {
	const pinned = isObject(pinData) && Object.hasOwn(pinData, name) ? pinData[name] : undefined;
	return (
		Array.isArray(pinned) &&
		pinned.some((item) => {
			const json = isObject(item) && isObject(item.json) ? item.json : item;
			return isObject(json) && Array.isArray(json.items);
		})
	);
}

/** What other nodes hold of the older package. */
function otherTraces(node: JsonObject): string[] {
	const texts = [...textsOf(node.parameters ?? {})].map(({ text }) => text);
	return [
		...(isObject(node.credentials) && Object.hasOwn(node.credentials, 'wtsApi')
			? ['It uses the credential of the older package: choose a WTS Chat API credential.']
			: []),
		...(texts.some((text) => /n8n-nodes-(test-)?wts(-v2)?\.wtsChat/.test(text))
			? ['It holds a workflow with nodes of the older package as text: migrate that by itself.']
			: []),
		...(texts.some((text) => /API request failed: |Api error: /.test(text))
			? ['It compares the text of an error of the older node. Errors have codes now: see docs/errors.md.']
			: []),
	];
}
