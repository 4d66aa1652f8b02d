import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { INodeExecutionData, INodeType, IVersionedNodeType } from 'n8n-workflow';

import { ensureHost } from '../dev/n8n/host.mts';
import {
	type EngineRun,
	NODE,
	type NodeTypes,
	runWorkflow,
	type WorkflowJson,
	workflowOf,
} from '../test/bed/engine.mts';
import { located } from '../test/bed/located.mts';
import type { Platform } from './platform.mts';

const HTTP_REQUEST = 'n8n-nodes-base.httpRequest';

/** One message to be sent. */
export interface Message extends Record<string, unknown> {
	session: string;
	text: string;
}

/** How many of a node's items succeeded and failed. */
export interface Result {
	done: number;
	failed: number;
}

/** Sends messages in one run of a node. */
export type Sender = (platform: Platform, messages: readonly Message[]) => Promise<Result>;

let nodeTypes: Promise<NodeTypes> | undefined;

/** n8n's own HTTP Request node, from the n8n that npm start runs. */
async function httpRequestNode(): Promise<NodeTypes> {
	nodeTypes ??= (async () => {
		const { folder } = await ensureHost({ onProgress: (line) => console.log(line) });
		const file = join(folder, 'node_modules/n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js');
		const { HttpRequest } = createRequire(file)(file) as { HttpRequest: new () => INodeType | IVersionedNodeType };
		return new Map([[HTTP_REQUEST, new HttpRequest()]]);
	})();
	return await nodeTypes;
}

async function run(
	platform: Platform,
	workflow: WorkflowJson,
	items: INodeExecutionData[],
	types?: NodeTypes,
): Promise<EngineRun> {
	const result = await runWorkflow(workflow, {
		account: { apiToken: platform.token, baseUrl: platform.url },
		items,
		nodeTypes: types,
	});
	if (result.error !== undefined) throw result.error;
	return result;
}

const itemsOf = (messages: readonly Message[]): INodeExecutionData[] =>
	messages.map((json) => ({ json: json as INodeExecutionData['json'] }));

function count(result: EngineRun): Result {
	const failed = result.json(NODE).filter(({ error }) => error !== undefined).length;
	return { done: result.json(NODE).length - failed, failed };
}

/** Our node. `queued` sends go through the send family. */
export function ours({
	queued = false,
	options = {},
}: {
	queued?: boolean;
	options?: Record<string, unknown>;
} = {}): Sender {
	return async (platform, messages) => {
		const workflow = workflowOf({
			parameters: {
				resource: 'session',
				operation: 'sendText',
				sessionId: located('id', '={{ $json.session }}'),
				text: '={{ $json.text }}',
				options: { ...options, ...(queued ? { delayTyping: 0 } : {}) },
			},
			onError: 'continueRegularOutput',
		});
		return count(await run(platform, workflow, itemsOf(messages)));
	};
}

/** The parameters of an HTTP Request node that authenticates with our credential. */
function httpWorkflow(parameters: Record<string, unknown>): WorkflowJson {
	const workflow = workflowOf({
		parameters: { authentication: 'predefinedCredentialType', nodeCredentialType: 'wtsChatApi', ...parameters },
		onError: 'continueRegularOutput',
	});
	const node = workflow.nodes.find(({ name }) => name === NODE);
	if (node !== undefined) Object.assign(node, { type: HTTP_REQUEST, typeVersion: 4.2 });
	return workflow;
}

/** HTTP Request doing the same call: all items at once, or in batches. */
export function httpRequest({
	queued = false,
	batch,
}: {
	queued?: boolean;
	batch?: { batchSize: number; batchInterval: number };
} = {}): Sender {
	return async (platform, messages) => {
		const workflow = httpWorkflow({
			method: 'POST',
			url: queued
				? `${platform.url}/chat/v1/send/text`
				: `=${platform.url}/chat/v1/session/{{ $json.session }}/message`,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: queued
				? '={{ JSON.stringify({ sessionId: $json.session, text: $json.text, delayTyping: 0 }) }}'
				: '={{ JSON.stringify({ text: $json.text }) }}',
			options: batch === undefined ? {} : { batching: { batch } },
		});
		return count(await run(platform, workflow, itemsOf(messages), await httpRequestNode()));
	};
}

/** Return All of the contacts with our node; the number of records. */
export async function oursReturnAll(platform: Platform): Promise<number> {
	const workflow = workflowOf({
		parameters: {
			resource: 'contact',
			operation: 'getAll',
			returnAll: true,
			simplify: false,
			options: { includeDetails: ['Tags', 'CustomFields'] },
		},
	});
	return (await run(platform, workflow, [{ json: {} }])).items(NODE).length;
}

/** The same with HTTP Request's own pagination, page after page. */
export async function httpReturnAll(platform: Platform): Promise<number> {
	const workflow = httpWorkflow({
		method: 'GET',
		url: `${platform.url}/core/v1/contact`,
		sendQuery: true,
		queryParameters: {
			parameters: [
				{ name: 'PageSize', value: '100' },
				{ name: 'IncludeDetails', value: 'Tags' },
				{ name: 'IncludeDetails', value: 'CustomFields' },
			],
		},
		options: {
			pagination: {
				pagination: {
					paginationMode: 'updateAParameterInEachRequest',
					parameters: { parameters: [{ type: 'qs', name: 'PageNumber', value: '={{ $pageCount + 1 }}' }] },
					paginationCompleteWhen: 'other',
					completeExpression: '={{ $response.body.hasMorePages !== true }}',
				},
			},
		},
	});
	const result = await run(platform, workflow, [{ json: {} }], await httpRequestNode());
	return result.json(NODE).reduce((sum, { items }) => sum + (Array.isArray(items) ? items.length : 0), 0);
}
