import { startBed } from '../bed/bed.mts';
import { NODE } from '../bed/engine.mts';
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
