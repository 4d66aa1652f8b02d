import { startBed } from '../bed/bed.mts';
import type { NodeSetup } from '../bed/engine.mts';
import { located } from '../bed/located.mts';
import type { SimulatorOptions } from '../simulator/index.mts';

const { simulator, run, restart } = startBed();
let executions = 0;

const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

interface Stopped {
	simulator?: SimulatorOptions;
	items?: number;
	options?: Record<string, unknown>;
	onError?: NodeSetup['onError'];
	/** Requests that must have come before the execution is stopped. */
	requests?: number;
	prepare?(): void;
}

/** Runs Send Text for many items, stops it, and says how many requests came before and after. */
async function stopWhileSending({ items = 1, options = {}, onError, requests = 1, prepare, ...more }: Stopped) {
	await restart(more.simulator);
	prepare?.();
	const stop = new AbortController();
	const session = simulator.account.named.sessionInProgress.id;
	const running = run(
		{
			parameters: {
				resource: 'session',
				operation: 'sendText',
				sessionId: located('id', session),
				text: 'Hi',
				options,
			},
			onError,
			retryOnFail: { maxTries: 5, waitBetweenTries: 1 },
		},
		Array.from({ length: items }, () => ({})),
		{
			signal: stop.signal,
			executionId: `cancel-${++executions}`,
		},
	);
	while (simulator.requests.length < requests) await pause(10);
	await pause(100);
	stop.abort();
	const stoppedAt = Date.now();
	await running;
	const took = Date.now() - stoppedAt;
	const before = simulator.requests.length;
	await pause(700);
	return { took, before, later: simulator.requests.length - before };
}

describe.each(['stopWorkflow', 'continueRegularOutput'] as const)('stopping the execution (%s)', (onError) => {
	test('between items begins no other', async () => {
		const { took, before, later } = await stopWhileSending({
			onError,
			items: 200,
			requests: 3,
			simulator: { latencyMs: 50 },
		});
		expect(took).toBeLessThan(2_000);
		expect(before).toBeLessThan(50);
		expect(later).toBeLessThanOrEqual(1);
	});

	test('while a refusal for the limit is waited out ends the wait', async () => {
		const { took, before, later } = await stopWhileSending({
			onError,
			items: 5,
			prepare: () => simulator.faults.add({ fault: { kind: 'rateLimited', retryAfter: 1 } }),
		});
		expect(took).toBeLessThan(2_000);
		expect([before, later]).toEqual([1, 0]);
	});

	test('while others use the limit up ends the wait for a turn', async () => {
		const { took, before, later } = await stopWhileSending({
			onError,
			items: 205,
			options: { limitShare: 1 },
			requests: 2,
		});
		expect(took).toBeLessThan(2_000);
		expect([before, later]).toEqual([2, 0]);
	});

	test('while a lost send is looked up ends that', async () => {
		const { took, before, later } = await stopWhileSending({
			onError,
			items: 3,
			options: { delayTyping: 1 },
			prepare: () => simulator.faults.add({ match: { method: 'POST' }, fault: { kind: 'resetBefore' } }),
		});
		expect(took).toBeLessThan(2_000);
		expect([before, later]).toEqual([1, 0]);
	});
});
