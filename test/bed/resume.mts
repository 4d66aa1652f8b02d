import type { INode, INodeExecutionData, IWebhookData, IWorkflowExecuteAdditionalData } from 'n8n-workflow';

import {
	type Account,
	core,
	type EngineRun,
	makeNodeTypes,
	NODE,
	type NodeSetup,
	n8n,
	TestCredentials,
	workflowOf,
} from './engine.mts';
import { located } from './located.mts';

/** A node that asks in a session and waits. */
export const askingNode = (
	sessionId: string,
	more: Record<string, unknown> = {},
	setup: Partial<NodeSetup> = {},
): NodeSetup => ({
	parameters: {
		resource: 'session',
		operation: 'sendAndWait',
		recipientType: 'session',
		sessionId: located('id', sessionId),
		message: 'Shall we?',
		...more,
	},
	...setup,
});

/** A call to an execution that waits. */
export interface ResumeCall {
	account: Account;
	/** What the URL says besides the signature, which is n8n's affair. */
	query: Record<string, string>;
	body: unknown;
	/** The type under which the node waits, when not that of its setup. */
	type?: string;
	/** Which of the node's webhooks is called: by default the one that resumes it. */
	webhook?: 'setup' | 'default';
	/** The address of n8n; nothing need be there. */
	host?: string;
}

/** The key that the platform's calls bring along. */
export const CALL_KEY = 'a'.repeat(32);

/** What the call was answered, and what the execution goes on with; undefined while it still waits. */
export interface Resumed {
	answer: unknown;
	items: INodeExecutionData[] | undefined;
}

/** Calls a waiting execution of the node under test, by n8n's own context for webhooks. */
export async function callWaiting(run: EngineRun, setup: NodeSetup, call: ResumeCall): Promise<Resumed> {
	const nodeTypes = await makeNodeTypes();
	const { nodes, connections } = workflowOf(setup);
	const workflow = new n8n.Workflow({
		id: 'engine-test',
		name: 'Engine test',
		nodes: nodes.map((node): INode => (node.name === NODE && call.type ? { ...node, type: call.type } : node)),
		connections,
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1', timezone: 'America/Sao_Paulo' },
		staticData: { [`node:${NODE}`]: { key: CALL_KEY } },
	});
	const node = workflow.getNode(NODE);
	if (node === null) throw new Error('The workflow lacks the node under test');
	const { webhook: name = 'setup', host = 'http://localhost:5678' } = call;
	let answer: unknown;
	const response = {
		headersSent: false,
		status: () => response,
		json: (body: unknown) => {
			answer = body;
			response.headersSent = true;
		},
	};
	const additionalData = {
		credentialsHelper: new TestCredentials(call.account),
		executionId: '77',
		webhookBaseUrl: `${host}/webhook`,
		webhookWaitingBaseUrl: `${host}/webhook-waiting`,
		formWaitingBaseUrl: `${host}/form-waiting`,
		httpRequest: { method: 'POST', query: call.query, body: call.body, headers: {}, params: {} },
		httpResponse: response,
		variables: {},
	} as unknown as IWorkflowExecuteAdditionalData;
	const webhook = { webhookDescription: { name } } as IWebhookData;
	const context = new core.WebhookContext(workflow, node, additionalData, 'webhook', webhook, [], run.data);
	const isolated = workflow.expression as typeof workflow.expression & {
		acquireIsolate?: () => Promise<void>;
		releaseIsolate?: () => Promise<void>;
	};
	await isolated.acquireIsolate?.();
	try {
		const result = await nodeTypes.getByNameAndVersion(node.type, 1).webhook?.call(context);
		return { answer: answer ?? result?.webhookResponse, items: result?.workflowData?.[0] };
	} finally {
		await isolated.releaseIsolate?.();
	}
}
