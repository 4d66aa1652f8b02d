import type { Response } from 'express';
import type { Fault } from './faults.mts';
import type { Quirks } from './quirks.mts';

/** What is about to be answered. */
export interface Answer {
	status: number;
	/** Undefined for no body at all. */
	body: unknown;
	headers?: Record<string, string>;
	contentType?: string;
	/** Deliberately broken: the contract check lets it pass. */
	broken?: boolean;
}

/** Writes an answer as it is. */
export function write(response: Response, answer: Answer): void {
	const { status, body, headers = {} } = answer;
	response.statusCode = status;
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	if (body === undefined) {
		response.setHeader('content-length', '0');
		response.end();
		return;
	}
	const text = typeof body === 'string' && answer.contentType ? body : JSON.stringify(body);
	response.setHeader('content-type', answer.contentType ?? 'application/json; charset=utf-8');
	response.setHeader('content-length', Buffer.byteLength(text));
	response.end(text);
}

/** Writes the first half of an answer's JSON: of a fitting length, or with the connection broken after it. */
export function writeCut(response: Response, answer: Answer, fault: Extract<Fault, { kind: 'cutBody' }>): void {
	const whole = Buffer.from(JSON.stringify(answer.body ?? { ok: true }));
	const half = whole.subarray(0, Math.max(1, Math.floor(whole.length / 2)));
	response.statusCode = answer.status;
	response.setHeader('content-type', 'application/json; charset=utf-8');
	response.setHeader('content-length', fault.reset ? whole.length : half.length);
	if (!fault.reset) {
		response.end(half);
		return;
	}
	response.write(half, () => response.socket?.resetAndDestroy());
}

/** The changes that quirks make to a successful answer. */
export function withQuirks(answer: Answer, quirks: Quirks, operationId: string): Answer {
	const { emptyBodies, statusUnknownEnum, nullFields } = quirks;
	if (emptyBodies === true || (Array.isArray(emptyBodies) && (emptyBodies as string[]).includes(operationId))) {
		return { ...answer, body: undefined, broken: true };
	}
	if (statusUnknownEnum === null && nullFields.length === 0) return answer;
	const change = (node: unknown): unknown => {
		if (Array.isArray(node)) return node.map(change);
		if (node === null || typeof node !== 'object') return node;
		return Object.fromEntries(
			Object.entries(node).map(([key, value]) => {
				if (nullFields.includes(key)) return [key, null];
				if (key === 'status' && statusUnknownEnum !== null && typeof value === 'string')
					return [key, statusUnknownEnum];
				return [key, change(value)];
			}),
		);
	};
	return { ...answer, body: change(answer.body), broken: true };
}
