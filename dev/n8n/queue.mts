import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Host } from './host.mts';
import { freePort } from './ports.mts';
import { startChild, tail } from './processes.mts';
import { installInto, type N8n, n8nEnvironment, type StartOptions, startN8n, waitUntilReady } from './server.mts';
import { type Stores, startStores } from './stores.mts';

export interface QueueOptions {
	readonly host: Host;
	readonly userFolder: string;
	readonly package: StartOptions['package'];
	readonly workers: number;
	/** Executions that a worker runs at once. */
	readonly concurrency?: number;
	readonly env?: Readonly<Record<string, string>>;
}

/** A worker, or the process that takes webhooks. */
export interface Process extends N8n {
	/** Ends it at once, as a machine that is switched off would. */
	kill(): Promise<void>;
}

/** n8n in queue mode. */
export interface Queue {
	main: N8n;
	/** Takes production webhooks; main does, too. */
	webhook: Process;
	readonly workers: Process[];
	readonly stores: Stores;
	/** Starts one more worker, which is in `workers` then; `env` are more settings for it. */
	startWorker(env?: Readonly<Record<string, string>>): Promise<Process>;
	/** Ends the main process. */
	stopMain(): Promise<void>;
	/** Starts the main process anew, at the address that it had. */
	startMain(): Promise<void>;
	/** Starts the process for webhooks anew, at the address that it had. */
	startWebhook(): Promise<void>;
	stop(): Promise<void>;
}

/** Starts Redis, Postgres, n8n's main process, workers, and a process for webhooks. */
export async function startQueue(options: QueueOptions): Promise<Queue> {
	const { host, userFolder, concurrency = 5 } = options;
	const ended: Array<() => Promise<void>> = [];
	const stop = async (): Promise<void> => {
		for (const end of ended.splice(0).reverse()) await end();
	};
	let number = 0;
	try {
		const stores = await startStores();
		ended.push(async () => await stores.stop());
		const webhookPort = await freePort();
		const shared = {
			...stores.env,
			N8N_ENCRYPTION_KEY: 'only-for-tests',
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			// What stands before n8n gives webhooks to the process that is for them.
			WEBHOOK_URL: `http://127.0.0.1:${webhookPort}`,
			N8N_DEFAULT_BINARY_DATA_MODE: 'database',
			// A job without a lock is noticed after some seconds, an execution without a job, too.
			QUEUE_WORKER_STALLED_INTERVAL: '5000',
			N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '0.1',
			N8N_PAYLOAD_SIZE_MAX: '64',
			...options.env,
		};
		const mainPort = await freePort();
		const startMain = async (): Promise<N8n> => {
			const main = await startN8n({ host, userFolder, package: options.package, port: mainPort, env: shared });
			ended.push(async () => await main.stop());
			return main;
		};
		const main = await startMain();

		const start = async (
			args: string[],
			port: number,
			env: Readonly<Record<string, string>> = {},
		): Promise<Process> => {
			number++;
			// A folder of its own: each process reads and writes its settings there.
			const folder = path.join(userFolder, `process-${number}`);
			mkdirSync(folder, { recursive: true });
			await installInto(folder, options.package);
			const url = `http://127.0.0.1:${port}`;
			const logFile = path.join(userFolder, `${args[0] ?? 'process'}-${number}.log`);
			const child = startChild(host.node, [host.script, ...args], {
				cwd: folder,
				env: {
					...(await n8nEnvironment(host, folder, port, url)),
					QUEUE_HEALTH_CHECK_PORT: String(port),
					...shared,
					...env,
				},
				logFile,
			});
			const process: Process = {
				url,
				logFile,
				pid: child.process.pid,
				ended: child.ended,
				logTail: (lines) => tail(logFile, lines),
				stop: async () => await child.stop(),
				kill: async () => {
					child.process.kill('SIGKILL');
					await child.ended;
				},
			};
			ended.push(process.stop);
			await waitUntilReady(process, child);
			return process;
		};
		const queue: Queue = {
			main,
			webhook: await start(['webhook'], webhookPort),
			workers: [],
			stores,
			startWorker: async (env) => {
				const worker = await start(['worker', `--concurrency=${concurrency}`], await freePort(), env);
				queue.workers.push(worker);
				return worker;
			},
			stopMain: async () => await queue.main.stop(),
			startMain: async () => {
				queue.main = await startMain();
			},
			startWebhook: async () => {
				queue.webhook = await start(['webhook'], webhookPort);
			},
			stop,
		};
		for (let count = 0; count < options.workers; count++) await queue.startWorker();
		return queue;
	} catch (error) {
		await stop();
		throw error;
	}
}
