import { iso, MINUTE } from '../clock.mts';
import type { Random } from '../random.mts';
import type { Account } from '../state.mts';

/** What the parts of the seed share: randomness, dates relative to the start, and the account being built. */
export interface Seeder {
	random: Random;
	/** A date so many milliseconds before the start. */
	ago(ms: number): string;
	account: Account;
}

export function seeder(random: Random, account: Account): Seeder {
	const start = Math.floor(Date.now() / MINUTE) * MINUTE;
	return { random, account, ago: (ms) => iso(start - ms) };
}

/** Puts records into a map by ID and gives them back. */
export function store<T extends { id: string }>(map: Map<string, T>, record: T): T {
	map.set(record.id, record);
	return record;
}
