import { startBed } from '../bed/bed.mts';
import { type EngineRun, NODE, type NodeSetup } from '../bed/engine.mts';
import { located } from '../bed/located.mts';
import type { Fault, FaultRule } from '../simulator/index.mts';

/** Time of the limits: five minutes become five seconds. */
const SCALE = 1 / 60;

const seed = Number(process.env.CHAOS_SEED ?? Math.floor(Math.random() * 1_000_000_000));

const { simulator, run } = startBed({ seed, limits: { scale: SCALE }, windows: SCALE });

beforeAll(() => {
	process.stdout.write(`Chaos seed: CHAOS_SEED=${seed}\n`);
});

/** A small generator with a seed, so that a run can be repeated. */
function randomOf(start: number): () => number {
	let state = start >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** Open conversations of one contact. */
function conversations(count: number): string[] {
	const { account } = simulator;
	return Array.from({ length: count }, (_, number) => {
		const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
		account.sessions.set(id, { ...structuredClone(account.named.sessionInProgress), id });
		return id;
	});
}

interface Send extends Record<string, unknown> {
	session: string;
	text: string;
	/** Whether it goes through the send family, which can be looked up. */
	queued: boolean;
}

/** Messages of all conversations, mixed, each conversation's in its own order. */
function sendsTo(sessions: readonly string[], each: number, random: () => number): Send[] {
	const next = sessions.map(() => 0);
	const open = sessions.flatMap((_, number) => Array.from({ length: each }, () => number));
	for (let last = open.length - 1; last > 0; last--) {
		const other = Math.floor(random() * (last + 1));
		[open[last], open[other]] = [open[other] ?? 0, open[last] ?? 0];
	}
	return open.map((number) => {
		const order = next[number] ?? 0;
		next[number] = order + 1;
		return { session: sessions[number] ?? '', text: `c${number} m${order};`, queued: random() < 0.5 };
	});
}

const SENDS: Partial<FaultRule['match']> = { method: 'POST' };

/** Every fault of the way and of the server. */
function addFaults(expected: number): void {
	const rules: Array<[number, Fault]> = [
		[0.01, { kind: 'resetBefore' }],
		[0.01, { kind: 'resetAfter' }],
		[0.003, { kind: 'timeout', applied: true }],
		[0.003, { kind: 'timeout', applied: false }],
		[0.01, { kind: 'error', status: 500, applied: true }],
		[0.01, { kind: 'error', status: 500 }],
		[0.005, { kind: 'html', status: 502, applied: true }],
		[0.005, { kind: 'emptyBody', status: 503 }],
		[0.01, { kind: 'error200', key: 'ERROR', text: 'Não foi possível' }],
		[0.01, { kind: 'cutBody' }],
		[0.01, { kind: 'cutBody', reset: true }],
		[0.01, { kind: 'error', status: 400, envelope: 'problem' }],
		[0.2, { kind: 'latency', ms: 30 }],
	];
	for (const [probability, fault] of rules) simulator.faults.add({ match: SENDS, probability, fault });
	// Each refusal of a burst makes the pause before the next try longer, so a few are as good as many.
	for (let burst = 1; burst <= 4; burst++) {
		simulator.faults.add({ after: Math.floor((expected * burst) / 5), times: 5, fault: { kind: 'rateLimited' } });
	}
	// Look-ups fail too.
	simulator.faults.add({ match: { method: 'GET' }, probability: 0.1, fault: { kind: 'resetBefore' } });
}

async function send(sends: Send[], more: Partial<NodeSetup> = {}): Promise<EngineRun> {
	return await run(
		{
			parameters: {
				resource: 'session',
				operation: 'sendText',
				sessionId: located('id', '={{ $json.session }}'),
				text: '={{ $json.text }}',
				options: { concurrency: 50, timeout: 1, delayTyping: '={{ $json.queued ? 0 : "" }}' },
			},
			onError: 'continueErrorOutput',
			...more,
		},
		sends,
		{ executionId: `chaos-${seed}` },
	);
}

/** How often each text is in the account. */
function countTexts(sessions: readonly string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const session of sessions) {
		for (const { text } of simulator.account.messagesOfSession.get(session) ?? []) {
			counts.set(text ?? '', (counts.get(text ?? '') ?? 0) + 1);
		}
	}
	return counts;
}

type Ending = 'done' | 'ambiguous' | 'failed';

/** How each item ended; an item that is not there exactly once is a failure of the test. */
function endings(result: EngineRun, count: number): Ending[] {
	const found = new Map<number, Ending>();
	const note = (output: number) => {
		for (const { json, pairedItem } of result.items(NODE, output)) {
			const { item } = pairedItem as { item: number };
			if (found.has(item)) throw new Error(`Item ${item} came out twice`);
			const error = json.error as { ambiguous: boolean } | undefined;
			found.set(item, error === undefined ? 'done' : error.ambiguous ? 'ambiguous' : 'failed');
		}
	};
	note(0);
	note(1);
	return Array.from({ length: count }, (_, item) => {
		const ending = found.get(item);
		if (ending === undefined) throw new Error(`Item ${item} is lost`);
		return ending;
	});
}

const LIMITS: Record<Ending, [number, number]> = { done: [1, 1], ambiguous: [0, 1], failed: [0, 0] };

/** The items whose ending is not what the account shows. */
function untrue(sends: readonly Send[], all: readonly Ending[], counts: ReadonlyMap<string, number>): string[] {
	return sends.flatMap(({ text }, item) => {
		const ending = all[item] ?? 'failed';
		const count = counts.get(text) ?? 0;
		const [least, most] = LIMITS[ending];
		return count >= least && count <= most ? [] : [`${text} is ${ending}, but was sent ${count} times`];
	});
}

test('5,000 sends over 1,000 conversations: nothing lost, nothing sent twice, order kept', async () => {
	const random = randomOf(seed);
	const sessions = conversations(1_000);
	const sends = sendsTo(sessions, 5, random);
	addFaults(sends.length);
	const startedAt = performance.now();
	const result = await send(sends);
	const seconds = (performance.now() - startedAt) / 1_000;

	expect(result.error).toBeUndefined();
	const all = endings(result, sends.length);
	expect(untrue(sends, all, countTexts(sessions))).toEqual([]);
	for (const session of sessions) {
		const numbers = (simulator.account.messagesOfSession.get(session) ?? []).map(({ text }) =>
			Number(/m(\d+);/.exec(text ?? '')?.[1]),
		);
		expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
	}
	expect(simulator.violations).toEqual([]);

	const count = (wanted: Ending) => all.filter((ending) => ending === wanted).length;
	const plain = sends.flatMap(({ queued, text }, item) => (queued ? [] : [{ text, ending: all[item] }]));
	const open = plain.filter(({ ending }) => ending === 'ambiguous');
	const counts = countTexts(sessions);
	const arrived = open.filter(({ text }) => (counts.get(text) ?? 0) > 0).length;
	process.stdout.write(
		`Texts of sessions: ${open.length} of ${plain.length} ambiguous ` +
			`(${((100 * open.length) / plain.length).toFixed(1)} %), ${arrived} of them had arrived\n`,
	);
	process.stdout.write(
		`${sends.length} sends in ${seconds.toFixed(1)} s: ${count('done')} done, ${count('ambiguous')} ambiguous, ` +
			`${count('failed')} failed; ${simulator.requests.length} requests, ` +
			`${simulator.requests.filter(({ status }) => status === 429).length} of them answered 429\n`,
	);
	// The faults were met, and most of what could be looked up was found.
	expect(count('ambiguous')).toBeGreaterThan(20);
	expect(count('failed')).toBeGreaterThan(20);
	expect(count('done')).toBeGreaterThan(4_500);
	// Without a look in the session it would be 7 %, and more than half of them would have arrived.
	expect(open.length / plain.length).toBeLessThan(0.06);
	expect(arrived / open.length).toBeLessThan(0.4);
}, 600_000);

test('Retry On Fail under faults: nothing lost, nothing sent twice', async () => {
	const random = randomOf(seed + 1);
	const sessions = conversations(100);
	const sends = sendsTo(sessions, 5, random);
	addFaults(sends.length);
	const [first] = sends;
	// n8n repeats the run when its first item failed.
	simulator.faults.add({ match: { bodyIncludes: first?.text ?? '' }, times: 2, fault: { kind: 'error', status: 400 } });
	const result = await send(sends, { retryOnFail: { maxTries: 3, waitBetweenTries: 1 } });
	const all = endings(result, sends.length);
	expect(untrue(sends, all, countTexts(sessions))).toEqual([]);
	expect(simulator.violations).toEqual([]);
}, 300_000);
