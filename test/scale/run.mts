import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureHost } from '../../dev/n8n/host.mts';
import { PROJECT, packPackage } from '../../dev/n8n/package.mts';
import { endOnSignals } from '../../dev/n8n/processes.mts';
import { type Queue, startQueue } from '../../dev/n8n/queue.mts';
import { type CredentialRef, N8nRest, type WorkflowNode } from '../../dev/n8n/rest.mts';
import { CREDENTIAL_TYPE } from '../../dev/stage.mts';
import { type Simulator, startSimulator } from '../simulator/index.mts';

/**
 * A real n8n in queue mode: Redis, Postgres, n8n's main process, two workers and a process for webhooks, against the
 * simulator with the documented limits: npm run test:scale [-- <part of a scenario's name>]
 */
const CHAT = 'WTS Chat';
const NODE_TYPE = 'n8n-nodes-wts-chat.wtsChat';

interface World {
	queue: Queue;
	rest: N8nRest;
	simulator: Simulator;
	credential: CredentialRef;
}

interface StoredExecution {
	id: string;
	status: string;
}

function node(name: string, type: string, typeVersion: number, parameters: Record<string, unknown>): WorkflowNode {
	return { id: randomUUID(), name, type, typeVersion, position: [0, 0], parameters };
}

const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });

/** Publishes a workflow that takes items by webhook and gives them to the node; answers its address and ID. */
async function publish(
	{ rest, credential, queue }: World,
	parameters: Record<string, unknown>,
	more: Record<string, unknown> = {},
): Promise<{ id: string; url: string }> {
	const hook = randomUUID();
	const nodes: WorkflowNode[] = [
		{ ...node('Webhook', 'n8n-nodes-base.webhook', 2, { httpMethod: 'POST', path: hook }), ...{ webhookId: hook } },
		node('Items', 'n8n-nodes-base.splitOut', 1, {
			fieldToSplitOut: 'body.items',
			options: { destinationFieldName: 'item' },
		}),
		{ ...node(CHAT, NODE_TYPE, 1, parameters), ...more, credentials: { [CREDENTIAL_TYPE]: {} } },
	];
	const id = await rest.importWorkflow(
		{ name: `Scale ${hook}`, nodes, connections: { Webhook: to('Items'), Items: to(CHAT) } },
		{ [CREDENTIAL_TYPE]: credential },
	);
	const { versionId } = await rest.call<{ versionId: string }>('GET', `/rest/workflows/${id}`);
	await rest.call('POST', `/rest/workflows/${id}/activate`, { versionId });
	for (let tries = 0; ; tries++) {
		const { status } = await rest.call<{ status: string }>('GET', `/rest/workflows/${id}/publication-status`);
		if (status === 'published') break;
		assert(status !== 'failed' && tries < 100, `the workflow was not published: ${status}`);
		await sleep(200);
	}
	return { id, url: `${queue.webhook.url}/webhook/${hook}` };
}

const sendText = (simulator: Simulator, options: Record<string, unknown> = {}) => ({
	resource: 'session',
	operation: 'sendText',
	sessionId: {
		__rl: true,
		mode: 'id',
		value: `={{ $json.item.session || '${simulator.account.named.sessionInProgress.id}' }}`,
	},
	text: '={{ $json.item.text }}',
	options,
});

/** Open conversations, made for the purpose. */
function conversations({ account }: Simulator, count: number): string[] {
	return Array.from({ length: count }, (_, number) => {
		const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
		account.sessions.set(id, { ...structuredClone(account.named.sessionInProgress), id });
		return id;
	});
}

function itemsOf(simulator: Simulator, mark: string, count: number, from = 0) {
	const sessions = conversations(simulator, Math.min(count, 100));
	return Array.from({ length: count }, (_, index) => ({
		session: sessions[index % sessions.length],
		text: `${mark} ${from + index}.`,
	}));
}

async function post(url: string, items: unknown[]): Promise<void> {
	const answer = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ items }),
	});
	assert.equal(answer.status, 200, await answer.text());
}

async function executionsOf({ rest }: World, workflowId: string): Promise<StoredExecution[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const { results } = await rest.call<{ results: StoredExecution[] }>('GET', `/rest/executions?filter=${filter}`);
	return results;
}

const isOver = ({ status }: StoredExecution): boolean => !['new', 'running', 'waiting'].includes(status);

/** Waits until a workflow has so many executions and all of them are over. */
async function untilOver(
	world: World,
	workflowId: string,
	count: number,
	timeoutMs = 240_000,
): Promise<StoredExecution[]> {
	for (const deadline = Date.now() + timeoutMs; ; await sleep(500)) {
		const list = await executionsOf(world, workflowId);
		if (list.length >= count && list.every(isOver)) return list;
		assert(Date.now() < deadline, `not over in time: ${JSON.stringify(list.map(({ status }) => status))}`);
	}
}

/** What a person does in the list of executions. n8n answers when the new execution is over. */
async function retry({ rest }: World, execution: StoredExecution | undefined): Promise<void> {
	assert(execution);
	const { id } = await rest.call<{ id: string }>('POST', `/rest/executions/${execution.id}/retry`, {
		loadWorkflow: false,
	});
	const { status, error, runData } = await rest.getExecution(id);
	assert.equal(status, 'success', `${error}; ${Object.keys(runData).join(', ')} ran`);
}

/** How often each text with a mark was sent, by what the platform applied. */
function sent({ account }: Simulator, mark: string): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { text } of account.messages.values()) {
		if (text?.startsWith(`${mark} `)) counts.set(text, (counts.get(text) ?? 0) + 1);
	}
	return counts;
}

function assertOnce(simulator: Simulator, mark: string, count: number): void {
	const counts = sent(simulator, mark);
	const doubled = [...counts.values()].filter((times) => times > 1).length;
	assert.deepEqual({ sent: counts.size, doubled }, { sent: count, doubled: 0 });
}

async function untilSent(simulator: Simulator, mark: string, count: number): Promise<void> {
	for (const deadline = Date.now() + 120_000; sent(simulator, mark).size < count; await sleep(20)) {
		assert(Date.now() < deadline, `only ${sent(simulator, mark).size} of ${count} were sent`);
	}
}

function scenarios(world: World): void {
	const { simulator, rest, queue } = world;
	const scenario = (name: string, run: () => Promise<void>, timeout = 300_000): void => {
		const [chosen = ''] = process.argv.slice(2);
		test(name, { timeout, skip: !name.includes(chosen) }, async () => {
			try {
				await run();
				assert.deepEqual(simulator.violations, [], 'every request must be as the contract has it');
			} catch (error) {
				for (const { logFile, logTail } of [queue.main, ...queue.workers]) console.error(`${logFile}:\n${logTail(15)}`);
				throw error;
			}
		});
	};

	scenario('a failed execution is retried on any worker: nothing twice', async () => {
		const workflow = await publish(world, sendText(simulator));
		simulator.faults.add({ match: { bodyIncludes: 'retry 30.' }, times: 1, fault: { kind: 'error', status: 400 } });
		await post(workflow.url, itemsOf(simulator, 'retry', 60));
		const [failed] = await untilOver(world, workflow.id, 1);
		assert.equal(failed?.status, 'error');
		assert(sent(simulator, 'retry').size < 60);
		await retry(world, failed);
		assertOnce(simulator, 'retry', 60);
	});

	scenario('Retry On Fail: nothing twice', async () => {
		const onFail = { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 };
		const workflow = await publish(world, sendText(simulator), onFail);
		simulator.faults.add({ match: { bodyIncludes: 'again 7.' }, times: 2, fault: { kind: 'error', status: 400 } });
		await post(workflow.url, itemsOf(simulator, 'again', 20));
		const [done] = await untilOver(world, workflow.id, 1);
		assert.equal(done?.status, 'success');
		assertOnce(simulator, 'again', 20);
	});

	scenario('Stop with Retry On Fail: nothing begins after n8n has answered', async () => {
		const onFail = { retryOnFail: true, maxTries: 5, waitBetweenTries: 0 };
		const workflow = await publish(world, sendText(simulator), onFail);
		simulator.faults.add({ match: { bodyIncludes: 'stop ' }, fault: { kind: 'latency', ms: 300 } });
		await post(workflow.url, itemsOf(simulator, 'stop', 300));
		await untilSent(simulator, 'stop', 20);
		const [running] = await executionsOf(world, workflow.id);
		await rest.call('POST', `/rest/executions/${running?.id}/stop`);
		// The worker hears of it by Redis, sooner or later.
		const stoppedAt = Date.now();
		await sleep(5_000);
		const before = simulator.requests.length;
		await sleep(4_000);
		const last = Math.max(...simulator.requests.map(({ at }) => Date.parse(at))) - stoppedAt;
		console.log(`The last request began ${last} ms after n8n had answered that it stopped`);
		assert.equal(simulator.requests.length, before);
		assert(sent(simulator, 'stop').size < 300);
		simulator.faults.clear();
		const counts = sent(simulator, 'stop');
		assert.equal([...counts.values()].filter((times) => times > 1).length, 0);
	});

	scenario('a killed worker, then a retry by a person: queued sends are looked up', async () => {
		const workflow = await publish(world, sendText(simulator, { delayTyping: 0 }));
		simulator.faults.add({ match: { bodyIncludes: 'kill ' }, fault: { kind: 'latency', ms: 100 } });
		await post(workflow.url, itemsOf(simulator, 'kill', 300));
		await untilSent(simulator, 'kill', 60);
		// Whichever of them has it.
		const killed = queue.workers.splice(0);
		for (const worker of killed) await worker.kill();
		simulator.faults.clear();
		for (const _ of killed) queue.workers.push(await queue.startWorker());
		const [crashed] = await untilOver(world, workflow.id, 1);
		assert.notEqual(crashed?.status, 'success');
		assert(sent(simulator, 'kill').size < 300);
		await retry(world, crashed);
		assertOnce(simulator, 'kill', 300);
	});

	scenario('two workers share the limit: 2,000 sends within 20 percent of the bound', async () => {
		// A fresh account: what was sent before does not count.
		simulator.reset();
		const workflow = await publish(world, sendText(simulator, { delayTyping: 0 }));
		const from = simulator.requests.length;
		const startedAt = Date.now();
		await Promise.all([
			post(workflow.url, itemsOf(simulator, 'share', 1_000)),
			post(workflow.url, itemsOf(simulator, 'share', 1_000, 1_000)),
		]);
		const list = await untilOver(world, workflow.id, 2);
		const seconds = (Date.now() - startedAt) / 1_000;
		const requests = simulator.requests.slice(from);
		const refused = requests.filter(({ status }) => status === 429).length;
		console.log(`2,000 sends: ${seconds.toFixed(0)} s for a bound of 120 s, ${refused} of ${requests.length} refused`);
		assert(list.every(({ status }) => status === 'success'));
		assertOnce(simulator, 'share', 2_000);
		assert(seconds < 144, `${seconds} s`);
		assert(refused < requests.length * 0.02, `${refused} refused`);
	});

	scenario('Redis goes and comes back: what was begun is finished once', async () => {
		simulator.reset();
		const workflow = await publish(world, sendText(simulator));
		simulator.faults.add({ match: { bodyIncludes: 'redis ' }, fault: { kind: 'latency', ms: 200 } });
		await post(workflow.url, itemsOf(simulator, 'redis', 150));
		await untilSent(simulator, 'redis', 20);
		await queue.stores.stopRedis();
		await sleep(2_000);
		await queue.stores.startRedis();
		await untilSent(simulator, 'redis', 150);
		await sleep(3_000);
		simulator.faults.clear();
		assertOnce(simulator, 'redis', 150);
	});
}

async function main(): Promise<void> {
	const started: Array<() => Promise<void>> = [];
	const stop = async (): Promise<void> => {
		for (const end of started.splice(0).reverse()) await end();
	};
	endOnSignals(stop);
	after(stop);
	const host = await ensureHost({ onProgress: (line) => console.log(line) });
	const userFolder = mkdtempSync(path.join(tmpdir(), 'wts-chat-scale-'));
	started.push(async () => rmSync(userFolder, { recursive: true, force: true }));
	const tarball = await packPackage(PROJECT, path.join(userFolder, 'pack'));
	const simulator = await startSimulator({ limits: 'documented' });
	started.push(async () => await simulator.close());
	console.log('Starting Redis, Postgres, n8n, two workers and a process for webhooks ...');
	// One execution at a time, so that two at once are on two workers.
	const queue = await startQueue({ host, userFolder, package: { tarball }, workers: 2, concurrency: 1 });
	started.push(async () => await queue.stop());
	const rest = new N8nRest(queue.main.url);
	await rest.setUpOwner({ email: 'owner@example.com', password: 'Only-for-tests-1' });
	const access = { apiToken: simulator.token, baseUrl: simulator.url };
	const credential = await rest.createCredential('WTS Chat account', CREDENTIAL_TYPE, access);
	scenarios({ queue, rest, simulator, credential });
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
