import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { endOnSignals } from '../../dev/n8n/processes.mts';
import { missingStores } from '../../dev/n8n/stores.mts';
import { asked } from './scenarios/asked.mts';
import { binary } from './scenarios/binary.mts';
import { clocksApart } from './scenarios/clocksApart.mts';
import { killedAndRetried, killedAndStartedAgain } from './scenarios/killedWorker.mts';
import { refused } from './scenarios/refused.mts';
import { retried } from './scenarios/retried.mts';
import { retryOnFail } from './scenarios/retryOnFail.mts';
import { sharedByFour, sharedSends, sharedTexts } from './scenarios/sharedLimits.mts';
import { stop } from './scenarios/stop.mts';
import { postgresGone, redisGone } from './scenarios/storesGone.mts';
import { trigger } from './scenarios/trigger.mts';
import { type Ground, type Scenario, startGround, worldOf } from './world.mts';

/**
 * A real n8n in queue mode: Redis, Postgres, n8n's main process, two workers and a process for webhooks, against the
 * simulator with the documented limits: npm run test:scale [-- <part of a scenario's name> ...]
 */
const SCENARIOS: readonly Scenario[] = [
	retried,
	retryOnFail,
	stop,
	trigger,
	asked,
	binary,
	killedAndRetried,
	killedAndStartedAgain,
	sharedSends,
	sharedTexts,
	sharedByFour,
	refused,
	clocksApart,
	postgresGone,
	// The last one: jobs of others would be forgotten.
	redisGone,
];

function define(ground: Ground, { name, run, timeout = 300_000 }: Scenario): void {
	const { simulator, queue } = ground;
	test(name, { timeout }, async () => {
		try {
			await run(await worldOf(ground));
			assert.deepEqual(simulator.violations, [], 'every request must be as the contract has it');
		} catch (error) {
			for (const { logFile, logTail } of [queue.main, queue.webhook, ...queue.workers]) {
				console.error(`${logFile}:\n${logTail(25)}`);
			}
			throw error;
		} finally {
			simulator.faults.clear();
		}
	});
}

async function main(): Promise<void> {
	const missing = missingStores();
	if (missing.length > 0) {
		throw new Error(`Queue mode cannot be run here. Missing:\n${missing.map((line) => `  - ${line}`).join('\n')}`);
	}
	const chosen = process.argv.slice(2);
	const list = SCENARIOS.filter(({ name }) => chosen.length === 0 || chosen.some((part) => name.includes(part)));
	if (list.length === 0) {
		throw new Error(`No such scenario. There are:\n${SCENARIOS.map(({ name }) => `  ${name}`).join('\n')}`);
	}
	const state: { ground?: Ground } = {};
	endOnSignals(async () => await state.ground?.stop());
	const ground = await startGround((line) => console.log(line));
	state.ground = ground;
	after(async () => await ground.stop());
	for (const scenario of list) define(ground, scenario);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
