/**
 * Executions that wait for answers in the chat, in one real n8n: what one reply costs while 1,000 wait, whether many
 * replies keep the account's limits, and what collecting asks for. BENCH_WAITING sets how many wait.
 */
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROJECT } from '../dev/n8n/package.mts';
import type { WorkflowNode } from '../dev/n8n/rest.mts';
import { CREDENTIAL_TYPE, type Stage, setUpStage } from '../dev/stage.mts';
import type { Simulator } from '../test/simulator/index.mts';
import { cpuOf } from './cpu.mts';

const WAITING = Number(process.env.BENCH_WAITING ?? 1_000);
/** Replies whose cost is measured, and as many calls of n8n's own Webhook node. */
const MEASURED = 100;
const PER_SECOND = 4;
/** Replies within the longest window of the limits. */
const REPLIES = 200;
const COLLECTED = 30;
/**
 * Windows of the limits are shorter by this, in the simulator and in the node alike. Shorter ones ask more of n8n than
 * two cores give: each reply starts three of its sandboxes for expressions.
 */
const SCALE = 0.5;
const WINDOW_MS = 300_000 * SCALE;

export interface WaitingResult {
	rows: Array<Record<string, string | number>>;
	aims: Array<{ aim: string; met: boolean }>;
}

/** A copy of the built package whose limits are those of the simulator. */
function scaledPackage(into: string): string {
	for (const name of ['package.json', 'index.js', 'dist']) {
		cpSync(path.join(PROJECT, name), path.join(into, name), { recursive: true });
	}
	const file = path.join(into, 'dist/client/core/pacing/limits.js');
	const code = readFileSync(file, 'utf8');
	// Only in the table of limits: numbers like `spanMs: 300_000`.
	const scaled = code.replace(
		/spanMs: ([\d_]+)/g,
		(_, ms: string) => `spanMs: ${Number(ms.replaceAll('_', '')) * SCALE}`,
	);
	if (scaled === code) throw new Error('The limits were not found in the built package');
	writeFileSync(file, scaled);
	return into;
}

const node = (name: string, type: string, typeVersion: number, parameters: Record<string, unknown>): WorkflowNode => ({
	...{ id: randomUUID(), name, type, typeVersion, position: [0, 0], parameters },
	...(type.startsWith('n8n-nodes-wts') ? { credentials: { [CREDENTIAL_TYPE]: {} }, webhookId: randomUUID() } : {}),
	...(type.endsWith('.webhook') ? { webhookId: parameters['path'] } : {}),
});
const webhook = (name: string) =>
	node(name, 'n8n-nodes-base.webhook', 2, { httpMethod: 'POST', path: randomUUID(), options: {} });
const end = () => node('End', 'n8n-nodes-base.noOp', 1, {});

/** Publishes nodes one after the other; answers the workflow's ID. */
async function publish({ rest, credential }: Stage, name: string, ...nodes: WorkflowNode[]): Promise<string> {
	const connections = Object.fromEntries(
		nodes
			.slice(0, -1)
			.map((one, at) => [one.name, { main: [[{ node: nodes[at + 1]?.name, type: 'main', index: 0 }]] }]),
	);
	const id = await rest.importWorkflow({ name, nodes, connections }, { [CREDENTIAL_TYPE]: credential });
	await rest.publish(id);
	return id;
}

interface Counted {
	count: number;
}

/** Asks n8n again when it says 503: its database keeps it waiting, on a machine that has much else to do. */
async function asked<T>(ask: () => Promise<T>): Promise<T> {
	for (let tries = 1; ; tries += 1) {
		try {
			return await ask();
		} catch (error) {
			if (tries === 20 || !/\b503\b/.test(String(error))) throw error;
			await sleep(500);
		}
	}
}

async function post(url: string, body: unknown): Promise<void> {
	await asked(async () => {
		const answer = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		await answer.arrayBuffer();
		if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
	});
}

/** Does something so many times at an even rate, and waits until n8n is done with it; CPU of n8n per time, in ms. */
async function costOf(pid: number, times: number, act: (n: number) => unknown): Promise<number> {
	const before = cpuOf(pid);
	const acts: unknown[] = [];
	for (let n = 0; n < times; n += 1) {
		acts.push(act(n));
		await sleep(1_000 / PER_SECOND);
	}
	await Promise.all(acts);
	// Runs that began go on for a while.
	await sleep(5_000);
	return (cpuOf(pid) - before) / times;
}

async function until(what: string, check: () => boolean | Promise<boolean>, patienceMs: number): Promise<void> {
	for (const deadline = Date.now() + patienceMs; !(await check()); await sleep(200)) {
		if (Date.now() > deadline) throw new Error(`Not within ${patienceMs / 1_000} s: ${what}`);
	}
}

async function measure(stage: Stage, simulator: Simulator, pid: number): Promise<WaitingResult> {
	const { rest, n8n } = stage;
	// Before anybody listens: the simulator tells what is new of a session since then.
	const sessions = Array.from({ length: WAITING }, (_, number) => {
		const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
		simulator.account.sessions.set(id, { ...structuredClone(simulator.account.named.sessionInProgress), id });
		return id;
	});
	const start = webhook('Start');
	const asking = await publish(
		stage,
		'Asking',
		start,
		node('Q', 'n8n-nodes-wts-chat.wtsChat', 1, {
			resource: 'session',
			operation: 'sendAndWait',
			recipientType: 'session',
			sessionId: { __rl: true, mode: 'id', value: '={{ $json.body.session }}' },
			message: 'Shall we?',
			responseType: 'approval',
		}),
		end(),
	);
	const plain = webhook('Webhook');
	await publish(stage, 'Plain', plain, end());
	const urlOf = ({ parameters }: WorkflowNode) => `${n8n.url}/webhook/${String(parameters['path'])}`;
	const countOf = async (status: string): Promise<number> => {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: asking, status: [status] }));
		return await asked(
			async () => (await rest.call<Counted>('GET', `/rest/executions?limit=1&filter=${filter}`)).count,
		);
	};

	const startedAsking = performance.now();
	for (let from = 0; from < WAITING; from += 20) {
		await Promise.all(sessions.slice(from, from + 20).map(async (session) => await post(urlOf(start), { session })));
		// No more than n8n does at once.
		await until('most of them wait', async () => (await countOf('waiting')) >= from - 40, 300_000);
	}
	await until('all executions wait', async () => (await countOf('waiting')) === WAITING, 900_000);
	const askSeconds = (performance.now() - startedAsking) / 1_000;
	console.log(`   ${WAITING} executions wait after ${askSeconds.toFixed(0)} s`);

	const queue = [...sessions];
	const inbound = { ...simulator.account.named.sessionInProgress };
	const reply = (): string => {
		const sessionId = queue.shift() ?? '';
		simulator.receiveMessage({ sessionId, text: 'sim' });
		return sessionId;
	};
	const isMarked = (id: string) => (simulator.account.sessions.get(id)?.metadata?.['n8nAsk'] ?? null) !== null;

	// One reply, alone. What is loaded with the first one is paid for by an other.
	for (let n = 0; n < 5; n += 1) reply();
	await until('the first replies went on', async () => (await countOf('success')) === 5, 60_000);
	await sleep(5_000);
	const before = simulator.requests.length;
	const one = reply();
	await until('one went on', async () => (await countOf('success')) >= 6, 60_000);
	await sleep(3_000);
	const requests = simulator.requests.length - before;
	const resumed = (await countOf('success')) - 5;
	const stillWaiting = await countOf('waiting');
	const others = queue.every(isMarked) && !isMarked(one);

	console.log(`   One reply: ${resumed} went on, ${stillWaiting} wait, ${requests} requests`);

	// CPU of n8n's main process, in turns.
	const body = {
		eventType: 'MESSAGE_RECEIVED',
		date: new Date().toISOString(),
		content: inbound,
		changeMetadata: null,
	};
	const half = MEASURED / 2;
	const costs = { reply: 0, plain: 0 };
	await costOf(pid, 10, async () => await post(urlOf(plain), body));
	for (let turn = 0; turn < 2; turn += 1) {
		costs.plain += (await costOf(pid, half, async () => await post(urlOf(plain), body))) / 2;
		costs.reply += (await costOf(pid, half, reply)) / 2;
	}
	console.log(`   CPU ms: ${costs.reply.toFixed(1)} a reply, ${costs.plain.toFixed(1)} an answer of the Webhook node`);
	const done = 6 + MEASURED;
	await until('the measured replies went on', async () => (await countOf('success')) === done, 120_000);

	// Many replies in one window of the limits, on an account that was quiet before.
	await sleep(WINDOW_MS);
	const from = simulator.requests.length;
	const began = performance.now();
	for (let n = 0; n < REPLIES; n += 1) {
		reply();
		await sleep(Math.max(0, began + ((n + 1) * WINDOW_MS * 0.9) / REPLIES - performance.now()));
	}
	await until('all replies went on', async () => (await countOf('success')) === done + REPLIES, 300_000);
	const repliesSeconds = (performance.now() - began) / 1_000;
	const many = simulator.requests.slice(from);
	const refused = many.filter(({ status }) => status === 429).length;

	console.log(`   ${REPLIES} replies: ${repliesSeconds.toFixed(0)} s, ${many.length} requests, ${refused} refused`);

	// Collecting, with nobody listening but the trigger.
	await rest.call('POST', `/rest/workflows/${asking}/deactivate`, {});
	const trigger = node('Trigger', 'n8n-nodes-wts-chat.wtsChatTrigger', 1, {
		events: ['MESSAGE_RECEIVED'],
		options: { ignoreAwaitedReplies: false },
	});
	const collecting = await publish(
		stage,
		'Collecting',
		trigger,
		node('Collect', 'n8n-nodes-wts-chat.wtsChat', 1, {
			resource: 'session',
			operation: 'collectMessages',
			sessionId: { __rl: true, mode: 'id', value: '={{ $json.sessionId }}' },
			messageId: '={{ $json.messageId }}',
			quietSeconds: 2,
		}),
		end(),
	);
	await sleep(2_000);
	const beforeCollecting = simulator.requests.length;
	for (let n = 0; n < COLLECTED; n += 1) {
		// Three messages each, of which the last one's run carries all.
		simulator.receiveMessage({ sessionId: queue[Math.floor(n / 3)] ?? '', text: `Part ${n}` });
		await sleep(250);
	}
	const overOf = async () => {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: collecting, status: ['success'] }));
		return await asked(
			async () => (await rest.call<Counted>('GET', `/rest/executions?limit=1&filter=${filter}`)).count,
		);
	};
	await until('all was collected', async () => (await overOf()) === COLLECTED, 120_000);
	const collectRequests = (simulator.requests.length - beforeCollecting) / COLLECTED;

	const round = (value: number, digits = 1) => Number(value.toFixed(digits));
	const ratio = costs.reply / costs.plain;
	return {
		rows: [
			{ what: `Asking ${WAITING} times`, 'wall s': round(askSeconds), 'CPU ms each': '', requests: '' },
			{ what: 'One reply', 'wall s': '', 'CPU ms each': round(costs.reply), requests },
			{ what: "n8n's Webhook node, one call", 'wall s': '', 'CPU ms each': round(costs.plain), requests: 0 },
			{
				what: `${REPLIES} replies in five minutes (time × ${SCALE})`,
				'wall s': round(repliesSeconds),
				'CPU ms each': '',
				requests: many.length,
			},
			{ what: 'Collecting, one inbound message', 'wall s': '', 'CPU ms each': '', requests: round(collectRequests, 2) },
		],
		aims: [
			{
				aim: `one reply of ${WAITING} resumes exactly one (${resumed}; ${stillWaiting} wait)`,
				met: resumed === 1 && stillWaiting === WAITING - 6 && others,
			},
			{ aim: `a reply asks the platform fewer than 10 times (${requests})`, met: requests < 10 },
			{
				aim: `a reply costs at most what four answers of n8n's Webhook node cost (${round(ratio, 2)})`,
				met: ratio <= 4,
			},
			{
				aim: `${REPLIES} replies in five minutes keep the limits (${refused} refused, ${many.length} requests)`,
				met: refused === 0 && repliesSeconds * 1_000 <= WINDOW_MS * 1.2,
			},
			{ aim: `collecting asks once per inbound message (${round(collectRequests, 2)})`, met: collectRequests <= 1 },
		],
	};
}

/** Starts n8n, measures, and stops it again. */
export async function waiting(): Promise<WaitingResult> {
	const folder = mkdtempSync(path.join(tmpdir(), 'wts-chat-bench-waiting-'));
	const stage = await setUpStage({
		onProgress: (line) => console.log(`   ${line}`),
		userFolder: path.join(folder, 'n8n'),
		package: { folder: scaledPackage(path.join(folder, 'package')) },
		login: { email: 'owner@example.com', password: 'Only-for-bench-1' },
		simulator: { limits: { scale: SCALE } },
		env: { N8N_LOG_LEVEL: 'warn' },
	});
	try {
		const { n8n, simulator } = stage;
		if (simulator === undefined || n8n.pid === undefined) throw new Error('The bench needs the simulator and n8n');
		const result = await measure(stage, simulator, n8n.pid);
		const [violation] = simulator.violations;
		if (violation !== undefined) throw new Error(`Not as the contract has it: ${violation.route} ${violation.text}`);
		return result;
	} finally {
		await stage.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}
