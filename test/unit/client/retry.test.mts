import { DEFAULT_RETRY, type FaultKind, TransportFault, WtsApiError } from '../../../client';
import { bench, failure, inTurn, type Reply } from './runtime.mts';

const READ = 'GET /core/v1/agent';
const WRITE = 'POST /chat/v1/session/{id}/note';
const write = { path: { id: 's' }, body: { text: 'x' } };
const fault = (kind: FaultKind) => new TransportFault(kind);

describe('a read', () => {
	test.each<[string, Reply | TransportFault]>([
		['HTTP 429', { status: 429 }],
		['HTTP 500', { status: 500 }],
		['HTTP 503', { status: 503 }],
		['an empty 200', {}],
		['cut-off JSON', { body: '{"a' }],
		['a reset', fault('reset')],
		['a timeout', fault('timeout')],
		['a body that broke off', fault('badBody')],
		['a refused connection', fault('refused')],
		['a DNS failure', fault('dns')],
	])('is tried again after %s', async (_name, first) => {
		const { client, calls, until } = bench(inTurn(first, { json: [{ id: 'a' }] }));
		expect(await until(client.request(READ, {}))).toEqual([{ id: 'a' }]);
		expect(calls).toHaveLength(2);
	});

	test.each([400, 401, 403, 404, 302])('is not tried again after HTTP %d', async (status) => {
		const { client, calls, until } = bench(inTurn({ status }));
		expect(await failure(until(client.request(READ, {})))).toMatchObject({ httpStatus: status });
		expect(calls).toHaveLength(1);
	});

	test('is not tried again when "not found" comes as HTTP 500', async () => {
		const { client, calls, until } = bench(inTurn({ status: 500, json: { key: 'FORM_ERROR', error: true } }));
		expect(await failure(until(client.request(READ, {})))).toMatchObject({ code: 'NOT_FOUND' });
		expect(calls).toHaveLength(1);
	});
});

describe('a write', () => {
	test.each<[string, Reply | TransportFault]>([
		['HTTP 429', { status: 429 }],
		['a refused connection', fault('refused')],
		['a DNS failure', fault('dns')],
	])('is tried again after %s', async (_name, first) => {
		const { client, calls, until } = bench(inTurn(first, { json: { id: 'n' } }));
		expect(await until(client.request(WRITE, write))).toEqual({ id: 'n' });
		expect(calls).toHaveLength(2);
	});

	test.each<[string, Reply | TransportFault]>([
		['HTTP 500', { status: 500 }],
		['HTTP 408', { status: 408 }],
		['cut-off JSON', { body: '{"a' }],
		['a reset', fault('reset')],
		['a timeout', fault('timeout')],
		['a body that broke off', fault('badBody')],
	])('is never sent again after %s, and says that it may have taken effect', async (_name, first) => {
		const { client, calls, until } = bench(inTurn(first, { json: {} }));
		expect(await failure(until(client.request(WRITE, write)))).toMatchObject({ ambiguous: true, retryable: false });
		expect(calls).toHaveLength(1);
	});
});

describe('tries', () => {
	test('end after five, with the error of the last one', async () => {
		const { client, calls, until } = bench((_request, index) => ({ status: 500, json: { text: `try ${index + 1}` } }));
		expect(await failure(until(client.request(READ, {})))).toMatchObject({ text: 'try 5' });
		expect(calls).toHaveLength(5);
	});

	test.each([
		[0, [0, 250, 750, 1_750, 3_750]],
		[0.999_999, [0, 500, 1_500, 3_500, 7_500]],
	])('are spread, with a random part (random %p)', async (random, expected) => {
		const { client, calls, until } = bench(inTurn({ status: 500 }), { random: () => random });
		await failure(until(client.request(READ, {})));
		expect(calls.map(({ at }) => Math.round(at))).toEqual(expected);
	});

	test('never wait longer than the longest delay', async () => {
		const { client, calls, until } = bench(inTurn({ status: 500 }), {
			random: () => 1,
			retry: { maxTries: 7, maxDelayMs: 1_000 },
		});
		await failure(until(client.request(READ, {})));
		expect(calls.map(({ at }) => at)).toEqual([0, 500, 1_500, 2_500, 3_500, 4_500, 5_500]);
	});

	test('end when the time is up', async () => {
		const { client, calls, until, time } = bench(inTurn({ status: 500, afterMs: 50_000 }), { retry: { maxTries: 50 } });
		await failure(until(client.request(READ, {})));
		expect(calls.length).toBe(3);
		expect(time.now()).toBeLessThan(50_000 + DEFAULT_RETRY.maxTotalMs + 50_000);
	});

	test('are not fewer because the first one waited long for its turn', async () => {
		const { client, calls, until, time } = bench(inTurn({ status: 500 }, { json: [] }));
		const { client: busy } = bench(inTurn({ json: [] }), { time });
		// The same account: 1,000 requests in five minutes are used up.
		Object.assign(client, { pacer: Reflect.get(busy, 'pacer') });
		await until(Promise.all(Array.from({ length: 1_000 }, async () => await busy.request(READ, {}))));
		expect(await until(client.request(READ, {}))).toEqual([]);
		expect(calls[0]?.at).toBe(300_000);
		expect(calls).toHaveLength(2);
	});

	test('may be switched off', async () => {
		const { client, calls, until } = bench(inTurn({ status: 500 }), { retry: { maxTries: 1 } });
		await failure(until(client.request(READ, {})));
		expect(calls).toHaveLength(1);
	});

	test('are told to the log, without a value of the request', async () => {
		const { client, log, until } = bench(inTurn({ status: 500 }, { json: {} }));
		await until(client.request('GET /core/v1/contact/phonenumber/{phone}', { path: { phone: '5511999999999' } }));
		const route = 'GET /core/v1/contact/phonenumber/{phone}';
		expect(log).toEqual([
			`${route} 500 in 0 ms (try 1, waited 0 ms for the limit)`,
			expect.stringContaining(`${route} failed (SERVER_ERROR); next try in`),
			`${route} 200 in 0 ms (try 2, waited 0 ms for the limit)`,
		]);
		expect(log.join()).not.toContain('5511999999999');
	});

	test('a request that is stopped while it waits for the limit is told as unsent', async () => {
		const controller = new AbortController();
		const { client, log, until, time } = bench(inTurn({ json: [] }), { signal: controller.signal });
		await until(Promise.all(Array.from({ length: 200 }, async () => await client.request(READ, {}))));
		const waiting = failure(client.request(READ, {}));
		await time.pass(1_200);
		controller.abort();
		expect(await until(waiting)).toMatchObject({ code: 'CANCELLED' });
		expect(log.at(-2)).toBe(`${READ} CANCELLED unsent (try 1, waited 1200 ms for the limit)`);
	});
});

describe('Retry-After', () => {
	test('is honoured', async () => {
		const { client, calls, until } = bench(inTurn({ status: 429, headers: { 'retry-after': '17' } }, { json: {} }));
		await until(client.request(WRITE, write));
		expect(calls.map(({ at }) => at)).toEqual([0, 17_000]);
	});

	test('holds up every request of the account', async () => {
		const { client, calls, until, time } = bench(
			inTurn({ status: 429, headers: { 'retry-after': '17' } }, { json: {} }),
		);
		const work = [client.request(WRITE, write)];
		await time.pass(1);
		work.push(client.request(WRITE, write), client.request(WRITE, write));
		await until(Promise.all(work));
		expect(calls.map(({ at }) => at)).toEqual([0, 17_000, 17_000, 17_000]);
	});

	test('that asks for longer than the tries may last ends them at once', async () => {
		const { client, calls, until, time } = bench(inTurn({ status: 429, headers: { 'retry-after': '661' } }));
		expect(await failure(until(client.request(WRITE, write)))).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
		expect(calls).toHaveLength(1);
		expect(time.now()).toBe(0);
	});

	test('is not needed: an account that others have used up is waited for, eleven minutes and no more', async () => {
		const { client, calls, until, time } = bench(() => ({
			status: time.now() < 290_000 ? 429 : 200,
			json: { id: 'n' },
		}));
		expect(await until(client.request(WRITE, write))).toEqual({ id: 'n' });
		expect(calls.length).toBeLessThan(25);
		const never = bench(inTurn({ status: 429 }));
		expect(await failure(never.until(never.client.request(WRITE, write)))).toMatchObject({ code: 'RATE_LIMITED' });
		expect(never.time.now()).toBeLessThan(700_000);
	});

	test('is not needed: 429 without it pauses two seconds, then four', async () => {
		const { client, calls, until } = bench(inTurn({ status: 429 }, { status: 429 }, { json: {} }));
		await until(client.request(WRITE, write));
		expect(calls.map(({ at }) => at)).toEqual([0, 2_000, 6_000]);
	});
});

describe('cancelling', () => {
	test('between two tries stops at once, with an error of the client', async () => {
		const controller = new AbortController();
		const { client, calls, time } = bench(inTurn({ status: 429, headers: { 'retry-after': '60' } }), {
			signal: controller.signal,
		});
		const going = failure(client.request(WRITE, write));
		await time.pass(10_000);
		controller.abort();
		const error = await going;
		expect(error).toBeInstanceOf(WtsApiError);
		expect(error).toMatchObject({ code: 'CANCELLED', ambiguous: false, retryable: false, endpoint: WRITE });
		expect(time.now()).toBe(10_000);
		expect(calls).toHaveLength(1);
	});

	test('while waiting for a turn stops at once', async () => {
		const controller = new AbortController();
		const { client, calls, time, until } = bench(inTurn({ json: [] }), { signal: controller.signal });
		await until(Promise.all(Array.from({ length: 200 }, async () => await client.request(READ, {}))));
		const going = [failure(client.request(WRITE, write)), failure(client.request(WRITE, write))];
		await time.pass(100);
		controller.abort();
		for (const error of await Promise.all(going)) {
			expect(error).toMatchObject({ code: 'CANCELLED', ambiguous: false });
		}
		expect(time.now()).toBe(100);
		expect(calls).toHaveLength(200);
	});

	test('a write under way says that it may have taken effect', async () => {
		const controller = new AbortController();
		const { client, calls, time } = bench(inTurn({ json: {}, afterMs: 1_000 }), { signal: controller.signal });
		const going = failure(client.request(WRITE, write));
		await time.pass(100);
		controller.abort();
		expect(await going).toMatchObject({ code: 'CANCELLED', ambiguous: true, retryable: false });
		expect(calls).toHaveLength(1);
	});

	test('before anything sends nothing', async () => {
		const { client, calls } = bench(inTurn({ json: {} }), { signal: AbortSignal.abort() });
		expect(await failure(client.request(WRITE, write))).toMatchObject({ code: 'CANCELLED', ambiguous: false });
		expect(calls).toEqual([]);
	});
});
