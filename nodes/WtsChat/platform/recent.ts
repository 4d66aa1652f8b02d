/** What happened lately, in bounded memory: the oldest is forgotten first. */
export class Recent<T> {
	/** Oldest first. */
	private readonly entries = new Map<string, { value: T; at: number }>();

	constructor(
		private readonly most: number,
		private readonly ageMs: number,
	) {}

	get(key: string, now: number): T | undefined {
		const entry = this.entries.get(key);
		if (entry === undefined) return undefined;
		if (now - entry.at <= this.ageMs) return entry.value;
		this.entries.delete(key);
		return undefined;
	}

	set(key: string, value: T, now: number): void {
		this.entries.delete(key);
		this.entries.set(key, { value, at: now });
		for (const [oldest, { at }] of this.entries) {
			if (this.entries.size <= this.most && now - at <= this.ageMs) return;
			this.entries.delete(oldest);
		}
	}

	delete(key: string): void {
		this.entries.delete(key);
	}

	get size(): number {
		return this.entries.size;
	}
}
