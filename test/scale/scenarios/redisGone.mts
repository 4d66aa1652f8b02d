import { setTimeout as sleep } from 'node:timers/promises';
import { assertOnce, itemsOf, post, publish, type Scenario, sendText, untilSent } from '../world.mts';

export const redisGone: Scenario = {
	name: 'Redis goes and comes back: what was begun is finished once',
	async run(world) {
		const { simulator, queue } = world;
		simulator.reset();
		const workflow = await publish(world, sendText(simulator));
		simulator.faults.add({ match: { bodyIncludes: 'redis ' }, fault: { kind: 'latency', ms: 200 } });
		await post(workflow.url, itemsOf(simulator, 'redis', 150));
		await untilSent(simulator, 'redis', 20);
		await queue.stores.stopRedis();
		await sleep(2_000);
		await queue.stores.startRedis();
		await untilSent(simulator, 'redis', 150);
		await sleep(3_000);
		simulator.faults.clear();
		assertOnce(simulator, 'redis', 150);
	},
};
