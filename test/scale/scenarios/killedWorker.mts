import assert from 'node:assert/strict';
import {
	assertOnce,
	itemsOf,
	post,
	publish,
	retry,
	type Scenario,
	sendText,
	sent,
	untilOver,
	untilSent,
} from '../world.mts';

export const killedWorker: Scenario = {
	name: 'a killed worker, then a retry by a person: queued sends are looked up',
	async run(world) {
		const { simulator, queue } = world;
		const workflow = await publish(world, sendText(simulator, { delayTyping: 0 }));
		simulator.faults.add({ match: { bodyIncludes: 'kill ' }, fault: { kind: 'latency', ms: 100 } });
		await post(workflow.url, itemsOf(simulator, 'kill', 300));
		await untilSent(simulator, 'kill', 60);
		// Whichever of them has it.
		const killed = queue.workers.splice(0);
		for (const worker of killed) await worker.kill();
		simulator.faults.clear();
		for (const _ of killed) queue.workers.push(await queue.startWorker());
		const [crashed] = await untilOver(world, workflow.id, 1);
		assert.notEqual(crashed?.status, 'success');
		assert(sent(simulator, 'kill').size < 300);
		await retry(world, crashed);
		assertOnce(simulator, 'kill', 300);
	},
};
