import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { SimulatorOptions } from '../test/simulator/index.mts';

/** What the simulator has seen since it was last asked. */
export interface Seen {
	/** Requests by HTTP status; 0 for broken connections. */
	statuses: Record<string, number>;
	violations: number;
}

/** Questions that the child answers. */
export type Question =
	| { ask: 'start'; options: SimulatorOptions; replayAfterMs?: number }
	| { ask: 'conversations'; count: number }
	| { ask: 'seen' };

/** The simulator in a process of its own, so that its work is not counted as ours. */
export interface Platform {
	url: string;
	token: string;
	/** Open conversations, made for the purpose. */
	conversations(count: number): Promise<string[]>;
	seen(): Promise<Seen>;
	stop(): void;
}

/**
 * Starts it. With `replayAfterMs` answers to a request that was made before come from memory, after that
 * time: the simulator sorts all its records for each page, in one thread, which no platform does.
 */
export async function startPlatform(options: SimulatorOptions, replayAfterMs?: number): Promise<Platform> {
	const child = fork(fileURLToPath(new URL('platform-child.mts', import.meta.url)), [], {
		execArgv: ['--import', 'tsx'],
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
	});
	const ask = async <T,>(question: Question): Promise<T> =>
		await new Promise((resolve, reject) => {
			const ended = (code: number | null) => reject(new Error(`The simulator ended with ${code}`));
			child.once('exit', ended);
			child.once('message', (answer) => {
				child.off('exit', ended);
				resolve(answer as T);
			});
			child.send(question);
		});
	const { url, token } = await ask<{ url: string; token: string }>({ ask: 'start', options, replayAfterMs });
	return {
		url,
		token,
		conversations: async (count) => await ask({ ask: 'conversations', count }),
		seen: async () => await ask({ ask: 'seen' }),
		stop: () => void child.kill(),
	};
}
