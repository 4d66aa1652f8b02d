import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { executionsOf, itemsOf, post, publish, type Scenario, sendText, sent, untilSent } from '../world.mts';

export const stop: Scenario = {
	name: 'Stop with Retry On Fail: nothing begins after n8n has answered',
	async run(world) {
		const { simulator, rest } = world;
		const onFail = { retryOnFail: true, maxTries: 5, waitBetweenTries: 0 };
		const workflow = await publish(world, sendText(), onFail);
		simulator.faults.add({ match: { bodyIncludes: 'stop ' }, fault: { kind: 'latency', ms: 300 } });
		// In n8n 2.41 a stop reaches the worker only when the main process has begun the execution: see docs/scale.md.
		await post(workflow.urlOfMain, itemsOf(simulator, 'stop', 300));
		await untilSent(simulator, 'stop', 20);
		const [running] = await executionsOf(world, workflow.id);
		await rest.call('POST', `/rest/executions/${running?.id}/stop`);
		const stoppedAt = Date.now();
		await sleep(5_000);
		const late = simulator.requests.map(({ at }) => Date.parse(at) - stoppedAt).filter((after) => after > 0);
		// n8n tells the worker by Redis, and answers without waiting for that.
		console.log(`${late.length} requests began after n8n had answered; the last ${Math.max(0, ...late)} ms after`);
		assert(Math.max(0, ...late) < 1_000);
		assert(late.length <= 10, `${late.length} requests`);
		const counts = sent(simulator, 'stop');
		assert(counts.size < 300);
		assert.equal([...counts.values()].filter((times) => times > 1).length, 0);
		const [stopped] = await executionsOf(world, workflow.id);
		assert.equal(stopped?.status, 'canceled');
	},
};
