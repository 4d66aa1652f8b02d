import { type INode, type INodeExecutionData, type JsonObject, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { WtsApiError, type WtsApiErrorDetails } from '../../../client';

/** The facts of any failure, in the one shape that error items carry. */
export function detailsOf(error: unknown): WtsApiErrorDetails {
	if (error instanceof WtsApiError) return error.toDetails();
	const operational = error instanceof NodeOperationError || error instanceof NodeApiError;
	return {
		code: operational ? 'INVALID_REQUEST' : 'SERVER_ERROR',
		message: error instanceof Error ? error.message : String(error),
		httpStatus: null,
		key: null,
		text: null,
		supportId: null,
		endpoint: null,
		retryable: false,
		ambiguous: false,
		hint: (operational ? error.description : undefined) ?? '',
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

/** The server's text is shown in the panel, which renders HTML. */
function escapeHtml(text: string): string {
	return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
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
	if (error instanceof WtsApiError) {
		const support = details.supportId === null ? '' : ` Support ID: ${details.supportId}.`;
		const facts: JsonObject = { ...details };
		const message = withItem(details.message, itemIndex);
		const shown = new NodeApiError(node, facts, {
			message,
			description: escapeHtml(`${description}${support} Endpoint: ${details.endpoint ?? 'none'}.`),
			httpCode: details.httpStatus === null ? undefined : String(details.httpStatus),
			itemIndex,
		});
		// n8n puts a sentence of its own for a message with a network code, such as advice to send again.
		shown.message = message;
		return shown;
	}
	if (note === '' && (error instanceof NodeOperationError || error instanceof NodeApiError)) return error;
	return new NodeOperationError(node, details.message, {
		itemIndex,
		description: escapeHtml(description),
	});
}

function withItem(message: string, itemIndex: number | undefined): string {
	return itemIndex === undefined ? message : `${message} [item ${itemIndex}]`;
}
