import type { CoreSchemas } from './contract-types.mts';
import type { Quirks } from './quirks.mts';
import type { Random } from './random.mts';

const STATUS_NAMES: Record<number, string> = {
	200: 'OK',
	400: 'BadRequest',
	401: 'Unauthorized',
	403: 'Forbidden',
	404: 'NotFound',
	405: 'MethodNotAllowed',
	409: 'Conflict',
	413: 'RequestEntityTooLarge',
	415: 'UnsupportedMediaType',
	422: 'UnprocessableEntity',
	429: 'TooManyRequests',
	500: 'InternalServerError',
	501: 'NotImplemented',
	502: 'BadGateway',
	503: 'ServiceUnavailable',
	504: 'GatewayTimeout',
};

/** An error that the platform itself would answer. */
export class PlatformError extends Error {
	constructor(
		readonly status: number,
		readonly key: string,
		text: string,
		readonly details: unknown = null,
	) {
		super(text);
	}
}

/** Something was looked up and is not there; its HTTP status is a quirk of its own. */
export class NotFound extends PlatformError {
	constructor(text: string) {
		super(404, 'NOT_FOUND', text);
	}
}

/** A request that the contract allows and the platform does not. */
export function refused(text: string): PlatformError {
	return new PlatformError(400, 'FORM_ERROR', text);
}

/** What an unknown `from`, channel or the like answers: a plain 500. */
export function refusedAs500(text: string): PlatformError {
	return new PlatformError(500, 'FORM_ERROR', text);
}

/** The error envelope; the style of its status may break the contract, as it does on the platform. */
export function envelope(
	status: number,
	key: string,
	text: string,
	random: Random,
	style: Quirks['httpStatusCodeStyle'] = 'name',
	details: unknown = null,
): Omit<CoreSchemas['Error'], 'httpStatusCode'> & { httpStatusCode: string | number } {
	const name = STATUS_NAMES[status] ?? 'InternalServerError';
	const value = random.uuid();
	return {
		id: { value, shortValue: value.slice(0, 8).toUpperCase() },
		httpStatusCode: style === 'number' ? status : style === 'upper' ? name.toUpperCase() : name,
		error: true,
		date: new Date().toISOString(),
		key,
		text,
		isUnsolvableError: false,
		details,
		version: '1.0.0.0',
		environment: 'Simulator',
	};
}

/** RFC 7807, as the send routes answer their 4xx. */
export function problemDetails(status: number, key: string, text: string, instance: string): Record<string, unknown> {
	return {
		type: `https://tools.ietf.org/html/rfc9110#section-15.5.${status - 399}`,
		title: status === 400 && key !== 'CONTRACT_VIOLATION' ? 'Bad Request' : key,
		status,
		detail: text,
		instance,
	};
}
