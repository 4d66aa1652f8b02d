/** Small seeded generator (mulberry32): the same seed gives the same account, IDs included. */
export class Random {
	#state: number;

	constructor(readonly seed: number) {
		this.#state = seed >>> 0;
	}

	/** A number in [0, 1). */
	next(): number {
		return this.#uint32() / 4_294_967_296;
	}

	/** An integer in [0, limit). */
	int(limit: number): number {
		return Math.floor(this.next() * limit);
	}

	pick<T>(values: readonly T[]): T {
		const value = values[this.int(values.length)];
		if (value === undefined) throw new Error('pick() needs a non-empty list');
		return value;
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	uuid(): string {
		const hex =
			this.#hex() +
			(((this.#uint32() & 0xffff0fff) | 0x4000) >>> 0).toString(16).padStart(8, '0') +
			(((this.#uint32() & 0x3fffffff) | 0x80000000) >>> 0).toString(16).padStart(8, '0') +
			this.#hex();
		return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
	}

	digits(length: number): string {
		let text = '';
		while (text.length < length) text += String(this.int(10));
		return text;
	}

	#hex(): string {
		return this.#uint32().toString(16).padStart(8, '0');
	}

	#uint32(): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let t = this.#state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return (t ^ (t >>> 14)) >>> 0;
	}
}
