import { after } from 'node:test';
import { endOnSignals } from '../../dev/n8n/processes.mts';
import { agentScenarios } from './agent.mts';
import { aiExampleScenarios } from './ai-examples.mts';
import { coreNodeScenarios } from './core-nodes.mts';
import { credentialScenarios } from './credential.mts';
import { editingScenarios } from './editing.mts';
import { exampleScenarios } from './examples.mts';
import { memoryScenarios } from './memory.mts';
import { migrationScenarios } from './migration.mts';
import { panelScenarios } from './panels.mts';
import { pickerScenarios } from './pickers.mts';
import { secretScenarios } from './secrets.mts';
import { triggerScenarios } from './trigger.mts';
import { waitingScenarios } from './waiting.mts';
import { workflowScenarios } from './workflows.mts';
import { scenario, startWorld, type World } from './world.mts';

const GROUPS: Readonly<Record<string, (world: World) => void>> = {
	credential: credentialScenarios,
	secrets: secretScenarios,
	editor: editingScenarios,
	panels: panelScenarios,
	pickers: pickerScenarios,
	trigger: triggerScenarios,
	waiting: waitingScenarios,
	examples: exampleScenarios,
	'ai-examples': aiExampleScenarios,
	workflows: workflowScenarios,
	'core-nodes': coreNodeScenarios,
	memory: memoryScenarios,
	migration: migrationScenarios,
	agent: (world) => {
		for (const [name, run] of agentScenarios) {
			scenario(
				world,
				`agent: ${name}`,
				async () => await run({ stage: world, simulator: world.simulator, model: world.model }),
			);
		}
	},
};

/**
 * A real n8n with the packed package, driven by a real browser: npm run test:e2e [--
 * credential|secrets|trigger|editor|panels|pickers|waiting|examples|ai-examples|workflows|core-nodes|memory|migration|
 * agent ...]
 */
async function main(): Promise<void> {
	const chosen = process.argv.slice(2);
	const unknown = chosen.filter((name) => !Object.hasOwn(GROUPS, name));
	if (unknown.length > 0)
		throw new Error(`No such scenarios: ${unknown.join(', ')}. There are: ${Object.keys(GROUPS).join(', ')}`);

	const state: { world?: World } = {};
	endOnSignals(async () => await state.world?.stop());
	const started = Date.now();
	const world = await startWorld((line) => console.log(line));
	state.world = world;
	console.log(`n8n, the simulator and Chromium are up after ${Math.round((Date.now() - started) / 1000)} s`);

	for (const [name, scenarios] of Object.entries(GROUPS)) {
		if (chosen.length === 0 || chosen.includes(name)) scenarios(world);
	}
	after(async () => await world.stop());
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
