import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Execution, RunItem, WorkflowNode } from '../../dev/n8n/rest.mts';
import { located } from '../bed/located.mts';
import { NODE_TYPE } from './node-type.mts';
import { mainTo, nodeOf, START } from './nodes.mts';
import { artifact, scenario, type World } from './world.mts';

const ITEMS = 'Items';
const CHAT = 'WTS Chat';

/** The node, and what becomes of its errors. */
interface Chat {
	parameters: Record<string, unknown>;
	onError?: string;
}

/** Whole workflows in the real n8n, several items each. */
export function workflowScenarios(world: World): void {
	const { page, rest, simulator } = world;

	/** Start, then the items, then the node; returns the workflow's ID. */
	const imported = async (name: string, items: ReadonlyArray<Record<string, unknown>>, chat: Chat): Promise<string> => {
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
		return await rest.importWorkflow({ name, nodes, connections }, world.credentials);
	};
	const executed = async (id: string) => await rest.getExecution(await rest.runWorkflow(id, START.name));
	const run = async (...workflow: Parameters<typeof imported>) => await executed(await imported(...workflow));

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

	scenario(
		world,
		'workflow: each result of joining leaves through its own output, and the canvas names them',
		async () => {
			const { agentMaria, sessionInProgress } = simulator.account.named;
			const unknown = randomUUID();
			const items = [unknown, sessionInProgress.id].map((session) => ({ session }));
			const parameters = {
				resource: 'session',
				operation: 'joinAgentSession',
				securityUser: located('id', String(agentMaria.userId)),
				sessionId: located('id', '={{ $json.session }}'),
				branches: ['invalidAgentSession', 'success'],
			};
			const id = await imported('Join', items, { parameters });
			const execution = await executed(id);

			assert.equal(execution.status, 'success', execution.error);
			const sessions = outputs(execution).map((output) => output.map(({ json }) => json['sessionId']));
			assert.deepEqual(sessions, [[], [sessionInProgress.id], [unknown]]);

			await page.goto(`/workflow/${id}`);
			for (const label of ['Default', 'Success', 'Bad session']) {
				await page.getByText(label, { exact: true }).first().waitFor();
			}
			assert.equal(await page.getByText('Bad agent', { exact: true }).count(), 0, 'what is not ticked has no output');
			await page.screenshot({ path: artifact('e2e', 'join-outputs.png') });
		},
	);

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
