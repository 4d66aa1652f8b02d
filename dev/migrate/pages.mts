import { isExpression } from './expressions.mts';
import { isObject, type Json, type JsonObject, textsOf } from './json.mts';
import { shown } from './older-node.mts';

/** What the page around the records of a list was made of. */
const PAGE = '(items|totalItems|totalPages|pageNumber|pageSize|hasMorePages)';
const ANY_PART = new RegExp(`\\b${PAGE}\\b`);
const STEP = String.raw`\s*(?:\?\.|\.|\[\s*\\?["'${'`'}])\s*`;
const OF_JSON = new RegExp(`(?:\\bjson|\\$json)(?:\\\\?["'\`]\\s*\\])?${STEP}${PAGE}\\b`);
const OF_CURRENT = new RegExp(
	`(?:\\$json|\\$input\\b[^;{}]*?\\bjson|(?<!\\.)\\bitems?(?:\\[\\d+\\])?\\.json)${STEP}${PAGE}\\b`,
);
/** Taken apart: const { items } = $json. */
const APART = new RegExp(`\\{[^{}]*\\b${PAGE}\\b[^{}]*\\}\\s*=[^=]`);

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
	const texts = nodes.flatMap(({ name, type, parameters }) =>
		[...textsOf(parameters ?? {})]
			.filter(({ text }) => (isExpression(text) || CODE.has(String(type))) && ANY_PART.test(text))
			.map((found) => ({ ...found, node: String(name), code: CODE.has(String(type)) })),
	);
	const splitters = nodes.filter(({ type, parameters }) => SPLITS.has(String(type)) && splitsPage(parameters ?? {}));
	return (list) => {
		const behind = reachedFrom(list, types, connections);
		return [
			...splitters
				.filter(({ name }) => behind.has(String(name)))
				.map(({ name }) => ({
					node: String(name),
					todo: `It splits the page that "${list}" gave. The records come one by one now: take this node out, or disable it.`,
				})),
			...texts.flatMap(({ node, path, text, code }): PageUse[] => {
				const found = pageIn(text, list, behind.has(node), code);
				return found === undefined ? [] : [{ node, todo: advice(list, path, text, found) }];
			}),
		];
	};
}

function splitsPage(parameters: Json): boolean {
	const field = isObject(parameters) ? parameters.fieldToSplitOut : undefined;
	return typeof field === 'string' && /\bitems\b/.test(field);
}

/** The part of the page that a text refers to. */
function pageIn(text: string, list: string, behind: boolean, code: boolean): string | undefined {
	for (const after of mentions(text, list)) {
		const found = OF_JSON.exec(after);
		if (found !== null) return found[1];
	}
	if (!behind) return undefined;
	return (OF_CURRENT.exec(text) ?? (code ? APART.exec(text) : null))?.[1];
}

/** What follows each mention of a node, up to the next mention of any. */
function mentions(text: string, list: string): string[] {
	const names = ["'", '"', '`'].flatMap((quote) => {
		const name = list.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
		return [`$(${quote}${name}${quote})`, `$node[${quote}${name}${quote}]`, `$items(${quote}${name}${quote}`];
	});
	return [...names, `$node.${list}.`].flatMap((name) =>
		text
			.split(name)
			.slice(1)
			.map(
				(rest) => `${name.endsWith('.') ? '.' : ''}${rest.split(/\$(?:\(|node\b|items\(|json\b|input\b)/)[0] ?? ''}`,
			),
	);
}

function advice(list: string, path: string, text: string, part: string): string {
	const where = `"${path}" reads ${part} of the page that "${list}" gave (${shown(text.replace(/\s+/g, ' '))}).`;
	if (part === 'items') {
		return `${where} Each record is an item of its own now: write $json.id for $json.items[0].id, and $('${list}').all() for the whole list.`;
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
