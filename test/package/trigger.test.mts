import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import {
	type INode,
	type INodeProperties,
	type INodeType,
	resolveWebhookDescriptionField,
	Workflow,
} from 'n8n-workflow';

import { WEBHOOK_EVENTS } from '../../client';

const load = createRequire(join(process.cwd(), 'package.json'));
const { WtsChatTrigger } = load('./dist/nodes/WtsChat/WtsChatTrigger.node.js') as {
	WtsChatTrigger: new () => INodeType;
};
const node = new WtsChatTrigger();
const { description } = node;

function* all(properties: readonly INodeProperties[]): Generator<INodeProperties> {
	for (const property of properties) {
		yield property;
		yield* all((property.options ?? []).filter((option): option is INodeProperties => 'type' in option));
	}
}
const fields = [...all(description.properties)];

/** Saved workflows hold these names: nothing here is ever renamed. */
test('names, which saved workflows hold', () => {
	expect(description.name).toBe('wtsChatTrigger');
	expect(description.properties.map(({ name }) => name)).toEqual([
		'source',
		'events',
		'filters',
		'blockNotice',
		'respond',
		'options',
		'options',
	]);
	const names = (of: string) =>
		description.properties
			.find(({ name }) => name === of)
			?.options?.map((option) => ('value' in option ? option.value : option.name));
	expect(names('source')).toEqual(['account', 'chatbotBlock']);
	expect(names('respond')).toEqual(['immediately', 'respondNode', 'lastNode']);
	expect(names('options')).toEqual([
		'allowedAddresses',
		'downloadFiles',
		'ignoreAwaitedReplies',
		'ignoreOwn',
		'rawPayload',
		'resolve',
	]);
	expect(names('filters')).toEqual([
		'agentIds',
		'authors',
		'changedFields',
		'channelIds',
		'departmentIds',
		'direction',
		'handledBy',
		'messageTypes',
		'panelIds',
		'stepIds',
		'tagIds',
		'textContains',
		'textEquals',
		'textPattern',
	]);
	expect(names('events')).toEqual(expect.arrayContaining(['any', ...Object.keys(WEBHOOK_EVENTS)]));
});

test('every event of the contract can be chosen', () => {
	const contract = readFileSync('contract/core.yaml', 'utf8');
	const [, list = ''] = /WebhookEventType:\s+type: string\s+enum: \[([^\]]+)\]/.exec(contract) ?? [];
	expect(Object.keys(WEBHOOK_EVENTS).sort()).toEqual(
		list
			.split(/[\s,]+/)
			.filter(Boolean)
			.sort(),
	);
});

test('every field that loads something names a method of the node, and every method is used', () => {
	const used = new Set(fields.flatMap(({ typeOptions }) => typeOptions?.loadOptionsMethod ?? []));
	expect([...used].sort()).toEqual(Object.keys(node.methods?.loadOptions ?? {}).sort());
});

test('collections and choices are sorted, and descriptions are there', () => {
	for (const { name, type, options = [], description: text } of fields) {
		if (name === 'source' || type === 'notice') continue;
		const shown = options.map((option) => ('displayName' in option ? option.displayName : option.name));
		expect([name, [...shown].sort((a, b) => a.localeCompare(b, 'en'))]).toEqual([name, shown]);
		if (type !== 'collection') expect([name, text]).toEqual([name, expect.stringMatching(/\S/)]);
		if (type === 'boolean') expect(text).toMatch(/^Whether /);
	}
});

/** What the class has beside its description. */
const METHODS = `webhookMethods = { default: {
	async checkExists(): Promise<boolean> { return true; },
	async create(): Promise<boolean> { return true; },
	async delete(): Promise<boolean> { return true; },
} };`;

test('n8n has nothing to complain about in the description, written out', () => {
	const print = (value: unknown, key = ''): string => {
		if (key === 'outputs') return 'OUTPUTS';
		if (Array.isArray(value)) return `[${value.map((one) => print(one)).join(',\n')}]`;
		if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
		return `{${Object.entries(value)
			.map(([name, one]) => `${name}: ${print(one, name)}`)
			.join(',\n')}}`;
	};
	const source = [
		"import { type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';",
		'const OUTPUTS = [NodeConnectionTypes.Main];',
		'export class WtsChatTrigger implements INodeType {',
		`description: INodeTypeDescription = ${print(description)};`,
		METHODS,
		'}',
	].join('\n');
	const rules = 'test/package/n8n-rules.eslint.config.mjs';
	const lint = () =>
		execFileSync(
			process.execPath,
			[
				...['node_modules/eslint/bin/eslint.js', '-c', rules, '--max-warnings', '0'],
				...['--stdin', '--stdin-filename', 'nodes/WtsChat/WtsChatTrigger.node.ts'],
			],
			{ input: source, encoding: 'utf8', stdio: 'pipe', env: { ...process.env, NODE_ENV: undefined } },
		);
	try {
		lint();
	} catch (error) {
		const lines = source.split('\n');
		const { stdout } = error as { stdout: string };
		throw new Error(
			stdout.replace(/^\s*(\d+):\d+/gm, (text, line: string) => `${lines[Number(line) - 1] ?? ''}\n${text}`),
		);
	}
});

describe('what n8n asks of the webhook at each call', () => {
	const [webhook] = node.description.webhooks ?? [];
	const cases = ['account', 'chatbotBlock', undefined].flatMap((source) =>
		['immediately', 'lastNode', 'respondNode', undefined].map((respond) => ({ source, respond })),
	);
	test.each(cases)('is the same without the engine for expressions: %j', ({ source, respond }) => {
		if (webhook === undefined) throw new Error('The trigger has no webhook');
		const parameters = { ...(source === undefined ? {} : { source }), ...(respond === undefined ? {} : { respond }) };
		const start: INode = { id: '1', name: 'T', type: 'trigger', typeVersion: 1, position: [0, 0], parameters };
		const nodeTypes = { getByNameAndVersion: () => node, getByName: () => node, getKnownTypes: () => ({}) };
		const workflow = new Workflow({ nodes: [start], connections: {}, active: false, nodeTypes });
		const given = workflow.getNode('T') ?? start;
		for (const field of ['path', 'responseMode', 'responseData'] as const) {
			const byEngine = workflow.expression.getSimpleParameterValue(given, webhook[field], 'internal', {});
			expect([field, resolveWebhookDescriptionField(given, webhook, field)]).toEqual([
				field,
				{ resolved: true, value: byEngine },
			]);
		}
	});
});
