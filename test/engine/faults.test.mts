import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NodeOperationError } from 'n8n-workflow';
import { NODE, type NodeSetup, runNode } from '../bed/engine.mts';
import { located } from '../bed/located.mts';
import { type Simulator, startSimulator } from '../simulator/index.mts';

const TOKEN = 'pn_5ec2e7c0ffee4b1d9a8f7e6d5c4b3a29';
const SESSION = '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';
const base64 = (text: string) => Buffer.from(text).toString('base64');

interface Given {
	/** Milliseconds until the answer. */
	afterMs?: number;
	status?: number;
	body: unknown;
	type?: string;
}

let server: Server;
let answer: (auth: string, request: IncomingMessage) => Given;
let asked: string[];

beforeEach(async () => {
	asked = [];
	server = createServer((request, response: ServerResponse) => {
		asked.push(`${request.method} ${request.url}`);
		const given = answer(request.headers.authorization ?? '', request);
		const { status = 200, body, type = 'application/json', afterMs = 0 } = given;
		request.resume().once('end', () => {
			setTimeout(() => {
				response.writeHead(status, { 'content-type': type });
				response.end(typeof body === 'string' ? body : JSON.stringify(body));
			}, afterMs);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

const account = () => ({ apiToken: TOKEN, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
const run = async (parameters: Record<string, unknown>, more: Partial<NodeSetup> = {}, json = [{}]) =>
	await runNode({ parameters: { resource: 'session', ...parameters }, ...more }, json, { account: account() });
const get = { operation: 'get', sessionId: located('id', SESSION) };
const send = { operation: 'sendText', sessionId: located('id', SESSION), text: 'Hi' };
const onError = 'continueRegularOutput';
const errorOf = (result: Awaited<ReturnType<typeof run>>) => result.json(NODE)[0]?.error as Record<string, unknown>;

test('of several items that fail at once the first one stops the run, whichever fails first', async () => {
	const sessions = [SESSION, SESSION.replace('6f', '7f')];
	answer = (_auth, { url = '' }) => {
		const isFirst = url.includes(SESSION);
		return { status: 404, body: { text: isFirst ? 'First' : 'Second' }, afterMs: isFirst ? 300 : 0 };
	};
	const { error } = await run(
		{ operation: 'get', sessionId: located('id', '={{ $json.session }}') },
		{},
		sessions.map((session) => ({ session })),
	);
	expect(asked).toHaveLength(2);
	expect(error).toMatchObject({ message: expect.stringContaining('First'), context: { itemIndex: 0 } });
});

describe('a server that shows what it got', () => {
	test.each<[string, (auth: string) => Given]>([
		['in a text', (auth) => ({ status: 400, body: { key: 'BAD', text: `You sent ${auth}`, error: true } })],
		['in a key', (auth) => ({ status: 400, body: { key: auth, error: true } })],
		['in a support ID', (auth) => ({ status: 400, body: { key: 'K', text: 'No', id: { shortValue: auth } } })],
		['in a problem', (auth) => ({ status: 400, body: { title: auth, detail: auth, errors: { [auth]: [auth] } } })],
		['in Base64', (auth) => ({ status: 403, body: { key: 'K', text: base64(auth) } })],
		['as Base64 of the token', (auth) => ({ status: 404, body: { key: 'K', text: base64(auth.slice(7)) } })],
		['cut off', (auth) => ({ status: 401, body: { key: 'K', text: `${auth.slice(0, 30)}…` } })],
		['with 200', (auth) => ({ body: { error: true, key: 'K', text: auth, httpStatusCode: 500 } })],
		['in a record', (auth) => ({ body: { id: SESSION, text: auth } })],
		['as a page', (auth) => ({ status: 502, type: 'text/html', body: `<html>${auth}</html>` })],
	])(
		'%s: nothing of the token is kept',
		async (_name, given) => {
			answer = given;
			for (const parameters of [get, send]) {
				for (const mode of ['stopWorkflow', onError] as const) {
					const { stored, error } = await run({ ...parameters, options: { timeout: 5 } }, { onError: mode });
					for (const text of [stored, String(error?.message), String(error?.description), String(error?.stack)]) {
						expect(text).not.toContain(TOKEN.slice(0, 16));
						for (const before of ['', ' ', '  ']) expect(text).not.toContain(base64(before + TOKEN).slice(4, 24));
					}
				}
			}
		},
		120_000,
	);
});

describe('what the server answers', () => {
	test.each([
		['session.get', get],
		['contact.get', { resource: 'contact', operation: 'get', contactId: located('id', SESSION) }],
		['panel.getCard', { resource: 'panel', operation: 'getCard', cardId: located('id', SESSION) }],
	])('a list where one record was asked for is an error (%s)', async (_name, parameters) => {
		answer = () => ({ body: [] });
		expect(errorOf(await run(parameters, { onError }))).toMatchObject({
			code: 'SERVER_ERROR',
			message: expect.stringContaining('a list where one record was expected') as string,
			ambiguous: false,
		});
	});

	test('markup in its text does not come to life, and is no escape code either', async () => {
		answer = () => ({ status: 400, body: { key: 'K', text: '<a href="http://evil.example">click</a> & <b>bold</b>' } });
		const { error } = await run(get);
		expect(error?.message).toContain('‹a href="http://evil.example"›click‹/a› & ‹b›bold‹/b›');
		expect(`${error?.message} ${error?.description}`).not.toMatch(/<|&lt;/);
		// What the item holds is data.
		expect(errorOf(await run(get, { onError })).text).toContain('<b>bold</b>');
	});

	test('a closed window, a chatbot that runs: what to do in n8n', async () => {
		answer = () => ({ status: 500, body: { error: true, key: 'FORM_ERROR', text: 'Fora da janela de 24 horas' } });
		expect(errorOf(await run(send, { onError }))).toMatchObject({
			code: 'INVALID_REQUEST',
			ambiguous: false,
			hint: expect.stringMatching(/window.*template.*Use the action Send Template/) as string,
		});
		answer = () => ({ status: 500, body: { error: true, key: 'FORM_ERROR', text: 'Há um chatbot em execução' } });
		expect(errorOf(await run(send, { onError })).hint).toContain('Stop Bot in Execution');
		expect(asked).toHaveLength(2);
	});
});

describe("failures that are not the server's", () => {
	beforeEach(() => {
		answer = () => ({ body: { id: SESSION } });
	});

	test('an expression that fails has a code of its own and names the field', async () => {
		const failing = { ...send, text: '={{ $("Nowhere").item.json.x }}' };
		const error = errorOf(await run(failing, { onError }));
		expect(error).toMatchObject({ code: 'EXPRESSION_FAILED', ambiguous: false, httpStatus: null });
		expect(error.message).toMatch(/^The expression in "Text" failed: /);
		expect(error.hint).toContain('preview');
		expect((await run(failing)).error?.message).toContain('"Text"');
		expect(asked).toEqual([]);
	});

	test.each([
		[
			'an empty text',
			{ ...send, text: '={{ $json.nothing }}' },
			'"Text" is empty',
			/Fill it in.*expression.*found nothing/,
		],
		[
			'broken JSON',
			{
				resource: 'contact',
				operation: 'create',
				name: 'Ana',
				additionalFields: { metadataJson: '{"a": }' },
			},
			'is not valid JSON',
			/double quotes/,
		],
	])('%s: what to do', async (_name, parameters, message, hint) => {
		const error = errorOf(await run(parameters, { onError }));
		expect(error.message).toContain(message);
		expect(error.hint).toMatch(hint);
	});

	test('a tool without a file is told what a model can do', async () => {
		const file = {
			operation: 'sendFile',
			sessionId: located('id', SESSION),
			fileSource: 'binary',
			binaryPropertyName: 'data',
		};
		expect(errorOf(await run(file, { asTool: true })).hint).toMatch(/model.*URL or File ID/);
		expect(errorOf(await run(file, { onError })).hint).toContain('Name the binary field');
	});

	test('an expression in File Source needs only the field that it leads to', async () => {
		answer = () => ({ body: { id: SESSION } });
		const result = await run({
			operation: 'sendFile',
			sessionId: located('id', SESSION),
			fileSource: '={{ "url" }}',
			fileUrl: 'https://example.com/a.pdf',
			binaryPropertyName: '',
		});
		expect(result.error).toBeUndefined();
		expect(asked).toHaveLength(1);
		const none = await run(
			{ operation: 'sendFile', sessionId: located('id', SESSION), fileSource: '={{ "url" }}' },
			{ onError },
		);
		expect(errorOf(none).message).toContain('"File URL" is empty');
	});
});

describe('one sender ID for two sends', () => {
	let simulator: Simulator;
	beforeEach(async () => {
		simulator = await startSimulator({ limits: 'off' });
	});
	afterEach(async () => await simulator.close());

	const order = async (text: string, executionId: string) =>
		await runNode(
			{
				parameters: {
					resource: 'session',
					operation: 'sendText',
					sessionId: located('id', simulator.account.named.sessionInProgress.id),
					text,
					options: { senderId: 'order-7' },
				},
				onError,
			},
			[{}],
			{ account: { apiToken: simulator.token, baseUrl: simulator.url }, executionId },
		);

	test('a second one that is lost before it arrives is not taken for the first', async () => {
		expect((await order('first', 'e1')).json(NODE)[0]).toMatchObject({ senderId: 'order-7' });
		simulator.faults.add({ match: { method: 'POST' }, times: 1, fault: { kind: 'resetBefore' } });
		expect(errorOf(await order('second', 'e2'))).toMatchObject({ ambiguous: true });
	});

	test('nor for one that another program has sent just before', async () => {
		await fetch(`${simulator.url}/chat/v1/send/text`, {
			method: 'POST',
			headers: { authorization: `Bearer ${simulator.token}`, 'content-type': 'application/json' },
			body: JSON.stringify({
				sessionId: simulator.account.named.sessionInProgress.id,
				text: 'of another program',
				senderId: 'order-7',
			}),
		});
		// As many milliseconds as no busy machine takes to write a Date header.
		for (const sent of simulator.account.dispatches.values()) {
			sent.createdAt = new Date(Date.parse(sent.createdAt) - 500).toISOString();
		}
		simulator.faults.add({ match: { method: 'POST' }, times: 1, fault: { kind: 'resetBefore' } });
		expect(errorOf(await order('second', 'e3'))).toMatchObject({ ambiguous: true });
	}, 30_000);

	test('the first one whose answer is lost is found', async () => {
		// On its way for longer than it takes to look the time up.
		simulator.faults.add({ match: { method: 'POST' }, fault: { kind: 'latency', ms: 400 } });
		simulator.faults.add({ match: { method: 'POST' }, times: 1, fault: { kind: 'resetAfter' } });
		expect((await order('first', 'e4')).json(NODE)[0]).toMatchObject({ senderId: 'order-7' });
	}, 30_000);
});

describe("n8n's database, which has the credential, is away for a while", () => {
	const sql = (message: string, code: string) => Object.assign(new Error(message), { code, severity: 'FATAL' });
	const sendWhileAway = async (error: Error) => {
		answer = () => ({ body: { id: 'b3c9a8f0-2f43-4c3e-9a55-0f7b1d6b1c11', text: 'Hi' } });
		let reads = 0;
		const away = {
			baseUrl: account().baseUrl,
			get apiToken(): string {
				reads++;
				if (reads === 3 || reads === 4) throw error;
				return TOKEN;
			},
		};
		const result = await runNode({ parameters: { resource: 'session', ...send, options: {} } }, [{}], {
			account: away,
		});
		return { result, reads };
	};
	test.each<[string, Error]>([
		['the server was ended', sql('terminating connection due to administrator command', '57P01')],
		['it is locked', Object.assign(new Error('database is locked'), { name: 'QueryFailedError', code: 'SQLITE_BUSY' })],
		['the connection is refused', Object.assign(new Error('connect'), { code: 'ECONNREFUSED', port: 5_432 })],
		['the connection broke', new Error('Connection terminated unexpectedly')],
		['no connection is free', new Error('timeout exceeded when trying to connect')],
	])('%s: nothing was sent, so it is sent once n8n has the credential', async (_name, error) => {
		const { result, reads } = await sendWhileAway(error);
		expect(reads).toBeGreaterThan(4);
		expect(result.error).toBeUndefined();
		expect(result.json(NODE)).toHaveLength(1);
		expect(asked).toEqual([`POST /chat/v1/session/${SESSION}/message`]);
	});

	test('the connection broke while it was made: the same, where n8n tells whose connection it was', async () => {
		const broken = Object.assign(new Error('read ECONNRESET'), {
			...{ code: 'ECONNRESET', syscall: 'read' },
			stack: 'Error: read ECONNRESET\n    at /opt/n8n/node_modules/pg-pool/index.js:45:11',
		});
		const { result } = await sendWhileAway(broken);
		// n8n 2.8 forgets what an error was made from: then it may have been the platform's, so nothing is sent again.
		const node = { id: 'a', name: 'A', type: 'a', typeVersion: 1, position: [0, 0] satisfies [number, number] };
		const error = new NodeOperationError({ ...node, parameters: {} }, broken);
		const told = error.cause !== undefined;
		expect(result.error === undefined).toBe(told);
		expect(asked.filter((request) => request.startsWith('POST'))).toHaveLength(told ? 1 : 0);
	});
});
