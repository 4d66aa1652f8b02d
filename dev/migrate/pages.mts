import { isExpression } from './expressions.mts';
import { isObject, type Json, type JsonObject, textsOf } from './json.mts';
import { shown } from './older-node.mts';

/** What the page around the records of a list was made of. */
const PAGE = '(items|totalItems|totalPages|pageNumber|pageSize|hasMorePages)';
const ANY_PART = new RegExp(`\\b${PAGE}\\b`);
const STEP = String.raw`\s*(?:\?\.|\.|\[\s*\\?["'${'`'}])\s*`;
const OF_JSON = new RegExp(`(?:\\bjson|\\$json)(?:\\\\?["'\`]\\s*\\])?${STEP}${PAGE}\\b`);
const OF_CURRENT = new RegExp(
	`(?:\\$json|\\$input\\b[^;{}]{0,200}?\\bjson|(?<!\\.)\\bitems?(?:\\[\\d+\\])?\\.json)${STEP}${PAGE}\\b`,
);
/** Taken apart: const { items } = $json. */
const APART = new RegExp(`\\{[^{}]{0,200}\\b${PAGE}\\b[^{}]{0,200}\\}\\s*=[^=]`);

/** Nodes that hand on what they get. */
const PASS_THROUGH = new Set(
	['filter', 'if', 'limit', 'merge', 'noOp', 'splitInBatches', 'switch', 'wait'].map(
		(name) => `n8n-nodes-base.${name}`,
	),
);

const SPLITS = new Set(['n8n-nodes-base.itemLists', 'n8n-nodes-base.splitOut']);
const CODE = new Set(['n8n-nodes-base.code', 'n8n-nodes-base.function', 'n8n-nodes-base.functionItem']);

/** What a node has to do with the page of a list. */
export interface PageUse {
	readonly node: string;
	readonly todo: string;
}

interface Place {
	readonly nodes: readonly JsonObject[];
	readonly connections: JsonObject;
}

/** Finds who refers to the page that a list node gave, directly behind it or by its name. */
export function pageUsesIn({ nodes, connections }: Place): (list: string) => PageUse[] {
	const types = new Map(nodes.map(({ name, type }) => [String(name), String(type)]));
	// Looked through once: a workflow may have many lists.
	const byName = new Map<string, Reading[]>();
	const byNode = new Map<string, Reading[]>();
	for (const { name, type, parameters } of nodes) {
		const code = CODE.has(String(type));
		for (const { path, text } of textsOf(parameters ?? {})) {
			if (!(code || isExpression(text)) || !ANY_PART.test(text)) continue;
			const here = { node: String(name), path, text };
			for (const [list, part] of partsByName(text)) add(byName, list, { ...here, part });
			const part = (OF_CURRENT.exec(text) ?? (code ? APART.exec(text) : null))?.[1];
			if (part !== undefined) add(byNode, here.node, { ...here, part });
		}
	}
	const splitters = new Set(
		nodes
			.filter(({ type, parameters }) => SPLITS.has(String(type)) && splitsPage(parameters ?? {}))
			.map(({ name }) => String(name)),
	);
	return (list) => {
		const behind = [...reachedFrom(list, types, connections)];
		const named = byName.get(list) ?? [];
		const current = behind.flatMap((name) => byNode.get(name) ?? []);
		const seen = new Set(named.map(({ node, path }) => `${node} ${path}`));
		const others = current.filter(({ node, path }) => !seen.has(`${node} ${path}`));
		return [
			...behind
				.filter((name) => splitters.has(name))
				.map((node) => ({
					node,
					todo:
						`It splits the page that "${list}" gave. The records come one by one now: take this node out, or ` +
						'disable it.',
				})),
			...[...named, ...others].map((reading) => ({ node: reading.node, todo: advice(list, reading) })),
		];
	};
}

/** A text that reads a part of a page. */
interface Reading {
	readonly node: string;
	readonly path: string;
	readonly text: string;
	readonly part: string;
}

function add(readings: Map<string, Reading[]>, key: string, reading: Reading): void {
	const known = readings.get(key);
	if (known === undefined) readings.set(key, [reading]);
	else known.push(reading);
}

function splitsPage(parameters: Json): boolean {
	const field = isObject(parameters) ? parameters.fieldToSplitOut : undefined;
	return typeof field === 'string' && /\bitems\b/.test(field);
}

/** How a text names another node: $('Name'), $node["Name"], $items("Name"), $node.Name */
const MENTION =
	/\$(?:\(|node\[|items\()\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)|\$node\.(\w+)/g;

/** The first part of a page that a text reads of each node that it names. */
function partsByName(text: string): Map<string, string> {
	const found = [...text.matchAll(MENTION)];
	const parts = new Map<string, string>();
	for (const [index, mention] of found.entries()) {
		const name = (mention[1] ?? mention[2] ?? mention[3] ?? mention[4] ?? '').replace(/\\(.)/g, '$1');
		// Up to where another node, or the current item, is read.
		const rest = text.slice(mention.index + mention[0].length, found[index + 1]?.index);
		const part = OF_JSON.exec(rest.split(/\$(?:json|input)\b/)[0] ?? '')?.[1];
		if (part !== undefined && !parts.has(name)) parts.set(name, part);
	}
	return parts;
}

function advice(list: string, { path, text, part }: Reading): string {
	const where = `"${path}" reads ${part} of the page that "${list}" gave (${shown(text.replace(/\s+/g, ' '))}).`;
	if (part === 'items') {
		return (
			`${where} Each record is an item of its own now: write $json.id for $json.items[0].id, and ` +
			`$('${list}').all() for the whole list.`
		);
	}
	if (part === 'totalItems') return `${where} The number of records is $('${list}').all().length now.`;
	return `${where} There are no pages any more: switch on Return All in "${list}" and take this out.`;
}

/** Who gets what a node gives: those behind it, and those behind nodes that hand it on. */
function reachedFrom(start: string, types: ReadonlyMap<string, string>, connections: JsonObject): ReadonlySet<string> {
	const reached = new Set<string>();
	const open = [start];
	for (let name = open.pop(); name !== undefined; name = open.pop()) {
		for (const next of nextOf(connections, name)) {
			if (reached.has(next)) continue;
			reached.add(next);
			if (PASS_THROUGH.has(types.get(next) ?? '')) open.push(next);
		}
	}
	return reached;
}

function nextOf(connections: JsonObject, name: string): string[] {
	const outputs = Object.hasOwn(connections, name) ? connections[name] : undefined;
	const main = isObject(outputs) && Array.isArray(outputs.main) ? outputs.main : [];
	return main.flat().flatMap((one) => (isObject(one) && typeof one.node === 'string' ? [one.node] : []));
}
