import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { executionsOf, itemsOf, post, publish, type Scenario, sendText, sent, untilSent } from '../world.mts';

export const stop: Scenario = {
	name: 'Stop with Retry On Fail: nothing begins after n8n has answered',
	async run(world) {
		const { simulator, rest } = world;
		const onFail = { retryOnFail: true, maxTries: 5, waitBetweenTries: 0 };
		const workflow = await publish(world, sendText(simulator), onFail);
		simulator.faults.add({ match: { bodyIncludes: 'stop ' }, fault: { kind: 'latency', ms: 300 } });
		await post(workflow.url, itemsOf(simulator, 'stop', 300));
		await untilSent(simulator, 'stop', 20);
		const [running] = await executionsOf(world, workflow.id);
		await rest.call('POST', `/rest/executions/${running?.id}/stop`);
		// The worker hears of it by Redis, sooner or later.
		const stoppedAt = Date.now();
		await sleep(5_000);
		const before = simulator.requests.length;
		await sleep(4_000);
		const last = Math.max(...simulator.requests.map(({ at }) => Date.parse(at))) - stoppedAt;
		console.log(`The last request began ${last} ms after n8n had answered that it stopped`);
		assert.equal(simulator.requests.length, before);
		assert(sent(simulator, 'stop').size < 300);
		simulator.faults.clear();
		const counts = sent(simulator, 'stop');
		assert.equal([...counts.values()].filter((times) => times > 1).length, 0);
	},
};
