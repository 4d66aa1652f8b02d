import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
	chat,
	conversations,
	executionsOf,
	node,
	post,
	publishNodes,
	type Scenario,
	untilOver,
	type World,
	webhook,
} from '../world.mts';

async function until(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
	for (const deadline = Date.now() + 120_000; !(await check()); await sleep(200)) {
		assert(Date.now() < deadline, `not within two minutes: ${what}`);
	}
}

/** How the question of an execution was answered, and in which session. */
async function answerOf({ rest }: World, execution: string): Promise<Record<string, unknown>> {
	const { status, error, runData } = await rest.getExecution(execution);
	assert.equal(status, 'success', error);
	return runData['End']?.[0]?.data?.main?.[0]?.[0]?.json ?? {};
}

export const asked: Scenario = {
	name:
		'ask and wait: workers ask, the process for webhooks takes the replies, main restarts in between; each goes ' +
		'on once',
	async run(world) {
		const { simulator, queue } = world;
		// Before anybody listens: the simulator tells what is new of a session since then.
		const sessions = conversations(simulator, 6);
		const hook = randomUUID();
		const question = {
			resource: 'session',
			operation: 'sendAndWait',
			recipientType: 'session',
			sessionId: { __rl: true, mode: 'id', value: '={{ $json.body.items[0].session }}' },
			message: 'Shall we?',
			responseType: 'approval',
		};
		const workflow = await publishNodes(
			world,
			[webhook(hook), chat(question, { webhookId: randomUUID() }), node('End', 'n8n-nodes-base.noOp', 1, {})],
			hook,
		);
		const [subscription] = simulator.account.subscriptions.values();
		assert(subscription?.url?.startsWith(queue.webhook.url), `subscribed with ${subscription?.url}`);
		const marked = () =>
			sessions.filter((id) => (simulator.account.sessions.get(id)?.metadata?.['n8nAsk'] ?? null) !== null);
		for (const session of sessions) await post(workflow.url, [{ session }]);
		const statuses = async () => (await executionsOf(world, workflow.id)).map(({ status }) => status);
		await until('all wait', async () => (await statuses()).filter((status) => status === 'waiting').length === 6);
		assert.equal(marked().length, 6);
		assert.equal(simulator.account.subscriptions.size, 1, 'no question needs a subscription of its own');
		const logs = queue.workers.map(({ logTail }) => logTail(1_000)).join('\n');
		for (const { id } of await executionsOf(world, workflow.id)) {
			assert.match(logs, new RegExp(`Worker finished execution ${id} `), 'a worker must have asked');
		}

		// Main is away when the first replies come.
		await queue.stopMain();
		const [first = '', ...others] = sessions;
		simulator.quirks.webhookDuplicates = 1;
		simulator.receiveMessage({ sessionId: first, text: 'sim' });
		await until('the first reply was taken', () => !marked().includes(first));
		assert.deepEqual(marked(), others);
		await queue.startMain();
		assert.deepEqual(marked(), others);
		const before = simulator.requests.length;
		for (const [at, sessionId] of others.entries()) {
			simulator.receiveMessage({ sessionId, text: at % 2 === 0 ? 'sim' : 'não' });
		}
		const list = await untilOver(world, workflow.id, sessions.length);
		assert.equal(list.length, sessions.length);
		const requests = (simulator.requests.length - before) / others.length;
		const routes = simulator.requests.slice(before).map(({ method, route, status }) => `${method} ${route} ${status}`);
		assert(requests < 10, `${requests} requests for a reply: ${routes.sort().join(', ')}`);
		assert.deepEqual(marked(), []);
		const answers = new Map<unknown, unknown>();
		for (const { id } of list) {
			const { outcome, sessionId, data } = await answerOf(world, id);
			assert.equal(outcome, 'replied');
			answers.set(sessionId, (data as Record<string, unknown>)['approved']);
		}
		assert.deepEqual(
			sessions.map((id) => answers.get(id)),
			[true, true, false, true, false, true],
		);
	},
};
