/** How long what was seen of a clock holds: clocks drift, and are set. */
const HOLDS_MS = 300_000;

/** How far a server's clock is ahead of the one here, in milliseconds: at least and at most. */
export interface Ahead {
	least: number;
	most: number;
}

/** What the server's clock showed while a request went from `sentAt` to `gotAt` of the clock here. */
export interface Sighting {
	/** The earliest moment that the server can have meant, in milliseconds since 1970. */
	from: number;
	/** The latest one: a Date header leaves the milliseconds out. */
	to: number;
	sentAt: number;
	gotAt: number;
}

/** A server's clock, known the better the more of it is seen. */
export class ServerClock {
	private seen?: Ahead & { at: number };

	note({ from, to, sentAt, gotAt }: Sighting): void {
		const now: Ahead = { least: from - gotAt, most: to - sentAt };
		const { seen } = this;
		const fits = seen !== undefined && gotAt - seen.at <= HOLDS_MS && now.least <= seen.most && now.most >= seen.least;
		this.seen = fits
			? { least: Math.max(seen.least, now.least), most: Math.min(seen.most, now.most), at: seen.at }
			: { ...now, at: gotAt };
	}

	/** Undefined as long as nothing was seen of it lately. */
	ahead(now: number): Ahead | undefined {
		if (this.seen === undefined || now - this.seen.at > HOLDS_MS) return undefined;
		const { least, most } = this.seen;
		return { least, most };
	}
}

/** Milliseconds since 1970 of a date of the platform, which is in UTC even where it does not say so. */
export function serverTime(date: string | null | undefined): number {
	const text = date ?? '';
	return Date.parse(/T[\d:.]+$/.test(text) ? `${text}Z` : text);
}
