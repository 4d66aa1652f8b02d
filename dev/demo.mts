import { canRun, type EngineRun, runWorkflow, type WorkflowJson, WTS_CHAT } from '../test/bed/engine.mts';
import { startSimulator } from '../test/simulator/index.mts';
import { readExamples } from './examples.mts';

/**
 * `npm run demo`: runs the example workflows in n8n's own engine against the simulator and prints
 * what each step returned. Needs no n8n server.
 */
async function main(): Promise<boolean> {
	const simulator = await startSimulator({ limits: 'off' });
	const account = { apiToken: simulator.token, baseUrl: simulator.url };
	let ok = true;
	for (const { file, workflow } of readExamples()) {
		const json = workflow as unknown as WorkflowJson;
		console.log(`\n${workflow.name}  (examples/${file})`);
		if (!canRun(json)) {
			console.log('  Has an AI Agent, which is not part of the engine: see it with npm start.');
			continue;
		}
		const startedAt = Date.now();
		const run = await runWorkflow(json, { account });
		console.table(rowsOf(json, run));
		console.log(run.error === undefined ? `  Done in ${Date.now() - startedAt} ms` : `  Failed: ${run.error.message}`);
		ok &&= run.error === undefined;
	}
	console.log(`\n${simulator.requests.length} requests, ${simulator.violations.length} breaches of the contract`);
	ok &&= simulator.violations.length === 0;
	await simulator.close();
	return ok;
}

function rowsOf({ nodes }: WorkflowJson, run: EngineRun): Array<Record<string, unknown>> {
	return nodes
		.filter(({ type }) => type === WTS_CHAT)
		.map(({ name, parameters }) => ({
			step: name,
			operation: `${String(parameters.resource)}.${String(parameters.operation)}`,
			items: run.items(name).length,
			'first item': summary(run.json(name)[0]),
		}));
}

/** The few fields that tell a record from another. */
function summary(json: Record<string, unknown> | undefined): string {
	if (json === undefined) return '';
	const shown = ['name', 'contactName', 'phoneNumber', 'status', 'message', 'id']
		.filter((key) => json[key] !== undefined && json[key] !== null)
		.map((key) => `${key}: ${String(json[key])}`);
	const text = shown.join(', ');
	return text.length > 90 ? `${text.slice(0, 90)}…` : text;
}

process.exit((await main()) ? 0 : 1);
