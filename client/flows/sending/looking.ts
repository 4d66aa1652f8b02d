import type { WtsClient } from '../../core/client';
import { serverTime } from '../../core/clock';

/** Sends are queued, so what was just taken may not be found at once. Milliseconds before each look. */
export const LOOKS_AFTER_MS = [500, 2_000];

/** How often the server's clock is read in order to know it better; each time halves what is not known. */
const READINGS = 6;

const A_DAY_MS = 86_400_000;

/** Milliseconds to which it is worth knowing it: requests themselves take longer. */
const FINE_MS = 20;

/** Milliseconds that an answer may take on its way; the rest of its time the server has kept it. */
const WAY_MS = 250;

/**
 * Whether a record was made after a moment of the clock here, by the server's own clock. What was known of that clock
 * is often enough: the dates of messages made just now tell it to some milliseconds. Otherwise it is read by `look`,
 * any request, when its seconds change: its Date header has no finer ones. A record without a date is none.
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
		// A server that never tells its time is taken to have ours, where ours is the time of day.
		if (ahead === undefined) return later >= 0 && later < A_DAY_MS;
		const { least, most, exact } = ahead;
		if (later >= most) return true;
		if (later < least) return false;
		const middle = (least + most) / 2;
		if (exact || readings === READINGS || most - least <= FINE_MS) {
			return later >= Math.max(middle, most - WAY_MS) - FINE_MS / 2;
		}
		// When half of what is possible has it in one second, and half in the next.
		const soon = runtime.now() + 5;
		const toChange = 1_000 - ((((soon + middle) % 1_000) + 1_000) % 1_000);
		await runtime.sleep(5 + toChange, runtime.signal);
		await look();
	}
}
