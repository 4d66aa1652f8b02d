import type { OperationId } from './contract-types.mts';

/** One request as it came in. */
export interface RecordedRequest {
	at: string;
	method: string;
	path: string;
	/** Route template with the service prefix; undefined for unknown paths. */
	route: string | undefined;
	operationId: OperationId | undefined;
	query: Record<string, string | string[]>;
	/** Parsed JSON, the raw text of anything else, or undefined without a body. */
	body: unknown;
	/** Without the token. */
	headers: Record<string, string>;
	/** HTTP status of the answer; null while there is none, or when the connection was broken. */
	status: number | null;
	durationMs: number | null;
}

/** A breach of the contract, by a request or by an answer of the simulator itself. */
export interface Violation {
	at: string;
	kind: 'request' | 'answer';
	method: string;
	path: string;
	route: string | undefined;
	/** What is wrong, naming the property. */
	text: string;
}
