/** Dates as the platform writes them: UTC, seven fractional digits, never twice the same. */
export class Clock {
	#lastMs = 0;
	#tick = 0;

	/** Now; strictly increasing, so that sorting by date is total. */
	now(): string {
		const ms = Math.max(Date.now(), this.#lastMs);
		this.#tick = ms === this.#lastMs ? this.#tick + 1 : 0;
		if (this.#tick > 9999) {
			this.#lastMs = ms + 1;
			this.#tick = 0;
		} else {
			this.#lastMs = ms;
		}
		return iso(this.#lastMs, this.#tick);
	}
}

/** Writes a moment in the platform's notation. */
export function iso(ms: number, tick = 0): string {
	return new Date(ms).toISOString().replace('Z', `${String(tick).padStart(4, '0')}Z`);
}

/** A date of a request in the platform's notation, or null. */
export function normalDate(value: string | null | undefined): string | null {
	if (value === null || value === undefined) return null;
	return iso(Date.parse(value));
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
