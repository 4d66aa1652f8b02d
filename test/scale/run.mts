import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { endOnSignals } from '../../dev/n8n/processes.mts';
import { killedWorker } from './scenarios/killedWorker.mts';
import { redisGone } from './scenarios/redisGone.mts';
import { retried } from './scenarios/retried.mts';
import { retryOnFail } from './scenarios/retryOnFail.mts';
import { sharedLimits } from './scenarios/sharedLimits.mts';
import { stop } from './scenarios/stop.mts';
import { type Scenario, startWorld, type World } from './world.mts';

/**
 * A real n8n in queue mode: Redis, Postgres, n8n's main process, two workers and a process for webhooks, against the
 * simulator with the documented limits: npm run test:scale [-- <part of a scenario's name> ...]
 */
const SCENARIOS: readonly Scenario[] = [retried, retryOnFail, stop, killedWorker, sharedLimits, redisGone];

function define(world: World, { name, run, timeout = 300_000 }: Scenario): void {
	const { simulator, queue } = world;
	test(name, { timeout }, async () => {
		// A fresh account: what was sent before does not count.
		simulator.reset();
		try {
			await run(world);
			assert.deepEqual(simulator.violations, [], 'every request must be as the contract has it');
		} catch (error) {
			for (const { logFile, logTail } of [queue.main, queue.webhook, ...queue.workers]) {
				console.error(`${logFile}:\n${logTail(15)}`);
			}
			throw error;
		}
	});
}

async function main(): Promise<void> {
	const chosen = process.argv.slice(2);
	const list = SCENARIOS.filter(({ name }) => chosen.length === 0 || chosen.some((part) => name.includes(part)));
	if (list.length === 0) {
		throw new Error(`No such scenario. There are:\n${SCENARIOS.map(({ name }) => `  ${name}`).join('\n')}`);
	}
	const state: { world?: World } = {};
	endOnSignals(async () => await state.world?.stop());
	const world = await startWorld((line) => console.log(line));
	state.world = world;
	after(async () => await world.stop());
	for (const scenario of list) define(world, scenario);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
