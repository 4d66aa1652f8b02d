import { refuse, WtsApiError } from '../../../client';
import { Ledger, type Outcomes } from '../../../nodes/WtsChat/core/ledger';

const done = { records: [{ id: 1 }] };
const failed = { error: refuse('no', 'Change it.') };
const uncertain = {
	error: new WtsApiError({ ...refuse('lost', 'Look it up.').toDetails(), code: 'NETWORK', ambiguous: true }),
};

test('keeps what was done and what may have been done, until the run ends well', () => {
	const ledger = new Ledger({ results: 100, ageMs: 1_000 });
	ledger.close('run', [done, failed, undefined, uncertain], 3, 0);
	expect(new Map(ledger.resultsOf('run', 0))).toEqual(
		new Map<number, unknown>([
			[0, done],
			[3, uncertain],
		]),
	);
	ledger.close('run', [done, done], 3, 0);
	expect(ledger.kept).toEqual({ runs: 0, results: 0 });
});

test('forgets a run after its last try', () => {
	const ledger = new Ledger({ results: 100, ageMs: 1_000 });
	ledger.close('run', [done, failed], 2, 0);
	ledger.close('run', [done, failed], 2, 0);
	expect(ledger.kept.runs).toBe(0);
});

test('forgets runs that nobody repeated in time', () => {
	const ledger = new Ledger({ results: 100, ageMs: 1_000 });
	ledger.close('run', [done, failed], 3, 0);
	expect(ledger.resultsOf('run', 1_000).size).toBe(1);
	expect(ledger.resultsOf('run', 1_001).size).toBe(0);
	expect(ledger.kept).toEqual({ runs: 0, results: 0 });
});

test('keeps a bounded number of results, but never a part of a run', () => {
	const ledger = new Ledger({ results: 10, ageMs: 1_000 });
	const outcomes = (count: number): Outcomes => [failed, ...Array.from({ length: count }, () => done)];
	ledger.close('a', outcomes(6), 3, 0);
	ledger.close('b', outcomes(6), 3, 0);
	expect(ledger.resultsOf('a', 0).size).toBe(0);
	expect(ledger.resultsOf('b', 0).size).toBe(6);
	ledger.close('c', outcomes(50), 3, 0);
	expect(ledger.kept).toEqual({ runs: 1, results: 50 });
});
