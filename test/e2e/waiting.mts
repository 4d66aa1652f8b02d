import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROJECT } from '../../dev/n8n/package.mts';
import { freePort } from '../../dev/n8n/ports.mts';
import type { RunItem, WorkflowNode } from '../../dev/n8n/rest.mts';
import { CREDENTIAL_TYPE, setUpStage } from '../../dev/stage.mts';
import { located } from '../bed/located.mts';
import { lastToolAnswer } from '../model/index.mts';
import type { Subscription } from '../simulator/index.mts';
import { NODE_TYPE } from './node-type.mts';
import { agentNode, aiTo, chain, END, MODEL, mainTo, nodeOf, triggerNode } from './nodes.mts';
import { Publishing, until } from './publishing.mts';
import { scenario, TOKEN_WITHOUT_AGENTS, type World } from './world.mts';

const WEBHOOK = 'n8n-nodes-base.webhook';

type Json = Readonly<Record<string, unknown>>;

type Asking = WorkflowNode & { webhookId: string };

/** A node that asks; sessions and texts come from the item that starts the run. */
function askNode(name: string, more: Record<string, unknown> = {}): Asking {
	return {
		...nodeOf(name, NODE_TYPE, 1, {
			resource: 'session',
			operation: 'sendAndWait',
			recipientType: 'session',
			sessionId: located('id', '={{ $("Start").first().json.body.session }}'),
			message: '={{ "Shall we? " + ($("Start").first().json.body.text || "") }}',
			responseType: 'approval',
			...more,
		}),
		webhookId: randomUUID(),
	};
}

/** A call, an agent, and its model. */
function agentNodes(hook: string): WorkflowNode[] {
	const start = { ...nodeOf('Start', WEBHOOK, 2, { httpMethod: 'POST', path: hook }), webhookId: hook };
	return [start, agentNode('Go', 3.1), MODEL];
}

const AGENT_WIRES = { Start: mainTo('Agent'), Model: aiTo('Agent', 'languageModel') };

/**
 * Send and Wait for Response in a real n8n: published workflows that ask, people who answer, and all that comes
 * between.
 */
export function waitingScenarios(world: World): void {
	const { simulator } = world;
	const publishing = new Publishing(world);
	const sessionId = () => simulator.account.named.sessionInProgress.id;
	const session = (id = sessionId()) => simulator.account.sessions.get(id);
	const marker = (id = sessionId()): unknown => session(id)?.metadata?.['n8nAsk'] ?? null;
	const reply = (text: string, id = sessionId()) => simulator.receiveMessage({ sessionId: id, text });
	const held = (): Subscription[] => [...simulator.account.subscriptions.values()];
	const sent = (id = sessionId()) =>
		(simulator.account.messagesOfSession.get(id) ?? []).filter(({ direction }) => direction === 'TO_HUB');

	const waiting = (name: string, run: () => Promise<void>, timeout?: number): void =>
		scenario(
			world,
			`waiting: ${name}`,
			async () => {
				try {
					await run();
				} finally {
					await publishing.unpublishAll();
					await stopAll();
				}
			},
			timeout,
		);

	interface Listed {
		id: string;
		status: string;
	}
	const listed = async (workflowId?: string): Promise<Listed[]> => {
		const filter = workflowId === undefined ? '' : `&filter=${encodeURIComponent(JSON.stringify({ workflowId }))}`;
		return (await world.rest.call<{ results: Listed[] }>('GET', `/rest/executions?limit=100${filter}`)).results;
	};
	const stopAll = async (): Promise<void> => {
		for (const { id, status } of await listed()) {
			if (status === 'waiting') await world.rest.call('POST', `/rest/executions/${id}/stop`);
		}
	};

	/** A published workflow that a call starts; answers its ID and how it is started. */
	const published = async (
		name: string,
		...nodes: WorkflowNode[]
	): Promise<{ id: string; start(body?: Record<string, unknown>): Promise<string>; unpublish(): Promise<void> }> => {
		const hook = randomUUID();
		const start = { ...nodeOf('Start', WEBHOOK, 2, { httpMethod: 'POST', path: hook }), webhookId: hook };
		const id = await publishing.import(chain(name, start, ...nodes));
		await publishing.publish(id);
		return {
			id,
			start: async (body = {}) => await begin(id, hook, body),
			unpublish: async () => await publishing.unpublish(id),
		};
	};
	/** Starts a published workflow by its call; answers the execution's ID. */
	const begin = async (id: string, hook: string, body: Record<string, unknown> = {}): Promise<string> => {
		const before = new Set((await listed(id)).map((one) => one.id));
		const answer = await fetch(`${world.n8n.url}/webhook/${hook}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ session: sessionId(), ...body }),
		});
		assert.equal(answer.status, 200);
		let execution: string | undefined;
		await until('the execution began', async () => {
			execution = (await listed(id)).find((one) => !before.has(one.id))?.id;
			return execution !== undefined;
		});
		return execution ?? '';
	};
	const statusOf = async (execution: string) =>
		(await world.rest.call<{ status: string }>('GET', `/rest/executions/${execution}`)).status;
	const waits = async (execution: string) =>
		await until('the execution waits', async () => {
			const status = await statusOf(execution);
			assert.ok(!['error', 'success', 'crashed'].includes(status), `it is ${status}: ${await errorOf(execution)}`);
			return status === 'waiting';
		});
	const errorOf = async (execution: string) => (await world.rest.getExecution(execution)).error;
	const itemsOf = async (execution: string, node: string, run = 0): Promise<Json[]> => {
		await until(
			'the execution is over',
			async () => !['new', 'running', 'waiting'].includes(await statusOf(execution)),
		);
		const { runData, error } = await world.rest.getExecution(execution);
		assert.equal(error, undefined);
		return (runData[node]?.[run]?.data?.main?.[0] ?? []).map(({ json }: RunItem) => json);
	};
	const routed = () =>
		simulator.deliveries.filter(({ done, url }) => done && url.includes('/replies')).map(({ status }) => status);

	waiting('publishing subscribes the asking node alone; a yes in the chat goes on', async () => {
		const other = nodeOf('Other', NODE_TYPE, 1, { resource: 'message', operation: 'get', messageId: 'x' });
		const { id, start } = await published('Ask', askNode('Q'), { ...END, name: 'After' });
		const bystander = await publishing.import(
			chain('Bystander', nodeOf('Start', WEBHOOK, 2, { path: randomUUID() }), other),
		);
		await publishing.publish(bystander);
		assert.equal(held().length, 1);
		assert.match(held()[0]?.name ?? '', /^n8n Ask: Ask \/ Q #/);
		Object.assign(session() ?? {}, { metadata: { order: 7 } });
		const execution = await start();
		await waits(execution);
		assert.notEqual(marker(), null);
		assert.equal(session()?.metadata?.['order'], 7);
		assert.equal(sent().at(-1)?.text, 'Shall we? \n\n1 - Approve\n2 - Decline'.replace('? \n', '?\n'));
		const asked = simulator.requests.length;
		const { message } = reply('Sím!');
		const [item, ...others] = await itemsOf(execution, 'After');
		assert.deepEqual(others, []);
		assert.equal(item?.['outcome'], 'replied');
		const data = item?.['data'] as Json;
		assert.equal(data['approved'], true);
		assert.equal((data['message'] as Json)['messageId'], message.id);
		assert.equal((data['responder'] as Json)['id'], session()?.contactId);
		assert.equal(marker(), null);
		assert.equal(session()?.metadata?.['order'], 7);
		assert.ok(simulator.requests.length - asked < 10, `${simulator.requests.length - asked} requests for one reply`);
		await publishing.unpublish(id);
		await until('the subscription is gone', () => held().length === 0);
	});

	waiting('a reply 50 ms after the question', async () => {
		const { start } = await published('Fast', askNode('Q'), { ...END, name: 'After' });
		const before = sent().length;
		const starting = start();
		await until('the question went out', () => sent().length > before);
		await sleep(50);
		reply('no');
		const [item] = await itemsOf(await starting, 'After');
		assert.equal((item?.['data'] as Json)['approved'], false);
	});

	waiting('ten replies at once, each delivered twice: one goes on, once', async () => {
		const { id, start } = await published('Ten', askNode('Q'), { ...END, name: 'After' });
		const execution = await start();
		await waits(execution);
		Object.assign(simulator.quirks, { webhookDuplicates: 1 });
		for (let n = 0; n < 10; n += 1) reply('yes');
		const [item] = await itemsOf(execution, 'After');
		assert.equal((item?.['data'] as Json)['approved'], true);
		await sleep(2_000);
		assert.equal((await listed(id)).length, 1);
		// And once more, when all is over.
		const again = simulator.deliveries.find(({ url }) => url.includes('/replies'));
		const late = await fetch(again?.url ?? '', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(again?.payload),
		});
		assert.equal(late.status, 200);
		assert.equal((await listed(id)).length, 1);
		// n8n itself says 503 while its database keeps it waiting; the platform delivers such an event again.
		assert.ok(
			routed().every((status) => status === 200 || status === 503),
			routed().join(),
		);
		assert.ok(routed().filter((status) => status === 200).length >= 10);
		assert.equal(marker(), null);
	});

	waiting('another answer is asked for again, twice at most, and a choice is taken by number or word', async () => {
		const { start } = await published(
			'Choice',
			askNode('Q', { responseType: 'choice', choices: 'Manhã\nTarde', options: { maxRetries: 2 } }),
			{ ...END, name: 'After' },
		);
		const execution = await start();
		await waits(execution);
		const questions = sent().length;
		for (const [n, text] of ['when?', 'hm', 'no idea'].entries()) {
			reply(text);
			await until(`repetition ${n + 1}`, () => sent().length === questions + Math.min(n + 1, 2));
			await until('it was routed', () => routed().length > n);
		}
		assert.equal(sent().at(-1)?.text, '1 - Manhã\n2 - Tarde');
		assert.equal(await statusOf(execution), 'waiting');
		reply('MANHA');
		const [item] = await itemsOf(execution, 'After');
		assert.equal((item?.['data'] as Json)['choice'], 'Manhã');
		assert.equal(sent().length, questions + 2);
	});

	waiting('two questions in one session: the newer one wins, the older one is told', async () => {
		const { start } = await published('Two', askNode('Q'), { ...END, name: 'After' });
		const first = await start({ text: 'first' });
		await waits(first);
		const second = await start({ text: 'second' });
		assert.equal((await itemsOf(first, 'After'))[0]?.['outcome'], 'superseded');
		await waits(second);
		reply('yes');
		assert.equal((await itemsOf(second, 'After'))[0]?.['outcome'], 'replied');
	});

	waiting('closed, and taken over by an agent, are told apart', async () => {
		const { start } = await published('Ends', askNode('Q'), { ...END, name: 'After' });
		const { sessionInProgress, sessionPending, agentJoao } = simulator.account.named;
		const closed = await start({ session: sessionInProgress.id });
		const taken = await start({ session: sessionPending.id });
		await waits(closed);
		await waits(taken);
		simulator.people.completeSession({ sessionId: sessionInProgress.id });
		assert.equal((await itemsOf(closed, 'After'))[0]?.['outcome'], 'closed');
		simulator.people.assignSession({ sessionId: sessionPending.id, userId: agentJoao.userId ?? null });
		const [item] = await itemsOf(taken, 'After');
		assert.equal(item?.['outcome'], 'takenOver');
		assert.equal((item?.['agent'] as Json)['id'], agentJoao.userId);
	});

	waiting('an execution that was stopped leaves a marker, which the next message clears', async () => {
		const { start } = await published('Stopped', askNode('Q'), { ...END, name: 'After' });
		const execution = await start();
		await waits(execution);
		await world.rest.call('POST', `/rest/executions/${execution}/stop`);
		assert.notEqual(marker(), null);
		reply('yes');
		await until('the marker is cleared', () => marker() === null);
		assert.equal(await statusOf(execution), 'canceled');
	});

	waiting('forged calls to router and resume URL end nothing and learn nothing', async () => {
		const { start } = await published('Forged', askNode('Q'), { ...END, name: 'After' });
		const execution = await start();
		await waits(execution);
		const url = held()[0]?.url ?? '';
		const asked = simulator.requests.length;
		const post = async (to: string, body: unknown) => {
			const answer = await fetch(to, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: typeof body === 'string' ? body : JSON.stringify(body),
			});
			return { status: answer.status, text: await answer.text() };
		};
		const event = (content: unknown) => ({ eventType: 'MESSAGE_RECEIVED', content });
		const inbound = { id: randomUUID(), sessionId: sessionId(), direction: 'FROM_HUB', origin: 'GATEWAY', text: 'yes' };
		assert.equal((await post(url.replace(/key=.{4}/, 'key=0000'), event(inbound))).status, 403);
		assert.equal((await post(url, '[]')).status, 400);
		assert.equal(simulator.requests.length, asked);
		// With the key, but of a message that nobody wrote.
		assert.equal((await post(url, event(inbound))).text, '{"wts":"waiting"}');
		const { e, n, q, s, t } = JSON.parse(String(marker())) as Record<string, string>;
		const resume = (query: string) => `${world.n8n.url}/webhook-waiting/${e}/${n}?${query}`;
		assert.equal((await post(resume(`q=${q}&t=${t}&signature=${'0'.repeat(64)}`), {})).status, 401);
		assert.equal((await post(resume(`q=${'0'.repeat(32)}&t=${t}&signature=${s}`), {})).status, 401);
		for (const body of [{}, '[]', '"x"', { sessionId: 7 }, { sessionId: sessionId(), approved: true }]) {
			assert.match((await post(resume(`q=${q}&t=${t}&signature=${s}`), body)).text, /waiting/);
		}
		assert.equal(await statusOf(execution), 'waiting');
		reply('yes');
		assert.equal((await itemsOf(execution, 'After'))[0]?.['outcome'], 'replied');
	});

	waiting('the platform down when the marker is written: nothing is sent', async () => {
		const { start } = await published('Down', askNode('Q'), { ...END, name: 'After' });
		simulator.faults.add({ match: { method: 'PUT' }, fault: { kind: 'error', status: 400 } });
		const before = sent().length;
		const execution = await start();
		await until('it failed', async () => (await statusOf(execution)) === 'error');
		assert.equal(sent().length, before);
		simulator.faults.clear();
		assert.equal(marker(), null);
	});

	waiting('three questions one after the other: each answer is for its own question', async () => {
		const { start } = await published(
			'Loop',
			askNode('Q1', { responseType: 'freeText' }),
			askNode('Q2', { responseType: 'freeText' }),
			askNode('Q3', { responseType: 'freeText' }),
			{ ...END, name: 'After' },
		);
		const before = sent().length;
		const execution = await start();
		for (let n = 1; n <= 3; n += 1) {
			await until(`question ${n}`, () => sent().length === before + n);
			reply(`answer ${n}`);
		}
		const [item] = await itemsOf(execution, 'After');
		assert.equal((item?.['data'] as Json)['text'], 'answer 3');
		for (let n = 1; n <= 3; n += 1) {
			const [answer] = await itemsOf(execution, `Q${n}`);
			assert.equal((answer?.['data'] as Json)['text'], `answer ${n}`);
		}
	});

	waiting('a failed execution whose marker is left: the next message clears it', async () => {
		const { start } = await published('Failed', askNode('Q'), { ...END, name: 'After' });
		// Neither can the question be sent, nor can its marker be taken away again.
		simulator.faults.add({
			match: { method: 'POST', path: /send.text/ },
			fault: { kind: 'error', status: 400 },
		});
		simulator.faults.add({ match: { method: 'PUT' }, after: 1, fault: { kind: 'error', status: 400 } });
		const before = sent().length;
		const execution = await start();
		await until('it failed', async () => (await statusOf(execution)) === 'error');
		assert.equal(sent().length, before);
		assert.notEqual(marker(), null);
		simulator.faults.clear();
		reply('yes');
		await until('the marker is cleared', () => marker() === null);
		assert.equal(await statusOf(execution), 'error');
		// And the next question waits as ever.
		const next = await start();
		await waits(next);
		reply('yes');
		assert.equal((await itemsOf(next, 'After'))[0]?.['outcome'], 'replied');
	});

	/** What a person does in the list of executions. n8n answers when the new execution is over, or waits. */
	const retried = async (execution: string): Promise<string> =>
		(await world.rest.call<{ id: string }>('POST', `/rest/executions/${execution}/retry`, { loadWorkflow: false })).id;

	waiting("n8n's Retry of an execution that had waited asks nobody again", async () => {
		const note = nodeOf('Note', NODE_TYPE, 1, {
			resource: 'session',
			operation: 'createNote',
			sessionId: located('id', sessionId()),
			text: '={{ $json.data.text }}',
		});
		const { start } = await published('Retry', askNode('Q', { responseType: 'freeText' }), note, {
			...END,
			name: 'After',
		});
		const execution = await start();
		await waits(execution);
		const asked = sent().length;
		const stop = simulator.faults.add({
			match: { method: 'POST', path: /note/ },
			fault: { kind: 'error', status: 400 },
		});
		reply('on Friday');
		await until('it failed', async () => (await statusOf(execution)) === 'error');
		stop();
		const again = await retried(execution);
		await itemsOf(again, 'After');
		assert.equal(sent().length, asked);
		assert.equal([...simulator.account.notes.values()].filter(({ text }) => text === 'on Friday').length, 1);
		assert.equal(marker(), null);
		assert.equal(held().length, 1);
	});

	waiting("n8n's Retry of a question that was not sent asks, waits, and goes on", async () => {
		const { id, start } = await published('Retry', askNode('Q'), { ...END, name: 'After' });
		const before = sent().length;
		const stop = simulator.faults.add({ match: { method: 'PUT' }, fault: { kind: 'error', status: 400 } });
		const failed = await start();
		await until('it failed', async () => (await statusOf(failed)) === 'error');
		stop();
		const again = await retried(failed);
		await waits(again);
		assert.equal(sent().length, before + 1);
		reply('yes');
		const [item] = await itemsOf(again, 'After');
		assert.equal((item?.['data'] as Json)['approved'], true);
		assert.equal(sent().length, before + 1);
		assert.equal(marker(), null);
		await until('what listened for it alone is gone', () => held().length === 1);
		assert.equal((await listed(id)).length, 2);
	});

	waiting("n8n's Retry of a wait that was stopped approves nothing", async () => {
		const { start } = await published('Retry', askNode('Q'), { ...END, name: 'After' });
		const stopped = await start();
		await waits(stopped);
		await world.rest.call('POST', `/rest/executions/${stopped}/stop`);
		reply('yes');
		await until('the marker is cleared', () => marker() === null);
		const asked = sent().length;
		const again = await retried(stopped);
		const [item] = await itemsOf(again, 'After');
		assert.equal(item?.['outcome'], 'noReply');
		assert.deepEqual(item?.['data'], {});
		assert.equal(sent().length, asked);
	});

	waiting("the node's credential is changed while an execution waits", async () => {
		const { id, start } = await published('Credential', askNode('Q'), { ...END, name: 'After' });
		const execution = await start();
		await waits(execution);
		const token = { apiToken: TOKEN_WITHOUT_AGENTS, baseUrl: simulator.url };
		const other = await world.rest.createCredential('Another', CREDENTIAL_TYPE, token);
		try {
			// The node gets another one, and the token in the old one is replaced.
			await world.rest.updateCredential(world.credential, CREDENTIAL_TYPE, token);
			const { nodes } = await publishing.read(id);
			await publishing.save(id, {
				nodes: nodes.map((node) => (node.name === 'Q' ? { ...node, credentials: { [CREDENTIAL_TYPE]: other } } : node)),
			});
			await publishing.publish(id);
			assert.equal(held().length, 1);
			reply('yes');
			const [item] = await itemsOf(execution, 'After');
			assert.equal((item?.['data'] as Json)['approved'], true);
			assert.equal(marker(), null);
		} finally {
			await world.rest.updateCredential(world.credential, CREDENTIAL_TYPE, { ...world.account });
		}
	});

	waiting('one node in a loop asks three times, each time for itself', async () => {
		const hook = randomUUID();
		const wire = (...to: string[]) => to.map((node) => [{ node, type: 'main', index: 0 }]);
		const id = await publishing.import({
			name: 'Loop over items',
			nodes: [
				{ ...nodeOf('Start', WEBHOOK, 2, { httpMethod: 'POST', path: hook }), webhookId: hook },
				nodeOf('Items', 'n8n-nodes-base.splitOut', 1, {
					fieldToSplitOut: 'body.questions',
					options: { destinationFieldName: 'question' },
				}),
				nodeOf('Loop', 'n8n-nodes-base.splitInBatches', 3, { options: {} }),
				askNode('Q', { responseType: 'freeText', message: '={{ $json.question }}' }),
				{ ...END, name: 'After' },
			],
			connections: {
				Start: { main: wire('Items') },
				Items: { main: wire('Loop') },
				Loop: { main: wire('After', 'Q') },
				Q: { main: wire('Loop') },
			},
		});
		await publishing.publish(id);
		const before = sent().length;
		const execution = await begin(id, hook, { questions: ['First?', 'Second?', 'Third?'] });
		for (const [n, question] of ['First?', 'Second?', 'Third?'].entries()) {
			await until(`question ${n + 1}`, () => sent().length === before + n + 1);
			assert.equal(sent().at(-1)?.text, question);
			reply(`answer ${n + 1}`);
		}
		const answers = await itemsOf(execution, 'After');
		assert.deepEqual(
			answers.map((item) => (item['data'] as Json)['text']),
			['answer 1', 'answer 2', 'answer 3'],
		);
		assert.equal(sent().length, before + 3);
	});

	waiting('the marker of another n8n is left alone, and a question in its session is refused', async () => {
		const { start } = await published('Other', askNode('Q'), { ...END, name: 'After' });
		const foreign = JSON.stringify({
			v: 1,
			i: 'abcdefabcdef',
			e: '1',
			n: 'node-1',
			q: 'a'.repeat(32),
			s: 'b'.repeat(64),
			t: Date.now(),
			x: Date.now() + 600_000,
		});
		Object.assign(session() ?? {}, { metadata: { n8nAsk: foreign } });
		const before = sent().length;
		reply('yes');
		await until('it was routed', () => routed().length > 0);
		assert.equal(marker(), foreign);
		const execution = await start();
		await until('it is refused', async () => (await statusOf(execution)) === 'error');
		assert.match((await errorOf(execution)) ?? '', /Another n8n waits for an answer/);
		assert.equal(marker(), foreign);
		assert.equal(sent().length, before);
	});

	waiting('in the editor: a step asks without a published workflow, by a subscription of its own', async () => {
		const start = nodeOf('Start', 'n8n-nodes-base.manualTrigger', 1, {});
		const q = askNode('Q', { sessionId: located('id', sessionId()), message: 'Shall we?' });
		const id = await publishing.import(chain('Editor', start, q));
		const { executionId = '' } = await world.rest.call<{ executionId?: string }>('POST', `/rest/workflows/${id}/run`, {
			destinationNode: { nodeName: 'Q', mode: 'inclusive' },
			triggerToStartFrom: { name: 'Start' },
		});
		await waits(executionId);
		assert.equal(held().length, 1);
		assert.match(held()[0]?.name ?? '', /^n8n Ask: one question until /);
		reply('sim');
		const [item] = await itemsOf(executionId, 'Q');
		assert.equal((item?.['data'] as Json)['approved'], true);
		assert.equal(held().length, 0);
		assert.equal(marker(), null);
	});

	/** The model wants to give a discount so many times, and then says what came of it. */
	const wantsDiscount = (times = 1) =>
		world.model.play((request, turn) =>
			turn < times
				? { calls: [{ tool: 'Give_discount', arguments: { toolParameters: { text: `${turn + 2}0 percent` } } }] }
				: { says: `Done: ${JSON.stringify(lastToolAnswer(request))}` },
		);

	waiting('a tool of an agent that a person must approve runs after a yes, and only then', async () => {
		const run = async (answer: string) => {
			wantsDiscount();
			const { start, id } = await gated(answer);
			const before = sent().length;
			const notes = simulator.account.notes.size;
			const execution = await start();
			await waits(execution);
			await until('the approver is asked', () => sent().length === before + 1);
			assert.match(sent().at(-1)?.text ?? '', /Give.discount: 20 percent/);
			reply(answer);
			await until('the agent is done', async () => (await statusOf(execution)) === 'success', 30_000);
			await publishing.unpublish(id);
			return simulator.account.notes.size - notes;
		};
		assert.equal(await run('não'), 0);
		assert.equal(await run('sim'), 1);
	});

	/** An agent with one tool, a note in the session, which the contact of the session must approve. */
	const gated = async (name: string, gate: Record<string, unknown> = {}) => {
		const hook = randomUUID();
		const nodes = [
			...agentNodes(hook),
			{
				...nodeOf('Approval', `${NODE_TYPE}HitlTool`, 1, {
					resource: 'session',
					operation: 'sendAndWait',
					recipientType: 'session',
					sessionId: located('id', sessionId()),
					message: '=The agent wants to run {{ $tool.name }}: {{ $tool.parameters.text }}',
					responseType: 'approval',
					...gate,
				}),
				webhookId: randomUUID(),
			},
			nodeOf('Give discount', `${NODE_TYPE}Tool`, 1, {
				resource: 'session',
				operation: 'createNote',
				sessionId: located('id', sessionId()),
				text: "={{ $fromAI('text', 'What to note', 'string') }}",
			}),
		];
		const id = await publishing.import({
			name: `Gated ${name}`,
			nodes,
			connections: { ...AGENT_WIRES, 'Give discount': aiTo('Approval', 'tool'), Approval: aiTo('Agent', 'tool') },
		});
		await publishing.publish(id);
		return { id, start: async () => await begin(id, hook) };
	};

	waiting("only an approver's phone opens the gate of an agent's tool", async () => {
		const contact = simulator.account.contacts.get(session()?.contactId ?? '');
		assert.ok(contact);
		const phone = contact.phoneNumber ?? '';
		const notes = () => simulator.account.notes.size;
		const [before, written] = [sent().length, notes()];
		// Nobody is asked who may not approve, and the tool does not run.
		wantsDiscount();
		const closed = await gated('Not on the list', { approverPhones: '+55 11 91234-0000' });
		const refused = await closed.start();
		await until('the agent is done', async () => (await statusOf(refused)) === 'success');
		assert.equal(sent().length, before);
		assert.equal(marker(), null);
		assert.equal(notes(), written);
		await publishing.unpublish(closed.id);
		// Whoever is asked and then is somebody else approves nothing either.
		wantsDiscount();
		const open = await gated('On the list', { approverPhones: `+55 11 91234-0000, ${phone}` });
		const execution = await open.start();
		await waits(execution);
		contact.phoneNumber = '+55|11912340001';
		reply('sim');
		await until('it was routed', () => routed().length > 0);
		assert.equal(await statusOf(execution), 'waiting');
		assert.equal(notes(), written);
		contact.phoneNumber = phone;
		reply('sim');
		await until('the agent is done', async () => (await statusOf(execution)) === 'success');
		assert.equal(notes(), written + 1);
	});

	waiting("as an agent's own tool it asks, waits, and tells the model what was answered, in short", async () => {
		const long = 'Na quinta às 15h, mas antes queria contar como foi da última vez. '.repeat(60);
		world.model.play((request, turn) =>
			turn === 0
				? { calls: [{ tool: 'Ask_the_contact', arguments: { question: 'When does it suit you?' } }] }
				: { says: `Done: ${JSON.stringify(lastToolAnswer(request))}` },
		);
		const hook = randomUUID();
		const { id } = await agentWith('Plain tool', hook, {
			...nodeOf('Ask the contact', `${NODE_TYPE}Tool`, 1, {
				resource: 'session',
				operation: 'sendAndWait',
				recipientType: 'session',
				sessionId: located('id', sessionId()),
				message: "={{ $fromAI('question', 'What to ask', 'string') }}",
				responseType: 'freeText',
			}),
			webhookId: randomUUID(),
		});
		const execution = await begin(id, hook);
		await waits(execution);
		assert.equal(sent().at(-1)?.text, 'When does it suit you?');
		reply(long);
		await until('the agent is done', async () => (await statusOf(execution)) === 'success');
		const told = lastToolAnswer(world.model.requests.at(-1) ?? { messages: [] });
		const [answer, note] = told as Json[];
		assert.equal(answer?.['outcome'], 'replied');
		assert.match(String((answer?.['data'] as Json)['text']), /^Na quinta às 15h.*… \d+ more characters$/);
		assert.match(String(note?.['note']), /Long values are cut/);
		assert.ok(Buffer.byteLength(JSON.stringify(told)) <= 2_000);
		assert.equal(marker(), null);
	});

	/** A published workflow of a call, an agent, its model, and one tool. */
	const agentWith = async (name: string, hook: string, tool: Asking): Promise<{ id: string }> => {
		const nodes = [...agentNodes(hook), tool];
		const id = await publishing.import({
			name,
			nodes,
			connections: { ...AGENT_WIRES, [tool.name]: aiTo('Agent', 'tool') },
		});
		await publishing.publish(id);
		return { id };
	};

	waiting('a sub-workflow that asks goes on, and so does its caller', async () => {
		const child = await publishing.import(
			chain(
				'Child',
				nodeOf('Called', 'n8n-nodes-base.executeWorkflowTrigger', 1.1, { inputSource: 'passthrough' }),
				askNode('Q', {
					sessionId: located('id', '={{ $json.body.session }}'),
					message: 'Shall we?',
				}),
			),
		);
		await publishing.publish(child);
		const { start } = await published(
			'Caller',
			nodeOf('Call', 'n8n-nodes-base.executeWorkflow', 1.2, {
				workflowId: located('id', child),
				options: {},
			}),
			{ ...END, name: 'After' },
		);
		const execution = await start();
		// Once the caller waits, the child has asked and waits as well. The mark alone comes before the question, and
		// what is written before a question does not answer it.
		await waits(execution);
		reply('sim');
		const [item] = await itemsOf(execution, 'After');
		assert.equal((item?.['data'] as Json)['approved'], true);
	});

	waiting('the marker edited by somebody ends nothing and calls nobody else', async () => {
		const { start } = await published('Edited', askNode('Q'), { ...END, name: 'After' });
		const execution = await start();
		await waits(execution);
		const real = String(marker());
		const edited = [
			real.replace(/"s":"./, '"s":"f').replace(/"s":"f{2}/, '"s":"0f'),
			real.replace(/"n":"[^"]*"/, '"n":"../../rest/login"'),
			real.replace(/"e":"[^"]*"/, '"e":"1/../../healthz"'),
			'{"v":1}',
			'text',
		];
		for (const [n, text] of edited.entries()) {
			Object.assign(session()?.metadata ?? {}, { n8nAsk: text });
			reply(`hm ${n}`);
			await until('it was routed', () => routed().length > n);
			assert.equal(await statusOf(execution), 'waiting');
		}
		Object.assign(session()?.metadata ?? {}, { n8nAsk: real });
		reply('yes');
		assert.equal((await itemsOf(execution, 'After'))[0]?.['outcome'], 'replied');
	});

	waiting('a token that is refused while an execution waits does not end it', async () => {
		const { start } = await published('Token', askNode('Q'), { ...END, name: 'After' });
		const execution = await start();
		await waits(execution);
		Object.assign(simulator.quirks, { tokensVanished: true, webhookRetries: 0 });
		reply('yes');
		await until('it was routed', () => routed().some((status) => status === 503));
		assert.equal(await statusOf(execution), 'waiting');
		Object.assign(simulator.quirks, { tokensVanished: false });
		reply('hello?');
		const [item] = await itemsOf(execution, 'After');
		assert.equal(((item?.['data'] as Json)['message'] as Json)['text'], 'yes');
	});

	waiting('two asking nodes and a trigger: one reply resumes one, and starts no run of the trigger', async () => {
		const first = await published('One', askNode('Q'), { ...END, name: 'After' });
		const second = await published('Other one', askNode('Q'), { ...END, name: 'After' });
		const listener = await publishing.import(
			chain('Receptionist', triggerNode('T', { events: ['MESSAGE_RECEIVED'] }), { ...END, name: 'Start' }),
		);
		await publishing.publish(listener);
		const other = simulator.account.named.sessionPending.id;
		const a = await first.start();
		const b = await second.start({ session: other });
		await waits(a);
		await waits(b);
		reply('yes', other);
		assert.equal((await itemsOf(b, 'After'))[0]?.['outcome'], 'replied');
		assert.equal(await statusOf(a), 'waiting');
		// Told of somebody else's reply, with all that its own question is called by, it waits on.
		const { e, n, q, s, t } = JSON.parse(String(marker())) as Record<string, string>;
		const told = await fetch(`${world.n8n.url}/webhook-waiting/${e}/${n}?q=${q}&t=${t}&signature=${s}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ sessionId: other }),
		});
		assert.match(await told.text(), /waiting/);
		assert.equal(await statusOf(a), 'waiting');
		reply('yes');
		assert.equal((await itemsOf(a, 'After'))[0]?.['outcome'], 'replied');
		await sleep(1_500);
		assert.equal((await listed(listener)).length, 0);
		reply('What else?');
		assert.equal((await publishing.executions(listener, 1)).length, 1);
	});

	waiting(
		'two n8n on one account, each with its own markers; one restarts, and what was written meanwhile is read',
		async () => {
			const folder = mkdtempSync(path.join(tmpdir(), 'wts-chat-waiting-'));
			const port = await freePort();
			const stage = async () =>
				await setUpStage({
					onProgress: () => {},
					userFolder: folder,
					package: { folder: PROJECT },
					login: { email: 'owner@example.com', password: 'Only-for-tests-1' },
					account: { apiToken: simulator.token, baseUrl: simulator.url },
					port,
				});
			let running = await stage();
			const ofOther = () =>
				new Publishing({ ...world, ...running, simulator, credentials: { wtsChatApi: running.credential } });
			const there = simulator.account.named.sessionPending.id;
			try {
				const hook = randomUUID();
				const start = { ...nodeOf('Start', WEBHOOK, 2, { httpMethod: 'POST', path: hook }), webhookId: hook };
				const id = await ofOther().import(chain('Restart', start, askNode('Q'), { ...END, name: 'After' }));
				await ofOther().publish(id);
				const startThere = async (where: string) =>
					await fetch(`${running.n8n.url}/webhook/${hook}`, {
						method: 'POST',
						headers: { 'content-type': 'application/json' },
						body: JSON.stringify({ session: where }),
					});
				const here = await published('Here', askNode('Q'), { ...END, name: 'After' });
				const execution = await here.start();
				await waits(execution);
				const mine = marker();
				// A question of the other n8n in this session is refused, and its own session is another.
				await startThere(sessionId());
				const [refused] = await ofOther().executions(id, 1);
				assert.match(refused?.error ?? '', /Another n8n waits for an answer/);
				assert.equal(marker(), mine);
				await startThere(there);
				await until('it asked', () => marker(there) !== null);
				const theirs = marker(there);
				assert.equal(held().length, 2);
				// Both are told of each reply; each goes on with its own.
				reply('yes');
				assert.equal((await itemsOf(execution, 'After'))[0]?.['outcome'], 'replied');
				const isTold = ({ id: subscription }: Subscription) =>
					simulator.deliveries.some(
						({ done, subscriptionId, payload }) =>
							done && subscriptionId === subscription && (payload as Json)['eventType'] === 'MESSAGE_RECEIVED',
					);
				await until('both were told', () => held().every(isTold));
				assert.ok(
					routed().every((status) => status === 200),
					routed().join(),
				);
				assert.equal(marker(there), theirs);
				await here.unpublish();

				// A trigger keeps the subscription that it has, over a restart as well.
				const listening = await ofOther().import(
					chain('Listens', triggerNode('T', { events: ['CONTACT_UPDATE'] }), END),
				);
				await ofOther().publish(listening);
				const subscriptions = held().map(({ id }) => id);
				assert.equal(subscriptions.length, 2);

				await sleep(1_000);
				await running.stop();
				Object.assign(simulator.quirks, { webhookRetries: 0 });
				reply('yes', there);
				await sleep(1_000);
				running = await stage();
				assert.equal(marker(there), theirs);
				// Whatever comes next brings it to light.
				reply('hello?', there);
				await until('it went on', () => marker(there) === null);
				const [newest] = await ofOther().executions(id, 2);
				assert.equal(newest?.status, 'success', newest?.error);
				const data = newest?.runData['After']?.[0]?.data?.main?.[0]?.[0]?.json['data'] as Json;
				assert.equal((data['message'] as Json)['text'], 'yes');
				assert.deepEqual(
					held().map((one) => one.id),
					subscriptions,
				);
				simulator.people.changeContact({ contactId: simulator.account.named.contactAna.id, name: 'Ana Nova' });
				const [run] = await ofOther().executions(listening, 1);
				assert.equal(run?.status, 'success', run?.error);
				await ofOther().unpublish(listening);
				await ofOther().unpublish(id);
			} finally {
				await running.stop();
				rmSync(folder, { recursive: true, force: true });
			}
		},
		420_000,
	);

	waiting(
		'two approvals in a row of which the second gets no answer: it is never approved, as node and as gate',
		async () => {
			const limit = {
				limitWaitTime: { values: { limitType: 'afterTimeInterval', resumeAmount: 1, resumeUnit: 'minutes' } },
			};
			const { start } = await published('Ladder', askNode('Q1'), askNode('Q2', { options: limit }), {
				...END,
				name: 'After',
			});
			const before = sent().length;
			const execution = await start();
			await until('the first question', () => sent().length === before + 1);
			reply('yes');
			await until('the second question', () => sent().length === before + 2);
			// Meanwhile an agent, which wants the same twice of somebody else.
			const there = simulator.account.named.sessionPending.id;
			const notes = () => [...simulator.account.notes.values()].filter(({ text }) => text?.endsWith(' percent'));
			wantsDiscount(2);
			const gate = { sessionId: located('id', there), options: limit };
			const agent = await gated('Ladder of an agent', gate);
			const [asked, written] = [sent(there).length, notes().length];
			const agents = await agent.start();
			await until('the first approval', () => sent(there).length === asked + 1);
			reply('sim', there);
			await until('the second approval', () => sent(there).length === asked + 2);
			assert.equal(notes().length, written + 1);
			await until('the time is over', async () => (await statusOf(execution)) === 'success', 170_000);
			const [item] = await itemsOf(execution, 'After');
			assert.equal(item?.['outcome'], 'noReply');
			assert.deepEqual(item?.['data'], {});
			await until("the agent's time is over", async () => (await statusOf(agents)) === 'success', 170_000);
			assert.equal(notes().length, written + 1);
		},
		240_000,
	);
}
