import { OLDER_OPERATIONS } from '../../dev/migrate/node.mts';
import { runWorkflow, type WorkflowJson } from '../bed/engine.mts';
import { type Simulator, startSimulator } from '../simulator/index.mts';
import { CASES } from './cases.mts';
import { exported, migrated, node, olderNode, STEP } from './older.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator({ limits: 'off' });
});
afterEach(async () => {
	expect(simulator.violations).toEqual([]);
	await simulator.close();
});

test('every operation of the older node has a case', () => {
	expect(Object.keys(CASES).sort()).toEqual(OLDER_OPERATIONS.map(([one, two]) => `${one}.${two}`).sort());
	expect(OLDER_OPERATIONS).toHaveLength(39);
});

/** Things that only the running account knows. */
function resolved(text: string): string {
	const notes = [...simulator.account.cardNotes.keys()];
	return text.replace(/\$note(\d)/g, (_, index: string) => notes[Number(index)] ?? '');
}

test.each(Object.keys(CASES))('%s: the migrated workflow does in the engine what the older one said', async (name) => {
	const [resource = '', operation = ''] = name.split('.');
	const make = CASES[name];
	if (make === undefined) throw new Error('No case');
	const { parameters, items, binary, sent } = make(simulator.account.named);
	const workflow = exported([
		node('Start', 'manualTrigger'),
		olderNode({ resource, operation, ...parameters }),
		node('Next', 'noOp'),
	]);
	const { json, report } = migrated(workflow);
	expect(report.migrated).toBe(1);

	const result = await runWorkflow(json as unknown as WorkflowJson, {
		account: { apiToken: simulator.token, baseUrl: simulator.url },
		items: items.map((one) => ({
			json: JSON.parse(resolved(JSON.stringify(one))),
			...(binary === undefined ? {} : { binary }),
		})),
	});
	expect(result.error).toBeUndefined();
	const requests = simulator.requests.map(({ method, route, path, query, body }) => ({
		route: `${method} ${route}`,
		path,
		query,
		body,
	}));
	for (const { body, query, ...one } of sent) {
		expect(requests).toContainEqual(
			expect.objectContaining({
				...one,
				...(body === undefined ? {} : { body: matching(body) }),
				...(query === undefined ? {} : { query: matching(query) }),
			}),
		);
	}
	// Each input item has its own result, and all of them go on.
	const sources = new Set(result.items(STEP).map(({ pairedItem }) => JSON.stringify(pairedItem)));
	expect(sources.size).toBe(items.length);
	expect(result.items('Next')).toHaveLength(result.items(STEP).length);
});

/** Objects match when they have these properties, at any depth; lists match as a whole. */
function matching(value: unknown): unknown {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	if ('asymmetricMatch' in value) return value;
	return expect.objectContaining(Object.fromEntries(Object.entries(value).map(([key, one]) => [key, matching(one)])));
}
