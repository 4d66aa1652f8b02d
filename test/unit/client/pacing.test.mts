import fc from 'fast-check';

import {
	type Demand,
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
	async go(
		name: number,
		{ share = 1, latency = 0, signal, family = 'account', demand }: GoOptions = {},
	): Promise<void> {
		await this.pacer.run(family, this.runtime(signal), { share, demand }, async () => {
			const start = { name, at: this.time.now(), endedAt: Infinity, share };
			this.starts.push(start);
			if (latency > 0) await this.time.sleep(latency);
			start.endedAt = this.time.now();
		});
	}

	/** One request that the server refuses for its limit. */
	async refuse(family: 'account' | 'send' = 'account', retryAfterMs?: number, runtime = this.runtime()): Promise<void> {
		const refusalOf = (error: unknown) => (error === REFUSED ? { retryAfterMs } : undefined);
		const refused = async () => await Promise.reject(REFUSED);
		const going = this.pacer.run(family, runtime, { share: 1 }, refused, refusalOf);
		expect(await this.until(failure(going))).toBe(REFUSED);
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
	demand?: Demand;
}

const REFUSED = new Error('429');

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
		['POST /chat/v1/send/text', 'send'],
		['POST /chat/v1/send/template/batch', 'send'],
		['POST /chat/v1/send/typing', 'account'],
		['POST /chat/v1/chatbot/send', 'account'],
		['POST /chat/v1/session/{id}/message', 'account'],
		['POST /core/v1/contact', 'account'],
		['GET /chat/v1/session/{id}/message', 'account'],
		['GET /chat/v1/send/message/{id}', 'send'],
		['GET /chat/v1/send/chatbot/{id}', 'send'],
		['GET /chat/v1/send/otp/{id}', 'send'],
	] as const)('%s counts against %s', (route, family) => {
		expect(familyOf(route)).toBe(family);
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
		await track.until(
			Promise.all(range(30).map(async () => await track.pacer.run('account', runtime, { share: 1 }, request))),
		);
		expect(listening.mock.calls.length - sleeps).toBe(1);
	});

	test('frees the place of a request that failed', async () => {
		const track = new Track([{ limit: 1, spanMs: 10 }]);
		const failed = track.pacer.run(
			'account',
			track.runtime(),
			{ share: 1 },
			async () => await Promise.reject(new Error('no')),
		);
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

	test('holds everybody up, twice as long each time, until a request is let through', async () => {
		const track = new Track();
		const refusedAt: number[] = [];
		for (const _ of range(6)) {
			await track.refuse();
			refusedAt.push(track.time.now());
		}
		expect(refusedAt).toEqual([0, 2_000, 6_000, 14_000, 29_000, 44_000]);
		expect(await nextStart(track)).toBe(59_000);
		await track.refuse();
		expect((await nextStart(track)) - track.time.now()).toBe(0);
		expect(track.time.now()).toBe(61_000);
	});

	test('holds up those who wait already', async () => {
		const track = new Track([{ limit: 2, spanMs: 100 }]);
		const refused = track.pacer.run(
			'account',
			track.runtime(),
			{ share: 1 },
			async () => {
				await track.time.sleep(50);
				throw REFUSED;
			},
			() => ({ retryAfterMs: 5_000 }),
		);
		const work = Promise.all([failure(refused), track.go(0), track.go(1), track.go(2)]);
		await track.until(work);
		expect(track.starts.map(({ at }) => at)).toEqual([0, 5_050, 5_050]);
	});

	test('of many requests at once counts as one, and one goes ahead when the pause is over', async () => {
		const track = new Track();
		const outcomes: number[] = [];
		const refuse = async (name: number) => {
			for (;;) {
				const going = track.pacer.run(
					'account',
					track.runtime(),
					{ share: 1 },
					async () => {
						outcomes.push(track.time.now());
						await track.time.sleep(10);
						if (track.time.now() < 2_100) throw REFUSED;
					},
					(error) => (error === REFUSED ? {} : undefined),
				);
				if ((await going.catch((error: unknown) => error)) === undefined) return name;
			}
		};
		await track.until(Promise.all(range(8).map(refuse)));
		// Eight at once, one alone in vain, one alone, then twice as many after each success.
		expect(outcomes).toEqual([
			...range(8).map(() => 0),
			2_010,
			6_020,
			...[1, 1].map(() => 6_030),
			...range(5).map(() => 6_040),
		]);
	});

	test('waits as long as the server asks, but never longer than its longest window', async () => {
		const track = new Track();
		await track.refuse('account', 7_000);
		expect(await nextStart(track)).toBe(7_000);
		await track.refuse('account', 86_400_000);
		expect(await nextStart(track)).toBe(307_000);
	});

	test('has a random part, so that programs that wait for the same do not come together', async () => {
		const starts: number[] = [];
		for (const random of [0, 0.25, 0.75, 0.99]) {
			for (const retryAfterMs of [undefined, 7_000]) {
				const track = new Track();
				await track.refuse('account', retryAfterMs, { ...track.runtime(), random: () => random });
				starts.push(await nextStart(track));
			}
		}
		expect(starts).toEqual([1_000, 7_000, 1_500, 7_000, 2_500, 7_500, 2_980, 7_980]);
	});

	test('of one family leaves the other alone', async () => {
		const track = new Track();
		await track.refuse('send');
		expect(await nextStart(track)).toBe(0);
	});

	test('that strays among many that are let through costs seconds', async () => {
		const track = new Track();
		await track.until(Promise.all(range(300).map(async (name) => await track.go(name, { family: 'send' }))));
		await track.refuse('send');
		await track.until(
			Promise.all(range(600).map(async (name) => await track.go(name, { family: 'send', latency: 10 }))),
		);
		expect(track.time.now()).toBeLessThan(8_000);
	});
});

describe('what others use', () => {
	/** A server that lets through what others leave, and counts nothing that it refuses. */
	function server(track: Track, left: () => number, spanMs: number) {
		const accepted: number[] = [];
		let refused = 0;
		const send = async () => {
			for (;;) {
				const going = track.pacer.run(
					'send',
					track.runtime(),
					{ share: 1 },
					async () => {
						await track.time.sleep(20);
						const now = track.time.now();
						if (accepted.filter((at) => at > now - spanMs).length >= left()) {
							refused++;
							throw REFUSED;
						}
						accepted.push(now);
					},
					(error) => (error === REFUSED ? {} : undefined),
				);
				if ((await going.catch((error: unknown) => error)) === undefined) return;
			}
		};
		const lanes = async (count: number) => {
			let next = 0;
			const lane = async () => {
				while (next++ < count) await send();
			};
			await track.until(Promise.all(range(10).map(lane)));
		};
		return { accepted, lanes, refused: () => refused };
	}

	test('is learned from what is let through, and kept within', async () => {
		const track = new Track();
		const { accepted, lanes, refused } = server(track, () => 400, 120_000);
		await lanes(1_600);
		expect(accepted).toHaveLength(1_600);
		expect(track.time.now()).toBeLessThan(1.1 * 360_000);
		expect(refused()).toBeLessThan(0.02 * 1_600);
	});

	test('is given back when they leave', async () => {
		const track = new Track();
		const { accepted, lanes } = server(track, () => (track.time.now() < 200_000 ? 300 : 1_000), 120_000);
		await lanes(300 + 300 + 400 + 1_000);
		expect(accepted).toHaveLength(2_000);
		expect(track.time.now()).toBeLessThan(380_000);
	});
});

describe('a refusal within the span of a short limit', () => {
	test('is not put down to the long one', async () => {
		const track = new Track();
		const fifty = async () =>
			await track.until(Promise.all(range(50).map(async (name) => await track.go(name, { latency: 1 }))));
		await fifty();
		await track.time.pass(2_500);
		await fifty();
		await track.refuse();
		await track.refuse();
		expect(track.time.now()).toBeLessThan(2_500 + 5_000);
		await fifty();
		// As soon as the pause and the short limit allow: the long one would hold them up for twelve seconds.
		expect(track.time.now()).toBeLessThan(12_000);
	});
});

describe('a run of a few items', () => {
	const many = (items: number): Demand => ({ items, left: items });

	test.each([
		['send', 120_000],
		['account', 300_000],
	] as const)('does not wait for one of 1,500 (%s)', async (family, spanMs) => {
		const track = new Track();
		const bulk = many(1_500);
		const going = Promise.all(
			range(1_500).map(async (name) => {
				await track.go(name, { family, demand: bulk });
				bulk.left--;
			}),
		);
		for (const name of range(5)) {
			await track.time.pass(25_000);
			const asked = track.time.now();
			await track.time.until(track.go(10_000 + name, { family, demand: { items: 1, left: 1 } }));
			expect(track.time.now() - asked).toBeLessThan(5_001);
		}
		await track.until(going);
		const last = track.starts.filter(({ name }) => name < 10_000).at(-1)?.at ?? 0;
		expect(last).toBeLessThan(spanMs * 1.1);
		expect(
			densest(
				track.starts.map(({ at }) => at),
				spanMs,
			),
		).toBeLessThanOrEqual(1_000);
	});

	test('costs a run of many that is alone no window of its own', async () => {
		for (const count of [1_000, 2_000, 3_000]) {
			const track = new Track();
			const bulk = many(count);
			await track.until(
				Promise.all(
					range(count).map(async (name) => {
						await track.go(name, { family: 'send', demand: bulk });
						bulk.left--;
					}),
				),
			);
			expect(track.time.now()).toBe((count / 1_000 - 1) * 120_000);
		}
	});

	test('goes before a run of many only as far as the reserve goes', async () => {
		const track = new Track();
		const bulk = many(1_500);
		const going = range(1_500).map(async (name) => await track.go(name, { family: 'send', demand: bulk }));
		await track.time.pass(1_000);
		const small = range(100).map(
			async (name) => await track.go(10_000 + name, { family: 'send', demand: { items: 1, left: 1 } }),
		);
		await track.until(Promise.all([...going, ...small]));
		const early = track.starts.filter(({ name, at }) => name >= 10_000 && at < 120_000);
		expect(early).toHaveLength(20);
		expect(track.time.now()).toBe(120_000);
	});
});

describe('sends that count on the account', () => {
	const sends = async (track: Track, count: number) =>
		await Promise.all(range(count).map(async (name) => await track.go(name, { family: 'send' })));

	/** A runtime that keeps its warnings. */
	function warnings(track: Track) {
		const log: string[] = [];
		return { log, runtime: { ...track.runtime(), log: { debug: () => {}, warn: (text: string) => log.push(text) } } };
	}

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
		'are known by a refusal of family %s that comes just when they would be too many',
		async (family) => {
			const track = new Track();
			const { log, runtime } = warnings(track);
			await track.until(sends(track, 199));
			await track.until(track.go(0, { family }));
			await track.refuse(family, undefined, runtime);
			expect(log).toEqual([expect.stringContaining('seems to count sends against the limit of the account')]);
			await track.until(track.go(1, { family: 'send' }));
			expect(track.time.now()).toBe(5_000);
			await track.time.pass(3_600_000);
			const from = track.time.now();
			await track.until(sends(track, 300));
			expect(track.time.now()).toBe(from);
		},
	);

	test('are not suspected once more were let through than could be', async () => {
		const track = new Track();
		const { log, runtime } = warnings(track);
		await track.until(sends(track, 201));
		await track.time.pass(4_000);
		await track.refuse('send', undefined, runtime);
		await track.time.pass(60_000);
		await track.until(sends(track, 196));
		await track.refuse('send', undefined, runtime);
		expect(log).toEqual([]);
	});

	test('are no longer believed in when one more is let through', async () => {
		const track = new Track();
		const { log, runtime } = warnings(track);
		await track.until(sends(track, 200));
		await track.refuse('send', undefined, runtime);
		const lanes = range(10).map(async () => {
			for (const _ of range(70)) {
				await track.pacer.run('send', runtime, { share: 1 }, async () => await track.time.sleep(20));
			}
		});
		await track.until(Promise.all(lanes));
		expect(log).toEqual([
			expect.stringContaining('seems to count sends'),
			expect.stringContaining('does not count sends against the limit of the account after all'),
		]);
		expect(track.time.now()).toBeLessThan(30_000);
	});

	test('are not suspected while the account itself is used up, or while there are none', async () => {
		const track = new Track();
		const { log, runtime } = warnings(track);
		await track.until(Promise.all([sends(track, 50), ...range(200).map(async (name) => await track.go(name))]));
		await track.refuse('account', 0, runtime);
		const other = new Track();
		await other.until(Promise.all(range(190).map(async (name) => await other.go(name))));
		await other.refuse('account', 0, { ...other.runtime(), log: runtime.log });
		expect(log).toEqual([]);
	});

	test('that are under way when it becomes known count too', async () => {
		const track = new Track([{ limit: 20, spanMs: 100 }]);
		const slow = track.go(0, { family: 'send', latency: 50 });
		await track.time.pass(1);
		await track.until(Promise.all([sends(track, 18), track.go(2)]));
		await track.refuse('account', 0);
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
	expect(JSON.stringify(track.pacer).length).toBeLessThan(2_000);
	// One timer at most, that fires and is gone.
	expect(track.time.sleeping).toBeLessThanOrEqual(1);
	await track.time.pass(5_000);
	expect(track.time.sleeping).toBe(0);
});
