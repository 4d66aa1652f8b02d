import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { PROJECT } from '../../dev/n8n/package.mts';
import type { WorkflowFile, WorkflowNode } from '../../dev/n8n/rest.mts';
import { CREDENTIAL_NAME } from '../../dev/stage.mts';
import { CASES } from '../migrate/cases.mts';
import type { Named } from '../simulator/index.mts';
import { NODE_TYPE } from './node-type.mts';
import { mainTo, nodeOf, START } from './nodes.mts';
import { scenario, type World } from './world.mts';

/** Operations of the older node; those that begin new sessions, and so end what is open, come last. */
const OPERATIONS = [
	'session.sendTextBySessionid',
	'session.transferToUser',
	'contact.createContact',
	'contact.listContacts',
	'contact.updateContact',
	'panel.createCard',
	'message.sendText',
	'chatbot.sendChatbot',
];

const nextOf = (name: string) => `After ${name}`;
const itemsOf = (name: string) => `Items of ${name}`;

/** A workflow of the older package: behind the start, for each operation its items, its node, and what comes next. */
function olderWorkflow(named: Named): WorkflowFile {
	const at = (column: number, row: number, node: WorkflowNode): WorkflowNode => ({
		...node,
		position: [column * 220, row * 160],
	});
	const branches = OPERATIONS.map((name, row) => {
		const [resource, operation] = name.split('.');
		const { parameters, items } = caseOf(name, named);
		const json = JSON.stringify(items.map((one) => ({ json: one })));
		return [
			at(1, row, nodeOf(itemsOf(name), 'n8n-nodes-base.code', 2, { jsCode: `return ${json};` })),
			at(2, row, {
				...nodeOf(name, 'n8n-nodes-wts.wtsChat', 1, { resource, operation, ...parameters }),
				credentials: { wtsApi: { id: 'Zk1', name: CREDENTIAL_NAME } },
			}),
			at(3, row, nodeOf(nextOf(name), 'n8n-nodes-base.noOp', 1, {})),
		];
	});
	return {
		name: 'Loja: fluxo do nó antigo 🛒',
		nodes: [START, ...branches.flat()],
		connections: {
			[START.name]: mainTo(...OPERATIONS.map(itemsOf)),
			...Object.fromEntries(
				OPERATIONS.flatMap((name) => [
					[itemsOf(name), mainTo(name)],
					[name, mainTo(nextOf(name))],
				]),
			),
		},
		settings: { timezone: 'America/Sao_Paulo' },
	};
}

function caseOf(name: string, named: Named) {
	const make = CASES[name];
	assert(make, `There is no case ${name}`);
	return make(named);
}

/** What `npm run migrate` makes of a workflow, and what it says. */
async function migrate(workflow: WorkflowFile): Promise<{ migrated: WorkflowFile; said: string }> {
	const folder = mkdtempSync(path.join(tmpdir(), 'wts-chat-migrate-'));
	try {
		const file = path.join(folder, 'old.json');
		writeFileSync(file, JSON.stringify(workflow));
		const { stdout, stderr } = await promisify(execFile)('npm', ['run', '-s', 'migrate', '--', file], { cwd: PROJECT });
		return { migrated: JSON.parse(stdout) as WorkflowFile, said: stderr };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Whether a value has all that is wanted of it; lists as a whole. */
function has(value: unknown, wanted: unknown): boolean {
	if (Array.isArray(wanted)) {
		return Array.isArray(value) && value.length === wanted.length && wanted.every((one, at) => has(value[at], one));
	}
	if (typeof wanted !== 'object' || wanted === null) return value === wanted;
	if (typeof value !== 'object' || value === null) return false;
	return Object.entries(wanted).every(([key, one]) => has(Reflect.get(value, key), one));
}

/** A workflow of the older package, migrated by the command, imported and run as it came out. */
export function migrationScenarios(world: World): void {
	scenario(world, 'migration: a workflow of the older node, migrated by the command, does its work', async () => {
		const { simulator, rest, credentials } = world;
		const { named } = simulator.account;
		const { migrated, said } = await migrate(olderWorkflow(named));
		const types = migrated.nodes.filter(({ name }) => OPERATIONS.includes(name)).map(({ type }) => type);
		assert.deepEqual(
			types,
			OPERATIONS.map(() => NODE_TYPE),
			said,
		);

		const id = await rest.importWorkflow(migrated, credentials);
		const execution = await rest.getExecution(await rest.runWorkflow(id, START.name));
		assert.equal(execution.status, 'success', execution.error);
		for (const name of OPERATIONS) {
			const { items, sent } = caseOf(name, named);
			for (const { route, ...wanted } of sent) {
				const made = simulator.requests.filter((one) => `${one.method} ${one.route}` === route);
				assert.ok(
					made.some((one) => has(one, wanted)),
					`${name}: no ${route} with ${JSON.stringify(wanted)} among ${JSON.stringify(made.map(({ body }) => body))}`,
				);
			}
			// What the older node did not: each input item has its result, and all of them go on.
			const given = execution.runData[name]?.[0]?.data?.main?.[0] ?? [];
			assert.equal(new Set(given.map(({ pairedItem }) => JSON.stringify(pairedItem))).size, items.length, name);
			assert.equal(execution.runData[nextOf(name)]?.[0]?.data?.main?.[0]?.length, given.length, name);
		}
	});
}
