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

describe('stopping the execution while it only waits', () => {
	const stopped = async (parameters: Record<string, unknown>) => {
		await restart();
		const stop = new AbortController();
		setTimeout(() => stop.abort(), 400);
		const sessionId = located('id', simulator.account.named.sessionInProgress.id);
		return await run({ parameters: { resource: 'session', sessionId, ...parameters } }, [{}], {
			signal: stop.signal,
			executionId: `cancel-${++executions}`,
		});
	};

	test('for delivery leaves a message sent', async () => {
		const options = { waitForDelivery: 'read', deliveryTimeout: 60 };
		const { error } = await stopped({ operation: 'sendText', text: 'Hi', options });
		expect(simulator.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
		// What n8n says of a stop, and no failure of ours.
		expect(error?.message).not.toBe('cancelled');
		expect(error?.description ?? '').not.toMatch(/mistake of the WTS Chat node/);
	});

	test('for more messages is no mistake of the node', async () => {
		const messageId = simulator.account.named.messageWithAudio.id;
		const { error } = await stopped({ operation: 'collectMessages', messageId, quietSeconds: 5 });
		expect(simulator.requests).toEqual([]);
		expect(error?.message).toMatch(/The request was given up/);
	});
});
