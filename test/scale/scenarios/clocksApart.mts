import assert from 'node:assert/strict';
import { assertOnce, itemsOf, post, publish, retry, type Scenario, sendText, sent, untilOver } from '../world.mts';

const MINUTE = 60_000;

export const clocksApart: Scenario = {
	name: "workers' clocks two minutes apart: lost answers are found, Retry-After dates and retries kept",
	async run(world) {
		const { simulator, queue } = world;
		const before = queue.workers.splice(0);
		await Promise.all(before.map(async (worker) => await worker.stop()));
		try {
			const offsets = [MINUTE, -MINUTE];
			await Promise.all(
				offsets.map(async (offset) => await queue.startWorker({ WTS_CLOCK_OFFSET_MS: String(offset) })),
			);
			// A text of a session is found by its time alone.
			const texts = await publish(world, sendText());
			const queued = await publish(world, sendText({ delayTyping: 0, senderId: '={{ "id-" + $json.item.text }}' }));
			for (const workflow of [texts, queued]) {
				const mark = workflow === texts ? 'texts' : 'queued';
				const fault = (text: string, kind: 'resetAfter' | 'rateLimited' | 'error'): void => {
					const retryAfter = new Date(Date.now() + 4_000).toUTCString();
					const kinds = {
						resetAfter: { kind: 'resetAfter' },
						rateLimited: { kind: 'rateLimited', retryAfter },
						error: { kind: 'error', status: 400 },
					} as const;
					simulator.faults.add({ match: { bodyIncludes: text }, times: 1, fault: kinds[kind] });
				};
				for (const [run, from] of [0, 20].entries()) {
					fault(`${mark} ${from + 3}.`, 'resetAfter');
					if (run === 0) fault(`${mark} ${from + 7}.`, 'rateLimited');
					fault(`${mark} ${from + 15}.`, 'error');
				}
				const startedAt = Date.now();
				// One at a time on each worker, so both clocks are met.
				await Promise.all([0, 20].map(async (from) => await post(workflow.url, itemsOf(simulator, mark, 20, from))));
				const list = await untilOver(world, workflow.id, 2);
				assert(Date.now() - startedAt < 30_000, 'a wait that a clock makes longer');
				const refusedAt = simulator.requests.filter(({ status }) => status === 429).map(({ at }) => Date.parse(at));
				assert.equal(refusedAt.length, workflow === texts ? 1 : 2);
				for (const failed of list) {
					assert.equal(failed.status, 'error');
					await retry(world, failed);
				}
				assert.equal(sent(simulator, mark).size, 40);
				assertOnce(simulator, mark, 40);
			}
		} finally {
			await Promise.all(queue.workers.splice(0).map(async (worker) => await worker.stop()));
			await Promise.all(before.map(async () => await queue.startWorker()));
		}
	},
};
