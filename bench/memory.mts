/** Measures memory in a process of its own and sends the results to its parent. */
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Client from '../client/index.ts';
import { Container, core, runNode } from '../test/bed/engine.mts';
import { scaleLimits } from '../test/bed/limits.mts';
import { located } from '../test/bed/located.mts';
import { startPlatform } from './platform.mts';

export interface MemoryResult {
	what: string;
	/** How much more is used at the end, or at the peak, than at the start. */
	growthMb: number;
	limitMb: number;
}

const MB = 1_048_576;
const round = (bytes: number) => Number((bytes / MB).toFixed(1));

function heap(): number {
	globalThis.gc?.();
	return process.memoryUsage().heapUsed;
}

/** 50,000 records, one after the other, as a program uses the client. */
async function records(): Promise<MemoryResult> {
	const directory = process.env.WTS_PACKAGE_DIR ?? process.cwd();
	const file = join(directory, 'dist/client/index.js');
	const { WtsClient, listRecords } = createRequire(file)(file) as typeof Client;
	const platform = await startPlatform({ contacts: 52_000, limits: 'off' });
	try {
		const client = new WtsClient({
			baseUrl: platform.url,
			runtime: {
				transport: async ({ method, url, headers, body }) => {
					const answer = await fetch(url, {
						method,
						headers: { ...headers, Authorization: `Bearer ${platform.token}` },
						...(typeof body === 'string' ? { body } : {}),
					});
					return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
				},
				sleep: async (ms) => await new Promise((resolve) => setTimeout(resolve, ms)),
				now: () => Date.now(),
				random: () => Math.random(),
			},
		});
		let count = 0;
		let early = 0;
		let peak = 0;
		for await (const _ of listRecords(client, 'GET /core/v1/contact', {})) {
			count++;
			if (count === 5_000) early = heap();
			if (count > 5_000 && count % 5_000 === 0) peak = Math.max(peak, heap());
		}
		if (count < 50_000) throw new Error(`${count} records are too few`);
		return {
			what: 'Heap from the 5,000th to the 50,000th record of a list',
			growthMb: round(peak - early),
			limitMb: 10,
		};
	} finally {
		platform.stop();
	}
}

/** Twenty runs of the node over 2,500 records each: what a run leaves behind. */
async function runs(): Promise<MemoryResult> {
	const platform = await startPlatform({ contacts: 2_650, limits: 'off' });
	try {
		let early = 0;
		for (let run = 1; run <= 20; run++) {
			const result = await runNode(
				{
					parameters: { resource: 'contact', operation: 'getAll', returnAll: true },
					retryOnFail: { maxTries: 2, waitBetweenTries: 1 },
				},
				[{}],
				{ account: { apiToken: platform.token, baseUrl: platform.url }, executionId: `run-${run}` },
			);
			if (result.items('WTS Chat').length < 2_500) throw new Error('Records are missing');
			if (run === 5) early = heap();
		}
		return {
			what: 'Heap after 50,000 records in 20 runs, from the 5th run on',
			growthMb: round(heap() - early),
			limitMb: 10,
		};
	} finally {
		platform.stop();
	}
}

/** A file of 100 MB that n8n keeps on disk. */
async function upload(): Promise<MemoryResult> {
	const platform = await startPlatform({ limits: 'off' });
	try {
		const [session = ''] = await platform.conversations(1);
		const service = Container.get(core.BinaryDataService);
		await service.init();
		const location = core.FileLocation.ofExecution('engine-test', '1');
		const meta = { data: '', mimeType: 'application/pdf', fileName: 'large.pdf' };
		const binary = await service.store(location, randomBytes(100 * MB), meta);
		const setup = {
			parameters: {
				resource: 'session',
				operation: 'sendFile',
				sessionId: located('id', session),
				fileSource: 'binary',
				binaryPropertyName: 'data',
			},
		};
		const account = { apiToken: platform.token, baseUrl: platform.url };
		globalThis.gc?.();
		await new Promise((resolve) => setTimeout(resolve, 200));
		const before = process.memoryUsage.rss();
		let peak = 0;
		const sampling = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5);
		const result = await runNode(setup, [{}], {
			account,
			binary: 'files',
			items: [{ json: {}, binary: { data: binary } }],
		});
		clearInterval(sampling);
		if (result.error !== undefined) throw result.error;
		return { what: 'Memory of the process while 100 MB are uploaded', growthMb: round(peak - before), limitMb: 50 };
	} finally {
		platform.stop();
	}
}

scaleLimits(1 / 100_000);
const results = [await records(), await runs(), await upload()];
process.send?.(results);
