import assert from 'node:assert/strict';
import {
	assertOnce,
	itemsOf,
	killAll,
	post,
	publish,
	retry,
	type Scenario,
	sendText,
	sent,
	untilNoJob,
	untilOver,
	untilSent,
} from '../world.mts';

/** All of n8n is switched off. Back again, main finds the execution crashed, and a person tries it again. */
export const killedAndRetried: Scenario = {
	name: 'killed workers, then a retry by a person: queued sends are looked up',
	async run(world) {
		const { simulator, queue } = world;
		const workflow = await publish(world, sendText({ delayTyping: 0 }));
		simulator.faults.add({ match: { bodyIncludes: 'kill ' }, fault: { kind: 'latency', ms: 100 } });
		await post(workflow.url, itemsOf(simulator, 'kill', 200));
		await untilSent(simulator, 'kill', 60);
		// As long as the process lives that has begun the execution, n8n 2.41 leaves nothing of it to be retried.
		await queue.webhook.kill();
		await queue.stopMain();
		await Promise.all([killAll(world), queue.startWebhook()]);
		simulator.faults.clear();
		await untilNoJob(world);
		await queue.startMain();
		const [crashed] = await untilOver(world, workflow.id, 1);
		assert.equal(crashed?.status, 'crashed');
		const before = sent(simulator, 'kill').size;
		assert(before < 200);
		const from = simulator.requests.length;
		await retry(world, crashed);
		assertOnce(simulator, 'kill', 200);
		const sends = simulator.requests.slice(from).filter(({ method }) => method === 'POST');
		assert.equal(sends.length, 200 - before);
	},
};

/** The workers alone are switched off: n8n has nothing left to retry, so the whole is started again. */
export const killedAndStartedAgain: Scenario = {
	name: 'killed workers, then the same items again with Skip If Already Sent: nothing twice',
	async run(world) {
		const { simulator } = world;
		const senderId = '={{ "order-" + $json.item.text }}';
		const workflow = await publish(world, sendText({ senderId, skipIfSent: true }));
		simulator.faults.add({ match: { bodyIncludes: 'begin ' }, fault: { kind: 'latency', ms: 100 } });
		const items = itemsOf(simulator, 'begin', 100);
		await post(workflow.url, items);
		await untilSent(simulator, 'begin', 30);
		await killAll(world);
		simulator.faults.clear();
		const [killed] = await untilOver(world, workflow.id, 1);
		assert.notEqual(killed?.status, 'success');
		assert(sent(simulator, 'begin').size < 100);
		await post(workflow.url, items);
		const list = await untilOver(world, workflow.id, 2);
		assert.equal(list.filter(({ status }) => status === 'success').length, 1);
		assertOnce(simulator, 'begin', 100);
	},
};
