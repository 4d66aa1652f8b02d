import assert from 'node:assert/strict';
import { assertOnce, itemsOf, post, publish, retry, type Scenario, sendText, sent, untilOver } from '../world.mts';

export const retried: Scenario = {
	name: 'a failed execution is retried on any worker: nothing twice',
	async run(world) {
		const { simulator } = world;
		const workflow = await publish(world, sendText());
		simulator.faults.add({ match: { bodyIncludes: 'retry 30.' }, times: 1, fault: { kind: 'error', status: 400 } });
		await post(workflow.url, itemsOf(simulator, 'retry', 60));
		const [failed] = await untilOver(world, workflow.id, 1);
		assert.equal(failed?.status, 'error');
		assert(sent(simulator, 'retry').size < 60);
		await retry(world, failed);
		assertOnce(simulator, 'retry', 60);
	},
};
