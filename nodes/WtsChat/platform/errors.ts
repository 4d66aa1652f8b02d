import {
	ExpressionError,
	type INode,
	type INodeExecutionData,
	type JsonObject,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import { asError, WtsApiError, type WtsApiErrorDetails } from '../../../client';
import { EXPRESSION_ADVICE, hintOf } from './advice';

/** What went wrong: in the client's words, or without a request of its. */
export type FailureCode =
	| WtsApiErrorDetails['code']
	/** n8n could not evaluate an expression. */
	| 'EXPRESSION_FAILED'
	/** A mistake of this package. */
	| 'DEFECT';

/** The facts of any failure, in the one shape that error items carry. */
export interface FailureDetails extends Omit<WtsApiErrorDetails, 'code'> {
	code: FailureCode;
	/** Where a mistake of this package happened. */
	stack?: string;
}

/** What went wrong in errors of n8n's own class that are more than a wrong value. */
const codes = new WeakMap<Error, 'EXPRESSION_FAILED' | 'LOCAL_FAILURE'>();

/** The error of a parameter that n8n could not evaluate. */
export function toParameterError(
	node: INode,
	thrown: unknown,
	label: string,
	itemIndex: number | undefined,
): NodeOperationError {
	const message = `The expression in "${label}" failed: ${asError(thrown).message}`;
	return codedError(node, 'EXPRESSION_FAILED', message, EXPRESSION_ADVICE, itemIndex);
}

/** The error of a file that n8n keeps and cannot read. */
export function toFileError(node: INode, thrown: unknown, label: string, itemIndex: number): NodeOperationError {
	const message = `"${label}" is a file that n8n cannot read: ${asError(thrown).message}`;
	const advice =
		'Nothing was sent. Let the node that makes the file run again: n8n deletes the files of old executions.';
	return codedError(node, 'LOCAL_FAILURE', message, advice, itemIndex);
}

/** An error of n8n's own class, of which it is noted what went wrong. */
function codedError(
	node: INode,
	code: 'EXPRESSION_FAILED' | 'LOCAL_FAILURE',
	message: string,
	description: string,
	itemIndex: number | undefined,
): NodeOperationError {
	const error = new NodeOperationError(node, withItem(message, itemIndex), { itemIndex, description });
	codes.set(error, code);
	return error;
}

/** n8n's own errors, which are no mistakes of this package: they say how grave they are. */
function isOfN8n(error: Error): boolean {
	return 'level' in error && 'tags' in error;
}

function codeOf(error: Error): FailureCode {
	const known = codes.get(error);
	if (known !== undefined) return known;
	if (error instanceof ExpressionError) return 'EXPRESSION_FAILED';
	if (error instanceof NodeOperationError || error instanceof NodeApiError) return 'INVALID_REQUEST';
	return isOfN8n(error) ? 'LOCAL_FAILURE' : 'DEFECT';
}

function hintFor(error: Error, code: FailureCode): string {
	const description: unknown = 'description' in error ? error.description : undefined;
	if (typeof description === 'string' && description !== '') return description;
	if (code === 'EXPRESSION_FAILED') return EXPRESSION_ADVICE;
	if (code === 'LOCAL_FAILURE') return 'This failed inside n8n, before anything was sent to the platform.';
	if (code === 'DEFECT') return 'This is a mistake of the WTS Chat node. Please report it with this stack.';
	return '';
}

export function detailsOf(thrown: unknown): FailureDetails {
	if (thrown instanceof WtsApiError) return { ...thrown.toDetails(), hint: hintOf(thrown) };
	const error = asError(thrown);
	const code = codeOf(error);
	return {
		code,
		message: error.message,
		httpStatus: null,
		key: null,
		text: null,
		supportId: null,
		endpoint: null,
		retryable: false,
		ambiguous: false,
		hint: hintFor(error, code),
		...(code === 'DEFECT' && error.stack !== undefined ? { stack: error.stack } : {}),
	};
}

/**
 * The item that stands for a failed one. n8n moves it to the error output because it has nothing
 * but `error` and `message`.
 */
export function toErrorItem(error: unknown, item: number): INodeExecutionData {
	const details = detailsOf(error);
	const message = details.hint === '' ? details.message : `${details.message}. ${details.hint}`;
	return { json: { error: { ...details }, message }, pairedItem: { item } };
}

/**
 * Keeps the server's text from becoming markup: n8n renders the message in its notification and the description in the
 * panel as HTML, and shows the same texts elsewhere as they are, where escape codes would be seen.
 */
function withoutMarkup(text: string): string {
	return text.replaceAll('<', '‹').replaceAll('>', '›');
}

/** The error that n8n shows for a run that stops. `note` says what else the user should know. */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex: number | undefined,
	note = '',
): NodeApiError | NodeOperationError {
	const details = detailsOf(error);
	const description = [details.hint, note].filter((text) => text !== '').join(' ');
	const message = withoutMarkup(details.message);
	if (error instanceof WtsApiError) {
		const support = details.supportId === null ? '' : ` Support ID: ${details.supportId}.`;
		const facts: JsonObject = { ...details };
		const shown = new NodeApiError(node, facts, {
			message: withItem(message, itemIndex),
			description: withoutMarkup(`${description}${support} Endpoint: ${details.endpoint ?? 'none'}.`),
			httpCode: details.httpStatus === null ? undefined : String(details.httpStatus),
			itemIndex,
		});
		// n8n puts a sentence of its own for a message with a network code, such as advice to send again.
		shown.message = withItem(message, itemIndex);
		return shown;
	}
	if (note === '' && (error instanceof NodeOperationError || error instanceof NodeApiError)) {
		error.message = withoutMarkup(error.message);
		if (typeof error.description === 'string') error.description = withoutMarkup(error.description);
		return error;
	}
	const shown = new NodeOperationError(node, message, { itemIndex, description: withoutMarkup(description) });
	if (details.stack !== undefined) shown.stack = details.stack;
	return shown;
}

function withItem(message: string, itemIndex: number | undefined): string {
	return itemIndex === undefined ? message : `${message} [item ${itemIndex}]`;
}
