import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureHost } from '../../dev/n8n/host.mts';
import { PROJECT, packPackage } from '../../dev/n8n/package.mts';
import { type Queue, startQueue } from '../../dev/n8n/queue.mts';
import { type CredentialRef, N8nRest, type WorkflowNode } from '../../dev/n8n/rest.mts';
import { CREDENTIAL_TYPE } from '../../dev/stage.mts';
import { type Simulator, startSimulator } from '../simulator/index.mts';

const CHAT = 'WTS Chat';
const NODE_TYPE = 'n8n-nodes-wts-chat.wtsChat';

/** All that the scenarios act on: n8n in queue mode with the packed package, and the simulated platform. */
export interface World {
	queue: Queue;
	rest: N8nRest;
	simulator: Simulator;
	/** For a token that no other scenario uses, so that no process remembers anything of it. */
	credential: CredentialRef;
}

/** What all scenarios have in common. */
export interface Ground extends Omit<World, 'credential'> {
	stop(): Promise<void>;
}

/** What is done in such a world, and must be true then. */
export interface Scenario {
	name: string;
	run(world: World): Promise<void>;
	/** Default: five minutes. */
	timeout?: number;
}

const TOKENS = Array.from({ length: 30 }, (_, index) => `pn_scale_${index}`);

/** See runtime.cjs. */
const RUNTIME_ENV = { NODE_OPTIONS: `--require ${path.join(import.meta.dirname, 'runtime.cjs')}` };

export interface StoredExecution {
	id: string;
	status: string;
}

export function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: Record<string, unknown>,
): WorkflowNode {
	return { id: randomUUID(), name, type, typeVersion, position: [0, 0], parameters };
}

const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });

export interface Published {
	id: string;
	/** At the process that is for webhooks. */
	url: string;
	/** At the main process. */
	urlOfMain: string;
}

/** Publishes a workflow of nodes one after the other, of which the first listens at `hook`. */
export async function publishNodes(
	{ rest, credential, queue }: World,
	nodes: readonly WorkflowNode[],
	hook = '',
): Promise<Published> {
	const connections = Object.fromEntries(
		nodes.slice(0, -1).map(({ name }, at) => [name, to(nodes[at + 1]?.name ?? '')]),
	);
	const id = await rest.importWorkflow(
		{ name: `Scale ${randomUUID()}`, nodes, connections },
		{ [CREDENTIAL_TYPE]: credential },
	);
	await rest.publish(id);
	return { id, url: `${queue.webhook.url}/webhook/${hook}`, urlOfMain: `${queue.main.url}/webhook/${hook}` };
}

/** A node that listens at a path. */
export function webhook(hook: string): WorkflowNode {
	return {
		...node('Webhook', 'n8n-nodes-base.webhook', 2, { httpMethod: 'POST', path: hook }),
		...{ webhookId: hook },
	};
}

/** The package's node. */
export function chat(parameters: Record<string, unknown>, more: Record<string, unknown> = {}): WorkflowNode {
	return { ...node(CHAT, NODE_TYPE, 1, parameters), ...more, credentials: { [CREDENTIAL_TYPE]: {} } };
}

/** Publishes a workflow that takes items by webhook and gives them to a node. */
export async function publishItems(world: World, last: WorkflowNode): Promise<Published> {
	const hook = randomUUID();
	const items = node('Items', 'n8n-nodes-base.splitOut', 1, {
		fieldToSplitOut: 'body.items',
		options: { destinationFieldName: 'item' },
	});
	return await publishNodes(world, [webhook(hook), items, last], hook);
}

/** The same with the package's node. */
export async function publish(
	world: World,
	parameters: Record<string, unknown>,
	more: Record<string, unknown> = {},
): Promise<Published> {
	return await publishItems(world, chat(parameters, more));
}

export const sendText = (options: Record<string, unknown> = {}) => ({
	resource: 'session',
	operation: 'sendText',
	sessionId: {
		__rl: true,
		mode: 'id',
		value: '={{ $json.item.session }}',
	},
	text: '={{ $json.item.text }}',
	options,
});

/** Open conversations, made for the purpose. */
export function conversations({ account }: Simulator, count: number): string[] {
	return Array.from({ length: count }, (_, number) => {
		const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
		account.sessions.set(id, { ...structuredClone(account.named.sessionInProgress), id });
		return id;
	});
}

export function itemsOf(simulator: Simulator, mark: string, count: number, from = 0) {
	const sessions = conversations(simulator, Math.min(count, 100));
	return Array.from({ length: count }, (_, index) => ({
		session: sessions[index % sessions.length],
		text: `${mark} ${from + index}.`,
	}));
}

export async function post(url: string, items: unknown[]): Promise<void> {
	const answer = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ items }),
	});
	assert.equal(answer.status, 200, await answer.text());
}

export async function executionsOf({ rest }: World, workflowId: string): Promise<StoredExecution[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const { results } = await rest.call<{ results: StoredExecution[] }>('GET', `/rest/executions?filter=${filter}`);
	return results;
}

const isOver = ({ status }: StoredExecution): boolean => !['new', 'running', 'waiting'].includes(status);

/** Waits until a workflow has so many executions and all of them are over. */
export async function untilOver(
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

/** Switches all workers off, and starts as many. Their locks, which would last for a minute, end. */
export async function killAll({ queue }: World): Promise<void> {
	const killed = queue.workers.splice(0);
	await Promise.all(killed.map(async (worker) => await worker.kill()));
	await queue.stores.askRedis(
		`EVAL "for _, key in ipairs(redis.call('KEYS', 'bull:jobs:*:lock')) do redis.call('DEL', key) end" 0`,
	);
	await Promise.all(killed.map(async () => await queue.startWorker()));
}

/** Waits until the workers have found the jobs of those that were killed. */
export async function untilNoJob({ queue }: World): Promise<void> {
	for (const deadline = Date.now() + 120_000; ; await sleep(500)) {
		if ((await queue.stores.askRedis('LLEN bull:jobs:active')).trim() === ':0') return;
		assert(Date.now() < deadline, 'a job of a killed worker is still there');
	}
}

/** What a person does in the list of executions. n8n answers when the new execution is over. */
export async function retry({ rest }: World, execution: StoredExecution | undefined): Promise<void> {
	assert(execution);
	const { id } = await rest.call<{ id: string }>('POST', `/rest/executions/${execution.id}/retry`, {
		loadWorkflow: false,
	});
	const { status, error, runData } = await rest.getExecution(id);
	assert.equal(status, 'success', `${error}; ${Object.keys(runData).join(', ')} ran`);
}

/** How often each text with a mark was sent, by what the platform applied. */
export function sent({ account }: Simulator, mark: string): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { text } of account.messages.values()) {
		if (text?.startsWith(`${mark} `)) counts.set(text, (counts.get(text) ?? 0) + 1);
	}
	return counts;
}

export function assertOnce(simulator: Simulator, mark: string, count: number): void {
	const counts = sent(simulator, mark);
	const doubled = [...counts.values()].filter((times) => times > 1).length;
	assert.deepEqual({ sent: counts.size, doubled }, { sent: count, doubled: 0 });
}

export async function untilSent(simulator: Simulator, mark: string, count: number): Promise<void> {
	for (const deadline = Date.now() + 120_000; sent(simulator, mark).size < count; await sleep(20)) {
		assert(Date.now() < deadline, `only ${sent(simulator, mark).size} of ${count} were sent`);
	}
}

/** Makes a world for one scenario, on an account as it is at the beginning. */
export async function worldOf({ queue, rest, simulator }: Ground): Promise<World> {
	const token = TOKENS.shift();
	assert(token !== undefined, 'more tokens are needed');
	simulator.reset();
	return { queue, rest, simulator, credential: await credentialFor(rest, token, simulator.url) };
}

export async function credentialFor(rest: N8nRest, apiToken: string, baseUrl: string): Promise<CredentialRef> {
	return await rest.createCredential(`WTS Chat ${apiToken}`, CREDENTIAL_TYPE, { apiToken, baseUrl });
}

/** Starts everything; what has been started is stopped again when a later step fails. */
export async function startGround(onProgress: (line: string) => void): Promise<Ground> {
	const started: Array<() => Promise<void>> = [];
	const stop = async (): Promise<void> => {
		for (const end of started.splice(0).reverse()) await end();
	};
	try {
		const host = await ensureHost({ onProgress });
		const userFolder = mkdtempSync(path.join(tmpdir(), 'wts-chat-scale-'));
		started.push(async () => rmSync(userFolder, { recursive: true, force: true }));
		const tarball = await packPackage(PROJECT, path.join(userFolder, 'pack'));
		const simulator = await startSimulator({
			limits: 'documented',
			tokens: TOKENS.map((token) => ({ token, deny: [] })),
		});
		started.push(async () => await simulator.close());
		onProgress('Starting Redis, Postgres, n8n, two workers and a process for webhooks ...');
		// One execution at a time, so that two at once are on two workers.
		const queue = await startQueue({
			host,
			userFolder,
			package: { tarball },
			workers: 2,
			concurrency: 1,
			env: RUNTIME_ENV,
		});
		started.push(async () => await queue.stop());
		const rest = new N8nRest(queue.main.url);
		await rest.setUpOwner({ email: 'owner@example.com', password: 'Only-for-tests-1' });
		return { queue, rest, simulator, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
