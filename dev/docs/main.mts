import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { choicesOf, operationsOf, type PanelOperation } from '../../test/bed/panel.mts';
import { collections, panelRows, table } from './fields.mts';
import { OUTPUTS_FILE, type Outputs } from './outputs.mts';
import { block, folded, sections, withoutBlocks } from './page.mts';
import { picture } from './pictures.mts';
import { templatePages } from './templates.mts';

/**
 * `npm run docs`: writes into the pages what the built description and the output samples say: fields, options,
 * defaults and an output each. What people wrote around it stays. `--check` only says which pages are stale.
 */
const load = createRequire(path.resolve('package.json'));

function descriptionOf(name: string): INodeTypeDescription {
	const exported = load(`./dist/nodes/WtsChat/${name}.node.js`) as Record<
		string,
		new () => { description: INodeTypeDescription }
	>;
	const Node = exported[name];
	if (Node === undefined) throw new Error(`${name} is not built`);
	return new Node().description;
}

const { properties } = descriptionOf('WtsChat');
const operations = operationsOf(properties);
const outputs = JSON.parse(readFileSync(OUTPUTS_FILE, 'utf8')) as Outputs;

/** The options that every operation has: they are told once. */
const COMMON: readonly INodeProperties[] = commonOptions();

function optionsOf({ fields }: PanelOperation): INodeProperties[] {
	const found = fields.find(({ name }) => name === 'options')?.options ?? [];
	return found.filter((option): option is INodeProperties => 'type' in option);
}

function commonOptions(): INodeProperties[] {
	const [first, ...others] = operations.map(optionsOf);
	return (first ?? []).filter((option) =>
		others.every((options) => options.some((one) => JSON.stringify(one) === JSON.stringify(option))),
	);
}

/** Its fields without the common options. */
function ownFields({ fields }: PanelOperation): INodeProperties[] {
	const common = new Set(COMMON.map(({ name }) => name));
	return fields
		.map((field) =>
			field.name === 'options'
				? { ...field, options: (field.options ?? []).filter(({ name }) => !common.has(name)) }
				: field,
		)
		.filter(({ type, options }) => type !== 'collection' || (options ?? []).length > 0);
}

/** The tables of a panel. */
function tables(fields: readonly INodeProperties[]): string {
	const rows = panelRows(fields);
	return [
		...(rows.length === 0 ? [] : [table(rows)]),
		...collections(fields).map((one) => `${one.title}\n\n${table(one.rows, 'when added')}`),
	].join('\n\n');
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

function summaryOf(title: string, fields: readonly INodeProperties[], output: boolean): string {
	const added = collections(fields).flatMap(({ rows }) => rows).length;
	const told = [
		...(panelRows(fields).length === 0 ? [] : [count(panelRows(fields).length, 'field')]),
		...(added === 0 ? [] : [`${added} more to add`]),
		...(output ? ['an output'] : []),
	];
	return `<b>${title}</b>: ${told.join(', ')}`;
}

function sample(name: string): string {
	const output = outputs[name];
	if (output === undefined) throw new Error(`There is no output of ${name}: npm run samples`);
	return (
		'An item of the output, from a run against the simulated ' +
		`platform:\n\n\`\`\`json\n${JSON.stringify(output, null, 2)}\n\`\`\``
	);
}

function operationBlock(one: PanelOperation): string {
	const fields = ownFields(one);
	const common = 'Beside these, the [options of every operation](README.md#options-of-every-operation).';
	const parts = [`${one.option.description ?? one.option.name}.`, tables(fields), common, sample(one.id)];
	return folded(summaryOf(one.option.name, fields, true), parts.filter((part) => part !== '').join('\n\n'));
}

/** The part of a page under a heading, with the blocks of the operations that the heading names. */
function withOperations(section: string, ofPage: readonly PanelOperation[]): string {
	const heading = /^## (.*)$/m.exec(section)?.[1] ?? '';
	const named = ofPage.filter(({ operation, option }) => heading.includes(`${option.name} (\`${operation}\`)`));
	if (named.length === 0) return section;
	const names = named.map(({ id }) => id).join(', ');
	return `${section}\n\n${block(names, named.map(operationBlock).join('\n\n'))}`;
}

function resourcePage(page: string, resource: string): string {
	const [before = '', ...parts] = sections(page);
	const ofPage = operations.filter((one) => one.resource === resource);
	const shown = picture('..', resource, `A panel of the resource ${resource} in n8n`);
	return joined([
		before,
		...(shown === undefined ? [] : [block('picture', shown)]),
		...parts.map((part) => withOperations(part, ofPage)),
	]);
}

/** A page of a whole node: its picture after the first paragraph, its fields and an output at the end. */
function nodePage(page: string, node: string, of: string, output: string | undefined): string {
	const [before = '', ...parts] = sections(page);
	const fields = descriptionOf(node).properties;
	const shown = picture('.', of, `The panel of the ${of} in n8n`);
	const told = [tables(fields), ...(output === undefined ? [] : [sample(output)])];
	return joined([
		before,
		...(shown === undefined ? [] : [block('picture', shown)]),
		...parts,
		block(
			`${of} fields`,
			`## All fields\n\n${folded(summaryOf('Fields', fields, output !== undefined), told.join('\n\n'))}`,
		),
	]);
}

/** The index: who looks for an operation finds its page here. */
function indexPage(page: string): string {
	const selector = properties.find(({ name }) => name === 'resource');
	const rows = (selector === undefined ? [] : choicesOf(selector)).map(({ name, value }) => {
		const ofResource = operations.filter(({ resource }) => resource === value);
		const names = ofResource.map(({ option }) => option.name).join(', ');
		return `| [${name}](${String(value)}.md) | ${names} |`;
	});
	const index = ['| resource | operations |', '| --- | --- |', ...rows].join('\n');
	const common = `## Options of every operation\n\n${table(panelRows(COMMON), 'when added')}`;
	return joined([page, block('index', `${operations.length} operations.\n\n${index}\n\n${common}`)]);
}

function joined(parts: readonly string[]): string {
	return `${parts.join('\n\n')}\n`;
}

const pages: ReadonlyArray<[file: string, make: (page: string) => string]> = [
	...[...new Set(operations.map(({ resource }) => resource))].map((resource): [string, (page: string) => string] => [
		`docs/operations/${resource}.md`,
		(page) => resourcePage(page, resource),
	]),
	['docs/operations/README.md', indexPage],
	['docs/trigger.md', (page) => nodePage(page, 'WtsChatTrigger', 'trigger', 'trigger')],
	['docs/memory.md', (page) => nodePage(page, 'WtsChatMemory', 'memory', undefined)],
];

const optionOf = (resource: string, operation: string) =>
	operations.find((one) => one.resource === resource && one.operation === operation)?.option;

function main(): void {
	const check = process.argv.includes('--check');
	const keep = (file: string, before: string | undefined, after: string): void => {
		if (after === before) return;
		if (check) {
			console.error(`${file} is stale: run npm run docs`);
			process.exitCode = 1;
			return;
		}
		mkdirSync(path.dirname(file), { recursive: true });
		writeFileSync(file, after);
		console.log(file);
	};
	for (const [file, make] of pages) {
		const before = textOf(file);
		if (before === undefined) throw new Error(`${file} is missing: write its title and what the tables do not say`);
		keep(file, before, make(withoutBlocks(before)));
	}
	for (const { file, text } of templatePages(optionOf)) keep(file, textOf(file), text);
}

function textOf(file: string): string | undefined {
	return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

main();
