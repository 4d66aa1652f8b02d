import { startBed } from '../bed/bed.mts';
import { NODE, type NodeSetup, runWorkflow, workflowOf } from '../bed/engine.mts';
import { located } from '../bed/located.mts';

const { simulator, account, run: runNode } = startBed();

const setup = (more: Partial<NodeSetup> = {}, options: Record<string, unknown> = {}): NodeSetup => ({
	parameters: {
		resource: 'session',
		operation: 'sendText',
		sessionId: located('id', simulator.account.named.sessionInProgress.id),
		text: '={{ $json.text }}',
		options: { delayTyping: 1, ...options },
	},
	...more,
});
const items = [{ text: 'one' }, { text: 'two' }];
const run = async (executionId: string, more: Partial<NodeSetup> = {}, options: Record<string, unknown> = {}) =>
	await runNode(setup(more, options), items, { executionId });
const senderIds = () =>
	simulator.requests
		.filter(({ method }) => method === 'POST')
		.map(({ body }) => (body as { senderId?: string }).senderId);

test('every queued send carries a sender ID of its own', async () => {
	await run('e1');
	await run('e2');
	const ids = senderIds();
	expect(ids).toHaveLength(4);
	expect(new Set(ids).size).toBe(4);
	for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test("the user's own goes before", async () => {
	await run('e1', {}, { senderId: '=order-{{ $json.text }}' });
	expect(senderIds()).toEqual(['order-one', 'order-two']);
});

test('it is the same when n8n repeats the run', async () => {
	simulator.faults.add({ match: { bodyIncludes: 'two' }, times: 1, fault: { kind: 'error', status: 400 } });
	await run('e1', { retryOnFail: { maxTries: 2, waitBetweenTries: 1 } });
	const [one, two, again] = senderIds();
	expect([one, two, again]).toEqual([expect.any(String), expect.any(String), two]);
});

test('it is another one each time that the workflow comes by, and so is what the ledger keeps', async () => {
	const workflow = workflowOf(setup({ retryOnFail: { maxTries: 2, waitBetweenTries: 1 } }));
	const start = workflow.nodes[0];
	if (start === undefined) throw new Error('No start');
	const pass = (name: string) => ({ ...start, id: name, name, type: 'n8n-nodes-base.noOp' });
	workflow.nodes.push(pass('First round'), pass('Second round'));
	const to = (node: string) => ({ node, type: 'main' as const, index: 0 });
	workflow.connections.Start = { main: [[to('First round'), to('Second round')]] };
	workflow.connections['First round'] = { main: [[to(NODE)]] };
	workflow.connections['Second round'] = { main: [[to(NODE)]] };
	simulator.faults.add({ match: { bodyIncludes: 'two' }, times: 1, fault: { kind: 'error', status: 400 } });
	const result = await runWorkflow(workflow, { account: account(), items: items.map((json) => ({ json })) });
	expect(result.error).toBeUndefined();
	expect(result.items(NODE)).toHaveLength(4);
	const [one, two, twoAgain, oneOfSecond, twoOfSecond] = senderIds();
	expect(twoAgain).toBe(two);
	expect(new Set([one, two, oneOfSecond, twoOfSecond]).size).toBe(4);
});

test('a queued send whose answer was lost is found and counts as done', async () => {
	simulator.faults.add({ match: { method: 'POST', bodyIncludes: 'one' }, times: 1, fault: { kind: 'resetAfter' } });
	const result = await run('e1');
	expect(result.error).toBeUndefined();
	expect(result.json(NODE)[0]).toMatchObject({ senderId: senderIds()[0] });
	expect(senderIds()).toHaveLength(2);
	expect(simulator.violations).toEqual([]);
});

test('a queued send that was lost before it arrived stays ambiguous and is not sent again', async () => {
	simulator.faults.add({ match: { method: 'POST', bodyIncludes: 'one' }, times: 1, fault: { kind: 'resetBefore' } });
	const result = await run('e1', { onError: 'continueRegularOutput' });
	expect(result.json(NODE)[0]?.error).toMatchObject({ ambiguous: true, hint: expect.stringContaining('sender ID') });
	expect(senderIds()).toHaveLength(2);
});
