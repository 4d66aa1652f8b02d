import {
	type CancelSignal,
	type ClientOptions,
	type Runtime,
	type Transport,
	type TransportAnswer,
	TransportFault,
	type TransportRequest,
	WtsClient,
} from '../../../client';

interface Sleeper {
	at: number;
	wake(): void;
}

/** Lets everything run that waits for no timer. */
async function settleDown(): Promise<void> {
	await new Promise((resolve) => setImmediate(resolve));
}

/** A clock whose time passes only when all else has come to rest, so that hours take no time. */
export class VirtualTime {
	private time = 0;

	/** Sorted by time, then by order of going to sleep. */
	private readonly sleepers: Sleeper[] = [];

	readonly now = (): number => this.time;

	readonly sleep = async (ms: number, signal?: CancelSignal): Promise<void> =>
		await new Promise((resolve, reject) => {
			if (signal?.aborted === true) return reject(new TransportFault('cancelled'));
			const cancel = () => {
				this.sleepers.splice(this.sleepers.indexOf(sleeper), 1);
				reject(new TransportFault('cancelled'));
			};
			const sleeper: Sleeper = {
				at: this.time + Math.max(0, ms),
				wake: () => {
					signal?.removeEventListener('abort', cancel);
					resolve();
				},
			};
			signal?.addEventListener('abort', cancel, { once: true });
			const after = this.sleepers.findIndex(({ at }) => at > sleeper.at);
			this.sleepers.splice(after === -1 ? this.sleepers.length : after, 0, sleeper);
		});

	/** How many sleep at the moment. */
	get sleeping(): number {
		return this.sleepers.length;
	}

	/** Lets time pass until the work has settled; a work that waits for nothing is a deadlock. */
	async until<T>(work: Promise<T>): Promise<T> {
		let settled = false;
		const settle = () => {
			settled = true;
		};
		work.then(settle, settle);
		for (;;) {
			await settleDown();
			if (settled) return await work;
			if (!this.step()) throw new Error(`Deadlock at ${this.time} ms: nobody sleeps and nothing is settled`);
		}
	}

	/** Lets this many milliseconds pass. */
	async pass(ms: number): Promise<void> {
		await this.until(this.sleep(ms));
	}

	/** Goes on to the next time at which somebody wakes. */
	private step(): boolean {
		const [next] = this.sleepers;
		if (next === undefined) return false;
		this.time = next.at;
		while (this.sleepers[0]?.at === this.time) this.sleepers.shift()?.wake();
		return true;
	}
}

/** What the far side does with a request: an answer, a fault, or a promise of one. */
export type Script = (
	request: TransportRequest,
	index: number,
) => Reply | TransportFault | Promise<Reply | TransportFault>;

/** An answer in short: 200 with JSON of `json` unless it says otherwise. */
export interface Reply {
	status?: number;
	json?: unknown;
	body?: string;
	headers?: Record<string, string>;
	/** Milliseconds until the answer. */
	afterMs?: number;
}

function toAnswer({ status = 200, json, body, headers = {} }: Reply): TransportAnswer {
	return { status, headers, body: body ?? (json === undefined ? '' : JSON.stringify(json)) };
}

/** A request as the transport saw it. */
export interface Call extends TransportRequest {
	at: number;
	/** Path and query, without the host. */
	target: string;
	/** The JSON of the body. */
	json: unknown;
}

/** A client on virtual time whose far side follows a script. */
export interface Bench {
	time: VirtualTime;
	client: WtsClient;
	runtime: Runtime;
	calls: Call[];
	/** Messages of the client's log. */
	log: string[];
	/** Waits for work while virtual time passes. */
	until<T>(work: Promise<T>): Promise<T>;
}

export interface BenchOptions extends Partial<Omit<ClientOptions, 'runtime'>> {
	time?: VirtualTime;
	signal?: CancelSignal;
	random?: () => number;
}

export const HOST = 'https://api.wts.chat';

/** Makes a client whose requests are answered by a script. */
export function bench(script: Script, options: BenchOptions = {}): Bench {
	const { time = new VirtualTime(), signal, random = () => 0.5, ...others } = options;
	const calls: Call[] = [];
	const log: string[] = [];
	const transport: Transport = async (request) => {
		calls.push({
			...request,
			at: time.now(),
			target: request.url.replace(/^https?:\/\/[^/]+/, ''),
			json: typeof request.body === 'string' ? (JSON.parse(request.body) as unknown) : undefined,
		});
		const reply = await script(request, calls.length - 1);
		if (reply instanceof TransportFault) throw reply;
		if (reply.afterMs !== undefined) await time.sleep(reply.afterMs, request.signal);
		return toAnswer(reply);
	};
	const runtime: Runtime = {
		transport,
		sleep: time.sleep,
		now: time.now,
		random,
		signal,
		log: { debug: (message) => log.push(message), warn: (message) => log.push(message) },
	};
	const client = new WtsClient({ baseUrl: HOST, runtime, ...others });
	return { time, client, runtime, calls, log, until: async (work) => await time.until(work) };
}

/** Answers one reply after the other; the last one for all that follow. */
export function inTurn(...replies: Array<Reply | TransportFault>): Script {
	return (_request, index) => {
		const reply = replies[Math.min(index, replies.length - 1)];
		if (reply === undefined) throw new Error('The script has no reply');
		return reply;
	};
}

/** The error of a promise that must fail. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
	return await promise.then(
		(value) => {
			throw new Error(`Expected a failure, got ${JSON.stringify(value)}`);
		},
		(error: unknown) => error,
	);
}
