/** How long what was seen of a clock holds: clocks drift, and are set. */
const HOLDS_MS = 300_000;

/** How far a server's clock is ahead of the one here, in milliseconds: at least and at most. */
export interface Ahead {
	least: number;
	most: number;
	/** How long the last request took from which it is known. */
	trip: number;
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
		const now = { least: from - gotAt, most: to - sentAt, trip: gotAt - sentAt };
		const { seen } = this;
		if (seen === undefined || gotAt - seen.at > HOLDS_MS) {
			this.seen = { ...now, at: gotAt };
			return;
		}
		const agrees = now.least <= seen.most && now.most >= seen.least;
		// What contradicts itself, such as a clock that was set or the clocks of several machines, is not known so well.
		const [inner, outer] = agrees ? [Math.max, Math.min] : [Math.min, Math.max];
		const { least, most, trip } = now;
		this.seen = {
			least: inner(seen.least, least),
			most: outer(seen.most, most),
			trip,
			at: agrees ? gotAt : seen.at,
		};
	}

	/** Undefined as long as nothing was seen of it lately. */
	ahead(now: number): Ahead | undefined {
		if (this.seen === undefined || now - this.seen.at > HOLDS_MS) return undefined;
		const { least, most, trip } = this.seen;
		return { least, most, trip };
	}
}

/** Milliseconds since 1970 of a date of the platform, which is in UTC even where it does not say so. */
export function serverTime(date: string | null | undefined): number {
	const text = date ?? '';
	return Date.parse(/T[\d:.]+$/.test(text) ? `${text}Z` : text);
}
