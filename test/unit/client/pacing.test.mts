import fc from 'fast-check';

import {
	DOCUMENTED_LIMITS,
	familyOf,
	type Limit,
	Pacer,
	type PacerOptions,
	type Runtime,
	TransportFault,
} from '../../../client';
import { failure, VirtualTime } from './runtime.mts';

/** A pacer on virtual time, and a note of when each request started and ended. */
class Track {
	readonly time = new VirtualTime();

	readonly starts: Array<{ name: number; at: number; endedAt: number; share: number }> = [];

	readonly pacer: Pacer;

	constructor(limits?: readonly Limit[], options: PacerOptions = {}) {
		this.pacer = new Pacer(limits === undefined ? options : { ...options, limits: { account: limits, send: limits } });
	}

	runtime(signal?: AbortSignal): Runtime {
		return {
			transport: async () => await Promise.reject(new Error('not used')),
			sleep: this.time.sleep,
			now: this.time.now,
			random: () => 0.5,
			signal,
		};
	}

	/** One request that takes `latency`; its name is its place in the order of asking. */
	async go(name: number, { share = 1, latency = 0, signal, family = 'account' }: GoOptions = {}): Promise<void> {
		await this.pacer.run(family, this.runtime(signal), share, async () => {
			const start = { name, at: this.time.now(), endedAt: Infinity, share };
			this.starts.push(start);
			if (latency > 0) await this.time.sleep(latency);
			start.endedAt = this.time.now();
		});
	}

	async until<T>(work: Promise<T>): Promise<T> {
		return await this.time.until(work);
	}

	get names(): number[] {
		return this.starts.map(({ name }) => name);
	}
}

interface GoOptions {
	share?: number;
	latency?: number;
	signal?: AbortSignal;
	family?: 'account' | 'send';
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** The most that any stretch of `spanMs` holds of these times. */
function densest(times: readonly number[], spanMs: number): number {
	const sorted = [...times].sort((a, b) => a - b);
	let most = 0;
	for (let first = 0, last = 0; last < sorted.length; last++) {
		while ((sorted[last] ?? 0) - (sorted[first] ?? 0) >= spanMs) first++;
		most = Math.max(most, last - first + 1);
	}
	return most;
}

/** When each of `count` requests could start at the earliest, answers taking no time. */
function earliest(count: number, limits: readonly Limit[]): number[] {
	const starts: number[] = [];
	for (const index of range(count)) {
		starts.push(
			Math.max(
				starts[index - 1] ?? 0,
				...limits.map(({ limit, spanMs }) => {
					const freeing = starts[index - limit];
					return freeing === undefined ? 0 : freeing + spanMs;
				}),
			),
		);
	}
	return starts;
}

describe('families', () => {
	test.each([
		['/chat/v1/send/text', 'send'],
		['/chat/v1/send/template/batch', 'send'],
		['/chat/v1/send/typing', 'account'],
		['/chat/v1/chatbot/send', 'account'],
		['/chat/v1/session/{id}/message', 'account'],
		['/core/v1/contact', 'account'],
	])('%s counts against %s', (path, family) => {
		expect(familyOf(path)).toBe(family);
	});
});

describe('the documented limits', () => {
	test('are used fully by 2,500 quick requests, and never broken', async () => {
		const track = new Track();
		await track.until(Promise.all(range(2_500).map(async (name) => await track.go(name))));
		const times = track.starts.map(({ at }) => at);
		expect(times).toEqual(earliest(2_500, DOCUMENTED_LIMITS.account));
		expect(densest(times, 5_000)).toBe(200);
		expect(densest(times, 300_000)).toBe(1_000);
		expect(track.names).toEqual(range(2_500));
	});

	test('leave the sends a limit of their own', async () => {
		const track = new Track();
		await track.until(
			Promise.all([
				...range(1_000).map(async (name) => await track.go(name, { family: 'send' })),
				...range(200).map(async (name) => await track.go(name)),
			]),
		);
		expect(track.time.now()).toBe(0);
		await track.until(track.go(0, { family: 'send' }));
		expect(track.time.now()).toBe(120_000);
	});

	test('count a request until a span after its answer: the server may count it at either end', async () => {
		const track = new Track([{ limit: 1, spanMs: 100 }]);
		await track.until(Promise.all([track.go(0, { latency: 70 }), track.go(1)]));
		expect(track.starts.map(({ at }) => at)).toEqual([0, 170]);
	});
});

describe('any limits, arrivals and answer times', () => {
	const limits = fc.array(
		fc.record({ limit: fc.integer({ min: 1, max: 6 }), spanMs: fc.integer({ min: 1, max: 60 }) }),
		{ minLength: 1, maxLength: 3 },
	);
	const request = fc.record({
		arrival: fc.integer({ min: 0, max: 120 }),
		latency: fc.integer({ min: 0, max: 80 }),
		share: fc.constantFrom(1, 1, 0.5, 0.34, 0.01),
		/** When the server counts it, between start (0) and answer (1). */
		counted: fc.double({ min: 0, max: 1, noNaN: true }),
		cancelAfter: fc.option(fc.integer({ min: 0, max: 100 }), { freq: 4 }),
	});

	test('no stretch of time ever holds more than the limit, and everyone who stays gets a turn', async () => {
		await fc.assert(
			fc.asyncProperty(limits, fc.array(request, { maxLength: 25 }), async (given, requests) => {
				const track = new Track(given);
				const work = requests.map(async ({ arrival, latency, share, cancelAfter }, name) => {
					await track.time.sleep(arrival);
					const controller = new AbortController();
					const going = track.go(name, { share, latency, signal: controller.signal });
					if (cancelAfter === null) return await going;
					const cancelling = track.time.sleep(cancelAfter).then(() => controller.abort());
					await going.catch((error: unknown) => {
						expect(error).toEqual(new TransportFault('cancelled'));
						expect(track.time.now()).toBe(arrival + cancelAfter);
					});
					await cancelling;
				});
				await track.until(Promise.all(work));

				for (const { limit, spanMs } of given) {
					const countedAt = track.starts.map(
						({ name, at, endedAt }) => at + (endedAt - at) * (requests[name]?.counted ?? 0),
					);
					expect(densest(countedAt, spanMs)).toBeLessThanOrEqual(limit);
					for (const start of track.starts) {
						const counted = track.starts.filter(({ at, share }) =>
							// In one instant the order of starting is not the order of admission.
							at === start.at ? share === start.share : share <= start.share && at < start.at && at > start.at - spanMs,
						);
						expect(counted.length).toBeLessThanOrEqual(Math.max(1, Math.floor(limit * start.share)));
					}
				}
				const stayed = range(requests.length).filter((name) => requests[name]?.cancelAfter === null);
				expect(track.names).toEqual(expect.arrayContaining(stayed));
				expect(new Set(track.names).size).toBe(track.names.length);
			}),
			{ numRuns: 300 },
		);
	});

	test('quick requests start as early as the limits allow, in order of arrival', async () => {
		await fc.assert(
			fc.asyncProperty(limits, fc.integer({ min: 1, max: 30 }), async (given, count) => {
				const track = new Track(given);
				await track.until(Promise.all(range(count).map(async (name) => await track.go(name))));
				expect(track.starts.map(({ at }) => at)).toEqual(earliest(count, given));
				expect(track.names).toEqual(range(count));
			}),
			{ numRuns: 200 },
		);
	});
});

describe('waiting', () => {
	test('goes on when all places are taken by requests without an answer', async () => {
		const track = new Track([{ limit: 2, spanMs: 10 }]);
		await track.until(Promise.all(range(5).map(async (name) => await track.go(name, { latency: 1_000 }))));
		expect(track.starts.map(({ at }) => at)).toEqual([0, 0, 1_010, 1_010, 2_020]);
	});

	test('ends at once when the first in the queue is cancelled, and those behind go on', async () => {
		const track = new Track([{ limit: 1, spanMs: 1_000 }]);
		await track.until(track.go(0));
		const controller = new AbortController();
		const first = failure(track.go(1, { signal: controller.signal }));
		const second = track.go(2);
		await track.time.pass(300);
		controller.abort();
		expect(await first).toEqual(new TransportFault('cancelled'));
		expect(track.time.now()).toBe(300);
		await track.until(second);
		expect(track.starts.map(({ at }) => at)).toEqual([0, 1_000]);
	});

	test('ends at once for one in the middle of the queue', async () => {
		const track = new Track([{ limit: 1, spanMs: 1_000 }]);
		const controller = new AbortController();
		const all = [track.go(0), track.go(1), track.go(3)];
		const middle = failure(track.go(2, { signal: controller.signal }));
		await track.time.pass(1);
		controller.abort();
		expect(await middle).toEqual(new TransportFault('cancelled'));
		await track.until(Promise.all(all));
		expect(track.names).toEqual([0, 1, 3]);
		expect(track.time.now()).toBe(2_000);
	});

	test('ends at once when only an answer could free a place', async () => {
		const track = new Track([{ limit: 1, spanMs: 10 }]);
		const controller = new AbortController();
		const slow = track.go(0, { latency: 50_000 });
		const waiting = failure(track.go(1, { signal: controller.signal }));
		const behind = track.go(2);
		await track.time.pass(5);
		controller.abort();
		expect(await waiting).toEqual(new TransportFault('cancelled'));
		expect(track.time.now()).toBe(5);
		await track.until(Promise.all([slow, behind]));
		expect(track.names).toEqual([0, 2]);
	});

	test('is refused to a caller that was cancelled before', async () => {
		const track = new Track();
		await expect(track.go(0, { signal: AbortSignal.abort() })).rejects.toEqual(new TransportFault('cancelled'));
		expect(track.starts).toEqual([]);
	});

	test('puts one listener on a signal, however many wait', async () => {
		const track = new Track([{ limit: 1, spanMs: 1 }]);
		const { signal } = new AbortController();
		const listening = jest.spyOn(signal, 'addEventListener');
		let sleeps = 0;
		const sleep: Runtime['sleep'] = async (ms, cancel) => {
			if (cancel !== undefined) sleeps++;
			await track.time.sleep(ms, cancel);
		};
		const runtime: Runtime = { ...track.runtime(signal), sleep };
		const request = async () => await track.time.sleep(5);
		await track.until(Promise.all(range(30).map(async () => await track.pacer.run('account', runtime, 1, request))));
		expect(listening.mock.calls.length - sleeps).toBe(1);
	});

	test('frees the place of a request that failed', async () => {
		const track = new Track([{ limit: 1, spanMs: 10 }]);
		const failed = track.pacer.run('account', track.runtime(), 1, async () => await Promise.reject(new Error('no')));
		await expect(failed).rejects.toThrow('no');
		await track.until(track.go(1));
		expect(track.time.now()).toBe(10);
	});
});

describe('the share', () => {
	test('limits a caller to a part of each limit', async () => {
		const track = new Track([{ limit: 10, spanMs: 100 }]);
		await track.until(Promise.all(range(9).map(async (name) => await track.go(name, { share: 0.3 }))));
		expect(track.starts.map(({ at }) => at)).toEqual([0, 0, 0, 100, 100, 100, 200, 200, 200]);
	});

	test('is never less than one request', async () => {
		const track = new Track([{ limit: 10, spanMs: 100 }]);
		await track.until(Promise.all(range(2).map(async (name) => await track.go(name, { share: 0.01 }))));
		expect(track.starts.map(({ at }) => at)).toEqual([0, 100]);
	});

	test('is exact where fractions are not: 29 % of 100 is 29', async () => {
		const track = new Track([{ limit: 100, spanMs: 100 }]);
		await track.until(Promise.all(range(29).map(async (name) => await track.go(name, { share: 0.29 }))));
		expect(track.time.now()).toBe(0);
	});

	test('of one caller does not hold up the others, nor do they starve it', async () => {
		const track = new Track([{ limit: 4, spanMs: 100 }]);
		const work = [
			...range(3).map(async (name) => await track.go(name, { share: 0.25 })),
			...range(20).map(async (name) => await track.go(100 + name)),
		];
		await track.until(Promise.all(work));
		const at = (name: number) => track.starts.find((start) => start.name === name)?.at;
		expect([at(0), at(1), at(2)]).toEqual([0, 100, 200]);
		expect([at(100), at(101), at(102), at(103)]).toEqual([0, 0, 0, 100]);
		expect(
			densest(
				track.starts.map((start) => start.at),
				100,
			),
		).toBe(4);
		expect(track.time.now()).toBe(500);
	});

	test('may differ from request to request', async () => {
		const track = new Track([{ limit: 4, spanMs: 100 }]);
		await track.until(Promise.all([track.go(0, { latency: 30 }), track.go(1, { share: 0.5, latency: 10 })]));
		await track.until(
			Promise.all(range(4).map(async (name) => await track.go(name + 2, { share: name % 2 === 0 ? 1 : 0.5 }))),
		);
		expect(
			densest(
				track.starts.map(({ endedAt }) => endedAt),
				100,
			),
		).toBe(4);
	});
});

describe('a refusal for the limit (429)', () => {
	async function nextStart(track: Track): Promise<number> {
		await track.until(track.go(track.starts.length));
		return track.starts.at(-1)?.at ?? -1;
	}

	test('holds everybody up, twice as long each time, until a request is taken', async () => {
		const track = new Track();
		const pauses: number[] = [];
		for (const _ of range(7)) {
			const now = track.time.now();
			track.pacer.refused('account', now);
			pauses.push((await nextStart(track)) - now);
		}
		expect(pauses).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
		track.pacer.accepted('account');
		track.pacer.refused('account', track.time.now());
		const now = track.time.now();
		expect((await nextStart(track)) - now).toBe(2_000);
	});

	test('holds up those who wait already', async () => {
		const track = new Track([{ limit: 1, spanMs: 100 }]);
		await track.until(track.go(0));
		const work = Promise.all([track.go(1), track.go(2)]);
		await track.time.pass(50);
		track.pacer.refused('account', track.time.now(), 5_000);
		await track.until(work);
		expect(track.starts.map(({ at }) => at)).toEqual([0, 5_050, 5_150]);
	});

	test('of many requests at once counts as one', async () => {
		const track = new Track();
		for (const _ of range(10)) track.pacer.refused('account', 0);
		expect(await nextStart(track)).toBe(4_000);
	});

	test('waits as long as the server asks, but never longer than its longest window', async () => {
		const track = new Track();
		track.pacer.refused('account', 0, 7_000);
		expect(await nextStart(track)).toBe(7_000);
		track.pacer.refused('account', 7_000, 86_400_000);
		expect(await nextStart(track)).toBe(307_000);
	});

	test('of one family leaves the other alone', async () => {
		const track = new Track();
		track.pacer.refused('send', 0);
		expect(await nextStart(track)).toBe(0);
	});
});

describe('sends that count on the account', () => {
	const sends = async (track: Track, count: number) =>
		await Promise.all(range(count).map(async (name) => await track.go(name, { family: 'send' })));

	test('use its limits besides their own', async () => {
		const track = new Track(undefined, { sendsCountOnAccount: true });
		await track.until(
			Promise.all([sends(track, 150), ...range(100).map(async (name) => await track.go(1_000 + name))]),
		);
		expect(
			densest(
				track.starts.map(({ at }) => at),
				5_000,
			),
		).toBe(200);
		expect(track.time.now()).toBe(5_000);
		await track.until(sends(track, 1_000));
		expect(
			densest(
				track.starts.map(({ at }) => at),
				300_000,
			),
		).toBe(1_000);
	});

	test.each(['account', 'send'] as const)(
		'are known by a refusal of family %s that nothing else explains',
		async (family) => {
			const track = new Track();
			const log: string[] = [];
			await track.until(sends(track, 201));
			await track.until(track.go(0, { family }));
			track.pacer.refused(family, track.time.now(), 0, { debug: () => {}, warn: (message) => log.push(message) });
			expect(log).toEqual([expect.stringContaining('count sends against the limit of the account')]);
			await track.until(track.go(1, { family: 'send' }));
			expect(track.time.now()).toBe(5_000);
			await track.time.pass(3_600_000);
			const from = track.time.now();
			await track.until(sends(track, 300));
			expect(track.time.now()).toBe(from);
		},
	);

	test('are not suspected while the account itself is used up, or while there are none', async () => {
		const log: string[] = [];
		const said = { debug: () => {}, warn: (message: string) => log.push(message) };
		const track = new Track();
		await track.until(Promise.all([sends(track, 50), ...range(200).map(async (name) => await track.go(name))]));
		track.pacer.refused('account', 0, 0, said);
		const other = new Track();
		await other.until(Promise.all(range(150).map(async (name) => await other.go(name))));
		other.pacer.refused('account', 0, 0, said);
		expect(log).toEqual([]);
	});

	test('that are under way when it becomes known count too', async () => {
		const track = new Track([{ limit: 2, spanMs: 100 }]);
		const slow = track.go(0, { family: 'send', latency: 50 });
		await track.time.pass(1);
		await track.until(Promise.all([track.go(1, { family: 'send' }), track.go(2)]));
		track.pacer.refused('account', track.time.now(), 0);
		await track.until(slow);
		await track.until(track.go(3));
		expect(track.time.now()).toBe(101);
	});

	test('give the place back that they do not use', async () => {
		const track = new Track([{ limit: 1, spanMs: 100 }], { sendsCountOnAccount: true });
		await track.until(track.go(0));
		const controller = new AbortController();
		const cancelled = failure(track.go(1, { family: 'send', signal: controller.signal }));
		await track.time.pass(10);
		controller.abort();
		await cancelled;
		await track.until(track.go(2, { family: 'send' }));
		expect(track.time.now()).toBe(100);
	});
});

test('a clock that is set back holds nobody up for longer than a span', async () => {
	const track = new Track([{ limit: 1, spanMs: 100 }]);
	await track.time.pass(10_000);
	await track.until(track.go(0));
	Reflect.set(track.time, 'time', 0);
	await track.until(track.go(1));
	expect(track.time.now()).toBe(100);
});

test('a pacer is idle when nothing of it is left', async () => {
	const track = new Track([{ limit: 1, spanMs: 100 }]);
	expect(track.pacer.isIdle(0)).toBe(true);
	await track.until(track.go(0));
	expect(track.pacer.isIdle(track.time.now())).toBe(false);
	expect(track.pacer.isIdle(track.time.now() + 100)).toBe(true);
});

test('thousands of requests leave nothing behind', async () => {
	const track = new Track([{ limit: 50, spanMs: 10 }]);
	await track.until(Promise.all(range(5_000).map(async (name) => await track.go(name, { latency: 1 }))));
	await track.time.pass(10);
	await track.until(track.go(5_000));
	expect(JSON.stringify(track.pacer).length).toBeLessThan(1_000);
	expect(track.time.sleeping).toBe(0);
});
