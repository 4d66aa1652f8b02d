import fc from 'fast-check';
import type { INodeProperties } from 'n8n-workflow';
import { startBed } from '../bed/bed.mts';
import { type EngineRun, loadPackage, NODE } from '../bed/engine.mts';
import { fieldsOf } from '../bed/panel.mts';
import { EXAMPLES } from '../examples/index.mts';

const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 1_000_000_000));

const { simulator, run } = startBed({ quirks: { syncWaitMs: 200 }, windows: 1 / 10_000 });
beforeAll(() => {
	process.stdout.write(`Fuzz seed: FUZZ_SEED=${seed}\n`);
});

const parsed = (json: string): unknown => JSON.parse(json);

/** Values that expressions, models and forms have been seen to give. */
const HOSTILE: unknown[] = [
	null,
	'',
	' ',
	0,
	-1,
	1.5,
	1e21,
	NaN,
	Infinity,
	true,
	false,
	'true',
	'null',
	'undefined',
	'NaN',
	[],
	{},
	[null],
	[[]],
	[{}],
	[''],
	'a'.repeat(100_000),
	'😀 ção',
	'\ud800',
	'a\u0000b',
	'\u202eabc',
	'../../core/v1/agent',
	'..',
	'.',
	'%2e%2e%2f',
	'a/b?c=d#e',
	"'; DROP TABLE contacts;--",
	'<script>alert(1)</script>',
	'{{ 7 * 7 }}',
	'\r\nX-Injected: yes',
	'not an id',
	'00000000-0000-0000-0000-000000000000',
	'@',
	'@@',
	'+',
	'+55',
	'(11) 99999-9999',
	'5511999999999',
	'https://',
	'https://example.com/a b',
	'javascript:alert(1)',
	'2026-02-30',
	'9999-99-99T99:99:99Z',
	new Date('2026-01-31T14:00:00Z'),
	new Date(NaN),
	'{"a":',
	'[1,2',
	'"text"',
	['__proto__'],
	'constructor',
	'__proto__',
	'hasOwnProperty',
	'toString',
	parsed('{"__proto__": {"polluted": 1}}'),
	parsed('{"constructor": {"prototype": {"polluted": 1}}}'),
	'{"__proto__": {"polluted": 1}}',
	{ values: 'x' },
	{ values: [null] },
	{ values: [{}] },
	{ values: [{ key: '__proto__', value: { polluted: 1 } }] },
	{ values: [{ key: '', value: '' }] },
	{ values: [{ key: 7, value: [] }] },
	{ mappingMode: 'defineBelow', value: null },
	{ mappingMode: 'defineBelow', value: parsed('{"__proto__": "x", "constructor": {}}') },
	{ mappingMode: 'autoMapInputData', value: 7, schema: [null] },
	{ __rl: true, mode: 'id', value: {} },
	{ __rl: true, mode: 'list', value: '' },
	{ __rl: true, mode: 'nonsense', value: 'x' },
	{ mimeType: 'image/png', data: '###' },
	{ mimeType: 7, data: null },
	{ fileName: '../../etc/passwd' },
];

const generated = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 40 }),
	fc.anything({
		maxDepth: 3,
		withNullPrototype: false,
		key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'values', 'value', 'mode')),
	}),
	fc.double(),
	fc.webUrl(),
	fc.uuid(),
	fc.date({ noInvalidDate: false }),
);

/** How many hostile values all parameters of all operations get together, so that more operations take no more time. */
const MOST_HOSTILE = process.env.FUZZ_ALL === undefined ? 60_000 : Infinity;
/** How many that is of `places` many parameters: every second value, or every third. */
const strideFor = (places: number) => Math.ceil((places * HOSTILE.length) / MOST_HOSTILE) || 1;

/**
 * Hostile values, and some more that differ per seed; what no n8n item can hold is left out. Of the hostile ones it is
 * every `stride`th, beginning with another for each salt and seed: what one parameter does not get, the same parameter
 * of the next operation gets, and this one with the next seed.
 */
function valuesOf(salt: number, stride = 1): unknown[] {
	const hostile = HOSTILE.filter((_, index) => index % stride === (seed + salt) % stride);
	return [...hostile, ...fc.sample(generated, { seed: seed + salt, numRuns: Math.ceil(15 / stride) })].filter(
		(value) => typeof value !== 'bigint' && typeof value !== 'symbol',
	);
}

/** Where a value goes: the path of a parameter. */
interface Place {
	name: string;
	put(parameters: Record<string, unknown>, value: unknown): Record<string, unknown>;
}

const FUZZ = '={{ $json.fuzz }}';
/** These are read once per run. */
const RUN_OPTIONS = ['concurrency', 'limitShare', 'timeout'];

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function placesOf(fields: readonly INodeProperties[]): Place[] {
	return fields.flatMap((field): Place[] => {
		const { name, type } = field;
		const whole: Place = { name, put: (parameters, value) => ({ ...parameters, [name]: value }) };
		if (type === 'notice') return [];
		if (type === 'resourceLocator') {
			return [
				whole,
				...(field.modes ?? []).map(
					(mode): Place => ({
						name: `${name} (${mode.name})`,
						put: (parameters, value) => ({ ...parameters, [name]: { __rl: true, mode: mode.name, value } }),
					}),
				),
			];
		}
		if (type === 'resourceMapper') {
			return [
				whole,
				{
					name: `${name}.value`,
					put: (parameters, value) => ({
						...parameters,
						[name]: { mappingMode: 'defineBelow', value: { p1: value, nome: value } },
					}),
				},
			];
		}
		if (type !== 'collection') return [whole];
		const inner = (field.options ?? []).filter(
			(option): option is INodeProperties => 'type' in option && !RUN_OPTIONS.includes(option.name),
		);
		return [
			whole,
			...placesOf(inner).map(
				(place): Place => ({
					name: `${name}.${place.name}`,
					put: (parameters, value) => ({
						...parameters,
						[name]: place.put(isRecord(parameters[name]) ? parameters[name] : {}, value),
					}),
				}),
			),
		];
	});
}

async function fieldsOfNode(resource: string, operation: string): Promise<INodeProperties[]> {
	const { description } = (await loadPackage()).getNode('wtsChat').type as {
		description: { properties: INodeProperties[] };
	};
	return fieldsOf(description.properties, resource, operation);
}

const CODES = [
	'UNAUTHORIZED',
	'FORBIDDEN',
	'NOT_FOUND',
	'INVALID_REQUEST',
	'RATE_LIMITED',
	'SERVER_ERROR',
	'NETWORK',
	'TIMEOUT',
];
const CRASH = new RegExp(
	[
		/Cannot (read|set|convert|destructure)|is not (a function|iterable|a constructor)|Unexpected (token|end)/,
		/Invalid time value|Invalid array length|Invalid (regular|count)|Maximum call|Converting circular/,
		/Reduce of empty|URI malformed|\[object Object\]/,
	]
		.map(({ source }) => source)
		.join('|'),
);

function shown(value: unknown): string {
	try {
		return (JSON.stringify(value) ?? String(value)).slice(0, 120);
	} catch {
		return 'something that is not JSON';
	}
}

/** What is wrong with the outcome of a run, per value. */
function defects(result: EngineRun, values: readonly unknown[], place: string): string[] {
	const found: string[] = [];
	if (result.error !== undefined) found.push(`${place}: the run stopped: ${result.error.message}`);
	for (const { json, pairedItem } of result.items(NODE)) {
		const item = (pairedItem as { item: number } | undefined)?.item ?? -1;
		const { error } = json;
		const text = JSON.stringify(json.message ?? '');
		const crashed = CRASH.test(text) && !CRASH.test(shown(values[item]));
		if (!isRecord(error)) {
			if (crashed) found.push(`${place} = ${shown(values[item])}: ${text.slice(0, 200)}`);
			continue;
		}
		const unexplained = error.code === 'SERVER_ERROR' && error.endpoint === null;
		if (!CODES.includes(String(error.code)) || unexplained || crashed) {
			found.push(`${place} = ${shown(values[item])}: ${String(error.code)} ${text.slice(0, 200)}`);
		}
	}
	return found;
}

async function orIssues(run: Promise<EngineRun>): Promise<EngineRun | undefined> {
	try {
		return await run;
	} catch (error) {
		if (error instanceof Error && error.constructor.name === 'WorkflowHasIssuesError') return undefined;
		throw error;
	}
}

const cases = Object.entries(EXAMPLES).flatMap(([resource, examples]) =>
	Object.entries(examples).map(([operation, make]) => ({
		name: `${resource}.${operation}`,
		resource,
		operation,
		make,
	})),
);

/** How many parameters there are to put values in, in all operations. */
let allPlaces: number;
beforeAll(async () => {
	const perCase = cases.map(async (one) => placesOf(await fieldsOfNode(one.resource, one.operation)).length);
	allPlaces = (await Promise.all(perCase)).reduce((sum, places) => sum + places, 0);
});

describe.each(cases)('$name', ({ name, resource, operation, make }) => {
	test('stands any value in any parameter', async () => {
		const example = make(simulator);
		const fields = await fieldsOfNode(resource, operation);
		expect(fields.length).toBeGreaterThan(0);
		const found: string[] = [];
		for (const [salt, place] of placesOf(fields).entries()) {
			const values = valuesOf(salt + cases.findIndex((one) => one.name === name), strideFor(allPlaces));
			const parameters = { resource, operation, ...place.put(example.parameters, FUZZ) };
			const items = values.map((fuzz) => ({
				json: { ...example.items[0], fuzz } as never,
				...(example.binary === undefined ? {} : { binary: example.binary }),
			}));
			// An operation that waits takes one item per run: each place meets every eighth value, another eighth each.
			const alone = items
				.map((item, at) => ({ batch: [item], met: [values[at]] }))
				.filter((_, at) => at % 8 === salt % 8);
			const runs = example.waitsFor === undefined ? [{ batch: items, met: values }] : alone;
			for (const { batch, met } of runs) {
				const result = await orIssues(run({ parameters, onError: 'continueRegularOutput' }, [], { items: batch }));
				// n8n itself refused it: what the value makes visible is required and empty.
				if (result === undefined) continue;
				found.push(...defects(result, met, place.name));
			}
			for (const { text, method, path } of simulator.violations)
				found.push(`${place.name}: ${method} ${path.slice(0, 80)} breaks the contract: ${text}`);
			simulator.reset();
		}
		expect([...new Set(found)]).toEqual([]);
		expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
		expect('polluted' in {}).toBe(false);
	}, 600_000);
});

test.each(RUN_OPTIONS)(
	'the run option %s stands any value',
	async (name) => {
		const values = valuesOf(1);
		const found: string[] = [];
		for (const value of values) {
			const result = await run(
				{
					parameters: { resource: 'session', operation: 'getAll', limit: 1, options: { [name]: FUZZ } },
					onError: 'continueRegularOutput',
				},
				[{ fuzz: value }],
			);
			found.push(...defects(result, [value], name));
		}
		expect(found).toEqual([]);
	},
	600_000,
);
