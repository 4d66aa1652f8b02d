import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type IWebhookFunctions,
	NodeOperationError,
} from 'n8n-workflow';

import { isRecord } from '../../../client';

/** The key of a session's metadata that says which question waits for an answer in it. */
export const ASK_KEY = 'n8nAsk';

/**
 * The metadata of a session without what this package itself keeps there; all else stays as the platform has it. What a
 * call brings may hold metadata anywhere: `withoutMarkers`.
 */
export function metadataWithoutMarker(metadata: unknown): unknown {
	if (!isRecord(metadata) || !(ASK_KEY in metadata)) return metadata;
	return Object.fromEntries(Object.entries(metadata).filter(([key]) => key !== ASK_KEY));
}

/** Where an execution waits, and how it is called there. */
export interface WaitingPlace {
	instanceId: string;
	execution: string;
	node: string;
	workflow: { id: string; name: string };
	nodeName: string;
	/** Whether the published workflow listens for it. */
	isListenedFor: boolean;
	/** Where waiting executions of this n8n are called. */
	base: string;
	/** What n8n signs the URL with that resumes it. */
	signature: string;
}

/**
 * Where the run waits. The parameters are those of the URL that resumes it: they are signed along.
 * @throws {NodeOperationError} when this n8n has no way to wait.
 */
export function waitingPlaceOf(context: IExecuteFunctions, parameters: Record<string, string>): WaitingPlace {
	const node = context.getNode();
	const execution = context.getExecutionId();
	if (typeof context.getSignedResumeUrl !== 'function' || !execution) {
		throw new NodeOperationError(node, 'This n8n cannot wait for an answer here', {
			description: 'Update n8n, and run the workflow so that its execution is saved.',
		});
	}
	const [, signature = ''] = /[?&]signature=([0-9a-f]+)/.exec(context.getSignedResumeUrl(parameters)) ?? [];
	const { id, name, active } = context.getWorkflow();
	return {
		instanceId: context.getInstanceId(),
		execution,
		node: node.id,
		nodeName: node.name,
		workflow: { id: id ?? '', name: name ?? '' },
		isListenedFor: active && context.getMode() !== 'manual',
		base: context.getSignedResumeUrl({}).replace(/\/[^/]+\/[^/]+$/, ''),
		signature,
	};
}

/** Where waiting executions of this n8n are called, seen from the call to a webhook: its own address in any case. */
export function waitingBaseOf(context: IWebhookFunctions): string {
	const origin = addressOrigin(context.getNodeWebhookUrl('default') ?? '');
	// No function of n8n says it outside of an execution.
	const data: unknown = Reflect.get(context, 'additionalData');
	const base: unknown =
		typeof data === 'object' && data !== null ? Reflect.get(data, 'webhookWaitingBaseUrl') : undefined;
	const path =
		typeof base === 'string' ? base.slice(addressOrigin(base).length).replace(/\/+$/, '') : '/webhook-waiting';
	return `${origin}${path}`;
}

/** Scheme, host and port of an address. */
export function addressOrigin(url: string): string {
	return /^[a-z]+:\/\/[^/?#]+/i.exec(url)?.[0] ?? '';
}

/**
 * Puts the execution to wait. When the time is over, n8n hands on what came into the node: so that is replaced by what
 * stands for no answer. Otherwise an answer to an earlier question would pass for one to this.
 */
export async function putToWait(context: IExecuteFunctions, item: INodeExecutionData, until: Date): Promise<void> {
	const { data } = context.getExecuteData();
	for (const type of Object.keys(data)) data[type] = [[item]];
	// Older n8n looks at the signature of a call only when it is told to; newer ones always do, and lack the function.
	const requireSignature: unknown = Reflect.get(context, 'setSignatureValidationRequired');
	if (typeof requireSignature === 'function') Reflect.apply(requireSignature, context, []);
	await context.putExecutionToWait(until);
}
