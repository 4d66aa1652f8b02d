import { randomUUID } from 'crypto';
import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { sha256 } from './sha256';
import { storedLedger } from './storedLedger';

const keys = new WeakMap<IExecuteFunctions, string>();

const nodes = new WeakMap<Pick<IExecuteFunctions, 'getNode'>, INode>();

/** The node as it is when it is first asked for: n8n copies all of it each time. */
export function nodeOf(context: Pick<IExecuteFunctions, 'getNode'>): INode {
	const known = nodes.get(context) ?? context.getNode();
	nodes.set(context, known);
	return known;
}

/** Whether a node is an AI agent's tool: n8n makes another type of it. */
export function isToolNode({ type }: Pick<INode, 'type'>): boolean {
	return type.endsWith('Tool');
}

/** Whether a node approves an agent's tool: n8n reads its answer, and no model does. */
export function isReviewNode({ type }: Pick<INode, 'type'>): boolean {
	return type.endsWith('HitlTool');
}

/** An AI agent's tool has one output and one input item. */
export function isTool(context: Pick<IExecuteFunctions, 'getNode'>): boolean {
	return isToolNode(nodeOf(context));
}

/**
 * The execution in which the work was begun: when n8n tries an execution again, that one. n8n gives
 * the new one another ID, and says of which it is a retry only to itself.
 */
export function originOf(context: IExecuteFunctions): string {
	const origin = storedLedger(context)?.origin;
	if (origin !== undefined) return origin;
	const hooks = propertyOf(propertyOf(context, 'additionalData'), 'hooks');
	const retryOf = context.getMode() === 'retry' ? propertyOf(hooks, 'retryOf') : undefined;
	if (typeof retryOf === 'string' && retryOf !== '') return retryOf;
	return context.getExecutionId() || randomUUID();
}

function propertyOf(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/**
 * What a run of the node is: the same when n8n repeats it after a failure or tries its execution again,
 * another one in each round of a loop and in each execution.
 */
export function runKey(context: IExecuteFunctions): string {
	const known = keys.get(context);
	if (known !== undefined) return known;
	const { id, name } = context.getNode();
	const key = [
		context.getInstanceId(),
		context.getWorkflow().id ?? '',
		originOf(context),
		id || name,
		String(context.getWorkflowDataProxy(0).$runIndex),
		// Agents of older versions call a tool many times within one run.
		isTool(context) ? sha256(JSON.stringify(context.getInputData().map(({ json }) => json))) : '',
	].join(' ');
	keys.set(context, key);
	return key;
}

/** A UUID that is the same for the same text. */
export function uuidOf(text: string): string {
	const hex = sha256(text);
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

/**
 * The ID under which an item's message can be looked up when the user gave none: the same when n8n
 * repeats the run.
 */
export function ownSenderId(context: IExecuteFunctions, itemIndex: number): string {
	return uuidOf(`${runKey(context)} ${itemIndex}`);
}
