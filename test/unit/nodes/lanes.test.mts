import fc from 'fast-check';

import { runLanes, type Task } from '../../../nodes/WtsChat/core/lanes';
import { defineOperation } from '../../../nodes/WtsChat/core/operation';
import type { ItemReader } from '../../../nodes/WtsChat/core/reader';
import { VirtualTime } from '../client/runtime.mts';

interface Job {
	lane?: string;
	ms: number;
}

/** Runs jobs on virtual time and notes when each began and ended. */
async function work(jobs: readonly Job[], concurrency: number, stopped = (_ended: number) => false) {
	const time = new VirtualTime();
	const began = new Map<number, number>();
	const ended = new Map<number, number>();
	let most = 0;
	const tasks = jobs.map(
		({ lane, ms }, index): Task => ({
			lane,
			run: async () => {
				began.set(index, time.now());
				most = Math.max(most, began.size - ended.size);
				await time.sleep(ms);
				ended.set(index, time.now());
			},
		}),
	);
	await time.until(runLanes(tasks, concurrency, () => stopped(ended.size)));
	return { began: [...began], ended, most, time: time.now() };
}

const jobs = (count: number, lane?: string): Job[] => Array.from({ length: count }, () => ({ lane, ms: 10 }));

test('tasks without a lane run side by side, as many as allowed', async () => {
	const { most, time } = await work(jobs(25), 10);
	expect(most).toBe(10);
	expect(time).toBe(30);
});

test('tasks of one lane run one after the other, in order', async () => {
	const { began, most, time } = await work(jobs(5, 'session'), 10);
	expect(most).toBe(1);
	expect(began.map(([index]) => index)).toEqual([0, 1, 2, 3, 4]);
	expect(time).toBe(50);
});

test('lanes run side by side', async () => {
	const { time } = await work([...jobs(3, 'a'), ...jobs(3, 'b'), ...jobs(3)], 10);
	expect(time).toBe(30);
});

test('an empty lane name is a lane', async () => {
	expect((await work(jobs(3, ''), 10)).most).toBe(1);
});

test('no tasks, no work', async () => {
	expect((await work([], 10)).time).toBe(0);
});

test('stopping begins nothing new and waits for what was begun', async () => {
	const { began, ended } = await work([{ ms: 5 }, ...jobs(20)], 4, (done) => done > 0);
	expect(began).toHaveLength(4);
	expect(ended.size).toBe(4);
});

test('stopping ends a lane too', async () => {
	const { began } = await work(jobs(9, 'session'), 4, (done) => done >= 2);
	expect(began.map(([index]) => index)).toEqual([0, 1]);
});

test('stopped from the start, nothing is begun', async () => {
	expect((await work(jobs(3), 2, () => true)).began).toEqual([]);
});

test('whatever the tasks: all run once, in order within a lane, never more than allowed at once', async () => {
	const job = fc.record({ lane: fc.constantFrom('a', 'b', 'c', undefined), ms: fc.integer({ min: 0, max: 20 }) });
	await fc.assert(
		fc.asyncProperty(fc.array(job, { maxLength: 30 }), fc.integer({ min: 1, max: 6 }), async (given, concurrency) => {
			const { began, ended, most } = await work(given, concurrency);
			expect(began.map(([index]) => index).sort((a, b) => a - b)).toEqual([...given.keys()]);
			expect(most).toBeLessThanOrEqual(concurrency);
			for (const lane of ['a', 'b', 'c']) {
				const ofLane = began.filter(([index]) => given[index]?.lane === lane);
				ofLane.forEach(([index, at], place) => {
					const [before] = ofLane[place - 1] ?? [];
					if (before === undefined) return;
					expect(before).toBeLessThan(index);
					expect(ended.get(before)).toBeLessThanOrEqual(at);
				});
			}
		}),
		{ numRuns: 200 },
	);
});

test('an operation has one lane for an ID, in any case', async () => {
	const ids = ['6f1c2a34-AB', '6F1C2A34-ab', undefined];
	const plan = defineOperation<{ id: string | undefined }>({
		value: 'change',
		name: 'Change',
		action: 'Change',
		description: 'Change',
		fields: [],
		read: ({ itemIndex }) => ({ id: ids[itemIndex] }),
		orderKey: ({ id }) => id,
		execute: async () => ({}),
	}).plan();
	for (const itemIndex of ids.keys()) await plan.read({ itemIndex } as ItemReader);
	expect(plan.work().map(({ lane }) => lane)).toEqual(['6f1c2a34-ab', '6f1c2a34-ab', undefined]);
});
