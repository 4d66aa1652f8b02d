import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROJECT } from '../../dev/n8n/package.mts';
import { freePort } from '../../dev/n8n/ports.mts';
import type { RunItem, WorkflowNode } from '../../dev/n8n/rest.mts';
import { setUpStage } from '../../dev/stage.mts';
import { lastToolAnswer } from '../model/index.mts';
import type { Subscription } from '../simulator/index.mts';
import { chain, END, nodeOf, Publishing, triggerNode, until } from './publishing.mts';
import { scenario, type World } from './world.mts';

const CHAT = 'n8n-nodes-wts-chat.wtsChat';
const WEBHOOK = 'n8n-nodes-base.webhook';

type Json = Readonly<Record<string, unknown>>;

/** A node that asks; sessions and texts come from the item that starts the run. */
function askNode(name: string, more: Record<string, unknown> = {}): WorkflowNode & { webhookId: string } {
	return {
		...nodeOf(name, CHAT, 1, {
			resource: 'session',
			operation: 'sendAndWait',
			recipientType: 'session',
			sessionId: { __rl: true, mode: 'id', value: '={{ $("Start").first().json.body.session }}' },
			message: '={{ "Shall we? " + ($("Start").first().json.body.text || "") }}',
			responseType: 'approval',
			...more,
		}),
		webhookId: randomUUID(),
	};
}

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
	): Promise<{ id: string; start(body?: Record<string, unknown>): Promise<string> }> => {
		const hook = randomUUID();
		const start = { ...nodeOf('Start', WEBHOOK, 2, { httpMethod: 'POST', path: hook }), webhookId: hook };
		const id = await publishing.import(chain(name, start, ...nodes));
		await publishing.publish(id);
		return {
			id,
			start: async (body = {}) => await begin(id, hook, body),
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
		const other = nodeOf('Other', CHAT, 1, { resource: 'message', operation: 'get', messageId: 'x' });
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
		assert.ok(
			routed().every((status) => status === 200),
			routed().join(),
		);
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

	waiting('a loop that asks three times takes each answer for its own question', async () => {
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
		const q = askNode('Q', { sessionId: { __rl: true, mode: 'id', value: sessionId() }, message: 'Shall we?' });
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

	waiting('a tool of an agent that a person must approve runs after a yes, and only then', async () => {
		const run = async (answer: string) => {
			world.model.play((request, turn) =>
				turn === 0
					? { calls: [{ tool: 'Give_discount', arguments: { toolParameters: { text: '20 percent' } } }] }
					: { says: `Done: ${JSON.stringify(lastToolAnswer(request))}` },
			);
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
	const gated = async (name: string) => {
		const hook = randomUUID();
		const nodes = [
			{ ...nodeOf('Start', WEBHOOK, 2, { httpMethod: 'POST', path: hook }), webhookId: hook },
			nodeOf('Agent', '@n8n/n8n-nodes-langchain.agent', 3.1, { promptType: 'define', text: 'Go', options: {} }),
			{
				...nodeOf('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.2, {
					model: { __rl: true, mode: 'list', value: 'gpt-4.1-mini' },
					options: {},
				}),
				credentials: { openAiApi: {} },
			},
			{
				...nodeOf('Approval', `${CHAT}HitlTool`, 1, {
					resource: 'session',
					operation: 'sendAndWait',
					recipientType: 'session',
					sessionId: { __rl: true, mode: 'id', value: sessionId() },
					message: '=The agent wants to run {{ $tool.name }}: {{ $tool.parameters.text }}',
					responseType: 'approval',
				}),
				webhookId: randomUUID(),
			},
			nodeOf('Give discount', `${CHAT}Tool`, 1, {
				resource: 'session',
				operation: 'createNote',
				sessionId: { __rl: true, mode: 'id', value: sessionId() },
				text: "={{ $fromAI('text', 'What to note', 'string') }}",
			}),
		];
		const tool = (node: string) => ({ ai_tool: [[{ node, type: 'ai_tool', index: 0 }]] });
		const id = await publishing.import({
			name: `Gated ${name}`,
			nodes,
			connections: {
				Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
				Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
				'Give discount': tool('Approval'),
				Approval: tool('Agent'),
			},
		});
		await publishing.publish(id);
		return { id, start: async () => await begin(id, hook) };
	};

	waiting('a sub-workflow that asks goes on, and so does its caller', async () => {
		const child = await publishing.import(
			chain(
				'Child',
				nodeOf('Called', 'n8n-nodes-base.executeWorkflowTrigger', 1.1, { inputSource: 'passthrough' }),
				askNode('Q', {
					sessionId: { __rl: true, mode: 'id', value: '={{ $json.body.session }}' },
					message: 'Shall we?',
				}),
			),
		);
		await publishing.publish(child);
		const { start } = await published(
			'Caller',
			nodeOf('Call', 'n8n-nodes-base.executeWorkflow', 1.2, {
				workflowId: { __rl: true, mode: 'id', value: child },
				options: {},
			}),
			{ ...END, name: 'After' },
		);
		const execution = await start();
		await until('it asked', () => marker() !== null);
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
		reply('yes');
		assert.equal((await itemsOf(a, 'After'))[0]?.['outcome'], 'replied');
		await sleep(1_500);
		assert.equal((await listed(listener)).length, 0);
		reply('What else?');
		assert.equal((await publishing.executions(listener, 1)).length, 1);
	});

	waiting(
		'n8n restarts while an execution waits, and what was written meanwhile is read',
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
			try {
				const hook = randomUUID();
				const start = { ...nodeOf('Start', WEBHOOK, 2, { httpMethod: 'POST', path: hook }), webhookId: hook };
				const own = new Publishing({
					...world,
					...running,
					simulator,
					credentials: { wtsChatApi: running.credential },
				});
				const id = await own.import(chain('Restart', start, askNode('Q'), { ...END, name: 'After' }));
				await own.publish(id);
				await fetch(`${running.n8n.url}/webhook/${hook}`, {
					method: 'POST',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify({ session: sessionId() }),
				});
				await until('it asked', () => marker() !== null);
				await sleep(2_000);
				await running.stop();
				Object.assign(simulator.quirks, { webhookRetries: 0 });
				reply('yes');
				await sleep(1_000);
				running = await stage();
				assert.notEqual(marker(), null);
				// Whatever comes next brings it to light.
				reply('hello?');
				await until('it went on', () => marker() === null, 60_000);
				const again = new Publishing({ ...world, ...running, simulator });
				const [execution] = await again.executions(id, 1, 60_000);
				assert.equal(execution?.status, 'success', execution?.error);
				const data = execution?.runData['After']?.[0]?.data?.main?.[0]?.[0]?.json['data'] as Json;
				assert.equal((data['message'] as Json)['text'], 'yes');
				await again.unpublish(id);
			} finally {
				await running.stop();
				rmSync(folder, { recursive: true, force: true });
			}
		},
		420_000,
	);

	waiting(
		'two approvals in a row of which the second gets no answer: it is never approved',
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
			await until('the time is over', async () => (await statusOf(execution)) === 'success', 170_000);
			const [item] = await itemsOf(execution, 'After');
			assert.equal(item?.['outcome'], 'noReply');
			assert.deepEqual(item?.['data'], {});
		},
		240_000,
	);
}
