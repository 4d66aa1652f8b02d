import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ensureHost } from '../../dev/n8n/host.mts';
import { PROJECT } from '../../dev/n8n/package.mts';
import type { Execution, WorkflowNode } from '../../dev/n8n/rest.mts';
import { CREDENTIAL_TYPE } from '../../dev/stage.mts';
import { located } from '../bed/located.mts';
import { lastToolAnswer } from '../model/index.mts';
import { NODE_TYPE } from './node-type.mts';
import { agentNode, MODEL, nodeOf, START } from './nodes.mts';
import { scenario, type World } from './world.mts';

type Fields = Readonly<Record<string, unknown>>;
/** From, to, and which output and input when it is not the first. */
type Wire = readonly [from: string, to: string, output?: number, input?: number];

const CHAT = 'WTS Chat';
const RESULT = 'Result';

const byId = (value: string) => located('id', value);
const base = (type: string): string => `n8n-nodes-base.${type}`;

/** The nodes of n8n that stand beside ours in most workflows, each once, on data that ours sends or reads. */
export function coreNodeScenarios(world: World): void {
	const { rest, simulator, account } = world;
	const session = () => String(simulator.account.named.sessionInProgress.id);
	const messagesWith = (mark: string) =>
		[...simulator.account.messages.values()].filter(({ text }) => text?.includes(mark) === true);
	const arrived = (mark: string) => messagesWith(mark).map(({ text }) => text);

	const run = async (name: string, nodes: readonly WorkflowNode[], wires: readonly Wire[]): Promise<Execution> => {
		const all = [START, ...nodes];
		const id = await rest.importWorkflow({ name, nodes: all, connections: connect(wires) }, world.credentials);
		const execution = await rest.getExecution(await rest.runWorkflow(id, START.name));
		assert.notEqual(execution.status, 'error', execution.error);
		return execution;
	};
	/** Start and the nodes, one after the other. */
	const runChain = async (name: string, nodes: readonly WorkflowNode[]): Promise<Execution> =>
		await run(name, nodes, inARow([START.name, ...nodes.map((one) => one.name)]));

	scenario(world, 'core nodes: n8n finds every module that its own nodes need', async () => {
		const host = await ensureHost({ onProgress: () => {} });
		const script = path.join(PROJECT, 'dev/n8n/missing-modules.mts');
		const { stdout } = await promisify(execFile)(host.node, [script, host.folder], { maxBuffer: 16 * 1024 * 1024 });
		assert.deepEqual(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''), []);
	});

	scenario(world, 'core nodes: Extract from File reads a CSV file, and each row becomes a message', async () => {
		const mark = randomUUID();
		const csv = `nome;telefone;texto\nJoão;011999998888;"Olá; ${mark} 1"\nInês;5511977776666;Oi ${mark} 2\n`;
		const execution = await runChain('CSV', [
			file('contatos.csv', 'text/csv', csv),
			nodeOf('Extract', base('extractFromFile'), 1.1, { operation: 'csv', options: { delimiter: ';' } }),
			sendText('={{ $json.texto }}', session()),
		]);
		assert.deepEqual(json(execution, 'Extract'), [
			{ nome: 'João', telefone: '011999998888', texto: `Olá; ${mark} 1` },
			{ nome: 'Inês', telefone: '5511977776666', texto: `Oi ${mark} 2` },
		]);
		assert.deepEqual(arrived(mark), [`Olá; ${mark} 1`, `Oi ${mark} 2`]);
	});

	scenario(world, 'core nodes: Extract from File reads an Excel file, and each row becomes a message', async () => {
		const mark = randomUUID();
		const rows = [
			{ nome: 'João', telefone: '011999998888', valor: 12.5, ativo: true, texto: `${mark} 1` },
			{ nome: 'Inês', telefone: '5511977776666', valor: 1500, ativo: false, texto: `${mark} 2` },
		];
		const execution = await runChain('Excel', [
			items(rows),
			nodeOf('Convert', base('convertToFile'), 1.1, { operation: 'xlsx', options: { fileName: 'contatos.xlsx' } }),
			nodeOf('Extract', base('extractFromFile'), 1.1, { operation: 'xlsx', options: {} }),
			sendText('={{ $json.texto }}', session()),
		]);
		assert.deepEqual(json(execution, 'Extract'), rows);
		assert.deepEqual(
			arrived(mark),
			rows.map(({ texto }) => texto),
		);
	});

	scenario(world, 'core nodes: Split Out makes an item of each element and keeps the other fields', async () => {
		const mark = randomUUID();
		const execution = await runChain('Split Out', [
			items([
				{ order: 1, texts: [`${mark} a`, `${mark} b`] },
				{ order: 2, texts: [`${mark} c`] },
			]),
			nodeOf('Split', base('splitOut'), 1, { fieldToSplitOut: 'texts', include: 'allOtherFields', options: {} }),
			sendText('={{ $json.texts }}', session()),
		]);
		assert.deepEqual(json(execution, 'Split'), [
			{ order: 1, texts: `${mark} a` },
			{ order: 1, texts: `${mark} b` },
			{ order: 2, texts: `${mark} c` },
		]);
		assert.deepEqual(arrived(mark), [`${mark} a`, `${mark} b`, `${mark} c`]);
	});

	scenario(world, 'core nodes: Merge puts the contacts that our node got beside rows of another source', async () => {
		const { contactAna, contactForeign } = simulator.account.named;
		const rows = [
			{ id: contactForeign.id, points: 7 },
			{ id: contactAna.id, points: 3 },
			{ id: randomUUID(), points: 9 },
		];
		const execution = await run(
			'Merge',
			[
				nodeOf('Points', base('code'), 2, { jsCode: returning(rows) }),
				nodeOf('IDs', base('code'), 2, {
					jsCode: returning([{ contact: contactAna.id }, { contact: contactForeign.id }]),
				}),
				chat({ resource: 'contact', operation: 'get', contactId: byId('={{ $json.contact }}') }),
				nodeOf('Merge', base('merge'), 3.2, {
					mode: 'combine',
					combineBy: 'combineByFields',
					fieldsToMatchString: 'id',
					options: {},
				}),
			],
			[
				[START.name, 'Points'],
				[START.name, 'IDs'],
				['IDs', CHAT],
				[CHAT, 'Merge'],
				['Points', 'Merge', 0, 1],
			],
		);
		const merged = json(execution, 'Merge').map(({ id, name, points }) => ({ id, name, points }));
		assert.deepEqual(merged, [
			{ id: contactAna.id, name: contactAna.name, points: 3 },
			{ id: contactForeign.id, name: contactForeign.name, points: 7 },
		]);
	});

	scenario(world, 'core nodes: Loop Over Items runs our node batch by batch and ends with all of it', async () => {
		const mark = randomUUID();
		const texts = [1, 2, 3, 4, 5].map((n) => `${mark} ${n}`);
		const execution = await run(
			'Loop',
			[
				items(texts.map((text) => ({ text }))),
				nodeOf('Loop', base('splitInBatches'), 3, { batchSize: 2, options: {} }),
				sendText('={{ $json.text }}', session()),
				nodeOf(RESULT, base('set'), 3.4, set({ sent: ['string', '={{ $json.id }}'] })),
			],
			[
				[START.name, 'Items'],
				['Items', 'Loop'],
				['Loop', CHAT, 1],
				[CHAT, 'Loop'],
				['Loop', RESULT, 0],
			],
		);
		const messages = messagesWith(mark);
		assert.deepEqual(
			messages.map(({ text }) => text),
			texts,
		);
		assert.deepEqual(
			execution.runData[CHAT]?.map(({ data }) => data?.main?.[0]?.length),
			[2, 2, 1],
		);
		assert.deepEqual(
			json(execution, RESULT),
			messages.map(({ id }) => ({ sent: id })),
		);
	});

	scenario(world, 'core nodes: Edit Fields sets fields of every type from what our node gives', async () => {
		const { contactAna } = simulator.account.named;
		const execution = await runChain('Edit Fields', [
			chat({ resource: 'contact', operation: 'get', contactId: byId(contactAna.id) }),
			nodeOf(
				RESULT,
				base('set'),
				3.4,
				set({
					greeting: ['string', '=Olá {{ $json.name }}'],
					letters: ['number', '={{ $json.name.length }}'],
					known: ['boolean', `={{ $json.id === '${contactAna.id}' }}`],
					ids: ['array', '={{ [$json.id] }}'],
					'inner.id': ['string', '={{ $json.id }}'],
				}),
			),
		]);
		assert.deepEqual(json(execution, RESULT), [
			{
				greeting: `Olá ${contactAna.name}`,
				letters: String(contactAna.name).length,
				known: true,
				ids: [contactAna.id],
				inner: { id: contactAna.id },
			},
		]);
	});

	scenario(world, 'core nodes: IF sends each contact of our node one way or the other', async () => {
		const { contactAna, contactForeign } = simulator.account.named;
		const execution = await run(
			'IF',
			[
				items([{ contact: contactAna.id }, { contact: contactForeign.id }]),
				chat({ resource: 'contact', operation: 'get', contactId: byId('={{ $json.contact }}') }),
				nodeOf('If', base('if'), 2.2, {
					conditions: equals('={{ $json.name }}', String(contactAna.name)),
					options: {},
				}),
			],
			inARow([START.name, 'Items', CHAT, 'If']),
		);
		assert.deepEqual(
			json(execution, 'If', 0).map(({ id }) => id),
			[contactAna.id],
		);
		assert.deepEqual(
			json(execution, 'If', 1).map(({ id }) => id),
			[contactForeign.id],
		);
	});

	scenario(world, 'core nodes: Switch routes by rule, and what fits none goes out by the fallback', async () => {
		const execution = await runChain('Switch', [
			items([{ status: 'PENDING' }, { status: 'COMPLETED' }, { status: 'OTHER' }, { status: 'PENDING' }]),
			nodeOf('Switch', base('switch'), 3.2, {
				rules: {
					values: ['PENDING', 'COMPLETED'].map((status) => ({
						conditions: equals('={{ $json.status }}', status),
						renameOutput: true,
						outputKey: status,
					})),
				},
				options: { fallbackOutput: 'extra' },
			}),
		]);
		assert.deepEqual(
			[0, 1, 2].map((output) => json(execution, 'Switch', output).map(({ status }) => status)),
			[['PENDING', 'PENDING'], ['COMPLETED'], ['OTHER']],
		);
	});

	scenario(world, 'core nodes: Code works on all items of our node at once, and on each', async () => {
		const { contactAna, contactForeign } = simulator.account.named;
		const execution = await runChain('Code', [
			items([{ contact: contactAna.id }, { contact: contactForeign.id }]),
			chat({ resource: 'contact', operation: 'get', contactId: byId('={{ $json.contact }}') }),
			nodeOf('Each', base('code'), 2, {
				mode: 'runOnceForEachItem',
				jsCode: 'return { json: { shout: $json.name.toUpperCase(), asked: $("Items").item.json.contact } };',
			}),
			nodeOf('All', base('code'), 2, {
				jsCode: 'return [{ json: { names: $input.all().map((item) => item.json.shout).join(", ") } }];',
			}),
		]);
		const shouts = [contactAna, contactForeign].map(({ name }) => String(name).toUpperCase());
		assert.deepEqual(json(execution, 'Each'), [
			{ shout: shouts[0], asked: contactAna.id },
			{ shout: shouts[1], asked: contactForeign.id },
		]);
		assert.deepEqual(json(execution, 'All'), [{ names: shouts.join(', ') }]);
	});

	scenario(world, 'core nodes: HTTP Request calls the platform with the credential of our node', async () => {
		const execution = await runChain('HTTP Request', [
			{
				...nodeOf('HTTP', base('httpRequest'), 4.2, {
					url: `${account.baseUrl}/core/v1/agent`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: CREDENTIAL_TYPE,
					options: {},
				}),
				credentials: { [CREDENTIAL_TYPE]: {} },
			},
		]);
		const { agentMaria, agentJoao } = simulator.account.named;
		const names = new Map(json(execution, 'HTTP').map(({ id, name }) => [id, name]));
		assert.equal(names.get(agentMaria.id), agentMaria.name);
		assert.equal(names.get(agentJoao.id), agentJoao.name);
		assert.deepEqual(
			simulator.requests.map(({ method, route }) => [method, route]),
			[['GET', '/core/v1/agent']],
		);
	});

	scenario(world, 'core nodes: Webhook takes a call, our node sends, and the caller gets the answer', async () => {
		const mark = randomUUID();
		const hook = {
			...nodeOf('Webhook', base('webhook'), 2, {
				httpMethod: 'POST',
				path: mark,
				responseMode: 'lastNode',
				options: {},
			}),
			webhookId: mark,
		};
		const nodes = [
			hook,
			sendText('={{ $json.body.text }}', session()),
			nodeOf(
				RESULT,
				base('set'),
				3.4,
				set({
					sent: ['string', '={{ $json.id }}'],
					asked: ['string', '={{ $("Webhook").item.json.body.text }}'],
				}),
			),
		];
		const id = await rest.importWorkflow(
			{ name: 'Webhook', nodes, connections: connect(inARow(nodes.map(({ name }) => name))) },
			world.credentials,
		);
		const { versionId } = await rest.call<{ versionId: string }>('GET', `/rest/workflows/${id}`);
		await rest.call('POST', `/rest/workflows/${id}/activate`, { versionId });
		const url = `${world.n8n.url}/webhook/${mark}`;
		await listening(url);
		const answer = await postJson(url, { text: `Olá ${mark}` });
		await rest.call('POST', `/rest/workflows/${id}/deactivate`, {});

		const [message] = messagesWith(mark);
		assert.deepEqual(arrived(mark), [`Olá ${mark}`]);
		assert.deepEqual(answer, { sent: message?.id, asked: `Olá ${mark}` });
	});

	scenario(world, 'core nodes: Wait holds the items back for a while and gives them on as they were', async () => {
		const mark = randomUUID();
		const started = Date.now();
		const execution = await runChain('Wait', [
			items([{ text: `${mark} 1` }, { text: `${mark} 2` }]),
			nodeOf('Wait', base('wait'), 1.1, { resume: 'timeInterval', amount: 2, unit: 'seconds' }),
			sendText('={{ $json.text }}', session()),
		]);
		assert.equal(execution.status, 'success', execution.error);
		assert(Date.now() - started >= 2_000, 'it must have waited');
		assert.deepEqual(json(execution, 'Wait'), [{ text: `${mark} 1` }, { text: `${mark} 2` }]);
		assert.deepEqual(arrived(mark), [`${mark} 1`, `${mark} 2`]);
	});

	scenario(world, 'core nodes: Wait for a call goes on with what the call brings', async () => {
		const mark = randomUUID();
		// n8n registers the call under the node's own webhook ID.
		const wait = {
			...nodeOf('Wait', base('wait'), 1.1, { resume: 'webhook', httpMethod: 'POST', options: {} }),
			webhookId: mark,
		};
		const waiting = await runChain('Wait for a call', [
			nodeOf('Address', base('set'), 3.4, set({ url: ['string', '={{ $execution.resumeUrl }}'] })),
			wait,
			sendText('={{ $json.body.text }}', session()),
		]);
		assert.equal(waiting.status, 'waiting');
		assert.deepEqual(arrived(mark), []);
		await postJson(String(json(waiting, 'Address')[0]?.['url']), { text: `Resposta ${mark}` });

		const execution = await afterWaiting(world, waiting.id);
		assert.equal(execution.status, 'success', execution.error);
		assert.deepEqual(arrived(mark), [`Resposta ${mark}`]);
	});

	scenario(world, 'core nodes: Execute Sub-workflow hands items over and gives back what comes of them', async () => {
		const mark = randomUUID();
		const child = [
			nodeOf('Called', base('executeWorkflowTrigger'), 1.1, { inputSource: 'passthrough' }),
			sendText('={{ $json.text }}', session()),
			nodeOf(
				RESULT,
				base('set'),
				3.4,
				set({
					done: ['string', '={{ $("Called").item.json.text }}'],
					sent: ['string', '={{ $json.id }}'],
				}),
			),
		];
		const childId = await rest.importWorkflow(
			{ name: 'Sub-workflow', nodes: child, connections: connect(inARow(child.map(({ name }) => name))) },
			world.credentials,
		);
		const execution = await runChain('Calls a sub-workflow', [
			items([{ text: `${mark} 1` }, { text: `${mark} 2` }]),
			nodeOf('Call', base('executeWorkflow'), 1.2, {
				source: 'database',
				workflowId: byId(childId),
				workflowInputs: { mappingMode: 'defineBelow', value: {}, matchingColumns: [], schema: [] },
				mode: 'once',
				options: { waitForSubWorkflow: true },
			}),
		]);
		const messages = messagesWith(mark);
		assert.deepEqual(
			messages.map(({ text }) => text),
			[`${mark} 1`, `${mark} 2`],
		);
		assert.deepEqual(
			json(execution, 'Call'),
			messages.map(({ id, text }) => ({ done: text, sent: id })),
		);
	});

	scenario(world, 'core nodes: AI Agent uses our node as a tool and hands on its answer', async () => {
		const mark = randomUUID();
		world.model.play((request, turn) => {
			if (turn === 0) return { calls: [{ tool: 'Answer', arguments: { text: `Sim ${mark}` } }] };
			const [sent] = lastToolAnswer(request) as Array<{ id?: string }>;
			return { says: `Sent ${String(sent?.id)}` };
		});
		const nodes = [
			agentNode(`Answer ${mark}`),
			MODEL,
			nodeOf('Answer', `${NODE_TYPE}Tool`, 1, {
				resource: 'session',
				operation: 'sendText',
				sessionId: byId(session()),
				text: "={{ $fromAI('text', 'The text', 'string') }}",
			}),
			nodeOf(RESULT, base('set'), 3.4, set({ answer: ['string', '={{ $json.output }}'] })),
		];
		const execution = await run('AI Agent', nodes, [
			[START.name, 'Agent'],
			['Model', 'Agent'],
			['Answer', 'Agent'],
			['Agent', RESULT],
		]);
		const [message] = messagesWith(mark);
		assert.deepEqual(arrived(mark), [`Sim ${mark}`]);
		assert.deepEqual(json(execution, RESULT), [{ answer: `Sent ${String(message?.id)}` }]);
		assert.match(JSON.stringify(world.model.requests[0]?.messages), new RegExp(`Answer ${mark}`));
	});
}

/** What a node gave on one of its outputs, in its last run. */
function json(execution: Execution, name: string, output = 0): Fields[] {
	const last = execution.runData[name]?.at(-1);
	assert(last, `"${name}" did not run: ${execution.error ?? Object.keys(execution.runData).join(', ')}`);
	return (last.data?.main?.[output] ?? []).map((item) => item.json);
}

/** A waiting execution, once it has gone on and ended. */
async function afterWaiting({ rest }: World, id: string): Promise<Execution> {
	for (let turn = 0; turn < 120; turn++) {
		const execution = await rest.getExecution(id);
		if (execution.status !== 'waiting') return execution;
		await sleep(250);
	}
	throw new Error(`Execution ${id} waits although it was called`);
}

/** n8n opens the address of an activated workflow a moment later; a call by the wrong method runs nothing. */
async function listening(url: string): Promise<void> {
	for (let turn = 0; turn < 60; turn++) {
		const text = await (await fetch(url, { signal: AbortSignal.timeout(5_000) })).text();
		if (text.includes('not registered for GET requests')) return;
		await sleep(250);
	}
	throw new Error(`${url} was not opened`);
}

async function postJson(url: string, body: unknown): Promise<unknown> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
		signal: AbortSignal.timeout(30_000),
	});
	const text = await response.text();
	assert.equal(response.status, 200, `${url}: ${text}`);
	return JSON.parse(text);
}

const chat = (parameters: Fields): WorkflowNode => nodeOf(CHAT, NODE_TYPE, 1, parameters);

function sendText(text: string, session: string): WorkflowNode {
	return chat({ resource: 'session', operation: 'sendText', sessionId: byId(session), text });
}

function items(rows: readonly Fields[]): WorkflowNode {
	return nodeOf('Items', base('code'), 2, { jsCode: returning(rows) });
}

function returning(rows: readonly Fields[]): string {
	return `return ${JSON.stringify(rows.map((row) => ({ json: row })))};`;
}

/** One item with a file in its field "data", as a download gives it. */
function file(fileName: string, mimeType: string, content: string): WorkflowNode {
	const data = { data: Buffer.from(content).toString('base64'), mimeType, fileName };
	return nodeOf('File', base('code'), 2, { jsCode: `return ${JSON.stringify([{ json: {}, binary: { data } }])};` });
}

/** Parameters of Edit Fields: the type and the value of each field. */
function set(fields: Readonly<Record<string, readonly [type: string, value: string]>>): Fields {
	const assignments = Object.entries(fields).map(([name, [type, value]]) => ({ id: randomUUID(), name, type, value }));
	return { mode: 'manual', assignments: { assignments }, options: {} };
}

/** One condition of IF and Switch: the two texts are the same. */
function equals(leftValue: string, rightValue: string): Fields {
	return {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
		conditions: [{ id: randomUUID(), leftValue, rightValue, operator: { type: 'string', operation: 'equals' } }],
		combinator: 'and',
	};
}

function inARow(names: readonly string[]): Wire[] {
	return names.slice(1).map((name, index) => [names[index] ?? name, name]);
}

/** Connections as a workflow file has them. A model and a tool are wired to inputs of their own. */
function connect(wires: readonly Wire[]): Record<string, unknown> {
	const connections: Record<string, Record<string, Array<Array<{ node: string; type: string; index: number }>>>> = {};
	for (const [from, to, output = 0, input = 0] of wires) {
		const type = { Model: 'ai_languageModel', Answer: 'ai_tool' }[from] ?? 'main';
		const outputs = ((connections[from] ??= {})[type] ??= []);
		while (outputs.length <= output) outputs.push([]);
		outputs[output]?.push({ node: to, type, index: input });
	}
	return connections;
}
