/**
 * Side by side with n8n's own HTTP Request node, in one run against one simulator: `npm run bench`.
 * Prints tables and writes them to artifacts/bench.json. BENCH_SCALE shortens the limits' windows.
 */
// First: n8n-core reads the environment when it is loaded.
import './environment.mts';
import { execFileSync, fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { missingStores } from '../dev/n8n/stores.mts';
import { liftLimits, scaleLimits } from '../test/bed/limits.mts';
import { open } from '../test/bed/pickers.mts';
import type { MemoryResult } from './memory.mts';
import { httpRequest, httpReturnAll, type Message, ours, oursReturnAll, type Sender } from './nodes.mts';
import { type Platform, startPlatform } from './platform.mts';
import { waiting } from './waiting.mts';

type Row = Record<string, string | number | boolean>;
const report: Record<string, { title: string; rows: Row[]; aims: Array<{ aim: string; met: boolean }> }> = {};

function tell(part: string, title: string, rows: Row[], aims: Array<{ aim: string; met: boolean }> = []): void {
	report[part] = { title, rows, aims };
	console.log(`\n${part}) ${title}`);
	console.table(rows);
	for (const { aim, met } of aims) console.log(`   ${met ? 'met   ' : 'MISSED'} ${aim}`);
}

const round = (value: number, digits = 2): number => Number(value.toFixed(digits));
const median = (values: number[]): number =>
	[...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

setFlagsFromString('--expose-gc');
// A collection that is asked for counts as time gone by: the code of whoever had no turn lately would be thrown away.
setFlagsFromString('--no-flush-bytecode');
/** Nobody is to pay for what the one before left behind. */
const collectGarbage = runInNewContext('gc') as () => void;

interface Cost {
	wallMs: number;
	cpuMs: number;
}

async function measure<T>(work: () => Promise<T>): Promise<Cost & { value: T }> {
	collectGarbage();
	const cpu = process.cpuUsage();
	const startedAt = performance.now();
	const value = await work();
	const wallMs = performance.now() - startedAt;
	const { user, system } = process.cpuUsage(cpu);
	return { value, wallMs, cpuMs: (user + system) / 1_000 };
}

async function messagesFor(platform: Platform, count: number): Promise<Message[]> {
	const sessions = await platform.conversations(Math.min(count, 1_000));
	return Array.from({ length: count }, (_, index) => ({
		session: sessions[index % sessions.length] ?? '',
		text: `Message ${index}`,
	}));
}

const TURNS = 16;

/** (a) The same call without limits: what one item costs. */
async function costPerItem(): Promise<void> {
	const restore = liftLimits();
	const platform = await startPlatform({ limits: 'off' });
	try {
		const messages = await messagesFor(platform, 1_000);
		const senders: Array<[string, Sender]> = [
			['WTS Chat, 10 at once', ours()],
			['HTTP Request, 10 at once', httpRequest({ batch: { batchSize: 10, batchInterval: 0 } })],
			['WTS Chat, 50 at once', ours({ options: { concurrency: 50 } })],
			['HTTP Request, all at once', httpRequest()],
		];
		const costs = new Map<string, Cost[]>(senders.map(([name]) => [name, []]));
		// The first round warms up; the others take turns in changing order, so that a busy machine hits all alike.
		for (let turn = 0; turn <= TURNS; turn++) {
			for (const [name, send] of [...senders.slice(turn % 4), ...senders.slice(0, turn % 4)]) {
				const { value, ...cost } = await measure(async () => await send(platform, messages));
				if (value.failed > 0) throw new Error(`${name}: ${value.failed} failed`);
				if (turn > 0) costs.get(name)?.push(cost);
			}
		}
		const rows = [...costs].map(([node, list]) => ({
			node,
			items: messages.length,
			'CPU ms per item': round(median(list.map(({ cpuMs }) => cpuMs)) / messages.length, 3),
			'wall ms per item': round(median(list.map(({ wallMs }) => wallMs)) / messages.length, 3),
		}));
		const lists = [...costs.values()];
		// Turn by turn, since a machine is now faster, now slower.
		const ratio = (one: number, other: number) =>
			median((lists[one] ?? []).map(({ cpuMs }, turn) => cpuMs / (lists[other]?.[turn]?.cpuMs ?? Number.NaN)));
		const asMany = ratio(0, 1);
		const each = ratio(2, 3);
		tell('a', 'One item: the same call in the same engine, no limits', rows, [
			{
				aim: `not slower than HTTP Request in CPU per item, as many at once (${round(asMany)} times its cost)`,
				met: asMany <= 1,
			},
			{
				aim: `not slower than HTTP Request in CPU per item, each as many as it may (${round(each)} times)`,
				met: each <= 1,
			},
		]);
	} finally {
		platform.stop();
		restore();
	}
}

/** When the last of `count` requests may start at the earliest, if requests take no time. */
function bound(count: number, limits: Array<{ limit: number; spanMs: number }>): number {
	const starts: number[] = [];
	for (let index = 0; index < count; index++) {
		const freeing = limits.map(({ limit, spanMs }) => (index < limit ? 0 : (starts[index - limit] ?? 0) + spanMs));
		starts.push(Math.max(starts[index - 1] ?? 0, ...freeing));
	}
	return starts.at(-1) ?? 0;
}

/** (b) 2,000 messages under the documented limits. */
async function underLimits(queued: boolean, scale: number): Promise<void> {
	const count = 2_000;
	const limits = queued
		? [{ limit: 1_000, spanMs: 120_000 * scale }]
		: [
				{ limit: 200, spanMs: 5_000 * scale },
				{ limit: 1_000, spanMs: 300_000 * scale },
			];
	const least = bound(count, limits);
	// 200 a minute stay below 1,000 in five minutes; 100 in 13 seconds below 1,000 in two minutes.
	const batch = queued
		? { batchSize: 100, batchInterval: Math.ceil(13_500 * scale) }
		: { batchSize: 150, batchInterval: Math.ceil(52_500 * scale) };
	const senders: Array<[string, Sender]> = [
		['WTS Chat', ours({ queued })],
		['HTTP Request, all at once', httpRequest({ queued })],
		[`HTTP Request, ${batch.batchSize} every ${batch.batchInterval} ms`, httpRequest({ queued, batch })],
	];
	const unscale = scaleLimits(scale);
	const rows: Row[] = [];
	try {
		for (const [node, send] of senders) {
			const platform = await startPlatform({ limits: { scale } });
			try {
				const messages = await messagesFor(platform, count);
				const { value, wallMs } = await measure(async () => await send(platform, messages));
				const { statuses } = await platform.seen();
				rows.push({
					node,
					sent: value.done,
					failed: value.failed,
					'429s': statuses['429'] ?? 0,
					'wall s': round(wallMs / 1_000),
					'least s': round(least / 1_000),
					'over the bound %': round((wallMs / least - 1) * 100, 1),
				});
			} finally {
				platform.stop();
			}
		}
	} finally {
		unscale();
	}
	const own = rows[0] ?? {};
	tell(
		queued ? 'b2' : 'b1',
		`${count} ${queued ? 'sends of the family' : 'session messages'} under the documented limits ` +
			`(time × ${round(scale, 4)})`,
		rows,
		[
			{ aim: 'all sent', met: own['sent'] === count },
			{ aim: 'no 429', met: own['429s'] === 0 },
			{ aim: 'within 3 % of the least that the limits allow', met: Number(own['over the bound %']) <= 3 },
		],
	);
}

/** (c) Return All of 10,000 contacts at 50 ms latency. */
async function returnAll(): Promise<void> {
	const latencyMs = 50;
	// Some contacts of the account are archived, so a list has less.
	const contacts = 10_400;
	// One list fits into the limits; the runs that are measured one after the other do not.
	const restore = liftLimits();
	const platform = await startPlatform({ contacts, limits: 'off' }, latencyMs);
	try {
		const rows: Row[] = [];
		const walls: number[] = [];
		for (const [node, get] of [
			['WTS Chat', oursReturnAll],
			['HTTP Request, page after page', httpReturnAll],
		] as const) {
			// Once to warm up and to have the answers recorded, then three times.
			await get(platform);
			await platform.seen();
			const runs = [];
			for (let turn = 0; turn < 3; turn++) runs.push(await measure(async () => await get(platform)));
			const wallMs = median(runs.map((one) => one.wallMs));
			const value = runs[0]?.value ?? 0;
			const { statuses } = await platform.seen();
			walls.push(wallMs);
			rows.push({
				node,
				records: value,
				requests: (statuses['200'] ?? 0) / runs.length,
				'wall s': round(wallMs / 1_000),
			});
		}
		// The first page alone, then ten at a time.
		const pages = Math.ceil(contacts / 100);
		rows.push({
			node: 'Least: latency alone, ten at once',
			records: contacts,
			requests: pages,
			'wall s': round(((1 + Math.ceil((pages - 1) / 10)) * latencyMs) / 1_000),
		});
		const [own = 1, other = 0] = walls;
		tell('c', `Return All of 10,000 contacts at ${latencyMs} ms latency`, rows, [
			{ aim: `at least 5 times faster than page after page (${round(other / own, 1)} times)`, met: other / own >= 5 },
		]);
	} finally {
		platform.stop();
		restore();
	}
}

/** (d) Loading the node, and opening pickers. */
async function loading(): Promise<void> {
	const file = join(process.env.WTS_PACKAGE_DIR ?? process.cwd(), 'dist/nodes/WtsChat/WtsChat.node.js');
	// n8n has its own libraries loaded before it comes to any package.
	const script = `require('n8n-workflow'); const at = performance.now();
		const { WtsChat } = require(${JSON.stringify(file)});
		const node = new WtsChat(); const ms = performance.now() - at;
		const { properties } = node.description;
		const operations = properties.filter(({ name }) => name === 'operation').flatMap(({ options }) => options).length;
		console.log(JSON.stringify({ ms, bytes: JSON.stringify(node.description).length, operations }))`;
	const tries = Array.from(
		{ length: 7 },
		() =>
			JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })) as {
				ms: number;
				bytes: number;
				operations: number;
			},
	);
	const ms = median(tries.map((one) => one.ms));
	const { bytes = 0, operations = 1 } = tries[0] ?? {};
	const kbPerOperation = bytes / 1_024 / operations;
	const rows: Row[] = [
		{
			what: 'Loading the node',
			ms: round(ms),
			'description KB': round(bytes / 1_024, 0),
			'KB per operation': round(kbPerOperation),
			requests: 0,
		},
	];
	const platform = await startPlatform({ limits: 'off', contacts: 1_000 });
	try {
		const account = { apiToken: platform.token, baseUrl: platform.url };
		for (const name of ['searchSessions', 'searchContacts', 'searchAgents', 'searchChannels', 'searchChatbots']) {
			await open(account, name);
			await platform.seen();
			const { wallMs } = await measure(async () => await open(account, name));
			const { statuses } = await platform.seen();
			rows.push({
				what: `Opening a picker: ${name}`,
				ms: round(wallMs),
				'description KB': 0,
				'KB per operation': 0,
				requests: Object.values(statuses).reduce((sum, one) => sum + one, 0),
			});
		}
	} finally {
		platform.stop();
	}
	tell('d', 'Loading', rows, [
		{ aim: 'the node loads in less than 50 ms', met: ms < 50 },
		{ aim: 'the description has at most 3 KB an operation', met: kbPerOperation <= 3 },
	]);
}

/** Memory, in a process of its own. */
async function memory(): Promise<void> {
	const child = fork(fileURLToPath(new URL('memory.mts', import.meta.url)), [], {
		execArgv: ['--import', 'tsx', '--expose-gc'],
	});
	const results = await new Promise<MemoryResult[]>((resolve, reject) => {
		child.once('message', (message) => resolve(message as MemoryResult[]));
		child.once('exit', (code) => reject(new Error(`The measurement of memory ended with ${code}`)));
	});
	child.kill();
	tell(
		'e',
		'Memory',
		results.map(({ limitMb, ...row }) => ({ ...row, 'at most MB': limitMb })),
		results.map(({ what, growthMb, limitMb }) => ({
			aim: `${what}: grows by less than ${limitMb} MB`,
			met: growthMb < limitMb,
		})),
	);
}

/** (f) Waiting for answers in the chat, in a real n8n. */
async function waitingForAnswers(): Promise<void> {
	const { rows, aims } = await waiting();
	tell('f', 'Waiting for answers in the chat, in a real n8n', rows, aims);
}

/** (g) Two workers in queue mode. */
async function workersInQueueMode(): Promise<void> {
	const missing = missingStores();
	if (missing.length > 0) return console.log(`\ng) Left out, since queue mode needs:\n${missing.join('\n')}`);
	// Loaded here only: what it takes would be measured with the parts before.
	const { queueMode } = await import('./queue.mts');
	const { rows, aims } = await queueMode();
	tell('g', '2 x 1,000 sends of one account on two workers; the limits allow them in 120 s', rows, aims);
}

const parts: Record<string, () => Promise<void>> = {
	a: costPerItem,
	b1: async () => await underLimits(false, Number(process.env.BENCH_SCALE ?? 0.2)),
	b2: async () => await underLimits(true, Number(process.env.BENCH_SCALE ?? 0.5)),
	c: returnAll,
	d: loading,
	e: memory,
	f: waitingForAnswers,
	g: workersInQueueMode,
};
const wanted = process.argv.slice(2);
for (const [name, part] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) await part();

mkdirSync('artifacts', { recursive: true });
writeFileSync(
	'artifacts/bench.json',
	`${JSON.stringify({ node: process.version, at: new Date().toISOString(), report }, null, '\t')}\n`,
);
const missed = Object.values(report)
	.flatMap(({ aims }) => aims)
	.filter(({ met }) => !met);
const outcome = missed.length === 0 ? 'All aims are met.' : `Missed: ${missed.map(({ aim }) => aim).join('; ')}`;
console.log(`\n${outcome} Written to artifacts/bench.json`);
process.exit(0);
