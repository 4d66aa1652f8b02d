import * as fc from 'fast-check';

import { Recent } from '../../../client';

describe('what happened lately', () => {
	it('is remembered until it is too old, from when it was set last', () => {
		const recent = new Recent<string>(10, 1_000);
		recent.set('a', 'first', 0);
		expect(recent.get('a', 1_000)).toBe('first');
		expect(recent.get('a', 1_001)).toBeUndefined();
		recent.set('a', 'second', 900);
		expect(recent.get('a', 1_900)).toBe('second');
		expect(recent.get('b', 900)).toBeUndefined();
	});

	it('is forgotten when it is deleted, however long ago it was set', () => {
		const recent = new Recent<number>(4, 1_000);
		for (const key of ['a', 'b', 'c']) recent.set(key, 1, 0);
		recent.set('a', 2, 0);
		recent.delete('a');
		expect(recent.get('a', 0)).toBeUndefined();
		expect(recent.get('c', 0)).toBe(1);
	});

	it('is as many of the newest as it must hold at least, and never more than twice as many', () => {
		const calls = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 30 })), {
			maxLength: 200,
		});
		fc.assert(
			fc.property(calls, fc.integer({ min: 1, max: 20 }), (list, least) => {
				const recent = new Recent<number>(least, 100);
				const set = new Map<string, { call: number; at: number }>();
				let now = 0;
				for (const [call, [number, pause]] of list.entries()) {
					now += pause;
					const key = String(number);
					recent.set(key, call, now);
					set.delete(key);
					set.set(key, { call, at: now });
					const held = [...set].filter(([one]) => recent.get(one, now) !== undefined);
					expect(held.length).toBeLessThanOrEqual(2 * least);
					for (const [one, { call: last }] of held) expect(recent.get(one, now)).toBe(last);
					const young = [...set.entries()].filter(([, { at }]) => now - at <= 100);
					for (const [one, { call: last }] of young.slice(-least)) {
						expect(recent.get(one, now)).toBe(last);
					}
				}
			}),
		);
	});
});
