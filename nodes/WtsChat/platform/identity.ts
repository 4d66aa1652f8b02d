import { createHash, randomUUID } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

const keys = new WeakMap<IExecuteFunctions, string>();

function hash(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}

/** An AI agent's tool has one output and one input item. */
export function isTool(context: Pick<IExecuteFunctions, 'getNode'>): boolean {
	return context.getNode().type.endsWith('Tool');
}

/**
 * What a run of the node is: the same when n8n repeats it after a failure, another one in each round
 * of a loop and in each execution.
 */
export function runKey(context: IExecuteFunctions): string {
	const known = keys.get(context);
	if (known !== undefined) return known;
	const { id, name } = context.getNode();
	const key = [
		context.getInstanceId(),
		context.getWorkflow().id ?? '',
		context.getExecutionId() || randomUUID(),
		id || name,
		String(context.getWorkflowDataProxy(0).$runIndex),
		// Agents of older versions call a tool many times within one run.
		isTool(context) ? hash(JSON.stringify(context.getInputData().map(({ json }) => json))) : '',
	].join(' ');
	keys.set(context, key);
	return key;
}

/**
 * The ID under which an item's message can be looked up when the user gave none: the same when n8n
 * repeats the run, formatted as a UUID.
 */
export function ownSenderId(context: IExecuteFunctions, itemIndex: number): string {
	const hex = hash(`${runKey(context)} ${itemIndex}`);
	const lengths = [8, 4, 4, 4, 12];
	let from = 0;
	return lengths.map((length) => hex.slice(from, (from += length))).join('-');
}
