import { randomUUID } from 'node:crypto';
import type { WorkflowNode } from '../../dev/n8n/rest.mts';
import { type Simulator, startSimulator } from '../simulator/index.mts';
import { credentialFor, type Ground, itemsOf, post, publishItems, sent, untilOver, type World } from './world.mts';

export interface Shared {
	/** How the executions ended. */
	statuses: string[];
	/** Messages that were sent, and those among them that were sent more than once. */
	sent: number;
	doubled: number;
	requests: number;
	refused: number;
	/** Seconds of the account's time until the 1,000th request was let through, and until the last. */
	first: number;
	seconds: number;
	violations: Simulator['violations'];
}

/**
 * All workers have as many of 2,000 items each for one account, on which time runs faster by `factor`. `nodeFor` makes
 * the node that sends an item's `text` in its `session`.
 */
export async function share(
	{ rest, queue }: Pick<Ground, 'rest' | 'queue'>,
	factor: number,
	nodeFor: (url: string) => WorkflowNode,
): Promise<Shared> {
	const each = 2_000 / queue.workers.length;
	const token = `pn_x${factor}_${randomUUID()}`;
	const simulator = await startSimulator({ limits: { scale: 1 / factor }, tokens: [{ token, deny: [] }] });
	try {
		const credential = await credentialFor(rest, token, simulator.url);
		const world: World = { rest, queue, simulator, credential };
		const workflow = await publishItems(world, nodeFor(simulator.url));
		await Promise.all(
			queue.workers.map(async (_, place) => await post(workflow.url, itemsOf(simulator, 'share', each, place * each))),
		);
		const list = await untilOver(world, workflow.id, queue.workers.length);
		const counts = [...sent(simulator, 'share').values()];
		const times = simulator.requests
			.filter(({ status }) => status !== 429)
			.map(({ at }) => Date.parse(at))
			.sort((one, other) => one - other);
		const secondsUntil = (at = 0) => ((at - (times[0] ?? 0)) / 1_000) * factor;
		return {
			statuses: list.map(({ status }) => status),
			sent: counts.length,
			doubled: counts.filter((times) => times > 1).length,
			requests: simulator.requests.length,
			refused: simulator.requests.length - times.length,
			first: secondsUntil(times[999]),
			seconds: secondsUntil(times.at(-1)),
			violations: [...simulator.violations],
		};
	} finally {
		await simulator.close();
	}
}
