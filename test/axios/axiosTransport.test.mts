import {
	collect,
	getContact,
	listRecords,
	resolveSender,
	sendChatbot,
	sendSessionText,
	uploadFile,
	WtsApiError,
	WtsClient,
} from '../../client';
import { type Fault, type Simulator, startSimulator } from '../simulator/index.mts';
import { failure } from '../unit/client/runtime.mts';
import { axiosTransport, nodeRuntime } from './axiosTransport.mts';

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator();
});
beforeEach(() => simulator.reset());
afterAll(async () => await simulator.close());

interface Setup {
	token?: string;
	baseUrl?: string;
	signal?: AbortSignal;
	timeoutMs?: number;
	maxTries?: number;
}

function connect({
	token = simulator.token,
	baseUrl = simulator.url,
	signal,
	timeoutMs,
	maxTries = 1,
}: Setup = {}): WtsClient {
	return new WtsClient({
		baseUrl,
		runtime: nodeRuntime(axiosTransport({ token }), signal, token),
		timeoutMs,
		retry: { maxTries, baseDelayMs: 10 },
	});
}

const named = () => simulator.account.named;

describe('the client without n8n', () => {
	afterEach(() => expect(simulator.violations).toEqual([]));

	test('writes in a session: to the contact, to the agents, to both', async () => {
		const client = connect();
		const sessionId = named().sessionInProgress.id;
		const message = await sendSessionText(client, { sessionId, text: 'Olá! + "ç" 👋', chatTarget: 'contact' });
		expect(message.id).toEqual(expect.any(String));
		const both = await sendSessionText(client, { sessionId, text: 'Bom dia', chatTarget: 'both' });
		expect(both.note?.id).toEqual(expect.any(String));
		expect(simulator.requests.map(({ route, body }) => [route, body])).toEqual([
			['/chat/v1/session/{id}/message', { text: 'Olá! + "ç" 👋' }],
			['/chat/v1/session/{id}/message', { text: 'Bom dia' }],
			['/chat/v1/session/{id}/note', { text: 'Bom dia' }],
		]);
	});

	test('starts a chatbot for a phone number', async () => {
		const client = connect();
		const from = await resolveSender(client, { channelId: named().channelWhatsapp.id ?? '' });
		const botKey = named().chatbotAutomation.key ?? '';
		const started = await sendChatbot(client, { botKey, from, to: '5511999990000' });
		expect(started).toMatchObject({ id: expect.any(String) as string });
	});

	test('gets a contact by ID and by phone number, with or without its ninth digit', async () => {
		const client = connect();
		const { id, phoneNumber } = named().contactAna;
		expect((await getContact(client, { id })).id).toBe(id);
		const digits = (phoneNumber ?? '').replace(/\D/g, '');
		expect((await getContact(client, { phone: digits })).id).toBe(id);
		expect((await getContact(client, { phone: digits.replace(/^(55\d\d)9/, '$1') })).id).toBe(id);
	});

	test('lists all contacts, page by page', async () => {
		const contacts = await collect(listRecords(connect(), 'GET /core/v1/contact', {}));
		const ids = contacts.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		const active = [...simulator.account.contacts.values()].filter(({ status }) => status === 'ACTIVE');
		expect(ids.sort()).toEqual(active.map(({ id }) => id).sort());
	});

	test('sends a JSON body with a DELETE', async () => {
		const client = connect();
		const path = { id: named().sequenceEmpty.id ?? '' };
		const body = { contactId: named().contactAna.id };
		await client.request('POST /chat/v1/sequence/{id}/contact', { path, body });
		await client.request('DELETE /chat/v1/sequence/{id}/contact', { path, body });
		expect(simulator.requests.at(-1)).toMatchObject({ method: 'DELETE', body, status: 200 });
	});

	test('uploads a file, without the token at the upload URL', async () => {
		const bytes = Buffer.from('a small picture');
		const content = {
			name: 'photo.png',
			mimeType: 'image/png',
			size: bytes.length,
			contentKey: 'photo',
			open: async () => await Promise.resolve(bytes),
		};
		expect(await uploadFile(connect(), content, 'image')).toEqual(expect.any(String));
		const put = simulator.requests.find(({ method }) => method === 'PUT');
		expect(put?.headers).not.toHaveProperty('authorization');
		expect(put?.headers['content-type']).toBe('image/png');
	});

	test('calls nothing a form that has no body', async () => {
		await connect().request('POST /core/v1/agent/{id}/logout', { path: { id: named().agentMaria.id ?? '' } });
		expect(simulator.requests.at(-1)?.headers).not.toHaveProperty('content-type');
	});
});

describe('what goes wrong', () => {
	const read = async (client: WtsClient) => await client.request('GET /core/v1/agent', {});
	const write = async (client: WtsClient) =>
		await sendSessionText(client, { sessionId: named().sessionInProgress.id ?? '', text: 'x', chatTarget: 'contact' });

	interface Expected {
		code: string;
		httpStatus: number | null;
		/** Of the write; a read is never ambiguous. */
		ambiguous: boolean;
		/** The code of the write, where it is another one. */
		ofWrite?: string;
	}

	test.each<[Fault, Expected]>([
		[{ kind: 'resetBefore' }, { code: 'NETWORK', httpStatus: null, ambiguous: true }],
		[{ kind: 'resetAfter' }, { code: 'NETWORK', httpStatus: null, ambiguous: true }],
		[
			{ kind: 'timeout', applied: true },
			{ code: 'TIMEOUT', httpStatus: null, ambiguous: true },
		],
		[
			{ kind: 'rateLimited', retryAfter: 700 },
			{ code: 'RATE_LIMITED', httpStatus: 429, ambiguous: false },
		],
		[
			{ kind: 'html', status: 502 },
			{ code: 'SERVER_ERROR', httpStatus: 502, ambiguous: true },
		],
		[
			{ kind: 'html', status: 200 },
			{ code: 'SERVER_ERROR', httpStatus: 200, ambiguous: true },
		],
		[
			{ kind: 'emptyBody', status: 500 },
			{ code: 'SERVER_ERROR', httpStatus: 500, ambiguous: true },
		],
		[{ kind: 'cutBody' }, { code: 'SERVER_ERROR', httpStatus: 200, ambiguous: true }],
		[
			{ kind: 'cutBody', reset: true },
			{ code: 'NETWORK', httpStatus: null, ambiguous: true },
		],
		[
			{ kind: 'error', status: 500, key: 'FORM_ERROR' },
			{ code: 'NOT_FOUND', httpStatus: 500, ambiguous: false, ofWrite: 'INVALID_REQUEST' },
		],
		[
			{ kind: 'error', status: 400, envelope: 'problem' },
			{ code: 'INVALID_REQUEST', httpStatus: 400, ambiguous: false },
		],
		[
			{ kind: 'error200', key: 'SOME_ERROR', text: 'Não deu' },
			{ code: 'INVALID_REQUEST', httpStatus: 200, ambiguous: false },
		],
		[
			{ kind: 'redirect', location: 'http://127.0.0.1:1/' },
			{ code: 'INVALID_REQUEST', httpStatus: 302, ambiguous: false },
		],
	])('%j is told', async (fault, { ambiguous, ofWrite, ...expected }) => {
		simulator.faults.add({ fault });
		// Short only where it must run out: a busy machine may take long to answer.
		const timeoutMs = fault.kind === 'timeout' ? 500 : 60_000;
		const ofRead = await failure(read(connect({ timeoutMs })));
		expect(ofRead).toBeInstanceOf(WtsApiError);
		expect(ofRead).toMatchObject({ ...expected, ambiguous: false });
		expect(await failure(write(connect({ timeoutMs })))).toMatchObject({
			...expected,
			ambiguous,
			...(ofWrite === undefined ? {} : { code: ofWrite }),
		});
		expect(JSON.stringify(ofRead) + String((ofRead as Error).stack)).not.toContain(simulator.token);
	});

	test('a read is repeated until it succeeds', async () => {
		simulator.faults.add({ times: 3, fault: { kind: 'resetBefore' } });
		expect((await read(connect({ maxTries: 5 }))).length).toBeGreaterThan(0);
		expect(simulator.requests).toHaveLength(4);
	});

	test('a write whose answer was lost is sent once', async () => {
		simulator.faults.add({ fault: { kind: 'resetAfter' } });
		expect(await failure(write(connect({ maxTries: 5 })))).toMatchObject({ ambiguous: true });
		expect(simulator.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
	});

	test('a text whose answer was lost is found in its session', async () => {
		simulator.faults.add({ match: { method: 'POST' }, fault: { kind: 'resetAfter' } });
		expect(await write(connect())).toMatchObject({ text: 'x', origin: 'API' });
		expect(simulator.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
	});

	test('a server that is not there is told', async () => {
		const error = await failure(write(connect({ baseUrl: 'http://127.0.0.1:1' })));
		expect(error).toMatchObject({
			code: 'NETWORK',
			ambiguous: false,
			retryable: true,
			message: expect.stringContaining('ECONNREFUSED') as string,
		});
	});

	test('a host without a name server entry is told', async () => {
		const error = await failure(read(connect({ baseUrl: 'http://nowhere.invalid' })));
		expect(error).toMatchObject({ code: 'NETWORK', ambiguous: false, httpStatus: null });
	});

	test('a wrong token is told', async () => {
		expect(await failure(read(connect({ token: 'pn_wrong' })))).toMatchObject({
			code: 'UNAUTHORIZED',
			httpStatus: 401,
		});
	});

	test('a token without the right is told', async () => {
		expect(await failure(write(connect({ token: simulator.readOnlyToken })))).toMatchObject({
			code: 'FORBIDDEN',
			httpStatus: 403,
		});
	});

	test('an unknown contact is told', async () => {
		expect(await failure(getContact(connect(), { phone: '5599999999999' }))).toMatchObject({ code: 'NOT_FOUND' });
	});

	test('cancelling ends a request under way', async () => {
		simulator.faults.add({ fault: { kind: 'timeout', applied: false } });
		const controller = new AbortController();
		const going = failure(write(connect({ signal: controller.signal })));
		setTimeout(() => controller.abort(), 50);
		expect(await going).toMatchObject({ code: 'CANCELLED', ambiguous: true });
	});
});
