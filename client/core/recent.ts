interface Entry<T> {
	readonly value: T;
	readonly at: number;
}

/**
 * What happened lately, in bounded memory: at least the newest `least` entries, never more than twice as many, each
 * for `ageMs` milliseconds.
 */
export class Recent<T> {
	// Two generations: to find the oldest entry of one Map, each time, would pass the places of all that was deleted
	// before it, which a Map keeps for a while.
	private young = new Map<string, Entry<T>>();

	private old = new Map<string, Entry<T>>();

	private youngSince = -Infinity;

	constructor(
		private readonly least: number,
		private readonly ageMs: number,
	) {}

	/** The value of a key; undefined when there is none, or when it is too old. `now` is in milliseconds. */
	get(key: string, now: number): T | undefined {
		const entry = this.young.get(key) ?? this.old.get(key);
		return entry !== undefined && now - entry.at <= this.ageMs ? entry.value : undefined;
	}

	/** Sets a key anew: it is the youngest now. */
	set(key: string, value: T, now: number): void {
		if (this.young.size >= this.least || now - this.youngSince > this.ageMs) {
			this.old = this.young;
			this.young = new Map();
			this.youngSince = now;
		}
		this.young.set(key, { value, at: now });
	}

	/** Forgets a key. */
	delete(key: string): void {
		this.young.delete(key);
		this.old.delete(key);
	}
}
