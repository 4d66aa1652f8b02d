import { createServer } from 'node:net';
import { startBed } from '../bed/bed.mts';
import { NODE, type NodeSetup } from '../bed/engine.mts';
import { located } from '../bed/located.mts';
import type { Fault } from '../simulator/index.mts';

const { simulator, named, account, run: runNode } = startBed();

type Json = Record<string, unknown>;

const run = async (
	resource: string,
	operation: string,
	parameters: Json,
	items: Json[] = [{}],
	more: Partial<NodeSetup> & { signal?: AbortSignal; credential?: { apiToken: string; baseUrl: string } } = {},
) => {
	const { signal, credential = account(), ...setup } = more;
	return await runNode({ parameters: { resource, operation, ...parameters }, ...setup }, items, {
		account: credential,
		...(signal === undefined ? {} : { signal }),
	});
};
const sendText = (parameters: Json = {}): Json => ({
	sessionId: located('id', '={{ $json.session }}'),
	text: '={{ $json.text }}',
	...parameters,
});
const routes = () => simulator.requests.map(({ method, route }) => `${method} ${route}`);
const errorOf = (json: Json | undefined) => json?.error as Json;

describe('session.sendText', () => {
	const item = () => ({ session: named().sessionInProgress.id, text: 'Olá' });

	test.each([
		['contact', ['POST /chat/v1/session/{id}/message']],
		['agents', ['POST /chat/v1/session/{id}/note']],
		['both', ['POST /chat/v1/session/{id}/message', 'POST /chat/v1/session/{id}/note']],
	])('chat target %s takes the routes it should', async (chatTarget, expected) => {
		const { error } = await run('session', 'sendText', sendText({ chatTarget }), [item()]);
		expect(error).toBeUndefined();
		expect(routes()).toEqual(expected);
		expect(simulator.requests.every(({ body }) => (body as Json).text === 'Olá')).toBe(true);
		expect(simulator.violations).toEqual([]);
	});

	test('waiting for the result takes the sync route and returns the final state', async () => {
		const result = await run('session', 'sendText', sendText({ options: { waitForResult: true } }), [item()]);
		expect(routes()).toEqual(['POST /chat/v1/session/{id}/message/sync']);
		expect(result.json(NODE)[0]).toMatchObject({ text: 'Olá', direction: 'TO_HUB' });
	});

	test('sender ID, callback and typing go through the queue', async () => {
		const options = { senderId: 'order-7', callbackUrl: 'https://example.com/sent', delayTyping: 3 };
		await run('session', 'sendText', sendText({ options }), [item()]);
		expect(routes()).toEqual(['POST /chat/v1/send/text']);
		expect(simulator.requests[0]?.body).toEqual({
			sessionId: named().sessionInProgress.id,
			text: 'Olá',
			...options,
		});
		expect(simulator.violations).toEqual([]);
	});

	test('options that no route takes together are refused by name, before any request', async () => {
		const options = { waitForResult: true, senderId: 'order-7' };
		const { error } = await run('session', 'sendText', sendText({ options }), [item()]);
		expect(error?.message).toMatch(/"Wait for Result" cannot be combined with Sender ID/);
		expect(simulator.requests).toEqual([]);
	});

	test('when the note fails after the message, the error says that the message was sent', async () => {
		simulator.faults.add({
			match: { route: '/chat/v1/session/{id}/note' },
			fault: { kind: 'error', status: 400, key: 'NOTE_REFUSED', text: 'Nota recusada' },
		});
		const result = await run('session', 'sendText', sendText({ chatTarget: 'both' }), [item()], {
			onError: 'continueErrorOutput',
		});
		const [failed] = result.json('Failed');
		expect(failed?.message).toMatch(/The message was sent \(ID .+\), but the note for the agents was not/);
		expect(failed?.message).toContain('Nota recusada');
		expect(errorOf(failed)).toMatchObject({ code: 'INVALID_REQUEST', retryable: false });
	});

	test.each([
		['an empty session', { session: '', text: 'Hi' }, /"Session" is empty \[item 1\]/],
		['a malformed session', { session: '123', text: 'Hi' }, /"Session" is not a valid ID: "123" \[item 1\]/],
		['a blank text', { session: 'ok', text: '   ' }, /"Text" is empty \[item 1\]/],
	])('%s stops the run before the first request', async (_, bad, message) => {
		const items = [item(), bad.session === 'ok' ? { ...item(), text: bad.text } : bad, item()];
		const { error } = await run('session', 'sendText', sendText(), items);
		expect(error?.message).toMatch(message);
		expect(simulator.requests).toEqual([]);
		const going = await run('session', 'sendText', sendText(), items, { onError: 'continueErrorOutput' });
		expect(going.json('Next')).toHaveLength(2);
		expect(going.json('Failed')).toHaveLength(1);
	});

	test('one session in order, several side by side, output in the order of the input', async () => {
		simulator.faults.add({ fault: { kind: 'latency', ms: 30 } });
		const sessions = [named().sessionInProgress.id, named().sessionPending.id, named().sessionStarted.id];
		const items = Array.from({ length: 12 }, (_, i) => ({ session: sessions[i % 3], text: `message ${i}` }));
		const result = await run('session', 'sendText', sendText(), items);
		expect(result.error).toBeUndefined();
		expect(result.items(NODE).map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([
			...items.keys(),
		]);
		for (const session of sessions) {
			const texts = simulator.requests
				.filter(({ path }) => path.includes(String(session)))
				.map(({ body }) => (body as Json).text);
			expect(texts).toEqual(items.filter((one) => one.session === session).map(({ text }) => text));
		}
		const [first, second] = simulator.requests;
		expect(Date.parse(second?.at ?? '')).toBeLessThan(Date.parse(first?.at ?? '') + (first?.durationMs ?? 0));
	});

	test('a failed request stops the run and names the items that were done', async () => {
		simulator.faults.add({
			match: { bodyIncludes: 'poison' },
			fault: { kind: 'error', status: 400, key: 'REFUSED', text: 'Texto recusado' },
		});
		const items = ['a', 'b', 'poison', 'c'].map((text) => ({ session: named().sessionInProgress.id, text }));
		const { error } = await run('session', 'sendText', sendText(), items);
		expect(error?.message).toBe('The request was refused: Texto recusado [item 2]');
		expect(error?.description).toContain('Items already done: 0-1 of 4.');
		expect(error?.httpCode).toBe('400');
		expect(simulator.requests.map(({ body }) => (body as Json).text)).toEqual(['a', 'b', 'poison']);
	});
});

describe('session.get and session.getAll', () => {
	test('session.get returns the raw record without Simplify', async () => {
		const id = named().sessionInProgress.id;
		const raw = await run('session', 'get', { sessionId: located('id', String(id)), simplify: false });
		expect(raw.json(NODE)[0]).toMatchObject({ id, contactDetails: { name: 'Ana Souza' } });
		const simple = await run('session', 'get', { sessionId: located('id', String(id)) });
		expect(simple.json(NODE)[0]).toMatchObject({ id, contactName: 'Ana Souza' });
	});

	test('an unknown session is NOT_FOUND, whether the platform says 500 FORM_ERROR or 404', async () => {
		const parameters = { sessionId: located('id', '00000000-0000-4000-8000-000000000000') };
		for (const notFoundAs500 of [true, false]) {
			simulator.quirks.notFoundAs500 = notFoundAs500;
			const result = await run('session', 'get', parameters, [{}], { onError: 'continueRegularOutput' });
			expect(errorOf(result.json(NODE)[0])).toMatchObject({ code: 'NOT_FOUND', retryable: false });
		}
		expect(simulator.requests).toHaveLength(2);
	});

	test('session.getAll returns all pages, one item per record', async () => {
		const result = await run('session', 'getAll', { returnAll: true });
		expect(result.json(NODE)).toHaveLength(simulator.account.sessions.size);
		expect(new Set(result.json(NODE).map(({ id }) => id)).size).toBe(simulator.account.sessions.size);
		expect(simulator.violations).toEqual([]);
	});

	test('session.getAll sends filters as the contract has them, dates in UTC', async () => {
		const result = await run('session', 'getAll', {
			returnAll: false,
			limit: 5,
			filters: {
				agentId: located('id', String(named().agentMaria.id)),
				contactId: located('phone', '(11) 99999-9999'),
				createdAtAfter: '2026-01-01T00:00:00',
				status: ['IN_PROGRESS', 'PENDING'],
			},
			sort: { orderBy: 'createdAt', orderDirection: 'DESCENDING' },
		});
		expect(result.error).toBeUndefined();
		const query = simulator.requests.find(({ route }) => route === '/chat/v2/session')?.query;
		expect(query).toMatchObject({
			UserId: named().agentMaria.userId,
			ContactId: named().contactAna.id,
			'CreatedAt.After': '2026-01-01T03:00:00.000Z',
			Status: ['IN_PROGRESS', 'PENDING'],
			OrderBy: 'createdAt',
			OrderDirection: 'DESCENDING',
			PageSize: '5',
		});
		expect(simulator.violations).toEqual([]);
	});

	test('a server that repeats page 1 is told instead of looped over', async () => {
		simulator.quirks.repeatFirstPage = true;
		const result = await run('contact', 'getAll', { returnAll: true });
		expect(result.error?.message).toMatch(/page 2 repeats what came before, after 100 records/);
	});
});

describe('contact.get and contact.getAll', () => {
	test.each(['(11) 99999-9999', '+55 11 99999-9999', '5511999999999', '+55|11999999999', '11 9999-9999'])(
		'contact.get finds %s',
		async (phone) => {
			const result = await run('contact', 'get', { contactId: located('phone', phone) });
			expect(result.error).toBeUndefined();
			expect(result.json(NODE)[0]).toMatchObject({ id: named().contactAna.id, phoneNumber: '+5511999999999' });
		},
	);

	test('contact.get returns an empty item when asked to, and goes on', async () => {
		const parameters = { contactId: located('phone', '={{ $json.phone }}'), options: { ifNotFound: 'empty' } };
		const result = await run('contact', 'get', parameters, [{ phone: '11 98888-0000' }, { phone: '11 99999-9999' }]);
		expect(result.json(NODE)).toHaveLength(2);
		expect(result.json(NODE)[0]).toEqual({});
		expect(result.json(NODE)[1]).toMatchObject({ name: 'Ana Souza' });
	});

	test('contact.getAll: Return All, an exact limit, and search by text', async () => {
		const active = [...simulator.account.contacts.values()].filter(({ status }) => status === 'ACTIVE');
		const all = await run('contact', 'getAll', { returnAll: true });
		expect(all.json(NODE)).toHaveLength(active.length);
		const some = await run('contact', 'getAll', { limit: 130 });
		expect(some.json(NODE)).toHaveLength(130);
		simulator.quirks.ignoreTextSearchOnGet = true;
		const found = await run('contact', 'getAll', { filters: { textFilter: 'Ana Souza' } });
		expect(found.json(NODE).length).toBeGreaterThan(0);
		expect(found.json(NODE).every(({ name }) => String(name).includes('Ana'))).toBe(true);
		expect(routes()).toContain('POST /core/v1/contact/filter');
		expect(simulator.violations).toEqual([]);
	});
});

describe('chatbot.send', () => {
	const parameters = () => ({
		chatbotKey: located('list', String(named().chatbotAutomation.key)),
		from: located('list', String(named().channelWhatsapp.id)),
		to: '={{ $json.to }}',
		sessionMetadata: { values: [{ key: 'order', value: '={{ $json.order }}' }] },
	});

	test('sends the key, the number of the channel, and the digits of the recipient', async () => {
		const result = await run('chatbot', 'send', parameters(), [{ to: '(51) 98765-4321', order: '7' }]);
		expect(result.error).toBeUndefined();
		expect(simulator.requests.at(-1)?.body).toMatchObject({
			botKey: named().chatbotAutomation.key,
			from: named().channelWhatsapp.number?.replace(/\D/g, ''),
			to: '5551987654321',
			sessionMetadata: { order: '7' },
		});
		expect(simulator.violations).toEqual([]);
	});

	test('neither recipient nor session is refused before any request', async () => {
		const { error } = await run('chatbot', 'send', { ...parameters(), to: '' });
		expect(error?.message).toMatch(/"To" and "Session" are both empty/);
		expect(simulator.requests).toEqual([]);
	});

	test('a channel without number and name is refused, pointing to the Session resource', async () => {
		const from = located('list', String(named().channelMessenger.id));
		const { error } = await run('chatbot', 'send', { ...parameters(), from, to: '11999999999' });
		expect(error?.message).toMatch(/has no number and no @name to send from/);
		expect(error?.description).toContain('Session resource');
	});
});

describe('the credential', () => {
	const parameters = () => ({ sessionId: located('id', String(named().sessionInProgress.id)) });

	test.each([
		['a token with spaces', { apiToken: 'pn_abc def' }, /"API Token" of the credential contains spaces/],
		['an empty token', { apiToken: '' }, /"API Token" of the credential is empty/],
		['a token with Bearer', { apiToken: 'Bearer pn_abc' }, /must not start with "Bearer"/],
		[
			'a base URL with a path',
			{ baseUrl: 'https://api.wts.chat/core' },
			/"Base URL" of the credential must end after the host/,
		],
		['a base URL without scheme', { baseUrl: 'api.wts.chat' }, /must start with https/],
	])('%s is refused before any request', async (_, wrong, message) => {
		const credential = { ...account(), ...wrong };
		const stopped = await run('session', 'get', parameters(), [{}], { credential });
		expect(stopped.error?.message).toMatch(message);
		const going = await run('session', 'get', parameters(), [{}, {}], { credential, onError: 'continueErrorOutput' });
		expect(going.json('Failed')).toHaveLength(2);
		expect(simulator.requests).toEqual([]);
	});

	test('a refused token and a missing scope are told apart', async () => {
		const wrong = await run('contact', 'get', { contactId: located('phone', '11999999999') }, [{}], {
			credential: { ...account(), apiToken: 'pn_wrong' },
			onError: 'continueRegularOutput',
		});
		expect(errorOf(wrong.json(NODE)[0])).toMatchObject({ code: 'UNAUTHORIZED', httpStatus: 401 });
		const unscoped = await run('contact', 'get', { contactId: located('phone', '11999999999') }, [{}], {
			credential: { ...account(), apiToken: simulator.readOnlyToken },
			onError: 'continueRegularOutput',
		});
		expect(errorOf(unscoped.json(NODE)[0])).toMatchObject({ code: 'FORBIDDEN', httpStatus: 403 });
	});

	test('a trailing slash of the base URL does no harm', async () => {
		const credential = { ...account(), baseUrl: `${simulator.url}/` };
		const result = await run('session', 'get', parameters(), [{}], { credential });
		expect(result.error).toBeUndefined();
	});
});

describe('faults', () => {
	const write = async (more: Parameters<typeof run>[4] = {}) =>
		await run('session', 'sendText', sendText(), [{ session: named().sessionInProgress.id, text: 'once' }], {
			onError: 'continueRegularOutput',
			...more,
		});
	const sent = () => [...simulator.account.messages.values()].filter(({ text }) => text === 'once').length;

	test('a run that stops says in our words what broke and for which item, and advises no second send', async () => {
		simulator.faults.add({ match: { method: 'POST' }, fault: { kind: 'resetBefore' } });
		const { error } = await write({ onError: undefined });
		expect(error?.message).toMatch(
			/^The server could not be reached: the connection broke before the answer came .*\[item 0\]$/,
		);
		expect(error?.description).toContain('It may have been sent all the same, so it was not sent again');
	});

	test('a text of the server that looks like a network code is shown as it is', async () => {
		simulator.faults.add({
			match: { method: 'POST' },
			fault: { kind: 'error', status: 400, text: 'Contato preexistente' },
		});
		const { error } = await write({ onError: undefined });
		expect(error?.message).toBe('The request was refused: Contato preexistente [item 0]');
	});

	test.each([
		['reset before', { kind: 'resetBefore' } as const, { code: 'NETWORK', ambiguous: true }, 0],
		['HTML', { kind: 'html', status: 502 } as const, { code: 'SERVER_ERROR', httpStatus: 502, ambiguous: true }, 0],
		[
			'200 with error',
			{ kind: 'error200', key: 'REFUSED', text: 'Recusado' } as const,
			{ code: 'INVALID_REQUEST', httpStatus: 200, key: 'REFUSED', text: 'Recusado' },
			0,
		],
		[
			'redirect',
			{ kind: 'redirect', location: 'https://elsewhere.example/steal' } as const,
			{ code: 'INVALID_REQUEST', httpStatus: 302 },
			0,
		],
		['error without text', { kind: 'error', status: 500 } as const, { code: 'SERVER_ERROR', ambiguous: true }, 0],
	])('a write is never repeated after %s', async (_, fault, expected, applied) => {
		simulator.faults.add({ match: { method: 'POST' }, fault });
		const result = await write();
		expect(errorOf(result.json(NODE)[0])).toMatchObject({
			endpoint: 'POST /chat/v1/session/{id}/message',
			...expected,
		});
		expect(simulator.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
		expect(sent()).toBe(applied);
		expect(result.stored).not.toContain(simulator.token);
		expect(result.stored).not.toContain('elsewhere.example');
	});

	test('200 with TooManyRequests is tried again as a 429 is', async () => {
		const fault: Fault = { kind: 'error200', key: 'LIMIT', text: 'Limite excedido', status: 429 };
		simulator.faults.add({ match: { method: 'POST' }, times: 1, fault });
		expect((await write()).json(NODE)[0]).toMatchObject({ status: 'QUEUED' });
		expect(sent()).toBe(1);
	});

	test('a write is repeated after 429, since it was not carried out', async () => {
		simulator.faults.add({ match: { method: 'POST' }, times: 1, fault: { kind: 'rateLimited', retryAfter: 1 } });
		const result = await write();
		expect(result.json(NODE)[0]).toMatchObject({ status: 'QUEUED' });
		expect(simulator.requests).toHaveLength(2);
		expect(sent()).toBe(1);
	});

	test('a timeout of a write that did not arrive is ambiguous', async () => {
		simulator.faults.add({ match: { method: 'POST' }, fault: { kind: 'timeout', applied: false } });
		const result = await run(
			'session',
			'sendText',
			sendText({ options: { timeout: 1 } }),
			[{ session: named().sessionInProgress.id, text: 'once' }],
			{ onError: 'continueRegularOutput' },
		);
		expect(errorOf(result.json(NODE)[0])).toMatchObject({ code: 'TIMEOUT', ambiguous: true, retryable: false });
		expect(sent()).toBe(0);
	});

	test('reads are repeated after passing faults', async () => {
		simulator.faults.add({ match: { method: 'GET' }, times: 1, fault: { kind: 'resetBefore' } });
		simulator.faults.add({ match: { method: 'GET' }, times: 1, fault: { kind: 'html', status: 503 } });
		const result = await run('session', 'get', { sessionId: located('id', String(named().sessionInProgress.id)) });
		expect(result.error).toBeUndefined();
		expect(simulator.requests).toHaveLength(3);
	});

	test('a refused connection is NETWORK and not ambiguous', async () => {
		const port = await freePort();
		const result = await write({ credential: { ...account(), baseUrl: `http://127.0.0.1:${port}` } });
		expect(errorOf(result.json(NODE)[0])).toMatchObject({ code: 'NETWORK', ambiguous: false, retryable: true });
	});

	test('stopping the execution ends waiting and sending at once', async () => {
		simulator.faults.add({ fault: { kind: 'timeout', applied: false } });
		const stop = new AbortController();
		setTimeout(() => stop.abort(), 300);
		const startedAt = Date.now();
		await write({ signal: stop.signal });
		expect(Date.now() - startedAt).toBeLessThan(5_000);
		expect(simulator.requests).toHaveLength(1);
	});
});

test('an operation that does not exist gets a clear error', async () => {
	const { error } = await run('session', '__CUSTOM_API_CALL__', {});
	expect(error?.message).toBe('WTS Chat has no operation "__CUSTOM_API_CALL__" for the resource "session"');
	expect(error?.description).toContain('HTTP Request node');
});

test.each([
	['concurrency', 0, /"Concurrency" must be between 1 and 50, but is 0/],
	['concurrency', 51, /"Concurrency" must be between 1 and 50, but is 51/],
	['limitShare', -5, /"Limit Share \(Percent\)" must be between 1 and 100, but is -5/],
	['timeout', 0, /"Timeout \(Seconds\)" must be between 1 and 300, but is 0/],
])('the run option %s = %s is refused', async (name, value, message) => {
	const { error } = await run('session', 'getAll', { options: { [name]: value } });
	expect(error?.message).toMatch(message);
	expect(simulator.requests).toEqual([]);
});

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	return typeof address === 'object' && address !== null ? address.port : 1;
}
