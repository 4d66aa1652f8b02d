import assert from 'node:assert/strict';
import { assertOnce, itemsOf, post, publish, type Scenario, sendText, untilOver } from '../world.mts';

export const retryOnFail: Scenario = {
	name: 'Retry On Fail: nothing twice',
	async run(world) {
		const { simulator } = world;
		const onFail = { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 };
		const workflow = await publish(world, sendText(), onFail);
		simulator.faults.add({ match: { bodyIncludes: 'again 7.' }, times: 2, fault: { kind: 'error', status: 400 } });
		await post(workflow.url, itemsOf(simulator, 'again', 20));
		const [done] = await untilOver(world, workflow.id, 1);
		assert.equal(done?.status, 'success');
		assertOnce(simulator, 'again', 20);
	},
};
