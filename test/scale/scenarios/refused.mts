import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator } from '../../simulator/index.mts';
import {
	assertOnce,
	credentialFor,
	itemsOf,
	post,
	publish,
	type Scenario,
	sendText,
	untilOver,
	untilSent,
	type World,
} from '../world.mts';

/** How much faster time runs here. */
const FACTOR = 20;

const MINUTE = 60_000 / FACTOR;

export const refused: Scenario = {
	name: 'a platform that refuses everything for eight minutes: asked seldom, no storm afterwards, all sent once',
	async run({ rest, queue }) {
		const token = `pn_x${FACTOR}_refused`;
		const simulator = await startSimulator({ limits: { scale: 1 / FACTOR }, tokens: [{ token, deny: [] }] });
		try {
			const world: World = { rest, queue, simulator, credential: await credentialFor(rest, token, simulator.url) };
			const workflow = await publish(world, sendText());
			simulator.faults.add({ match: { bodyIncludes: 'refused ' }, fault: { kind: 'latency', ms: 100 } });
			await Promise.all([
				post(workflow.url, itemsOf(simulator, 'refused', 150)),
				post(workflow.url, itemsOf(simulator, 'refused', 150, 150)),
			]);
			await untilSent(simulator, 'refused', 60);
			const end = simulator.faults.add({ fault: { kind: 'rateLimited' } });
			const from = Date.now();
			await sleep(8 * MINUTE);
			end();
			const back = Date.now();
			const list = await untilOver(world, workflow.id, 2);
			const at = (one: { at: string }) => Date.parse(one.at);
			const during = simulator.requests.filter((one) => at(one) >= from && at(one) < back && one.status === 429);
			const first = simulator.requests.filter((one) => at(one) >= back && at(one) < back + 1_000 / FACTOR);
			console.log(`${during.length} requests refused in eight minutes; ${first.length} in the second after`);
			assert.deepEqual(
				list.map(({ status }) => status),
				['success', 'success'],
			);
			assertOnce(simulator, 'refused', 300);
			// Those under way when it began, and then one every ten seconds or so from each worker.
			assert(during.length <= 20 + 2 * 60, `${during.length} while it refused`);
			assert(first.length <= 10, `${first.length} when it came back`);
			const logs = queue.workers.map(({ logTail }) => logTail(1_000)).join('\n');
			assert.match(logs, /refuses every request for the account limit/);
			assert.deepEqual(simulator.violations, []);
		} finally {
			await simulator.close();
		}
	},
};
