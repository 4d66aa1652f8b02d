import type { Account } from './state.mts';

/** One property of a record, before and after. */
export interface Change {
	property: string;
	currentValue: unknown;
	previousValue: unknown;
}

interface Seen {
	record: Record<string, unknown>;
	/** What the change of this date was: several events of one change tell the same. */
	updatedAt: unknown;
	changes: Change[];
}

/** Dates that change with everything else. */
const SILENT = ['updatedAt'];

/**
 * What each record was when its last event was told. Begins with the first subscription, so that an account that nobody
 * listens to costs nothing.
 */
export class History {
	#seen: Map<string, Seen> | undefined;

	begin(account: Account): void {
		if (this.#seen !== undefined) return;
		this.#seen = new Map();
		for (const records of [account.contacts, account.sessions, account.cards]) {
			for (const record of records.values()) this.#keep(record, []);
		}
	}

	forget(): void {
		this.#seen = undefined;
	}

	/** What is new about a record; a record that was never seen is all new. */
	changesOf(record: object & { id: string }): Change[] {
		const now: Record<string, unknown> = { ...record };
		const seen = this.#seen?.get(record.id);
		if (seen !== undefined && seen.updatedAt === now.updatedAt) return seen.changes;
		const before = seen?.record ?? {};
		const changes = Object.keys(now)
			.filter((key) => !SILENT.includes(key) && JSON.stringify(now[key]) !== JSON.stringify(before[key]))
			.map((property) => ({ property, currentValue: now[property], previousValue: before[property] ?? null }));
		this.#keep(record, changes);
		return changes;
	}

	#keep(record: object & { id: string }, changes: Change[]): void {
		const copy: Record<string, unknown> = { ...record };
		this.#seen?.set(record.id, { record: copy, updatedAt: copy.updatedAt, changes });
	}
}
