import { isObject, type Json, type JsonObject } from './json.mts';
import { isOlder, isOurs } from './node.mts';

/** Why a file is not migrated; the message is for people. */
export class Refusal extends Error {}

/** A workflow whose parts are there. */
export interface Workflow {
	readonly json: JsonObject;
	readonly nodes: readonly JsonObject[];
	readonly connections: JsonObject;
	/** How a report calls it. */
	readonly title: string;
}

/** What was read, in the form in which it is given back. */
export interface Input {
	readonly workflows: readonly Workflow[];
	readonly isList: boolean;
}

const EXPECTED =
	'Give a workflow as n8n exports it (Download in the menu of the workflow), an array of them, or nodes copied ' +
	'from the canvas.';

/** Text in UTF-8, or in the UTF-16 that the redirection of Windows PowerShell writes. */
export function decode(bytes: Uint8Array): string {
	const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : undefined;
	try {
		return new TextDecoder(utf16 ?? 'utf-8', { fatal: true }).decode(bytes);
	} catch {
		throw new Refusal(`The file is no text. ${EXPECTED}`);
	}
}

/** Reads and checks everything before anything is migrated. */
export function readInput(text: string): Input {
	if (text.trim() === '') throw new Refusal(`The file is empty. ${EXPECTED}`);
	const json = parse(text);
	const isList = Array.isArray(json) && !isNodes(json);
	const found: Json[] = isList ? json : [isNodes(json) ? { nodes: json, connections: {} } : json];
	if (found.length === 0) throw new Refusal(`The array has no workflow in it. ${EXPECTED}`);
	const workflows = found.map((one, index) => readWorkflow(one, isList ? `Entry ${index + 1}` : 'The file'));
	const types = workflows.flatMap(({ nodes }) => nodes.map(({ type }) => type));
	if (types.some(isOlder)) return { workflows, isList };
	throw new Refusal(
		types.some(isOurs)
			? 'Nothing to migrate: the WTS Chat nodes in it are those of this package already.'
			: 'Nothing to migrate: no node in it is of n8n-nodes-wts or n8n-nodes-test-wts-v2.',
	);
}

function parse(text: string): Json {
	try {
		const json: Json = JSON.parse(text);
		return json;
	} catch (error) {
		throw new Refusal(`The file is not JSON: ${error instanceof Error ? error.message : String(error)}. ${EXPECTED}`);
	}
}

/** Nodes without anything around them. */
function isNodes(json: Json): json is Json[] {
	return (
		Array.isArray(json) &&
		json.length > 0 &&
		json.every((one) => isObject(one) && typeof one.type === 'string' && !Object.hasOwn(one, 'nodes'))
	);
}

function readWorkflow(json: Json, what: string): Workflow {
	if (!isObject(json)) throw new Refusal(`${what} is not a workflow. ${EXPECTED}`);
	const title = typeof json.name === 'string' && json.name !== '' ? `Workflow "${json.name}"` : what;
	if (!Array.isArray(json.nodes)) {
		const inner = ['workflow', 'data'].find((key) => Object.hasOwn(json, key));
		const hint = inner === undefined ? '' : ` It may be inside "${inner}": give that alone.`;
		throw new Refusal(`${title} has no list of nodes, so it is not a workflow.${hint} ${EXPECTED}`);
	}
	const connections = json.connections ?? {};
	if (!isObject(connections)) throw new Refusal(`${title} has connections that are no object.`);
	if (json.pinData !== undefined && json.pinData !== null && !isObject(json.pinData)) {
		throw new Refusal(`${title} has pinned data that are no object.`);
	}
	return { json, nodes: readNodes(json.nodes, title), connections, title };
}

function readNodes(nodes: readonly Json[], title: string): JsonObject[] {
	const names = new Set<string>();
	return nodes.map((node, index) => {
		const where = `${title}: node ${index + 1}`;
		if (!isObject(node)) throw new Refusal(`${where} is no object.`);
		const { name, type, parameters } = node;
		if (typeof type !== 'string') throw new Refusal(`${where} has no type.`);
		if (typeof name !== 'string' || name === '') throw new Refusal(`${where} (${type}) has no name.`);
		if (names.has(name)) throw new Refusal(`${where}: the name "${name}" is there twice.`);
		names.add(name);
		if (isOlder(type) && parameters !== undefined && !isObject(parameters)) {
			throw new Refusal(`${where} ("${name}") has parameters that are no object.`);
		}
		return node;
	});
}
