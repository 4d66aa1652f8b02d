import type { WtsClient } from '../../core/client';
import { serverTime } from '../../core/clock';

/** Sends are queued, so what was just taken may not be found at once. Milliseconds before each look. */
export const LOOKS_AFTER_MS = [500, 2_000];

/** How often the server's clock is read for an answer; each time takes up to a second. */
const READINGS = 8;

/**
 * Whether a record was surely made after a moment of the clock here, by the server's own clock: what is not sure is no.
 * The dates of messages made just now tell that clock to some milliseconds. Otherwise it is read by `look`, any
 * request, when its seconds change, since its Date header has no finer ones. A record without a date is none, and a
 * server that never tells its time leaves it open.
 */
export async function isSince(
	client: WtsClient,
	createdAt: string | null | undefined,
	startedAt: number,
	look: () => Promise<unknown>,
): Promise<boolean> {
	const { runtime } = client;
	const later = serverTime(createdAt) - startedAt;
	if (Number.isNaN(later)) return false;
	for (let readings = 0; ; readings++) {
		const ahead = client.serverAhead();
		if (ahead === undefined) return false;
		// Clocks here show whole milliseconds, so equal ones do not tell.
		if (later > ahead.most) return true;
		if (later < ahead.least || readings === READINGS) return false;
		// If the record was made at that very moment, the server's seconds change when the request leaves: an answer from
		// before the change shows that it was made later. Every third time the answer comes then: one from after the change
		// shows that it was made earlier.
		const early = readings % 3 === 0 ? ahead.trip + 5 : 0;
		const soon = runtime.now() + 5;
		const toChange = 1_000 - ((((soon + later + early) % 1_000) + 1_000) % 1_000);
		await runtime.sleep(5 + toChange, runtime.signal);
		await look();
	}
}
