import { type Process, type Setting, simulate } from './simulation.mts';

const S = 1000;
const same = (n: number, items: number, family: 'send' | 'account' = 'send'): Process[] =>
	Array.from({ length: n }, () => ({ items, family }));
const cases: Record<string, Omit<Setting, 'seed'>> = {
	'1x2000': { processes: same(1, 2000) },
	'1x2000 text': { processes: same(1, 2000, 'account') },
	'2x1000': { processes: same(2, 1000) },
	'2x1000 RA': { processes: same(2, 1000), retryAfter: true },
	'4x500': { processes: same(4, 500) },
	'4x500 RA': { processes: same(4, 500), retryAfter: true },
	'2x1000 text': { processes: same(2, 1000, 'account') },
	'2x1000 text RA': { processes: same(2, 1000, 'account'), retryAfter: true },
	'4x500 text': { processes: same(4, 500, 'account') },
	'4x500 text RA': { processes: same(4, 500, 'account'), retryAfter: true },
	'8x600': { processes: same(8, 600) },
	'8x600 RA': { processes: same(8, 600), retryAfter: true },
	'8x400 text': { processes: same(8, 400, 'account') },
	'unequal 3000,300,700': { processes: [{ items: 3000 }, { items: 300 }, { items: 700 }] },
	'unequal text': {
		processes: [
			{ items: 2000, family: 'account' },
			{ items: 200, family: 'account' },
			{ items: 600, family: 'account' },
		],
	},
	join: { processes: [{ items: 4000 }, { items: 1000, joins: 100 * S }, { items: 1000, joins: 200 * S }] },
	'join RA': {
		processes: [{ items: 4000 }, { items: 1000, joins: 100 * S }, { items: 1000, joins: 200 * S }],
		retryAfter: true,
	},
	'join text': {
		processes: [
			{ items: 3000, family: 'account' },
			{ items: 1000, joins: 100 * S, family: 'account' },
		],
	},
	leave: { processes: [{ items: 3000 }, { items: 5000, leaves: 200 * S }] },
	'counts 1x2000': { processes: same(1, 2000), sendsCountOnAccount: true },
	'counts 2x1000': { processes: same(2, 1000), sendsCountOnAccount: true },
	'counts 4x500': { processes: same(4, 500), sendsCountOnAccount: true },
	'counts 4x500 RA': { processes: same(4, 500), sendsCountOnAccount: true, retryAfter: true },
	'counts mixed': { processes: [{ items: 1500 }, { items: 1500, family: 'account' }], sendsCountOnAccount: true },
	mixed: { processes: [{ items: 1500 }, { items: 1500, family: 'account' }, { items: 1500 }] },
};
const only = process.argv[2];
const seeds = (process.argv[3] ?? '1,2,3,4').split(',').map(Number);
for (const [name, c] of Object.entries(cases)) {
	if (only && only !== 'all' && !name.includes(only)) continue;
	const rows = [];
	for (const seed of seeds) {
		const o = await simulate({ ...c, seed });
		rows.push(
			`${(o.endedAt / o.bound).toFixed(2)} ${((100 * o.refused) / (o.accepted + o.refused)).toFixed(1)}%${o.lost ? ' LOST ' + o.lost : ''}`,
		);
		if (process.argv[4])
			console.log(
				o.times.map((t) => t.length + '@' + Math.round(t.at(-1)! / 1000)).join(' '),
				o.refusedAt.map((t) => (t / 1000).toFixed(0)).join(' '),
			);
	}
	console.log(name.padEnd(24), rows.join(' | '));
}
