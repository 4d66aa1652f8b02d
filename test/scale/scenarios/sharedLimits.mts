import assert from 'node:assert/strict';
import { type Shared, share } from '../sharing.mts';
import { chat, type Scenario, sendText } from '../world.mts';

interface Sharing {
	name: string;
	/** Options of Send Text, which choose the route. */
	options: Record<string, unknown>;
	/** The window, in seconds, after which the second thousand may follow the first. */
	window: number;
	/** How much faster time runs. */
	factor: number;
	/** Workers besides the two that are there. */
	more?: number;
}

function sharing({ name, options, window, factor, more = 0 }: Sharing): Scenario {
	return {
		name,
		timeout: 400_000,
		async run(world) {
			const { workers } = world.queue;
			const before = workers.length;
			let shared: Shared;
			try {
				while (workers.length < before + more) await world.queue.startWorker();
				shared = await share(world, factor, () => chat(sendText(options)));
			} finally {
				for (const worker of workers.splice(before)) await worker.stop();
			}
			const { first, seconds, requests, refused } = shared;
			// None of the second thousand can pass before its forerunner has left the window.
			const bound = window + first;
			console.log(
				`${seconds.toFixed(0)} s for a bound of ${bound.toFixed(0)} s, the first thousand in ${first.toFixed(0)} s; ` +
					`${refused} of ${requests} refused`,
			);
			assert.deepEqual(
				shared.statuses,
				Array.from({ length: before + more }, () => 'success'),
			);
			assert.deepEqual({ sent: shared.sent, doubled: shared.doubled }, { sent: 2_000, doubled: 0 });
			assert(seconds < bound * 1.2, `${seconds} s`);
			assert(refused < requests * 0.02, `${refused} refused`);
			assert.deepEqual(shared.violations, []);
		},
	};
}

export const sharedSends = sharing({
	name: 'two workers share the limit: 2,000 sends within 20 percent of the bound',
	options: { delayTyping: 0 },
	window: 120,
	factor: 2,
});

export const sharedTexts = sharing({
	name: 'two workers share the limit: 2,000 session texts within 20 percent of the bound',
	options: {},
	window: 300,
	factor: 2,
});

export const sharedByFour = sharing({
	name: 'four workers share the limit: 2,000 sends within 20 percent of the bound',
	options: { delayTyping: 0 },
	window: 120,
	factor: 2,
	more: 2,
});
