import assert from 'node:assert/strict';
import { assertOnce, itemsOf, post, publish, type Scenario, sendText, untilOver } from '../world.mts';

export const sharedLimits: Scenario = {
	name: 'two workers share the limit: 2,000 sends within 20 percent of the bound',
	async run(world) {
		const { simulator } = world;
		// A fresh account: what was sent before does not count.
		simulator.reset();
		const workflow = await publish(world, sendText(simulator, { delayTyping: 0 }));
		const from = simulator.requests.length;
		const startedAt = Date.now();
		await Promise.all([
			post(workflow.url, itemsOf(simulator, 'share', 1_000)),
			post(workflow.url, itemsOf(simulator, 'share', 1_000, 1_000)),
		]);
		const list = await untilOver(world, workflow.id, 2);
		const seconds = (Date.now() - startedAt) / 1_000;
		const requests = simulator.requests.slice(from);
		const refused = requests.filter(({ status }) => status === 429).length;
		console.log(`2,000 sends: ${seconds.toFixed(0)} s for a bound of 120 s, ${refused} of ${requests.length} refused`);
		assert(list.every(({ status }) => status === 'success'));
		assertOnce(simulator, 'share', 2_000);
		assert(seconds < 144, `${seconds} s`);
		assert(refused < requests.length * 0.02, `${refused} refused`);
	},
};
