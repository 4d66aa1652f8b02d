import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Execution } from '../../dev/n8n/rest.mts';
import { located } from '../bed/located.mts';
import type { Subscription } from '../simulator/index.mts';
import { NODE_TYPE } from './node-type.mts';
import { chain, END, nodeOf, triggerNode } from './nodes.mts';
import { Publishing, until } from './publishing.mts';
import { artifact, scenario, type World } from './world.mts';

/** A thousand calls, of which each waits for n8n's database. */
const FLOOD_MS = 600_000;

/** The trigger in a real n8n: what the account holds, and what starts. */
export function triggerScenarios(world: World): void {
	const { simulator } = world;
	const publishing = new Publishing(world);
	const held = (): Subscription[] => [...simulator.account.subscriptions.values()];
	const mine = (): Subscription[] => held().filter(({ name }) => name?.startsWith('n8n '));

	/** A scenario that leaves no published workflow behind. */
	const published = (name: string, run: () => Promise<void>, timeout?: number): void =>
		scenario(
			world,
			name,
			async () => {
				try {
					await run();
				} finally {
					await publishing.unpublishAll();
				}
			},
			timeout,
		);

	published('trigger: publishing subscribes, an inbound message starts one run, unpublishing removes', async () => {
		const id = await publishing.import(
			chain('Trigger', triggerNode('On message', { events: ['MESSAGE_RECEIVED', 'MESSAGE_SENT'] }), END),
		);
		await publishing.publish(id);
		assert.equal(held().length, 1);
		assert.match(held()[0]?.name ?? '', /^n8n Trigger: Trigger \/ On message #/);
		const { sessionInProgress, contactAna } = simulator.account.named;
		simulator.receiveMessage({ sessionId: sessionInProgress.id, text: 'Olá!' });
		const executions = await publishing.executions(id, 1);
		assert.equal(executions.length, 1);
		const item = itemOf(executions[0], 'On message');
		assert.equal(item['event'], 'MESSAGE_RECEIVED');
		assert.equal(item['text'], 'Olá!');
		assert.equal(item['author'], 'contact');
		assert.equal(item['direction'], 'inbound');
		assert.equal(item['sessionId'], sessionInProgress.id);
		assert.ok('contactId' in item && contactAna.id !== '');
		await publishing.unpublish(id);
		await until('the subscription is gone', () => held().length === 0);
	});

	published('trigger: drafts, republishing, renames, a copy and a second trigger leave what they should', async () => {
		const first = triggerNode('One', { events: ['MESSAGE_RECEIVED'] });
		const id = await publishing.import(chain('Life', first, END));
		await publishing.publish(id);
		const [before] = structuredClone(mine());
		// A draft changes nothing.
		const { nodes } = await publishing.read(id);
		await publishing.save(id, {
			nodes: nodes.map((node) => (node.name === 'One' ? { ...node, parameters: { events: ['CONTACT_NEW'] } } : node)),
		});
		assert.deepEqual(structuredClone(mine()), [before]);
		await publishing.publish(id);
		await until('the new events are subscribed to', () => mine()[0]?.events.join() === 'CONTACT_NEW');
		assert.equal(mine().length, 1);
		// The node gets another name, and so does the workflow.
		const renamed = (await publishing.read(id)).nodes.map((node) =>
			node.name === 'One' ? { ...node, name: 'Uno' } : node,
		);
		await publishing.save(id, {
			name: 'Vida',
			nodes: renamed,
			connections: { Uno: { main: [[{ node: 'End', type: 'main', index: 0 }]] } },
		});
		await publishing.publish(id);
		await until('the subscription has the new names', () => /Vida \/ Uno/.test(mine()[0]?.name ?? ''));
		assert.equal(mine().length, 1);
		// A copy, as the editor makes it, and a second trigger in it.
		const copy = await publishing.import(chain('Copy', triggerNode('Uno', { events: ['CONTACT_NEW'] }), END));
		await publishing.publish(copy);
		const withTwo = (await publishing.read(copy)).nodes;
		await publishing.save(copy, { nodes: [...withTwo, triggerNode('Dos', { events: ['SESSION_NEW'] })] });
		await publishing.publish(copy);
		await until('three listen', () => mine().length === 3);
		await publishing.unpublish(copy);
		await until('the first alone listens', () => mine().length === 1);
		assert.match(mine()[0]?.name ?? '', /Vida \/ Uno/);
	});

	published('trigger: repairs what was changed by hand, and removes what an outage left behind', async () => {
		const stranger = await fetch(`${simulator.url}/core/v1/webhook/subscription`, {
			method: 'POST',
			headers: { authorization: `Bearer ${simulator.token}`, 'content-type': 'application/json' },
			body: JSON.stringify({ name: 'Somebody else', url: 'https://elsewhere.example', events: ['CONTACT_NEW'] }),
		});
		assert.equal(stranger.status, 200);
		const id = await publishing.import(chain('Outage', triggerNode('T', {}), END));
		await publishing.publish(id);
		simulator.faults.add({ match: { method: 'DELETE' }, fault: { kind: 'error', status: 503 } });
		await publishing.unpublish(id);
		await sleep(6_000);
		simulator.faults.clear();
		assert.equal(mine().length, 1, 'the outage leaves the subscription behind');
		Object.assign(mine()[0] ?? {}, { enabled: false });
		await publishing.publish(id);
		await until('it is repaired', () => mine().length === 1 && mine()[0]?.enabled === true);
		assert.equal(held().length, 2);
		simulator.receiveMessage({ sessionId: simulator.account.named.sessionInProgress.id, text: 'still there?' });
		assert.equal((await publishing.executions(id, 1)).length, 1);
	});

	published('trigger: what keeps it from subscribing is said where n8n shows it', async () => {
		const id = await publishing.import(chain('Refused', triggerNode('T', {}), END));
		simulator.quirks.forbiddenScopes.push('webhook');
		await assert.rejects(publishing.publish(id), /may not manage webhooks/);
	});

	published('trigger: a workflow on CONTACT_UPDATE that updates the contact ends', async () => {
		const id = await publishing.import(
			chain(
				'Loop',
				triggerNode('T', { events: ['CONTACT_UPDATE', 'CONTACT_TAG_UPDATE'] }),
				nodeOf('Update', NODE_TYPE, 1, {
					resource: 'contact',
					operation: 'update',
					contactId: located('id', '={{ $json.contactId }}'),
					updateFields: { annotation: '={{ $now.toMillis() }}' },
				}),
			),
		);
		await publishing.publish(id);
		simulator.people.changeContact({ contactId: simulator.account.named.contactAna.id, name: 'Ana Nova' });
		await publishing.executions(id, 1);
		await sleep(4_000);
		const executions = await publishing.executions(id, 1);
		assert.equal(executions.length, 1, 'one change by a person, one run');
		assert.equal(executions[0]?.status, 'success', executions[0]?.error);
	});

	published('trigger: duplicates, disorder and the pair of events of a move start one run each', async () => {
		const id = await publishing.import(
			chain(
				'Once',
				triggerNode('T', { events: ['MESSAGE_RECEIVED', 'PANEL_CARD_UPDATE', 'PANEL_CARD_STEP_CHANGE'] }),
				END,
			),
		);
		await publishing.publish(id);
		Object.assign(simulator.quirks, { webhookDuplicates: 2, webhookDisorder: true });
		const { sessionInProgress, cardOpen, stepNegotiation } = simulator.account.named;
		for (let n = 0; n < 10; n += 1) {
			simulator.receiveMessage({ sessionId: sessionInProgress.id, text: `message ${n}` });
			await sleep(100);
		}
		simulator.people.changeCard({ cardId: cardOpen.id, stepId: stepNegotiation.id });
		const executions = await publishing.executions(id, 11);
		await sleep(1_000);
		assert.equal((await publishing.executions(id, 11)).length, 11);
		assert.deepEqual([...new Set(executions.map(({ status }) => status))], ['success']);
		const items = executions.map((execution) => itemOf(execution, 'T'));
		const texts = items.flatMap(({ event, text }) => (event === 'MESSAGE_RECEIVED' ? [text] : []));
		assert.equal(new Set(texts).size, 10);
		assert.equal(items.filter(({ event }) => event === 'PANEL_CARD_STEP_CHANGE').length, 1);
	});

	published(
		'trigger: forged calls start nothing, ask nothing and learn nothing',
		async () => {
			const id = await publishing.import(chain('Forged', triggerNode('T', {}), END));
			await publishing.publish(id);
			const url = held()[0]?.url ?? '';
			const forged = url.replace(/key=.{4}/, 'key=0000');
			const asked = simulator.requests.length;
			const logged = readFileSync(world.n8n.logFile, 'utf8').length;
			const event = JSON.stringify({ eventType: 'MESSAGE_RECEIVED', content: { id: randomUUID() } });
			const post = async (to: string, body: string) =>
				await fetch(to, { method: 'POST', headers: { 'content-type': 'application/json', connection: 'close' }, body });
			const answers = await Promise.all([
				post(forged, event),
				post(url.split('?')[0] ?? '', event),
				post(url, '[]'),
				post(url, '"text"'),
				post(url, '{"eventType": 7}'),
				post(url, `{"eventType": "MESSAGE_RECEIVED", "content": {"text": "${'x'.repeat(5_300_000)}"}}`),
			]);
			assert.deepEqual(
				answers.map(({ status }) => status),
				[403, 403, 400, 400, 400, 413],
			);
			for (const answer of answers) assert.doesNotMatch(await answer.text(), /\bat \S+ \(|node_modules|stack/i);
			// A thousand in all, at a pace that leaves n8n's database time to answer its own pings.
			for (let batch = 0; batch < 100; batch += 1) {
				const all = await Promise.all(
					Array.from({ length: 10 }, async () => {
						let answer = await post(forged, event);
						// n8n's own answer while its database is slow, before any webhook is looked for.
						while (answer.status === 503) {
							await sleep(500);
							answer = await post(forged, event);
						}
						return answer.status;
					}),
				);
				assert.deepEqual([...new Set(all)], [403]);
				await sleep(50);
			}
			const get = await fetch(url);
			assert.ok(get.status === 404 || get.status === 405, String(get.status));
			assert.doesNotMatch(await get.text(), /node_modules/);
			assert.equal((await publishing.executions(id, 0)).length, 0);
			assert.equal(simulator.requests.length, asked);
			assert.match(readFileSync(world.n8n.logFile, 'utf8').slice(logged), /refused a call to workflow "Forged"/);
		},
		FLOOD_MS,
	);

	published('trigger: in the editor it listens on a subscription of its own, which goes with the test', async () => {
		const id = await publishing.import(chain('Listening', triggerNode('T', {}), END));
		await publishing.publish(id);
		const listen = async () =>
			await world.rest.call<{ waitingForWebhook?: boolean }>('POST', `/rest/workflows/${id}/run`, {
				triggerToStartFrom: { name: 'T' },
			});
		assert.equal((await listen()).waitingForWebhook, true);
		await until('the test listens', () => mine().length === 2);
		await world.rest.call('DELETE', `/rest/test-webhook/${id}`);
		await until('a cancelled test is removed', () => mine().length === 1);
		assert.equal((await listen()).waitingForWebhook, true);
		await until('the test listens again', () => mine().length === 2);
		simulator.receiveMessage({ sessionId: simulator.account.named.sessionInProgress.id, text: 'test' });
		await until('the test is removed after its event', () => mine().length === 1);
		assert.match(mine()[0]?.url ?? '', /\/webhook\//);
		assert.equal((await publishing.executions(id, 2)).length, 2, 'the test and the published one');
	});

	published('trigger: a chatbot block is answered at once, by the last node, and by the operation', async () => {
		const session = simulator.account.named.sessionInProgress;
		// What the contact has written since the account's last message comes in one.
		simulator.people.writeAsAgent({ sessionId: session.id, text: 'How can we help?' });
		simulator.receiveMessage({ sessionId: session.id, text: 'I want to buy' });
		const block = triggerNode('T', { source: 'chatbotBlock', respond: 'immediately' });
		const answerNode = nodeOf('Answer', NODE_TYPE, 1, {
			resource: 'chatbot',
			operation: 'respond',
			response: 'BUYS',
			text: '={{ "You said: " + $json.text }}',
		});
		const run = async (respond: string) => {
			const node = {
				...block,
				id: randomUUID(),
				webhookId: randomUUID(),
				parameters: { source: 'chatbotBlock', respond },
			};
			const id = await publishing.import(chain(`Block ${respond}`, node, answerNode));
			await publishing.publish(id);
			const url = `${world.n8n.url}/webhook/${node.webhookId}/chatbot-block`;
			return await simulator.people.runChatbotBlock({ url, sessionId: session.id, responseKeys: ['BUYS', 'LEAVES'] });
		};
		const atOnce = await run('immediately');
		assert.deepEqual([atOnce.status, atOnce.problems], [200, []]);
		const expected = { response: 'BUYS', messages: [{ text: 'You said: I want to buy' }] };
		for (const respond of ['lastNode', 'respondNode']) {
			const result = await run(respond);
			assert.deepEqual(
				[result.status, result.answer, result.problems, result.exit],
				[200, expected, [], 'BUYS'],
				respond,
			);
		}
		assert.equal(held().length, 0, 'a block needs no subscription');
	});

	published('trigger: a person tries it out on the page of the simulator', async () => {
		const block = triggerNode('Block', { source: 'chatbotBlock', respond: 'immediately' });
		const blockId = await publishing.import(chain('By hand, block', block, END));
		await publishing.publish(blockId);
		const events = ['MESSAGE_RECEIVED', 'PANEL_CARD_STEP_CHANGE', 'SESSION_COMPLETE'];
		const id = await publishing.import(chain('By hand', triggerNode('T', { events }), END));
		await publishing.publish(id);
		const page = await world.page.context().newPage();
		try {
			await page.goto(`${simulator.url}/__simulator`);
			const says = async (text: string) => await page.getByRole('status').filter({ hasText: text }).waitFor();
			await page.getByText(/n8n Trigger: By hand/).waitFor();
			await page.locator('#text').fill('Written by hand');
			await page.getByRole('button', { name: 'Send as contact' }).click();
			await says('The contact has written.');
			const { cardOpen, sessionPending, stepClosed } = simulator.account.named;
			await page.locator('#card').selectOption(cardOpen.id);
			await page.locator('#step').selectOption(stepClosed.id);
			await page.getByRole('button', { name: 'Move card' }).click();
			await says('The card has moved.');
			await page.locator('#session').selectOption(sessionPending.id);
			await page.locator('#block-url').fill(`${world.n8n.url}/webhook/${block.webhookId}/chatbot-block`);
			await page.getByRole('button', { name: 'Run block in the session above' }).click();
			await says('The block has run.');
			assert.match((await page.locator('#block-answer').textContent()) ?? '', /"status": 200/);
			await page.getByRole('button', { name: 'Close session' }).click();
			await says('The session is closed.');
			for (const event of events) {
				const row = page.locator('#deliveries tr').filter({ hasText: event }).filter({ hasText: '200' });
				await row.first().waitFor();
			}
			const executions = await publishing.executions(id, 3);
			const started = executions.map((execution) => itemOf(execution, 'T')['event']);
			assert.deepEqual(started.sort(), [...events].sort());
			assert.equal((await publishing.executions(blockId, 1)).length, 1);
		} finally {
			await page.screenshot({ path: artifact('e2e', 'simulator-page.png'), fullPage: true });
			await page.close();
		}
	});
}

function itemOf(execution: Execution | undefined, node: string): Readonly<Record<string, unknown>> {
	return execution?.runData[node]?.[0]?.data?.main?.[0]?.[0]?.json ?? {};
}
