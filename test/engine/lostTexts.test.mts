import { startBed } from '../bed/bed.mts';
import { NODE, runWorkflow, workflowOf } from '../bed/engine.mts';
import { located } from '../bed/located.mts';
import type { Fault } from '../simulator/index.mts';

const bed = startBed();
const { simulator, named, writes } = bed;
const run = bed.runnerOf('session');

// A process that stands still cannot read the platform's clock well enough, and then rightly leaves it open.
jest.retryTimes(3);

test.each([
	['a reset', { kind: 'resetAfter' }],
	['a cut answer', { kind: 'cutBody' }],
	['a fault of the server', { kind: 'error', status: 500, applied: true }],
	['200 with a fault of the server', { kind: 'error200', key: 'ERROR', text: 'Erro', status: 500, applied: true }],
	['no answer', { kind: 'timeout', applied: true }],
] satisfies Array<[string, Fault]>)('a text that arrived is found in its session after %s', async (_, fault) => {
	simulator.faults.add({ match: { method: 'POST' }, fault });
	const session = named().sessionInProgress.id;
	// What is looked up afterwards has as long as the send: on a busy machine a second is not enough for it.
	const result = await run('sendText', { sessionId: located('id', session), text: 'once', options: { timeout: 5 } });
	expect(result.error).toBeUndefined();
	expect(result.json(NODE)[0]).toMatchObject({ text: 'once', sessionId: session });
	expect(writes()).toHaveLength(1);
	expect([...simulator.account.messages.values()].filter(({ text }) => text === 'once')).toHaveLength(1);
});

test("n8n's Retry of a failed execution takes a text whose answer was lost for sent when it is found", async () => {
	const session = named().sessionInProgress.id;
	const texts = Array.from({ length: 10 }, (_, index) => `Text ${index}.`);
	simulator.faults.add({ match: { bodyIncludes: 'Text 5.' }, times: 1, fault: { kind: 'resetAfter' } });
	simulator.faults.add({ match: { bodyIncludes: 'Text 7.' }, times: 1, fault: { kind: 'error', status: 400 } });
	const parameters = {
		resource: 'session',
		operation: 'sendText',
		sessionId: located('id', session),
		text: '={{ $json.text }}',
	};
	const send = async (id: string, retryOf?: Parameters<typeof runWorkflow>[1]['retryOf']) =>
		await runWorkflow(workflowOf({ parameters }), {
			account: bed.account(),
			items: texts.map((text) => ({ json: { text } })),
			executionId: id,
			retryOf,
		});
	const first = await send('lost-1');
	expect(first.error?.message).toContain('[item 7]');
	const run = await send('lost-2', { id: 'lost-1', run: first });
	expect(run.error).toBeUndefined();
	const arrived = (simulator.account.messagesOfSession.get(session) ?? [])
		.map(({ text }) => text ?? '')
		.filter((text) => text.startsWith('Text '));
	expect(arrived).toEqual(texts);
	expect(run.json(NODE)[5]).toMatchObject({ id: expect.any(String) });
});
