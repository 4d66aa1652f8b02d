import { randomUUID } from 'node:crypto';
import type { WorkflowFile, WorkflowNode } from '../../dev/n8n/rest.mts';
import { CREDENTIAL_TYPE } from '../../dev/stage.mts';
import { located } from '../bed/located.mts';
import { NODE_TYPE, TRIGGER_TYPE } from './node-type.mts';

/** The nodes of which the workflows of these tests are made, and the wires between them. */

type Parameters = Readonly<Record<string, unknown>>;

/** A node; one of this package has its credential. */
export function nodeOf(name: string, type: string, typeVersion: number, parameters: Parameters): WorkflowNode {
	return {
		id: randomUUID(),
		name,
		type,
		typeVersion,
		position: [0, 0],
		parameters,
		...(type.startsWith(NODE_TYPE) ? { credentials: { [CREDENTIAL_TYPE]: {} } } : {}),
	};
}

/** A trigger node for a workflow. */
export function triggerNode(name: string, parameters: Parameters): WorkflowNode & { webhookId: string } {
	return { ...nodeOf(name, TRIGGER_TYPE, 1, parameters), webhookId: randomUUID() };
}

export const START = nodeOf('Start', 'n8n-nodes-base.manualTrigger', 1, {});

export const END = nodeOf('End', 'n8n-nodes-base.noOp', 1, {});

/** An AI agent with its prompt. */
export function agentNode(text: string, typeVersion = 3): WorkflowNode {
	const parameters = { promptType: 'define', text, options: {} };
	return nodeOf('Agent', '@n8n/n8n-nodes-langchain.agent', typeVersion, parameters);
}

/** The model of an agent, which the simulated one answers for. */
export const MODEL: WorkflowNode = {
	...nodeOf('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.2, {
		model: located('list', 'gpt-4.1-mini'),
		options: {},
	}),
	credentials: { openAiApi: {} },
};

/** What a node's first output goes to. */
export const mainTo = (...names: string[]) => ({
	main: [names.map((node) => ({ node, type: 'main', index: 0 }))],
});

/** What a model, tool or memory is that of. */
export const aiTo = (node: string, kind: 'languageModel' | 'memory' | 'tool') => ({
	[`ai_${kind}`]: [[{ node, type: `ai_${kind}`, index: 0 }]],
});

/** Nodes one after the other. */
export function chain(name: string, ...nodes: WorkflowNode[]): WorkflowFile {
	const connections = Object.fromEntries(
		nodes.slice(0, -1).map((node, at) => [node.name, mainTo(nodes[at + 1]?.name ?? '')]),
	);
	return { name, nodes, connections };
}
