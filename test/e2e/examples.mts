import assert from 'node:assert/strict';
import { readExamples } from '../../dev/examples.mts';
import type { WorkflowFile } from '../../dev/n8n/rest.mts';
import { scenario, type World } from './world.mts';

const CHAT = 'n8n-nodes-wts-chat.wtsChat';

const MCP_SERVER = '@n8n/n8n-nodes-langchain.mcpTrigger';

/** Triggers that n8n lets somebody start by hand, without an event from outside. */
const STARTABLE = ['n8n-nodes-base.manualTrigger', 'n8n-nodes-base.scheduleTrigger'];

/** Every workflow of examples/ runs to its end, just as it is; pinned samples stand for what comes from outside. */
export function exampleScenarios(world: World): void {
	const examples = readExamples();
	scenario(world, 'examples: there are some', async () => {
		assert(examples.length > 0, 'examples/ has no workflows');
	});
	for (const { file, workflow } of examples) {
		// It waits for clients from outside, and has a scenario of its own with one.
		if (workflow.nodes.some(({ type }) => type === MCP_SERVER)) continue;
		scenario(world, `examples: ${file} runs`, async () => {
			world.model.play(() => ({ says: 'HANDOVER' }));
			const id = await world.rest.importWorkflow(workflow, world.credentials);
			const execution = await world.rest.getExecution(await world.rest.runWorkflow(id, triggerOf(file, workflow)));
			// One that asks waits for somebody to answer.
			const asks = workflow.nodes.some(
				({ type, parameters }) => type === CHAT && parameters['operation'] === 'sendAndWait',
			);
			assert.equal(execution.status, asks ? 'waiting' : 'success', execution.error);
			if (asks) await world.rest.call('POST', `/rest/executions/${execution.id}/stop`);
		});
	}
}

function triggerOf(file: string, { nodes, pinData }: WorkflowFile): string {
	const trigger = nodes.find(({ name, type }) => STARTABLE.includes(type) || pinData?.[name] !== undefined);
	assert(trigger, `${file} has no trigger that can be started by hand: ${nodes.map(({ type }) => type).join(', ')}`);
	return trigger.name;
}
