import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { createCompoundSchema, type Schema } from 'genson-js';

import { NODE, runNode } from '../test/bed/engine.mts';
import { TriggerHost } from '../test/bed/trigger.mts';
import { EXAMPLES } from '../test/examples/index.mts';
import { startSimulator } from '../test/simulator/index.mts';
import { OUTPUTS_FILE, type Outputs, presentable } from './docs/outputs.mts';

/**
 * `npm run samples`: runs the example of every operation and writes what its output looks like, for
 * the mapping panel of n8n before the node has run and, as one item with values, for the docs.
 * `--check` only says which samples are stale.
 */
const FOLDER = 'nodes/WtsChat/__schema__/v1.0.0';

async function outputOf(resource: string, operation: string): Promise<Array<Record<string, unknown>>> {
	const simulator = await startSimulator({ limits: 'off' });
	try {
		const example = EXAMPLES[resource]?.[operation]?.(simulator);
		if (example === undefined) throw new Error(`${resource}.${operation} has no example`);
		if (example.waitsFor !== undefined) return [example.waitsFor];
		const items = example.items.map((json) => ({
			json: json as never,
			...(example.binary === undefined ? {} : { binary: example.binary }),
		}));
		const run = await runNode({ parameters: { resource, operation, ...example.parameters } }, [], {
			account: { apiToken: simulator.token, baseUrl: simulator.url },
			items,
		});
		if (run.error !== undefined) throw run.error;
		return run.json(NODE);
	} finally {
		await simulator.close();
	}
}

/** The form of n8n's own samples: types only, sorted, so that a new run changes nothing. */
function bare(schema: Schema): Record<string, unknown> {
	const { type, properties, items } = schema;
	// Keys of the user's own making, such as metadata, say nothing about the next account.
	return {
		type: Array.isArray(type) ? (type.find((one) => one !== 'null') ?? 'null') : type,
		...(properties === undefined
			? {}
			: {
					properties: Object.fromEntries(
						Object.entries(properties)
							.sort(([a], [b]) => a.localeCompare(b))
							.map(([name, inner]) => [name, bare(inner)]),
					),
				}),
		...(items === undefined ? {} : { items: bare(items) }),
	};
}

/** One of each event of the trigger, and a chatbot's block. */
async function outputOfTrigger(): Promise<Array<Record<string, unknown>>> {
	const simulator = await startSimulator({ limits: 'off', quirks: { webhookRetries: 0 } });
	const host = await TriggerHost.start({ apiToken: simulator.token, baseUrl: simulator.url });
	try {
		const trigger = host.add({
			parameters: { events: ['any'], filters: { direction: 'any' }, options: { ignoreAwaitedReplies: false } },
		});
		await trigger.publish();
		const { sessionInProgress, contactAna, cardOpen, stepNegotiation, tagVip, fileImage } = simulator.account.named;
		simulator.receiveMessage({ sessionId: sessionInProgress.id, text: 'Hello', fileId: fileImage.id });
		simulator.people.changeContact({ contactId: contactAna.id, name: 'Ana', tagIds: [tagVip.id] });
		simulator.people.changeCard({ cardId: cardOpen.id, stepId: stepNegotiation.id });
		simulator.people.completeSession({ sessionId: sessionInProgress.id });
		while (host.pending > 0 || simulator.deliveries.some(({ done }) => !done)) await sleep(20);
		return host.runs.map(({ json }) => json);
	} finally {
		await host.close();
		await simulator.close();
	}
}

async function main(): Promise<boolean> {
	const check = process.argv.includes('--check');
	let fresh = true;
	if (!check) rmSync(FOLDER, { recursive: true, force: true });
	const outputs: Outputs = {};
	const keep = (file: string, value: unknown): void => {
		const text = `${JSON.stringify(value, null, 2)}\n`;
		if (!check) {
			mkdirSync(path.dirname(file), { recursive: true });
			writeFileSync(file, text);
		} else if (readOrEmpty(file) !== text) {
			console.error(`${file} is stale: run npm run samples`);
			fresh = false;
		}
	};
	const take = (file: string, name: string, output: Array<Record<string, unknown>>, shown = output[0]): void => {
		keep(file, { ...bare(createCompoundSchema(output)), version: 1 });
		outputs[name] = presentable(shown ?? {});
	};
	// The trigger has neither resource nor operation.
	const events = await outputOfTrigger();
	const message = events.find(({ event }) => event === 'MESSAGE_RECEIVED');
	take(`${FOLDER}.json`, 'trigger', events, message);
	for (const [resource, operations] of Object.entries(EXAMPLES)) {
		for (const operation of Object.keys(operations)) {
			const name = `${resource}.${operation}`;
			take(path.join(FOLDER, resource, `${operation}.json`), name, await outputOf(resource, operation));
		}
	}
	keep(OUTPUTS_FILE, outputs);
	return fresh;
}

function readOrEmpty(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}

process.exit((await main()) ? 0 : 1);
