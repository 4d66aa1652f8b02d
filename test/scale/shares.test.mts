import { type Process, type Setting, simulate } from './simulation.mts';

/**
 * Processes that know nothing of each other share one account, on virtual time. SCALE_SEED=<number> repeats
 * or varies it.
 */
const FIRST_SEED = Number(process.env.SCALE_SEED ?? 1);

const seeds = (count: number) => Array.from({ length: count }, (_, index) => FIRST_SEED + index);

const same = (count: number, items: number, family: Process['family'] = 'send'): Process[] =>
	Array.from({ length: count }, () => ({ items, family }));

type Case = Omit<Setting, 'seed'> & {
	/** The part of all requests that may be refused. */
	refused?: number;
	seeds?: number;
};

const CASES: Record<string, Case> = {
	'one process': { processes: same(1, 2_000), refused: 0 },
	'one process, session messages': { processes: same(1, 2_000, 'account'), refused: 0 },
	'two processes': { processes: same(2, 1_000), seeds: 2 },
	'two processes, Retry-After': { processes: same(2, 1_000), retryAfter: true },
	'two processes, session messages': { processes: same(2, 1_000, 'account'), seeds: 2 },
	// Both use the short limit up in the same moment, and its places become free in the same moment.
	'two processes, session messages, answered at once': {
		processes: same(2, 1_000, 'account'),
		latencyMs: [5, 20],
		seeds: 16,
	},
	'two processes, session messages, Retry-After': { processes: same(2, 1_000, 'account'), retryAfter: true },
	'four processes': { processes: same(4, 500), seeds: 2 },
	'four processes, Retry-After': { processes: same(4, 500), retryAfter: true },
	// Short runs of so many processes meet three limits in half a minute, each of which is found by being refused.
	'four processes, session messages': { processes: same(4, 500, 'account'), refused: 0.035, seeds: 2 },
	'eight processes': { processes: same(8, 1_500), refused: 0.025 },
	'eight processes, Retry-After': { processes: same(8, 600), retryAfter: true, refused: 0.025 },
	'unequal loads': { processes: [{ items: 3_000 }, { items: 300 }, { items: 700 }], seeds: 2 },
	'unequal loads, session messages': {
		processes: [
			{ items: 2_000, family: 'account' },
			{ items: 200, family: 'account' },
			{ items: 600, family: 'account' },
		],
		refused: 0.03,
	},
	'one joins when all is used up, then another': {
		processes: [{ items: 4_000 }, { items: 1_000, joins: 100_000 }, { items: 1_000, joins: 200_000 }],
		refused: 0.03,
		seeds: 2,
	},
	'one leaves, and the other has all again': {
		processes: [{ items: 2_900 }, { items: 5_000, leaves: 200_000 }],
		seeds: 2,
	},
	'both families side by side': {
		processes: [{ items: 1_500 }, { items: 1_500, family: 'account' }, { items: 1_500 }],
	},
	'sends that count on the account, one process': {
		processes: same(1, 2_000),
		sendsCountOnAccount: true,
		seeds: 2,
	},
	'sends that count on the account, two processes': {
		processes: same(2, 1_000),
		sendsCountOnAccount: true,
		refused: 0.05,
		seeds: 4,
	},
	'sends that count on the account, beside session messages': {
		processes: [{ items: 1_500 }, { items: 1_500, family: 'account' }],
		sendsCountOnAccount: true,
		refused: 0.03,
	},
	'a fixed share each': {
		processes: same(2, 1_000).map((one) => ({ ...one, limitShare: 0.5 })),
		refused: 0,
	},
};

describe.each(Object.entries(CASES))('%s', (_name, { refused: allowed = 0.02, seeds: count = 1, ...setting }) => {
	test.each(seeds(count))('within 20 percent of the bound, few refused, none lost (seed %d)', async (seed) => {
		const { processes } = setting;
		const outcome = await simulate({ ...setting, seed });
		expect(outcome.lost).toBe(0);
		for (const [place, { items, leaves }] of processes.entries()) {
			if (leaves === undefined) expect(outcome.times[place]).toHaveLength(items);
		}
		expect(outcome.endedAt / outcome.bound).toBeLessThan(1.2);
		expect(outcome.refused / (outcome.accepted + outcome.refused)).toBeLessThanOrEqual(allowed);
	});
});

test.each(seeds(2))('two that want all have about as much each (seed %d)', async (seed) => {
	const { times } = await simulate({ seed, processes: same(2, 2_500) });
	const [one = 0, other = 0] = times.map((list) => list.filter((at) => at < 300_000).length);
	expect(Math.min(one, other) / Math.max(one, other)).toBeGreaterThan(0.6);
});

test.each(seeds(2))('who comes late is let in (seed %d)', async (seed) => {
	const { times } = await simulate({ seed, processes: [{ items: 5_000 }, { items: 2_000, joins: 60_000 }] });
	const late = times[1] ?? [];
	// Two windows after it came it has a part that can be felt.
	expect(late.filter((at) => at < 300_000).length).toBeGreaterThan(150);
});

describe('a platform that refuses everything for ten minutes', () => {
	test.each(seeds(2))('is asked seldom, and not stormed when it comes back (seed %d)', async (seed) => {
		const minutes = 60_000;
		const outcome = await simulate({
			seed,
			processes: same(4, 300),
			refusesAll: [1 * minutes, 11 * minutes],
			latencyMs: [2_000, 3_000],
		});
		const during = outcome.refusedAt.filter((at) => at >= minutes && at < 11 * minutes);
		// Ten under way in each process when it begins, then one every ten seconds or so.
		expect(during.length).toBeLessThan(4 * (10 + 80));
		for (const at of during.slice(40)) {
			expect(during.filter((other) => other >= at && other < at + 1_000).length).toBeLessThanOrEqual(8);
		}
		const after = outcome.times.flat().filter((at) => at >= 11 * minutes);
		expect(after.filter((at) => at < 11 * minutes + 1_000).length).toBeLessThan(20);
		expect(outcome.lost).toBe(0);
		const told = outcome.log.filter((line) => line.startsWith('The platform refuses every request for the send limit'));
		// Each process says it once.
		expect(told).toHaveLength(4);
		expect(outcome.log).toContainEqual(expect.stringMatching(/^Waiting .* which others seem to use too$/));
	});
});
