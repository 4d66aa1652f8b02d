import { sleep } from 'n8n-workflow';

import { isRecord, type LooseRequest, type Observer, Recent, type Subject, subjectOf } from '../../../client';

/** What is known of a record that this process wrote. */
interface Written {
	/** The dates of change that the answers named, in milliseconds. */
	stamps: readonly number[];
	/** When it was written, by our own clock. */
	at: number;
	/** The last answer named no date. */
	unstamped: boolean;
}

/** A write without an answer yet. */
interface Pending {
	subject: Subject;
	ids: readonly string[];
	done: Promise<void>;
}

/** An event, as far as it tells whose doing it was. */
export interface RecordEvent {
	subject: Subject;
	id: string | null;
	updatedAt: string | null;
	/** The caller's own ID of a message. */
	senderId?: string | null;
	/** It tells of a record that was not there before. */
	isNew?: boolean;
	/** Of a session: nothing has changed but what a message of ours changes. */
	changesByMessagesOnly?: boolean;
}

/** How long an event waits for the answer to the write that it may tell of. */
const PATIENCE_MS = 1_500;

/** For how long an event may follow a write whose answer names no date. */
const FOLLOWS_MS = 5_000;

const REMEMBERED_AT_LEAST = 20_000;
const REMEMBERED_MS = 24 * 3_600_000;

const isFilled = (value: unknown): value is string => typeof value === 'string' && value !== '';

function recordsOf(answer: unknown): Array<Record<string, unknown>> {
	if (Array.isArray(answer)) return answer.filter(isRecord);
	if (!isRecord(answer)) return [];
	const lists = [answer.items, answer.results, answer.contacts].filter(Array.isArray);
	return [answer, ...lists.flatMap((list: unknown[]) => list.filter(isRecord))];
}

/** What this process did itself, so that it does not start a run. Other processes know nothing of it. */
export class OwnActions {
	private readonly written = new Recent<Written>(REMEMBERED_AT_LEAST, REMEMBERED_MS);

	private readonly pending = new Set<Pending>();

	constructor(
		private readonly now: () => number = () => Date.now(),
		private readonly wait: (ms: number) => Promise<void> = async (ms) => await sleep(ms),
	) {}

	/** To be told of a request when it is sent; what it returns is to be told of the answer. */
	readonly observe: Observer = (route, request) => {
		const subject = subjectOf(route);
		if (subject === undefined) return undefined;
		let end = () => {};
		const done = new Promise<void>((resolve) => {
			end = resolve;
		});
		const ids = idsOf(request);
		const pending: Pending = { subject, ids, done };
		this.pending.add(pending);
		return (outcome) => {
			if (outcome !== undefined) this.keep(subject, ids, request, outcome.answer);
			this.pending.delete(pending);
			end();
		};
	};

	/** Whether an event tells of what this process did. Waits for a write that is under way, within reason. */
	async isOwn(event: RecordEvent): Promise<boolean> {
		if (this.knows(event)) return true;
		const open = [...this.pending].filter((one) => mayConcern(one, event));
		if (open.length === 0) return false;
		let over = false;
		await Promise.race([
			Promise.all(open.map(({ done }) => done)).then(() => {
				over = true;
			}),
			this.wait(PATIENCE_MS),
		]);
		if (this.knows(event)) return true;
		// Nothing else can be said of a write to this very record that has no answer.
		return !over && open.some(({ ids }) => event.id !== null && ids.includes(event.id.toLowerCase()));
	}

	private knows(event: RecordEvent): boolean {
		const { subject, id, senderId, updatedAt, isNew = false, changesByMessagesOnly = false } = event;
		if (subject === 'message') {
			return [id, senderId].some((one) => one && this.of('message', one) !== undefined);
		}
		if (id === null) return false;
		const stamp = Date.parse(updatedAt ?? '');
		const written = this.of(subject, id);
		if (written !== undefined) {
			if (subject === 'cardNote' || written.stamps.includes(stamp)) return true;
			if ((written.unstamped || isNew) && this.now() - written.at <= FOLLOWS_MS) return true;
		}
		const talk = subject === 'session' ? this.written.get(keyOf('talk', id), this.now()) : undefined;
		if (talk === undefined) return false;
		return talk.stamps.includes(stamp) || ((changesByMessagesOnly || isNew) && this.now() - talk.at <= FOLLOWS_MS);
	}

	private of(subject: Subject, id: string): Written | undefined {
		return this.written.get(keyOf(subject, id), this.now());
	}

	private keep(subject: Subject, ids: readonly string[], request: LooseRequest, answer: unknown): void {
		const records = recordsOf(answer);
		const stamped = records.map((record) => ({ record, stamps: stampsOf(record) }));
		const first = stamped[0]?.stamps ?? [];
		const body = isRecord(request.body) ? request.body : {};
		const named = new Map<string, readonly number[]>();
		const name = (kind: string, id: unknown, stamps: readonly number[]) => {
			if (isFilled(id)) named.set(keyOf(kind, id), stamps);
		};
		if (subject === 'message') {
			// A note and a message alike touch their session.
			for (const id of ids) name('talk', id, first);
			name('message', body.senderId, []);
		} else if (!records.some((record) => isFilled(record.id))) {
			for (const id of ids) name(subject, id, []);
		}
		if (subject === 'session') for (const id of ids) name('talk', id, first);
		for (const { record, stamps } of stamped) {
			name(subject, record.id, stamps);
			if (subject !== 'message') continue;
			name('message', record.senderId, stamps);
			name('talk', record.sessionId, stamps);
		}
		const now = this.now();
		for (const [key, stamps] of named) this.note(key, stamps, now);
	}

	private note(key: string, stamps: readonly number[], at: number): void {
		const before = this.written.get(key, at)?.stamps ?? [];
		const all = [...before, ...stamps.filter((stamp) => !before.includes(stamp))].slice(-10);
		this.written.set(key, { stamps: all, at, unstamped: stamps.length === 0 }, at);
	}
}

/** The dates of change that a record names, in milliseconds. */
function stampsOf({ updatedAt, createdAt }: Record<string, unknown>): number[] {
	const texts = updatedAt === createdAt ? [updatedAt] : [updatedAt, createdAt];
	return texts
		.filter(isFilled)
		.map((text) => Date.parse(text))
		.filter((ms) => !Number.isNaN(ms));
}

function keyOf(kind: string, id: string): string {
	return `${kind}:${id.toLowerCase()}`;
}

/** The IDs that a request names: in its path, or as its session. */
function idsOf({ path, body }: LooseRequest): string[] {
	const named: unknown[] = [...Object.values(path ?? {}), isRecord(body) ? body.sessionId : undefined];
	return named.filter(isFilled).map((id) => id.toLowerCase());
}

function mayConcern({ subject, ids }: Pending, event: RecordEvent): boolean {
	// A message changes its session as well.
	const related = subject === event.subject || (subject === 'message' && event.subject === 'session');
	if (!related) return false;
	if (event.subject === 'message' || ids.length === 0) return true;
	return subject === 'cardNote' || event.id === null || ids.includes(event.id.toLowerCase());
}

/** What this process did; all clients feed it, all triggers ask it. */
export const ownActions = new OwnActions();
