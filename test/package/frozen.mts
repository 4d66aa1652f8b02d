import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { ICredentialType, INodeProperties, INodeType, INodeTypeDescription } from 'n8n-workflow';
import ts from 'typescript';

import { choicesOf, operationsOf } from '../bed/panel.mts';

/** What a field is to a workflow that was saved with it. */
export interface FrozenField {
	type: string;
	default: unknown;
	/** Whether it holds a list of what its type says. */
	multiple?: true;
	required?: true;
	/** The values of its choices. */
	choices?: unknown[];
	/** The modes of a locator. */
	modes?: string[];
	/** The fields that it depends on: what is not shown is not handed to the node. */
	shown?: unknown;
}

/** By path: `options.timeout`, `sort.values.field`. */
export type FrozenFields = Record<string, FrozenField>;

export interface FrozenOperation {
	fields: FrozenFields;
	/** Outputs in order, all branches chosen; connections hold their positions. */
	outputs: string[];
}

export interface FrozenNode {
	versions: number[];
	credentials: string[];
	/** The resource, and the operation of each resource, that a workflow means when it names none. */
	defaults: Record<string, string>;
	operations: Record<string, FrozenOperation>;
}

/** What `index.js` exports under one name. */
export interface FrozenExport {
	kind: string;
	/** How many arguments it asks for. */
	takes?: number;
	/** What is public of a class, or the keys of an object. */
	has?: string[];
}

/** The public interface of the package: what saved workflows and users of the client hold. */
export interface Frozen {
	nodes: Record<string, FrozenNode>;
	credentials: Record<string, FrozenFields>;
	exports: Record<string, FrozenExport>;
	/** Types that are exported beside the values. */
	types: string[];
}

/** The file that holds it. */
export const FILE = 'test/package/frozen.json';

const root = process.cwd();
const load = createRequire(join(root, 'package.json'));

/** The public interface as it is built; `npm run build` comes first. */
export function current(): Frozen {
	const { n8n } = load('./package.json') as { n8n: { nodes: string[]; credentials: string[] } };
	const nodes = n8n.nodes.map((file) => instanceOf<INodeType>(file).description);
	const credentials = n8n.credentials.map((file) => instanceOf<ICredentialType>(file));
	const client = load('./index.js') as Record<string, unknown>;
	const names = Object.keys(client).sort();
	const declared = declaredExports();
	return {
		nodes: Object.fromEntries(nodes.map((description) => [description.name, frozenNode(description)])),
		credentials: Object.fromEntries(credentials.map(({ name, properties }) => [name, frozenFields(properties)])),
		exports: Object.fromEntries(names.map((name) => [name, frozenExport(client[name], declared.get(name) ?? [])])),
		types: [...declared.keys()].filter((name) => !names.includes(name)).sort(),
	};
}

function instanceOf<T>(file: string): T {
	const [made] = Object.values(load(`./${file}`) as Record<string, new () => T>);
	if (made === undefined) throw new Error(`${file} exports nothing`);
	return new made();
}

function frozenNode(description: INodeTypeDescription): FrozenNode {
	const { version, credentials = [], properties } = description;
	const operations = operationsOf(properties).map(({ id, resource, operation, fields }): [string, FrozenOperation] => [
		id,
		{ fields: frozenFields(fields), outputs: outputsOf(description, { resource, operation }, fields) },
	]);
	const selectors = properties.filter(({ name }) => name === 'resource' || name === 'operation');
	return {
		versions: [version].flat(),
		credentials: credentials.map(({ name }) => name),
		defaults: Object.fromEntries(
			selectors.flatMap((selector) =>
				(selector.displayOptions?.show?.['resource'] ?? ['']).map((resource): [string, string] => [
					[resource, selector.name].filter((part) => part !== '').join('.'),
					String(selector.default),
				]),
			),
		),
		// A node without operations, such as a trigger, is one operation without a name.
		operations: Object.fromEntries(
			operations.length > 0
				? operations
				: [['', { fields: frozenFields(properties), outputs: outputsOf(description, {}, properties) }]],
		),
	};
}

function outputsOf(
	{ outputs }: INodeTypeDescription,
	chosen: Record<string, unknown>,
	fields: readonly INodeProperties[],
): string[] {
	const everything = fields
		.filter(({ type }) => type === 'multiOptions')
		.map((field): [string, unknown[]] => [field.name, choicesOf(field).map(({ value }) => value)]);
	const parameters = { ...chosen, ...Object.fromEntries(everything) };
	const list: unknown = Array.isArray(outputs)
		? outputs
		: new Function('$parameter', `return ${outputs.replace(/^=\{\{|\}\}$/g, '')}`)(parameters);
	if (!Array.isArray(list)) throw new Error('The outputs are no list');
	return list.map((output: string | { type: string; displayName?: string }) =>
		typeof output === 'string' ? output : (output.displayName ?? output.type),
	);
}

function frozenFields(properties: readonly INodeProperties[], path = ''): FrozenFields {
	const fields: FrozenFields = {};
	for (const property of properties) {
		const here = `${path}${property.name}`;
		if (property.type === 'notice') continue;
		// A name may stand for one field or another, whichever is shown; each is kept.
		let key = here;
		for (let twin = 2; Object.hasOwn(fields, key); twin++) key = `${here} (${twin})`;
		fields[key] = frozenField(property);
		for (const option of property.options ?? []) {
			if ('type' in option) Object.assign(fields, frozenFields([option], `${here}.`));
			else if ('values' in option) Object.assign(fields, frozenFields(option.values, `${here}.${option.name}.`));
		}
	}
	return fields;
}

function frozenField(property: INodeProperties): FrozenField {
	const { type, default: value, required, typeOptions, modes, displayOptions } = property;
	const choices = choicesOf(property);
	return {
		type,
		default: value,
		...(typeOptions?.multipleValues === true ? { multiple: true as const } : {}),
		...(required === true ? { required } : {}),
		...(choices.length === 0 ? {} : { choices: choices.map((choice) => choice.value) }),
		...(modes === undefined ? {} : { modes: modes.map(({ name }) => name) }),
		...(displayOptions === undefined ? {} : { shown: displayOptions }),
	};
}

function frozenExport(value: unknown, members: string[]): FrozenExport {
	if (typeof value === 'object' && value !== null) return { kind: 'object', has: Object.keys(value).sort() };
	if (typeof value !== 'function') return { kind: typeof value };
	if (!value.toString().startsWith('class ')) return { kind: 'function', takes: value.length };
	return { kind: 'class', takes: value.length, has: members };
}

/** All that the client's declarations export, types too; a class with what is public of it. */
function declaredExports(): Map<string, string[]> {
	const file = join(root, 'dist/client/index.d.ts');
	const program = ts.createProgram([file], { skipLibCheck: true, types: [] });
	const checker = program.getTypeChecker();
	const source = program.getSourceFile(file);
	const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
	if (module === undefined) throw new Error(`${file} exports nothing`);
	const isHidden = (member: ts.Symbol) =>
		member.declarations?.some(
			(one) => (ts.getCombinedModifierFlags(one) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0,
		) === true;
	const membersOf = (symbol: ts.Symbol) => {
		const own = (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
		if (own.declarations?.some((one) => ts.isClassDeclaration(one)) !== true) return [];
		const members = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(own));
		return members.filter((member) => !isHidden(member)).map(({ name }) => name);
	};
	const symbols = checker.getExportsOfModule(module);
	return new Map(symbols.map((symbol) => [symbol.name, membersOf(symbol).sort()]));
}

/** What is no longer as it was frozen: each a change that breaks somebody. */
export function breaksOf(before: Frozen, now: Frozen): string[] {
	return [
		...pairs(before.nodes, now.nodes).flatMap(([name, was, is]) => nodeBreaks(name, was, is)),
		...gone(before.nodes, now.nodes, 'the node'),
		...gone(before.credentials, now.credentials, 'the credential'),
		...pairs(before.credentials, now.credentials).flatMap(([name, was, is]) => fieldBreaks(name, was, is)),
		...gone(before.exports, now.exports, 'the export'),
		...pairs(before.exports, now.exports).flatMap(([name, was, is]) => exportBreaks(name, was, is)),
		...missing(before.types, [...now.types, ...Object.keys(now.exports)]).map((name) => `the type ${name} is gone`),
	];
}

function nodeBreaks(name: string, was: FrozenNode, is: FrozenNode): string[] {
	return [
		...missing(was.versions, is.versions).map((version) => `${name}: version ${version} is gone`),
		...missing(was.credentials, is.credentials).map((one) => `${name}: the credential ${one} is gone`),
		...pairs(was.defaults, is.defaults).flatMap(([selector, ...values]) =>
			changed(`${name}: ${selector}`, 'default', ...values),
		),
		...gone(was.operations, is.operations, `${name}: the operation`),
		...pairs(was.operations, is.operations).flatMap(([id, before, now]) => [
			...fieldBreaks(id === '' ? name : id, before.fields, now.fields),
			...changed(id === '' ? name : id, 'outputs', before.outputs, now.outputs.slice(0, before.outputs.length)),
		]),
	];
}

function fieldBreaks(place: string, was: FrozenFields, is: FrozenFields): string[] {
	const added = Object.entries(is).filter(([path]) => !Object.hasOwn(was, path));
	return [
		...gone(was, is, `${place}: the field`),
		...added
			.filter(([path, field]) => field.required === true && field.shown === undefined && !path.includes('.'))
			.map(([path]) => `${place}: the field ${path} is new and required, which no saved workflow fills`),
		...pairs(was, is).flatMap(([path, before, now]) => {
			const here = `${place}: ${path}`;
			return [
				...changed(here, 'type', before.type, now.type),
				...changed(here, 'default', before.default, now.default),
				...changed(here, 'multiple', before.multiple, now.multiple),
				...changed(here, 'shown', before.shown, now.shown),
				...(now.required === true && before.required !== true ? [`${here} is required now`] : []),
				...missing(before.choices ?? [], now.choices ?? []).map((one) => `${here}: the choice ${text(one)} is gone`),
				...missing(before.modes ?? [], now.modes ?? []).map((one) => `${here}: the mode ${text(one)} is gone`),
			];
		}),
	];
}

function exportBreaks(name: string, was: FrozenExport, is: FrozenExport): string[] {
	return [
		...changed(`the export ${name}`, 'kind', was.kind, is.kind),
		...((is.takes ?? 0) > (was.takes ?? 0)
			? [`the export ${name} asks for ${is.takes} arguments instead of ${was.takes}`]
			: []),
		...missing(was.has ?? [], is.has ?? []).map((one) => `the export ${name} has no ${one} any more`),
	];
}

const text = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

function changed(where: string, what: string, before: unknown, now: unknown): string[] {
	return text(before) === text(now) ? [] : [`${where}: ${what} was ${text(before)} and is ${text(now)}`];
}

function missing<T>(before: readonly T[], now: readonly T[]): T[] {
	return before.filter((one) => !now.includes(one));
}

function gone(before: object, now: object, what: string): string[] {
	return missing(Object.keys(before), Object.keys(now)).map((name) => `${what} ${name} is gone`);
}

/** What is there before and now, by name. */
function pairs<T>(before: Record<string, T>, now: Record<string, T>): Array<[name: string, before: T, now: T]> {
	return Object.entries(before).flatMap(([name, was]): Array<[string, T, T]> => {
		const is = Object.hasOwn(now, name) ? now[name] : undefined;
		return is === undefined ? [] : [[name, was, is]];
	});
}

/** As text for the file: one line for each field and for each export. */
export function toText(value: unknown, depth = 0): string {
	const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
	if (!isRecord || 'type' in value || 'kind' in value) return JSON.stringify(value);
	const indent = '\t'.repeat(depth + 1);
	const lines = Object.entries(value).map(
		([name, inner]) => `${indent}${JSON.stringify(name)}: ${toText(inner, depth + 1)}`,
	);
	return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${'\t'.repeat(depth)}}`;
}
