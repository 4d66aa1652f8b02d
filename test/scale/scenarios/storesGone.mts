import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertOnce, itemsOf, post, publish, type Scenario, sendText, untilOver, untilSent } from '../world.mts';

export const redisGone: Scenario = {
	name: 'Redis goes and comes back: what was begun is finished once',
	async run(world) {
		const { simulator, queue } = world;
		const workflow = await publish(world, sendText());
		simulator.faults.add({ match: { bodyIncludes: 'redis ' }, fault: { kind: 'latency', ms: 200 } });
		await post(workflow.url, itemsOf(simulator, 'redis', 150));
		await untilSent(simulator, 'redis', 20);
		await queue.stores.stopRedis();
		await sleep(2_000);
		await queue.stores.startRedis();
		await untilSent(simulator, 'redis', 150);
		await sleep(3_000);
		assertOnce(simulator, 'redis', 150);
		simulator.faults.clear();
		// And n8n works on: this Redis remembers nothing of what was.
		const next = await publish(world, sendText());
		await post(next.url, itemsOf(simulator, 'afterwards', 20));
		await untilSent(simulator, 'afterwards', 20);
	},
};

export const postgresGone: Scenario = {
	name: 'Postgres goes and comes back: what was begun is finished once',
	async run(world) {
		const { simulator, queue } = world;
		const workflow = await publish(world, sendText());
		simulator.faults.add({ match: { bodyIncludes: 'postgres ' }, fault: { kind: 'latency', ms: 400 } });
		await post(workflow.url, itemsOf(simulator, 'postgres', 150));
		await untilSent(simulator, 'postgres', 20);
		await queue.stores.stopPostgres();
		await sleep(2_000);
		assert(simulator.requests.length < 150, 'the run must outlast the outage');
		await queue.stores.startPostgres();
		await untilSent(simulator, 'postgres', 150);
		const [done] = await untilOver(world, workflow.id, 1);
		assert.equal(done?.status, 'success');
		assertOnce(simulator, 'postgres', 150);
	},
};
