import assert from 'node:assert/strict';
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
	type World,
} from '../world.mts';

interface Sharing {
	name: string;
	/** Options of Send Text, which choose the route. */
	options: Record<string, unknown>;
	/** The window, in seconds, after which the second thousand may follow the first. */
	window: number;
	/** How much faster time runs. */
	factor: number;
}

/** Both workers have 1,000 items each for one account. */
function sharing({ name, options, window, factor }: Sharing): Scenario {
	return {
		name,
		timeout: 400_000,
		async run({ rest, queue }) {
			const token = `pn_x${factor}_shared`;
			const simulator = await startSimulator({ limits: { scale: 1 / factor }, tokens: [{ token, deny: [] }] });
			try {
				const credential = await credentialFor(rest, token, simulator.url);
				const world: World = { rest, queue, simulator, credential };
				const workflow = await publish(world, sendText(options));
				await Promise.all([
					post(workflow.url, itemsOf(simulator, 'share', 1_000)),
					post(workflow.url, itemsOf(simulator, 'share', 1_000, 1_000)),
				]);
				const list = await untilOver(world, workflow.id, 2);
				const times = simulator.requests
					.filter(({ status }) => status !== 429)
					.map(({ at }) => Date.parse(at))
					.sort((one, other) => one - other);
				const secondsUntil = (at = 0) => ((at - (times[0] ?? 0)) / 1_000) * factor;
				// None of the second thousand can pass before its forerunner has left the window.
				const first = secondsUntil(times[999]);
				const bound = window + first;
				const seconds = secondsUntil(times.at(-1));
				const { length } = simulator.requests;
				const refused = simulator.requests.filter(({ status }) => status === 429).length;
				console.log(
					`${seconds.toFixed(0)} s for a bound of ${bound.toFixed(0)} s, the first thousand in ${first.toFixed(0)} s; ` +
						`${refused} of ${length} refused`,
				);
				assert.deepEqual(
					list.map(({ status }) => status),
					['success', 'success'],
				);
				assertOnce(simulator, 'share', 2_000);
				assert(seconds < bound * 1.2, `${seconds} s`);
				assert(refused < length * 0.02, `${refused} refused`);
				assert.deepEqual(simulator.violations, []);
			} finally {
				await simulator.close();
			}
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
	factor: 4,
});
