import type { Topic } from './refusals';

export type { Topic } from './refusals';

/** What went wrong, as a word that programs can rely on. */
export type ErrorCode =
	| 'UNAUTHORIZED'
	| 'FORBIDDEN'
	| 'NOT_FOUND'
	| 'INVALID_REQUEST'
	| 'RATE_LIMITED'
	| 'SERVER_ERROR'
	| 'NETWORK'
	| 'TIMEOUT'
	| 'CANCELLED'
	/** Something failed on this side before the request left. */
	| 'LOCAL_FAILURE';

/** The facts of a failed request. */
export interface WtsApiErrorDetails {
	code: ErrorCode;
	/** One sentence, with the server's own text when it sent one. */
	message: string;
	/** The HTTP status, or null when there was no answer. */
	httpStatus: number | null;
	/** The server's machine-readable key, such as `FORM_ERROR`. */
	key: string | null;
	/** The server's own text, in the language it chose. */
	text: string | null;
	/** The short reference that the platform's support asks for. */
	supportId: string | null;
	/** Method and path template of the route, without values: `GET /chat/v2/session/{id}`. */
	endpoint: string | null;
	/** Whether the same request may simply be sent again. */
	retryable: boolean;
	/** Whether a write may have been carried out although it failed. */
	ambiguous: boolean;
	/** What the user may do about it. */
	hint: string;
}

/** What an error is made of. Of an answer that there was not, or that said nothing, the rest is null or false. */
type Given = Pick<WtsApiErrorDetails, 'code' | 'message' | 'hint'> & Partial<WtsApiErrorDetails>;

/** A request that failed. Never carries a token, a header or a URL with values. */
export class WtsApiError extends Error implements WtsApiErrorDetails {
	override readonly name = 'WtsApiError';

	readonly code: ErrorCode;

	readonly httpStatus: number | null;

	readonly key: string | null;

	readonly text: string | null;

	readonly supportId: string | null;

	readonly endpoint: string | null;

	readonly retryable: boolean;

	readonly ambiguous: boolean;

	readonly hint: string;

	/** Milliseconds that the server asked to wait (Retry-After), if it did. */
	readonly retryAfterMs?: number;

	/** What it is about, where that is known. */
	readonly topic?: Topic;

	/** When the request was sent, on the clock of the runtime; it may have waited minutes for its turn. */
	sentAt?: number;

	constructor(details: Given, retryAfterMs?: number, topic?: Topic) {
		super(details.message);
		this.code = details.code;
		this.httpStatus = details.httpStatus ?? null;
		this.key = details.key ?? null;
		this.text = details.text ?? null;
		this.supportId = details.supportId ?? null;
		this.endpoint = details.endpoint ?? null;
		this.retryable = details.retryable ?? false;
		this.ambiguous = details.ambiguous ?? false;
		this.hint = details.hint;
		this.retryAfterMs = retryAfterMs;
		this.topic = topic;
	}

	/** The same failure with some facts told otherwise. */
	withDetails(changes: Partial<WtsApiErrorDetails>, topic = this.topic): WtsApiError {
		const changed = new WtsApiError({ ...this.toDetails(), ...changes }, this.retryAfterMs, topic);
		changed.sentAt = this.sentAt;
		return changed;
	}

	/** The same failure with its texts passed through `clean`. */
	cleaned(clean: (text: string) => string): WtsApiError {
		const orNull = (text: string | null) => (text === null ? null : clean(text));
		const { message, key, text, supportId, hint } = this;
		const changes = {
			message: clean(message),
			key: orNull(key),
			text: orNull(text),
			supportId: orNull(supportId),
			hint: clean(hint),
		};
		const same =
			changes.message === message &&
			changes.key === key &&
			changes.text === text &&
			changes.supportId === supportId &&
			changes.hint === hint;
		return same ? this : this.withDetails(changes);
	}

	/** The facts as plain data, in a fixed order: what error items carry. */
	toDetails(): WtsApiErrorDetails {
		const { code, message, httpStatus, key, text, supportId, endpoint } = this;
		const { retryable, ambiguous, hint } = this;
		return {
			code,
			message,
			httpStatus,
			key,
			text,
			supportId,
			endpoint,
			retryable,
			ambiguous,
			hint,
		};
	}
}

/** An error that the client found before any request: `hint` says what to change. */
export function refuse(message: string, hint: string, endpoint: string | null = null, topic?: Topic): WtsApiError {
	return new WtsApiError({ code: 'INVALID_REQUEST', message, endpoint, hint }, undefined, topic);
}

/** An error that the client found by looking: what the request names does not exist. */
export function notFound(message: string, hint: string, endpoint: string | null = null, topic?: Topic): WtsApiError {
	return refuse(message, hint, endpoint, topic).withDetails({ code: 'NOT_FOUND' });
}

/** Whatever was thrown, as an Error. */
export function asError(thrown: unknown): Error {
	return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** Whether it is an error of a write that may have taken effect. */
export function isAmbiguous(error: unknown): error is WtsApiError {
	return error instanceof WtsApiError && error.ambiguous;
}
