import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Execution, RunItem, WorkflowNode } from '../../dev/n8n/rest.mts';
import { located } from '../bed/located.mts';
import { NODE_TYPE } from './node-type.mts';
import { mainTo, nodeOf, START } from './nodes.mts';
import { scenario, type World } from './world.mts';

const ITEMS = 'Items';
const CHAT = 'WTS Chat';

/** Whole workflows in the real n8n, several items each. */
export function workflowScenarios(world: World): void {
	const { rest, simulator } = world;

	/** Start, then the items, then the node. */
	const run = async (
		name: string,
		items: ReadonlyArray<Record<string, unknown>>,
		chat: { parameters: Record<string, unknown>; onError?: string },
	): Promise<Execution> => {
		const nodes: WorkflowNode[] = [
			START,
			nodeOf(ITEMS, 'n8n-nodes-base.code', 2, {
				jsCode: `return ${JSON.stringify(items.map((json) => ({ json })))};`,
			}),
			{
				...nodeOf(CHAT, NODE_TYPE, 1, chat.parameters),
				...(chat.onError === undefined ? {} : { onError: chat.onError }),
			},
		];
		const connections = { [START.name]: mainTo(ITEMS), [ITEMS]: mainTo(CHAT) };
		const id = await rest.importWorkflow({ name, nodes, connections }, world.credentials);
		return await rest.getExecution(await rest.runWorkflow(id, START.name));
	};

	scenario(world, 'workflow: one text per item, each with its own expressions, in order', async () => {
		const { id } = simulator.account.named.sessionInProgress;
		const mark = randomUUID();
		const items = [1, 2, 3, 4, 5].map((n) => ({ session: id, text: `${n} ${mark}` }));
		const execution = await run('Texts', items, { parameters: sendText('={{ $json.session }}', '={{ $json.text }}') });

		assert.equal(execution.status, 'success', execution.error);
		const sent = outputs(execution)[0] ?? [];
		assert.deepEqual(
			sent.map(({ pairedItem }) => pairedItem),
			items.map((_, item) => ({ item })),
		);
		const arrived = [...simulator.account.messages.values()].filter(({ text }) => text?.endsWith(mark));
		assert.deepEqual(
			arrived.map(({ text }) => text),
			items.map(({ text }) => text),
		);
	});

	scenario(world, 'workflow: with an error output, a bad item does not stop the good ones', async () => {
		const { id } = simulator.account.named.sessionInProgress;
		const mark = randomUUID();
		const items = [id, randomUUID(), id].map((session, n) => ({ session, text: `${n} ${mark}` }));
		const execution = await run('Error output', items, {
			parameters: sendText('={{ $json.session }}', '={{ $json.text }}'),
			onError: 'continueErrorOutput',
		});

		assert.equal(execution.status, 'success', execution.error);
		const [good = [], bad = []] = outputs(execution);
		assert.equal(good.length, 2);
		assert.equal(bad.length, 1);
		assert.match(JSON.stringify(bad[0]?.json), /NOT_FOUND/);
	});

	scenario(world, 'workflow: without one, the run fails and says which item', async () => {
		const execution = await run('Stops', [{ session: 'not an ID' }], {
			parameters: sendText('={{ $json.session }}', 'x'),
		});
		assert.equal(execution.status, 'error');
		assert.match(execution.error ?? '', /session/i);
	});

	scenario(world, 'workflow: Return All reads every page', async () => {
		const execution = await run('All contacts', [{}], {
			parameters: { resource: 'contact', operation: 'getAll', returnAll: true },
		});
		assert.equal(execution.status, 'success', execution.error);
		const ids = new Set((outputs(execution)[0] ?? []).map(({ json }) => json['id']));
		assert.equal(ids.size, (outputs(execution)[0] ?? []).length, 'no contact twice');
		assert(ids.size >= 200, `more than one page of contacts, not ${ids.size}`);
	});
}

function outputs(execution: Execution): ReadonlyArray<readonly RunItem[]> {
	const run = execution.runData[CHAT]?.[0];
	return (run?.data?.main ?? []).map((items) => items ?? []);
}

function sendText(session: string, text: string): Record<string, unknown> {
	return { resource: 'session', operation: 'sendText', sessionId: located('id', session), text };
}
