import fc from 'fast-check';
import { Refusal } from '../../dev/migrate/input.mts';
import { isObject, type Json, type JsonObject } from '../../dev/migrate/json.mts';
import { migrateText, textOf } from '../../dev/migrate/migrate.mts';
import { OLDER_OPERATIONS } from '../../dev/migrate/node.mts';
import { reportText } from '../../dev/migrate/report.mts';
import { createAccount } from '../simulator/account.mts';
import { CASES } from './cases.mts';
import { nodesOf } from './older.mts';

const { named } = createAccount(1, 150);

/** The result, or undefined when it is refused; anything else thrown fails the test. */
function result(text: string) {
	try {
		const migration = migrateText(text);
		expect(reportText(migration.reports)).toMatch(/migrated/);
		return { migration, text: textOf(migration) };
	} catch (error) {
		if (error instanceof Refusal) {
			expect(error.message.length).toBeGreaterThan(10);
			return undefined;
		}
		throw error;
	}
}

test('any text and any JSON is migrated or refused, never something else', () => {
	fc.assert(
		fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.json({ stringUnit: 'binary' })), (text) => {
			expect(result(text)).toBeUndefined();
		}),
		{ numRuns: 500 },
	);
});

/** JSON as a file holds it. */
const anyJson = fc.jsonValue({ stringUnit: 'binary' }).map((value): Json => JSON.parse(JSON.stringify(value)));

/** Names of parameters that the older node has, from the cases of its operations. */
const known = [
	...new Set(Object.values(CASES).flatMap((make) => Object.keys(make(named).parameters))),
	'__proto__',
	'pageNumber',
	'maxPage',
	'upsert',
];

const values = fc.oneof(
	anyJson,
	fc.constantFrom<Json>(
		'NOT_SEND',
		'={{ $json.a }}',
		'={{ ',
		'=}}{{',
		'=a {{ 1 }} b {{ "}}" }}',
		'=',
		'==',
		'{"id":7}',
		'351912345678',
		true,
		[['x']],
		{ a: [{ key: '__proto__', value: '={{ 1 }}' }] },
		{ a: ['x', '={{ 2 }}', null] },
	),
);

const parameters = fc
	.tuple(
		fc.constantFrom(...OLDER_OPERATIONS),
		fc.array(fc.tuple(fc.oneof(fc.constantFrom(...known), fc.string()), values)),
	)
	.map(([[resource, operation], rest]): JsonObject => ({ ...Object.fromEntries(rest), resource, operation }));

const types = fc.constantFrom(
	'n8n-nodes-wts.wtsChat',
	'n8n-nodes-test-wts-v2.wtsChat',
	'n8n-nodes-wts.wtsChatTool',
	'n8n-nodes-wts.other',
	'n8n-nodes-base.splitOut',
	'n8n-nodes-base.code',
);

const olderNodes = fc.record(
	{
		name: fc.string({ minLength: 1, unit: 'binary' }),
		type: types,
		parameters,
		position: anyJson,
		credentials: anyJson,
		notes: anyJson,
		onError: anyJson,
	},
	{ requiredKeys: ['name', 'type', 'parameters'] },
);

const workflows = fc
	.record(
		{
			name: anyJson,
			nodes: fc.uniqueArray(olderNodes, { selector: ({ name }) => name, minLength: 1, maxLength: 6 }),
			connections: fc.dictionary(fc.string(), anyJson),
			pinData: fc.dictionary(fc.string(), anyJson),
			settings: anyJson,
		},
		{ requiredKeys: ['nodes'] },
	)
	.map((workflow): JsonObject => JSON.parse(JSON.stringify(workflow)));

test('any workflow with older nodes is migrated whole: nothing of it is lost or moved', () => {
	fc.assert(
		fc.property(workflows, (workflow) => {
			const made = result(JSON.stringify(workflow));
			const given = nodesOf(workflow);
			if (made === undefined) {
				expect(given.every(({ type }) => !/^n8n-nodes-(wts|test-wts-v2)\./.test(String(type)))).toBe(true);
				return;
			}
			const output: Json = JSON.parse(made.text);
			if (!isObject(output)) throw new Error('No workflow');
			const { nodes: _nodes, ...rest } = output;
			const { nodes: _given, ...before } = workflow;
			expect(rest).toEqual(before);
			const nodes = nodesOf(output);
			expect(nodes).toHaveLength(given.length + 1);
			expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length);
			for (const [index, node] of given.entries()) {
				const now = nodes[index] ?? {};
				expect([now.name, now.position, now.onError]).toEqual([node.name, node.position, node.onError]);
				if (typeof node.notes === 'string') expect(String(now.notes).startsWith(node.notes)).toBe(true);
				// Migrated, or still what it was with a note that says why.
				if (now.type === node.type) expect(now.parameters).toEqual(node.parameters);
				else expect(now.type).toMatch(/^n8n-nodes-wts-chat\.wtsChat(Tool)?$/);
			}
		}),
		{ numRuns: 300 },
	);
});

test('every expression of a parameter that is mapped is still there, or is said', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...Object.keys(CASES)),
			fc.string({ minLength: 1, maxLength: 6 }).filter((text) => /^[a-z]+$/i.test(text)),
			(name, field) => {
				const make = CASES[name];
				if (make === undefined) throw new Error('No case');
				const [resource = '', operation = ''] = name.split('.');
				const texts = JSON.stringify({ resource, operation, ...make(named).parameters }).replaceAll(
					'$json.',
					`$json.${field}`,
				);
				const { output, reports } = migrateText(
					`{"nodes":[{"name":"A","type":"n8n-nodes-wts.wtsChat","parameters":${texts}}]}`,
				);
				const all = JSON.stringify(output) + JSON.stringify(reports);
				for (const [inner] of texts.matchAll(/\$json\.\w+/g)) expect(all).toContain(inner);
			},
		),
		{ numRuns: 150 },
	);
});
