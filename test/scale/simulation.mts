import { type Demand, type Family, Pacer, TransportFault, WtsClient } from '../../client';
import { VirtualTime } from '../unit/client/runtime.mts';

/** A repeatable source of numbers from 0 to 1 (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** One process that uses the account. */
export interface Process {
	/** Milliseconds after the beginning at which it starts. */
	joins?: number;
	/** Milliseconds after the beginning at which it is stopped, done or not. */
	leaves?: number;
	/** Items of its run, each of them one request. */
	items: number;
	family?: Family;
	concurrency?: number;
	limitShare?: number;
}

export interface Setting {
	seed: number;
	processes: readonly Process[];
	retryAfter?: boolean;
	sendsCountOnAccount?: boolean;
	/** Shortest and longest time of an answer, in milliseconds. */
	latencyMs?: readonly [number, number];
	/** While it is refused whatever comes, in milliseconds from the beginning. */
	refusesAll?: readonly [number, number];
}

export interface Outcome {
	/** When the last request was let through. */
	endedAt: number;
	/** The least that the limits, the answers' times and the joining allow. */
	bound: number;
	accepted: number;
	refused: number;
	/** Requests that failed for good. */
	lost: number;
	/** By process: when what it sent was let through. */
	times: number[][];
	/** When something was refused. */
	refusedAt: number[];
	/** What the processes wrote into their logs. */
	log: string[];
}

const WINDOWS: Record<Family, ReadonlyArray<readonly [requests: number, ms: number]>> = {
	account: [
		[200, 5_000],
		[1_000, 300_000],
	],
	send: [[1_000, 120_000]],
};

/** Sliding windows that count what they let through, as the platform's. */
class Server {
	readonly refusedAt: number[] = [];

	private readonly taken: Record<Family, number[]> = { account: [], send: [] };

	constructor(private readonly sendsCount: boolean) {}

	/** Undefined when it is let through; else the milliseconds until a place is free. */
	take(family: Family, now: number): number | undefined {
		const families: Family[] = family === 'send' && this.sendsCount ? ['send', 'account'] : [family];
		let wait = 0;
		for (const one of families) {
			for (const [requests, ms] of WINDOWS[one]) {
				const freeing = this.taken[one].at(-requests);
				if (freeing !== undefined && freeing > now - ms) wait = Math.max(wait, freeing + ms - now);
			}
		}
		if (wait > 0) {
			this.refusedAt.push(now);
			return wait;
		}
		for (const one of families) this.taken[one].push(now);
		return undefined;
	}
}

/** When the last request can be let through at the earliest, by one that knows of all. */
function boundOf({ processes, sendsCountOnAccount = false, latencyMs = LATENCY }: Setting): number {
	const server = new Server(sendsCountOnAccount);
	const arrivals = processes
		.flatMap(({ joins = 0, leaves = Infinity, items, family = 'send', concurrency = 10 }) =>
			Array.from({ length: items }, (_, index) => ({
				family,
				leaves,
				at: joins + Math.floor(index / concurrency) * ((latencyMs[0] + latencyMs[1]) / 2),
			})),
		)
		.sort((one, other) => one.at - other.at);
	const last: Record<Family, number> = { account: 0, send: 0 };
	for (const { family, at, leaves } of arrivals) {
		let now = Math.max(at, last[family]);
		if (now >= leaves) continue;
		for (;;) {
			const wait = server.take(family, now);
			if (wait === undefined) break;
			now += wait;
		}
		last[family] = now;
	}
	return Math.max(last.account, last.send);
}

const LATENCY = [20, 180] as const;

const ROUTES = {
	send: 'POST /chat/v1/send/text',
	account: 'POST /chat/v1/session/{id}/message',
} as const;

/** Runs processes that know nothing of each other against one account, on virtual time. */
export async function simulate(setting: Setting): Promise<Outcome> {
	const { seed, processes, retryAfter = false, latencyMs = LATENCY, refusesAll = [0, 0] } = setting;
	const random = seeded(seed);
	const time = new VirtualTime();
	const server = new Server(setting.sendsCountOnAccount ?? false);
	const times = processes.map((): number[] => []);
	const log: string[] = [];
	let lost = 0;

	const work = processes.map(
		async ({ joins = 0, leaves, items, family = 'send', concurrency = 10, limitShare }, place) => {
			await time.sleep(joins + random() * 20);
			const stop = new AbortController();
			if (leaves !== undefined) void time.sleep(leaves - joins).then(() => stop.abort());
			const demand: Demand = { items, left: items };
			const client = new WtsClient({
				baseUrl: 'https://api.wts.chat',
				pacer: new Pacer(),
				demand,
				limitShare,
				runtime: {
					transport: async () => {
						const latency = latencyMs[0] + random() * (latencyMs[1] - latencyMs[0]);
						await time.sleep(latency / 2);
						const now = time.now();
						const outage = now >= refusesAll[0] && now < refusesAll[1];
						if (outage) server.refusedAt.push(now);
						const wait = outage ? refusesAll[1] - now : server.take(family, now);
						if (wait === undefined) times[place]?.push(now);
						await time.sleep(latency / 2);
						if (wait === undefined) return { status: 200, headers: {}, body: '{"id":"m"}' };
						const headers: Record<string, string> = retryAfter
							? { 'retry-after': String(Math.ceil(wait / 1_000)) }
							: {};
						return { status: 429, headers, body: '' };
					},
					sleep: time.sleep,
					now: time.now,
					random,
					signal: stop.signal,
					log: { debug: () => {}, warn: (message) => log.push(message) },
				},
			});
			let next = 0;
			const lane = async () => {
				while (next++ < items && !stop.signal.aborted) {
					const body = { text: 'x' };
					const sent =
						family === 'send'
							? client.request(ROUTES.send, { body: { ...body, to: '5511999999999' } })
							: client.request(ROUTES.account, { path: { id: 's' }, body });
					await sent.catch((error: unknown) => {
						if (error instanceof TransportFault || stop.signal.aborted) return;
						lost++;
					});
					demand.left--;
				}
			};
			await Promise.all(Array.from({ length: concurrency }, lane));
		},
	);
	await time.until(Promise.all(work));
	const accepted = times.flat();
	return {
		endedAt: Math.max(...processes.flatMap(({ leaves }, place) => (leaves === undefined ? (times[place] ?? []) : []))),
		bound: boundOf(setting),
		accepted: accepted.length,
		refused: server.refusedAt.length,
		lost,
		times,
		refusedAt: server.refusedAt,
		log,
	};
}
