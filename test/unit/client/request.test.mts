import { type ClientOptions, type Route, WtsApiError, WtsClient } from '../../../client';
import { bench, failure, HOST, inTurn } from './runtime.mts';

const ok = inTurn({ json: {} });

describe('the path', () => {
	test.each([
		['plain', '5511999999999', '5511999999999'],
		['a plus', '+5511999999999', '%2B5511999999999'],
		['a bar', '+55|11999999999', '%2B55%7C11999999999'],
		['a slash', 'a/b', 'a%2Fb'],
		['a way up inside', '../x', '..%2Fx'],
		['three dots', '...', '...'],
		['a question mark and a hash', 'a?b#c', 'a%3Fb%23c'],
		['a percent sign', '100%', '100%25'],
		['a space and accents', 'é ç', '%C3%A9%20%C3%A7'],
		['half a surrogate pair', '\ud800', '%EF%BF%BD'],
	])('encodes %s', async (_name, phone, encoded) => {
		const { client, calls } = bench(ok);
		await client.request('GET /core/v1/contact/phonenumber/{phone}', { path: { phone } });
		expect(calls[0]?.url).toBe(`${HOST}/core/v1/contact/phonenumber/${encoded}`);
		// What a URL parser makes of it is still the same route.
		expect(new URL(calls[0]?.url ?? '').pathname).toBe(`/core/v1/contact/phonenumber/${encoded}`);
	});

	test.each([
		['empty', '', 'is empty'],
		['blank', ' \t', 'is empty'],
		['a dot', '.', 'is "."'],
		['the way up, which URL parsers resolve even when encoded', '..', 'is ".."'],
	])('refuses a value that is %s', async (_name, id, problem) => {
		const { client, calls } = bench(ok);
		const error = await failure(client.request('DELETE /chat/v1/message/{id}', { path: { id } }));
		expect(error).toBeInstanceOf(WtsApiError);
		expect(error).toMatchObject({ code: 'INVALID_REQUEST', message: `The value of "id" ${problem}` });
		expect(calls).toEqual([]);
	});

	test.each([undefined, null])('refuses %p, which plain JavaScript may give', async (id) => {
		const { client } = bench(ok);
		await expect(client.requestLoosely('GET /chat/v2/session/{id}', { path: { id } })).rejects.toMatchObject({
			code: 'INVALID_REQUEST',
		});
		await expect(client.requestLoosely('GET /chat/v2/session/{id}', {})).rejects.toMatchObject({
			code: 'INVALID_REQUEST',
		});
	});

	test('refuses a method that no route has', async () => {
		const { client } = bench(ok);
		await expect(client.requestLoosely('PATCH /chat/v2/session/{id}' as Route, {})).rejects.toMatchObject({
			message: 'Unknown method PATCH',
		});
	});
});

describe('the query', () => {
	test('repeats the key of an array and leaves out what is undefined', async () => {
		const { client, calls } = bench(ok);
		await client.request('GET /chat/v2/session', {
			query: {
				Status: ['PENDING', 'IN_PROGRESS'],
				TagsId: [],
				UserId: undefined,
				ContactId: 'a&b=c',
				'CreatedAt.After': '2026-01-01T00:00:00.000Z',
				PageNumber: 1,
			},
		});
		expect(calls[0]?.target).toBe(
			'/chat/v2/session?Status=PENDING&Status=IN_PROGRESS&ContactId=a%26b%3Dc' +
				'&CreatedAt.After=2026-01-01T00%3A00%3A00.000Z&PageNumber=1',
		);
	});

	test('keeps false, zero and an empty text', async () => {
		const { client, calls } = bench(ok);
		await client.requestLoosely('GET /core/v1/agent', { query: { a: false, b: 0, c: '', d: null } });
		expect(calls[0]?.target).toBe('/core/v1/agent?a=false&b=0&c=');
	});

	test('writes a map as name[key], never as [object Object]', async () => {
		const { client, calls } = bench(ok);
		await client.request('GET /chat/v2/session', { query: { Metadata: { order: '7', 'a b': 'ç' } } });
		expect(new URL(calls[0]?.url ?? '').searchParams.get('Metadata[order]')).toBe('7');
		expect(calls[0]?.target).toBe('/chat/v2/session?Metadata%5Border%5D=7&Metadata%5Ba%20b%5D=%C3%A7');
	});

	test('is left out when there is none', async () => {
		const { client, calls } = bench(ok);
		await client.request('GET /core/v1/agent', {});
		await client.requestLoosely('GET /core/v1/agent', { query: { x: undefined } });
		expect(calls.map(({ target }) => target)).toEqual(['/core/v1/agent', '/core/v1/agent']);
	});
});

describe('the body', () => {
	test('is JSON, with its type named', async () => {
		const { client, calls } = bench(ok);
		await client.request('POST /chat/v1/session/{id}/note', { path: { id: 's' }, body: { text: 'Olá "você" \u2028' } });
		expect(calls[0]).toMatchObject({
			method: 'POST',
			headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
			json: { text: 'Olá "você" \u2028' },
			authenticated: true,
		});
	});

	test('of a DELETE is sent', async () => {
		const { client, calls } = bench(ok);
		await client.request('DELETE /chat/v1/sequence/{id}/contact', { path: { id: 's' }, body: { contactId: 'c' } });
		expect(calls[0]).toMatchObject({
			method: 'DELETE',
			target: '/chat/v1/sequence/s/contact',
			json: { contactId: 'c' },
		});
	});

	test('that is empty is sent as {}', async () => {
		const { client, calls } = bench(ok);
		await client.request('PUT /chat/v1/session/{id}/complete', { path: { id: 's' }, body: {} });
		expect(calls[0]?.body).toBe('{}');
	});

	test('keeps false, 0 and null; leaves out undefined', async () => {
		const { client, calls } = bench(ok);
		await client.requestLoosely('POST /core/v1/contact', { body: { a: false, b: 0, c: null, d: undefined, e: '' } });
		expect(calls[0]?.body).toBe('{"a":false,"b":0,"c":null,"e":""}');
	});

	test('is absent, and so is its type, when there is none', async () => {
		const { client, calls } = bench(ok);
		await client.request('GET /core/v1/agent', {});
		expect(calls[0]).not.toHaveProperty('body');
		expect(calls[0]?.headers).toEqual({ Accept: 'application/json' });
	});
});

describe('the client', () => {
	test('takes a base URL with or without a slash at its end', async () => {
		const { client, calls } = bench(ok, { baseUrl: 'http://127.0.0.1:8080/' });
		await client.request('GET /core/v1/agent', {});
		expect(calls[0]?.url).toBe('http://127.0.0.1:8080/core/v1/agent');
	});

	test('gives each request the time limit and the cancel signal', async () => {
		const { signal } = new AbortController();
		const { client, calls } = bench(ok, { timeoutMs: 5_000, signal });
		await client.request('GET /core/v1/agent', {});
		expect(calls[0]).toMatchObject({ timeoutMs: 5_000, signal });
	});

	test.each<[string, Partial<ClientOptions>]>([
		['a base URL with a path', { baseUrl: 'https://api.wts.chat/core' }],
		['a limit share of zero', { limitShare: 0 }],
		['a negative limit share', { limitShare: -1 }],
		['a limit share above 1, which would break the limits', { limitShare: 1.5 }],
		['a limit share that is no number, which would wait for ever', { limitShare: NaN }],
	])('refuses %s', (_name, options) => {
		const { runtime } = bench(ok);
		expect(() => new WtsClient({ baseUrl: HOST, runtime, ...options })).toThrow(WtsApiError);
	});

	test('passes on what is neither a fault nor an API error, untouched and without another try', async () => {
		const refusal = new Error('This host is not allowed');
		const { client, calls } = bench(() => {
			throw refusal;
		});
		expect(await failure(client.request('GET /core/v1/agent', {}))).toBe(refusal);
		expect(calls).toHaveLength(1);
	});

	test('puts no value of a request into its errors', async () => {
		const { client } = bench(inTurn({ status: 400, json: {} }));
		const error = await failure(
			client.request('GET /core/v1/contact/phonenumber/{phone}', { path: { phone: '5511999999999' } }),
		);
		expect(JSON.stringify(error) + String(error)).not.toContain('5511999999999');
	});
});
