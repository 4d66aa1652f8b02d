import { ServerClock, serverTime } from './clock';
import type { Pacer } from './pacing/pacer';
import { Recent } from './recent';

/** How long it is remembered whose a message is. Older ones are told apart by their time. */
const REMEMBERED_MS = 600_000;

/** A send that another one of the same name could be taken for. */
export interface OpenSend {
	/** What the two would have in common: the sender ID, or session and text. */
	readonly name: string;
	readonly startedAt: number;
	/** When it ended without anybody knowing how. */
	lostAt?: number;
}

/**
 * What the sends of one account and process know of each other, so that none takes another one's message for its own.
 */
export class SendMemory {
	/** The clock that the platform's records are dated by, told by records that were made just now. */
	readonly recordClock = new ServerClock();

	/** IDs of messages that are known to be those of a send. */
	private readonly claims = new Recent<true>(Infinity, REMEMBERED_MS);

	private readonly sends = new Set<OpenSend>();

	begin(name: string, now: number): OpenSend {
		for (const send of this.sends) {
			if (send.lostAt !== undefined && now - send.lostAt > REMEMBERED_MS) this.sends.delete(send);
		}
		const send: OpenSend = { name, startedAt: now };
		this.sends.add(send);
		return send;
	}

	/** Ends a send: with its message, or without one when it was surely refused. */
	settle(send: OpenSend, id: string | undefined, now: number): void {
		this.sends.delete(send);
		if (id !== undefined) this.claim(id, now);
	}

	/** Ends a send of which nobody knows whether there is a message. */
	lose(send: OpenSend, now: number): void {
		send.lostAt = now;
	}

	claim(id: string, now: number): void {
		this.claims.set(id, true, now);
	}

	isClaimed(id: string, now: number): boolean {
		return this.claims.get(id, now) === true;
	}

	/**
	 * Whether a message of this name may be that of another send which has none: one that runs at the same time, or one
	 * that was lost, which may arrive late.
	 */
	isContested(send: OpenSend): boolean {
		return [...this.sends].some((other) => other !== send && other.name === send.name);
	}

	/** Notes the date of a record that a request has made. */
	noteRecord(createdAt: string, sentAt: number, gotAt: number): void {
		const at = serverTime(createdAt);
		// A date in whole seconds leaves the rest open.
		const to = /:\d\d\.\d/.test(createdAt) ? at : at + 999;
		if (!Number.isNaN(at)) this.recordClock.note({ from: at, to, sentAt, gotAt });
	}
}

const memories = new WeakMap<Pacer, SendMemory>();

/** The memory of an account, which is known by its pacer: there is one per account and process. */
export function sendMemoryOf(pacer: Pacer): SendMemory {
	const known = memories.get(pacer) ?? new SendMemory();
	memories.set(pacer, known);
	return known;
}
