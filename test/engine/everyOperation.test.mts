import type { INodeProperties } from 'n8n-workflow';
import { FREE_FORM, POINTS_IN_TIME } from '../../nodes/WtsChat/core/answered';
import { startBed } from '../bed/bed.mts';
import { loadPackage, NODE, type NodeSetup } from '../bed/engine.mts';
import { operationsOf } from '../bed/panel.mts';
import type { Example, Examples } from '../examples/example.mts';
import { EXAMPLES } from '../examples/index.mts';

const ERROR_KEYS = [
	'code',
	'message',
	'httpStatus',
	'key',
	'text',
	'supportId',
	'endpoint',
	'retryable',
	'ambiguous',
	'hint',
];

async function builtOperations(): Promise<string[]> {
	const { description } = (await loadPackage()).getNode('wtsChat').type as {
		description: { properties: INodeProperties[] };
	};
	return operationsOf(description.properties).map(({ id }) => id);
}

const { simulator, run: runNode } = startBed();

const cases = Object.entries(EXAMPLES).flatMap(([resource, examples]: [string, Examples]) =>
	Object.entries(examples).map(([operation, make]) => ({
		name: `${resource}.${operation}`,
		resource,
		operation,
		make,
	})),
);

test('every operation of the built node has an example, and every example an operation', async () => {
	expect(cases.map(({ name }) => name).sort()).toEqual((await builtOperations()).sort());
});

/** Fields of an answer that hold a point in time and are not known to: a model would be told it by another clock. */
function unknownDates(answer: unknown, field = ''): string[] {
	if (typeof answer === 'string') {
		return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(answer) && !POINTS_IN_TIME.has(field) ? [field] : [];
	}
	if (Array.isArray(answer)) return answer.flatMap((one) => unknownDates(one, field));
	if (typeof answer !== 'object' || answer === null) return [];
	return Object.entries(answer).flatMap(([key, value]) => (FREE_FORM.has(key) ? [] : unknownDates(value, key)));
}

const WAITING = ['session.sendAndWait'];

describe.each(cases.filter(({ name }) => !WAITING.includes(name)))('$name', ({ resource, operation, make }) => {
	let example: Example;

	beforeEach(() => {
		example = make(simulator);
	});

	const run = async (items: Array<Record<string, unknown>>, more: Partial<NodeSetup> = {}) =>
		await runNode({ parameters: { resource, operation, ...example.parameters }, ...more }, items, {
			...(example.binary === undefined
				? {}
				: { items: items.map((json) => ({ json: json as never, binary: example.binary })) }),
		});
	const withBadInTheMiddle = () => {
		const [first = {}, ...others] = example.items;
		return [first, example.bad.item, ...others];
	};

	test('processes and pairs every item, and breaks no rule of the contract', async () => {
		expect(example.items.length).toBeGreaterThan(1);
		const result = await run(example.items);
		expect(result.error).toBeUndefined();
		expect(simulator.violations).toEqual([]);
		const output = result.items(NODE);
		for (const { json } of output) expect(json).not.toHaveProperty('error');
		expect(unknownDates(output.map(({ json }) => json))).toEqual([]);
		const paired = output.map(({ pairedItem }) => (pairedItem as { item: number }).item);
		expect(paired).toEqual([...paired].sort((a, b) => a - b));
		expect(new Set(paired)).toEqual(new Set(example.items.keys()));
		expect(result.stored).not.toContain(simulator.token);
	});

	test('a failing item in the middle takes no neighbour along', async () => {
		const result = await run(withBadInTheMiddle(), { onError: 'continueErrorOutput' });
		expect(result.error).toBeUndefined();
		expect(simulator.violations).toEqual([]);
		const failed = result.json('Failed');
		expect(failed).toHaveLength(1);
		expect(failed[0]?.message).toMatch(example.bad.message);
		expect(Object.keys(failed[0]?.error as object)).toEqual(ERROR_KEYS);
		const paired = result.items('Next').map(({ pairedItem }) => (pairedItem as { item: number }).item);
		const succeeded = new Set(result.items(NODE).map(({ pairedItem }) => (pairedItem as { item: number }).item));
		expect(paired.length).toBeGreaterThan(0);
		expect(succeeded.has(1)).toBe(false);
		expect(succeeded.size).toBe(example.items.length);
	});

	test('without going on after errors, the run stops and says why', async () => {
		const result = await run(withBadInTheMiddle());
		expect(result.error?.message).toMatch(example.bad.message);
		expect(result.error?.message).toContain('[item 1]');
		expect(result.ran('Next')).toBe(false);
		const refused = result.error?.constructor.name === 'NodeOperationError';
		if (refused) expect(simulator.requests).toEqual([]);
	});

	test('as a tool it answers on one output, and an error is data', async () => {
		const result = await run([example.bad.item], { asTool: true });
		expect(result.error).toBeUndefined();
		const [answer] = result.json(NODE);
		const { message, asTool = message } = example.bad;
		if (asTool === 'understood') {
			expect(answer).not.toHaveProperty('error');
			return;
		}
		expect(answer?.message).toMatch(asTool);
		expect(answer?.error).toMatchObject({ code: expect.any(String), hint: expect.any(String) });
	});
});

describe.each(cases.filter(({ name }) => WAITING.includes(name)))('$name', ({ resource, operation, make }) => {
	let example: Example;

	beforeEach(() => {
		example = make(simulator);
	});

	const run = async (items: Array<Record<string, unknown>>, more: Partial<NodeSetup> = {}) =>
		await runNode({ parameters: { resource, operation, ...example.parameters }, ...more }, items);

	test('the run waits, and breaks no rule of the contract', async () => {
		const result = await run(example.items);
		expect(result.error).toBeUndefined();
		expect(result.waiting?.until.getTime()).toBeGreaterThan(Date.now());
		expect(result.ran('Next')).toBe(false);
		expect(simulator.violations).toEqual([]);
		expect(result.stored).not.toContain(simulator.token);
	});

	test.each(['stopWorkflow', 'continueErrorOutput'] as const)('more than one item is refused: %s', async (onError) => {
		const result = await run([...example.items, ...example.items], { onError });
		const said = onError === 'stopWorkflow' ? result.error?.message : result.json('Failed')[0]?.message;
		expect(said).toMatch(/takes one item, but there are 2/);
		expect(result.waiting).toBeUndefined();
		expect(simulator.requests).toEqual([]);
	});

	test('a bad item stops the run, and is data as a tool', async () => {
		expect((await run([example.bad.item])).error?.message).toMatch(example.bad.message);
		const [answer] = (await run([example.bad.item], { asTool: true })).json(NODE);
		expect(answer?.message).toMatch(example.bad.message);
		expect(simulator.requests).toEqual([]);
	});
});
