import {
	errorOfFault,
	errorOfUpload,
	type FaultKind,
	readAnswer,
	retryAfterMs,
	TransportFault,
	WtsApiError,
	type WtsApiErrorDetails,
} from '../../../client';

const READ = 'GET /chat/v2/session/{id}';
const WRITE = 'POST /chat/v1/session/{id}/message';
const SEARCH = 'POST /core/v1/contact/filter';

interface Given {
	status?: number;
	json?: unknown;
	body?: string;
	headers?: Record<string, string>;
}

function read({ status = 200, json, body, headers = {} }: Given, endpoint = READ): unknown {
	return readAnswer({ status, headers, body: body ?? JSON.stringify(json) }, endpoint);
}

function errorOf(given: Given, endpoint = READ): WtsApiError {
	try {
		read(given, endpoint);
	} catch (error) {
		if (error instanceof WtsApiError) return error;
		throw error;
	}
	throw new Error('Expected an error');
}

/** The platform's envelope, in the spellings of `httpStatusCode` that were seen. */
function envelope(more: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		error: true,
		key: 'SOME_KEY',
		text: 'Algo deu errado',
		id: { value: '0f8fad5b-d9cb-469f-a165-70867728950e', shortValue: 'D950E' },
		httpStatusCode: 'InternalServerError',
		date: '2026-01-01T00:00:00Z',
		...more,
	};
}

describe('the code', () => {
	test.each<[string, Given, WtsApiErrorDetails['code']]>([
		['401', { status: 401, json: envelope() }, 'UNAUTHORIZED'],
		['403', { status: 403, json: envelope() }, 'FORBIDDEN'],
		['404', { status: 404, json: envelope() }, 'NOT_FOUND'],
		['408', { status: 408, body: '' }, 'TIMEOUT'],
		['429', { status: 429, body: '' }, 'RATE_LIMITED'],
		['400', { status: 400, json: envelope() }, 'INVALID_REQUEST'],
		[
			'400 with FORM_ERROR, which is about the form',
			{ status: 400, json: envelope({ key: 'FORM_ERROR' }) },
			'INVALID_REQUEST',
		],
		['422', { status: 422, json: envelope() }, 'INVALID_REQUEST'],
		['500', { status: 500, json: envelope() }, 'SERVER_ERROR'],
		['503', { status: 503, body: '<html>' }, 'SERVER_ERROR'],
		[
			'500 with FORM_ERROR about a state, whatever was asked',
			{ status: 500, json: envelope({ key: 'FORM_ERROR', text: 'Fora da janela de 24 horas' }) },
			'INVALID_REQUEST',
		],
		['500 with FORM_ERROR', { status: 500, json: envelope({ key: 'FORM_ERROR' }) }, 'NOT_FOUND'],
		['302', { status: 302, body: '' }, 'INVALID_REQUEST'],
		['200 with error: true', { json: envelope({ httpStatusCode: 'BadRequest' }) }, 'INVALID_REQUEST'],
		[
			'200 with error: true and a status in other words',
			{ json: envelope({ httpStatusCode: 'TOO_MANY_REQUESTS' }) },
			'RATE_LIMITED',
		],
		['200 with error: true of a rarer status', { json: envelope({ httpStatusCode: 'LoopDetected' }) }, 'SERVER_ERROR'],
		[
			'200 with error: true whose key and status differ',
			{ json: envelope({ key: 'INTERNAL', httpStatusCode: 'Conflict' }) },
			'INVALID_REQUEST',
		],
		['200 with error: true and FORM_ERROR', { json: envelope({ key: 'FORM_ERROR' }) }, 'NOT_FOUND'],
		['200 with error: true and CONTACT_NOT_FOUND', { json: envelope({ key: 'CONTACT_NOT_FOUND' }) }, 'NOT_FOUND'],
		['200 with error: true and ERROR_UNAUTHORIZED', { json: envelope({ key: 'ERROR_UNAUTHORIZED' }) }, 'UNAUTHORIZED'],
		['200 with error: true and FORBIDDEN', { json: envelope({ key: 'FORBIDDEN' }) }, 'FORBIDDEN'],
		['200 with error: true and no key', { json: { error: true } }, 'INVALID_REQUEST'],
	])('of HTTP %s', (_name, given, code) => {
		expect(errorOf(given).code).toBe(code);
	});

	test.each([404, 'NotFound', 'NOTFOUND', 'notFound', 200, null, undefined])(
		'follows the status line, not the httpStatusCode %p of the envelope',
		(httpStatusCode) => {
			const error = errorOf({ status: 403, json: envelope({ httpStatusCode }) });
			expect(error).toMatchObject({ code: 'FORBIDDEN', httpStatus: 403 });
		},
	);

	test('of "not found" as HTTP 500 is not tried again', () => {
		const error = errorOf({ status: 500, json: envelope({ key: 'FORM_ERROR' }) });
		expect(error).toMatchObject({ retryable: false, ambiguous: false });
	});
});

describe('what an error says', () => {
	test('of the envelope: key, text and the reference for support', () => {
		expect(errorOf({ status: 500, json: envelope() }).toDetails()).toEqual({
			code: 'SERVER_ERROR',
			message: 'The server failed: Algo deu errado',
			httpStatus: 500,
			key: 'SOME_KEY',
			text: 'Algo deu errado',
			supportId: 'D950E',
			endpoint: READ,
			retryable: true,
			ambiguous: false,
			hint: expect.stringContaining('support') as string,
		});
	});

	test('of problem details: the detail', () => {
		const json = { type: 'about:blank', title: 'Bad Request', status: 400, detail: 'to is missing', traceId: 'x' };
		expect(errorOf({ status: 400, json })).toMatchObject({
			message: 'The request was refused: to is missing',
			text: 'to is missing',
			key: null,
			supportId: null,
		});
	});

	test('of problem details with field errors: each field', () => {
		const json = {
			title: 'One or more validation errors occurred.',
			errors: { to: ['is required', 'is short'], from: 'is odd' },
		};
		expect(errorOf({ status: 400, json }).text).toBe('to: is required is short; from: is odd');
	});

	test('of problem details with a title alone: the title', () => {
		expect(errorOf({ status: 400, json: { title: 'Bad Request' } }).text).toBe('Bad Request');
	});

	test('of an envelope without a text: the key', () => {
		expect(errorOf({ status: 400, json: envelope({ text: null }) })).toMatchObject({
			message: 'The request was refused: SOME_KEY (HTTP 400)',
			key: 'SOME_KEY',
			text: null,
		});
		expect(errorOf({ json: envelope({ text: '', httpStatusCode: 400 }) }).message).toBe(
			'The request was refused: SOME_KEY',
		);
	});

	test('of a gateway: its message', () => {
		expect(errorOf({ status: 403, json: { message: 'Forbidden by rule 7' } })).toMatchObject({
			code: 'FORBIDDEN',
			message: 'The token has no permission for this: Forbidden by rule 7',
		});
	});

	test.each([
		['no body', ''],
		['a page of a proxy', '<html><body>Bad gateway</body></html>'],
		['cut-off JSON', '{"error": true, "text": "Al'],
		['text', 'upstream error'],
		['a list', '[1]'],
		['null', 'null'],
		['an envelope of other types', '{"key": 5, "text": [], "id": "x"}'],
	])('of %s: the status', (_name, body) => {
		expect(errorOf({ status: 502, body })).toMatchObject({
			code: 'SERVER_ERROR',
			message: 'The server failed: HTTP 502',
			key: null,
			text: null,
			supportId: null,
		});
	});

	test('of a redirect: where to look', () => {
		const error = errorOf({ status: 301, body: '', headers: { location: 'https://elsewhere' } });
		expect(error.message).toContain('redirects (HTTP 301)');
		expect(error.hint).toContain('The base URL must be that of the API itself');
		expect(error.retryable).toBe(false);
	});

	test('as an Error: a name, a message and a stack, and nothing else but its facts', () => {
		const error = errorOf({ status: 401, body: '' });
		expect(error).toBeInstanceOf(Error);
		expect(error.name).toBe('WtsApiError');
		expect(String(error)).toBe('WtsApiError: The token was refused: HTTP 401');
		expect(Object.keys(error.toDetails())).toEqual([
			'code',
			'message',
			'httpStatus',
			'key',
			'text',
			'supportId',
			'endpoint',
			'retryable',
			'ambiguous',
			'hint',
		]);
	});
});

describe('a success', () => {
	test('is its JSON', () => {
		expect(read({ json: { id: '1', error: false } })).toEqual({ id: '1', error: false });
		expect(read({ body: ' [1, 2]\n' })).toEqual([1, 2]);
	});

	test.each(['', '  \r\n', 'null'])('without a body (%j) is undefined for a write', (body) => {
		expect(read({ body }, WRITE)).toBeUndefined();
		expect(read({ status: 204, body }, 'DELETE /chat/v1/message/{id}')).toBeUndefined();
	});

	test.each(['', '  \r\n', 'null'])('without a body (%j) is an error for a read', (body) => {
		expect(errorOf({ body })).toMatchObject({
			code: 'SERVER_ERROR',
			httpStatus: 200,
			retryable: true,
			ambiguous: false,
		});
		expect(errorOf({ body }, SEARCH)).toMatchObject({ code: 'SERVER_ERROR', retryable: true });
	});

	test.each(['true', '"ok"', '7'])('that is neither record nor list (%s) says no more than its status', (body) => {
		expect(read({ body }, WRITE)).toBeUndefined();
		expect(errorOf({ body })).toMatchObject({
			code: 'SERVER_ERROR',
			httpStatus: 200,
			retryable: false,
			ambiguous: false,
		});
	});

	test.each(['<html>', '{"id": "1", "na', 'OK'])('that is not JSON (%j) may have been carried out', (body) => {
		expect(errorOf({ body })).toMatchObject({ code: 'SERVER_ERROR', retryable: true, ambiguous: false });
		expect(errorOf({ body }, WRITE)).toMatchObject({ code: 'SERVER_ERROR', retryable: false, ambiguous: true });
	});
});

describe('what may be sent again', () => {
	interface Fate {
		retryable: boolean;
		ambiguous: boolean;
	}
	const again: Fate = { retryable: true, ambiguous: false };
	const never: Fate = { retryable: false, ambiguous: false };
	const unknown: Fate = { retryable: false, ambiguous: true };

	test.each<[number, Fate, Fate]>([
		[400, never, never],
		[401, never, never],
		[403, never, never],
		[404, never, never],
		[408, again, unknown],
		[429, again, again],
		[500, again, unknown],
		[502, again, unknown],
		[503, again, unknown],
	])('after HTTP %d', (status, ofRead, ofWrite) => {
		expect(errorOf({ status, body: '' }, READ)).toMatchObject(ofRead);
		expect(errorOf({ status, body: '' }, SEARCH)).toMatchObject(ofRead);
		expect(errorOf({ status, body: '' }, WRITE)).toMatchObject(ofWrite);
	});

	test.each<[FaultKind, WtsApiErrorDetails['code'], Fate, Fate]>([
		['refused', 'NETWORK', again, again],
		['dns', 'NETWORK', again, again],
		['tls', 'NETWORK', again, again],
		['reset', 'NETWORK', again, unknown],
		['badBody', 'NETWORK', again, unknown],
		['timeout', 'TIMEOUT', again, unknown],
		['cancelled', 'CANCELLED', never, unknown],
	])('after the fault %s', (kind, code, ofRead, ofWrite) => {
		expect(errorOfFault(new TransportFault(kind), READ)).toMatchObject({ code, httpStatus: null, ...ofRead });
		expect(errorOfFault(new TransportFault(kind), WRITE)).toMatchObject({ code, httpStatus: null, ...ofWrite });
	});

	test('a write that was cancelled before it was sent took no effect', () => {
		expect(errorOfFault(new TransportFault('cancelled'), WRITE, false)).toMatchObject(never);
	});

	test('an ambiguous failure tells the user to look it up', () => {
		expect(errorOfFault(new TransportFault('timeout'), WRITE).hint).toContain('look it up');
		expect(errorOfFault(new TransportFault('timeout'), READ).hint).not.toContain('look it up');
	});

	test('a fault shows the code of the network layer', () => {
		expect(errorOfFault(new TransportFault('refused', 'ECONNREFUSED'), READ).message).toContain('(ECONNREFUSED)');
	});

	test.each<[number, Fate]>([
		[403, never],
		[429, again],
		[500, again],
	])('an upload after HTTP %d', (status, fate) => {
		expect(errorOfUpload(status, 'PUT (upload URL)')).toMatchObject({ httpStatus: status, ...fate });
	});
});

describe('Retry-After', () => {
	const now = Date.parse('2026-01-01T00:00:00Z');

	test.each<[string | undefined, number | undefined]>([
		[undefined, undefined],
		['7', 7_000],
		[' 7 ', 7_000],
		['0', 0],
		['1.5', 1_500],
		['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
		['Wed, 31 Dec 2025 23:59:00 GMT', 0],
		['soon', undefined],
		['', undefined],
	])('%j is %p ms', (header, expected) => {
		expect(retryAfterMs(header, now)).toBe(expected);
	});

	test('as a date counts from the date of the answer, whatever the clock here says', () => {
		const headers = { 'retry-after': 'Mon, 01 Jan 2001 00:00:42 GMT', date: 'Mon, 01 Jan 2001 00:00:00 GMT' };
		expect(errorOf({ status: 429, body: '', headers }).retryAfterMs).toBe(42_000);
	});

	test('as a date is nothing to count from when the answer has none', () => {
		const headers = { 'retry-after': 'Mon, 01 Jan 2099 00:00:42 GMT' };
		expect(errorOf({ status: 429, body: '', headers }).retryAfterMs).toBeUndefined();
	});

	test('is not part of the facts that error items carry', () => {
		const error = errorOf({ status: 429, body: '', headers: { 'retry-after': '3' } });
		expect(error.retryAfterMs).toBe(3_000);
		expect(error.toDetails()).not.toHaveProperty('retryAfterMs');
	});
});
