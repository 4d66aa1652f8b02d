import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import type { Execution, WorkflowFile } from '../../dev/n8n/rest.mts';
import type { Stage } from '../../dev/stage.mts';
import { located } from '../bed/located.mts';
import { type ChatRequest, lastToolAnswer, type Model, type Turn } from '../model/index.mts';
import type { Simulator } from '../simulator/index.mts';
import { NODE_TYPE } from './node-type.mts';
import { agentNode, aiTo, MODEL, mainTo, nodeOf, START } from './nodes.mts';

/** What the agent scenarios need: n8n with the package, its simulator, and the model's stand-in. */
export interface AgentStage {
	stage: Stage;
	simulator: Simulator;
	model: Model;
}

/** A scenario by name; it throws when something is not as it should be. */
export type Scenario = [name: string, run: (stage: AgentStage) => Promise<void>];

const fromAi = (key: string, description: string) => `={{ $fromAI('${key}', '${description}', 'string') }}`;

/** A workflow of a trigger, an agent with the model, and one WTS Chat node as its tool. */
function agentWorkflow(name: string, tool: string, parameters: Record<string, unknown>): WorkflowFile {
	return {
		name,
		nodes: [START, agentNode('Do what the script says.'), MODEL, nodeOf(tool, `${NODE_TYPE}Tool`, 1, parameters)],
		connections: {
			Start: mainTo('Agent'),
			Model: aiTo('Agent', 'languageModel'),
			[tool]: aiTo('Agent', 'tool'),
		},
	};
}

/** Imports a workflow with both credentials, runs it from its trigger, and returns how it ended. */
async function runToEnd({ stage, model }: AgentStage, workflow: WorkflowFile, trigger: string): Promise<Execution> {
	const { rest, credential } = stage;
	const name = 'Model stand-in';
	const openAi =
		(await rest.credentialsOf('openAiApi')).find((one) => one.name === name) ??
		(await rest.createCredential(name, 'openAiApi', { apiKey: 'sk-stand-in', url: model.url }));
	const id = await rest.importWorkflow(workflow, { wtsChatApi: credential, openAiApi: openAi });
	const execution = await rest.getExecution(await rest.runWorkflow(id, trigger));
	assert.equal(execution.status, 'success', execution.error);
	return execution;
}

/** The name under which the agent offers a node: its own name with underscores. */
const toolName = (node: string) => node.replace(/[^A-Za-z0-9_-]/g, '_');

function example(file: string): WorkflowFile {
	return JSON.parse(readFileSync(`examples/${file}`, 'utf8')) as WorkflowFile;
}

/** The model calls the tool, corrects itself as long as the answer is an error, and then stops. */
function callUntilDone(tool: string, tries: Array<Record<string, unknown>>) {
	return (request: ChatRequest, turn: number): Turn => {
		const next = tries[turn];
		return next === undefined
			? { says: `Done: ${JSON.stringify(lastToolAnswer(request))}` }
			: { calls: [{ tool, arguments: next }] };
	};
}

const confirmsBooking: Scenario = [
	'an agent composes a booking confirmation with the reference and the phone number of the schema',
	async (on) => {
		const tool = toolName('Send the confirmation');
		on.model.play(
			callUntilDone(tool, [
				{
					phoneNumber: '(11) 99999-9999',
					confirmation: 'Olá Ana, sua mesa para 4 está confirmada para 04/12 às 19:30.',
					bookingReference: 'BK-20431',
				},
			]),
		);
		await runToEnd(on, example('booking-confirmation.json'), 'New booking');
		const offered = on.model.requests[0]?.tools?.find(({ function: { name } }) => name === tool);
		const schema = offered?.function.parameters as { required?: string[]; properties?: Record<string, unknown> };
		assert.deepEqual([...(schema.required ?? [])].sort(), ['bookingReference', 'confirmation', 'phoneNumber']);
		const texts = [...on.simulator.account.messages.values()].map(({ text }) => text ?? '');
		assert.ok(
			texts.some((text) => text.includes('sua mesa para 4') && text.includes('Ref. BK-20431')),
			'The confirmation did not arrive',
		);
	},
];

const correctsItself: Scenario = [
	'an agent gets a wrong ID back as data and corrects it in its second call',
	async (on) => {
		const { named } = on.simulator.account;
		const session = String(named.sessionInProgress.id);
		const workflow = agentWorkflow('Corrects itself', 'Answer', {
			resource: 'session',
			operation: 'sendText',
			sessionId: located('id', fromAi('sessionId', 'ID of the session')),
			text: fromAi('text', 'The text'),
			chatTarget: 'contact',
		});
		on.model.play((request, turn) => {
			if (turn === 0) return { calls: [{ tool: 'Answer', arguments: { sessionId: 'session-1', text: 'Corrected' } }] };
			const [answer] = lastToolAnswer(request) as Array<{ error?: { code: string; message: string; hint: string } }>;
			if (answer?.error === undefined) return { says: 'Sent' };
			assert.equal(answer.error.code, 'INVALID_REQUEST');
			assert.match(answer.error.message, /"Session" is not a valid ID/);
			assert.match(answer.error.hint, /IDs look like/);
			return { calls: [{ tool: 'Answer', arguments: { sessionId: session, text: 'Corrected' } }] };
		});
		await runToEnd(on, workflow, 'Start');
		assert.equal(on.model.requests.length, 3);
		const arrived = [...on.simulator.account.messages.values()].filter(({ text }) => text === 'Corrected');
		assert.equal(arrived.length, 1);
		assert.match(on.model.requests[0]?.tools?.[0]?.function.description ?? '', /Send text in session/i);
	},
];

const picksTemplate: Scenario = [
	'an agent picks a template and fills in its parameters',
	async (on) => {
		const { named } = on.simulator.account;
		const workflow = agentWorkflow('Picks a template', 'Send template', {
			resource: 'message',
			operation: 'sendTemplate',
			from: located('list', String(named.channelWhatsapp.id)),
			recipientType: 'phone',
			to: fromAi('to', 'Phone number'),
			templateId: located('id', fromAi('templateId', 'ID of the template')),
			templateParametersMode: 'json',
			templateParametersJson: fromAi('parameters', 'The parameters as a JSON object'),
		});
		const given = { to: '11 99999-9999', templateId: String(named.templateWithParams.id) };
		on.model.play((request, turn) => {
			if (turn === 0) {
				return { calls: [{ tool: 'Send_template', arguments: { ...given, parameters: '{"nome":"Ana"}' } }] };
			}
			const [answer] = lastToolAnswer(request) as Array<{ error?: { message: string } }>;
			if (answer?.error === undefined) return { says: 'Sent' };
			assert.match(answer.error.message, /lacks a value for "pedido"/);
			return {
				calls: [{ tool: 'Send_template', arguments: { ...given, parameters: '{"nome":"Ana","pedido":"1042"}' } }],
			};
		});
		await runToEnd(on, workflow, 'Start');
		assert.equal(on.model.requests.length, 3);
		const sends = on.simulator.requests.filter(
			({ route, method }) => method === 'POST' && route === '/chat/v1/send/template',
		);
		assert.deepEqual(
			sends.map(({ body }) => (body as { parameters: unknown }).parameters),
			[{ nome: 'Ana', pedido: '1042' }],
		);
	},
];

const joinsAgent: Scenario = [
	'an agent puts a colleague on a session, on one output only',
	async (on) => {
		const { named } = on.simulator.account;
		const session = String(named.sessionPending.id);
		const workflow = agentWorkflow('Joins an agent', 'Hand over', {
			resource: 'session',
			operation: 'joinAgentSession',
			securityUser: located('id', String(named.agentMaria.userId)),
			sessionId: located('id', fromAi('sessionId', 'ID of the session')),
			joinAsAgent: located('id', ''),
			branches: ['success', 'invalidAgentSession'],
		});
		on.model.play(callUntilDone('Hand_over', [{ sessionId: session }]));
		await runToEnd(on, workflow, 'Start');
		const [answer] = lastToolAnswer(on.model.requests.at(-1) ?? { messages: [] }) as Array<{ branch: string }>;
		assert.equal(answer?.branch, 'success');
		assert.equal(on.simulator.account.sessions.get(session)?.userId, named.agentMaria.userId);
	},
];

const handsOver: Scenario = [
	'the receptionist example hands over to an agent and tells the contact',
	async (on) => {
		on.model.play(() => ({ says: 'HANDOVER' }));
		const execution = await runToEnd(on, example('ai-receptionist.json'), 'Message Received');
		assert.ok(execution.runData['Joined: tell the contact'], 'The Success branch did not run');
		const texts = [...on.simulator.account.messages.values()].map(({ text }) => text);
		assert.ok(texts.includes('A colleague is with you now.'));
	},
];

/** The node as an AI agent's tool, end to end. */
export const agentScenarios: Scenario[] = [confirmsBooking, correctsItself, picksTemplate, joinsAgent, handsOver];
