import type { WtsClient } from '../../core/client';
import { refuse, WtsApiError } from '../../core/errors';
import { getMessageStatus, type SentBy } from './messages';

/** How far a message must come. */
export type DeliveryGoal = 'sent' | 'delivered' | 'read';

export interface Delivery {
	goal: DeliveryGoal;
	/** When to give up waiting, in milliseconds. */
	timeoutMs: number;
}

/** How far a message has come; what is not named has not left yet. */
const STEPS: Readonly<Record<string, number>> = { SENT: 1, DELIVERED: 2, READ: 3 };
const GOALS: Readonly<Record<DeliveryGoal, number>> = { sent: 1, delivered: 2, read: 3 };

const FIRST_LOOK_MS = 500;
const SLOWEST_MS = 5_000;

/**
 * Waits until a message has come as far as it should, by looking at its status at growing intervals. One that has not
 * come so far in time is no error, since it may yet: `deliveryReached` says so. Neither is a look that fails, nor a
 * stop.
 * @throws {WtsApiError} with the platform's reason when the message failed.
 */
export async function waitForDelivery<T extends { id?: string }>(
	client: WtsClient,
	sent: T,
	{ goal, timeoutMs }: Delivery,
): Promise<T & { status?: string; deliveryReached: boolean }> {
	const { runtime } = client;
	const deadline = runtime.now() + timeoutMs;
	let status = statusOf(sent);
	let sentBy: SentBy | undefined;
	for (let pause = FIRST_LOOK_MS; ; pause = Math.min(pause * 1.5, SLOWEST_MS)) {
		if (status === 'FAILED') throw failed(sent.id);
		if ((STEPS[status ?? ''] ?? 0) >= GOALS[goal]) return { ...sent, status, deliveryReached: true };
		const left = deadline - runtime.now();
		if (sent.id === undefined || left <= 0) return { ...sent, status, deliveryReached: false };
		const stopped = await runtime.sleep(Math.min(pause, left), runtime.signal).then(
			() => false,
			() => true,
		);
		// It was sent, whoever stops waiting for it: as a failure it would be sent again.
		if (stopped) return { ...sent, status, deliveryReached: false };
		const found = await getMessageStatus(client, sent.id, sentBy).catch((error: unknown) => {
			if (error instanceof WtsApiError) return undefined;
			throw error;
		});
		if (found === undefined) continue;
		sentBy = found.sentBy;
		status = statusOf(found) ?? status;
		if (status === 'FAILED') throw failed(sent.id, Reflect.get(found, 'failedReason'));
	}
}

function statusOf(record: object): string | undefined {
	const status: unknown = Reflect.get(record, 'status');
	return typeof status === 'string' ? status : undefined;
}

function failed(id: string | undefined, reason?: unknown): WtsApiError {
	const said = typeof reason === 'string' && reason !== '' ? reason : null;
	return refuse(
		`The message failed${said === null ? '' : `: ${said}`} (ID ${id ?? 'unknown'})`,
		'The platform took the message, but the channel did not. Outside the 24-hour window only templates arrive.',
	).withDetails({ text: said });
}
