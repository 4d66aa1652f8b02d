import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { NODE, runNode } from '../bed/engine.mts';
import { scaleLimits } from '../bed/limits.mts';
import type { Examples } from '../examples/example.mts';
import { EXAMPLES } from '../examples/index.mts';
import { type Simulator, startSimulator } from '../simulator/index.mts';

const TOKEN = 'pn_5ec2e7c0ffee4b1d9a8f7e6d5c4b3a29';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const hex = Buffer.from(TOKEN).toString('hex');

/** By which the token could be known again, in small letters and without blanks. */
const TRACES = [
	TOKEN.slice(0, 16),
	TOKEN.slice(8, 24),
	TOKEN.slice(-16),
	...['', ' ', '  '].map((before) => base64(before + TOKEN).slice(4, 24)),
	hex.slice(0, 30),
	hex.replace(/../g, '%$&').slice(0, 30),
].map((trace) => trace.toLowerCase());

type Answer = (auth: string, response: ServerResponse, request: IncomingMessage) => void;
const send = (status: number, body: string | Buffer, headers: Record<string, string> = {}): Answer => {
	return (_auth, response) => void response.writeHead(status, headers).end(body);
};
const JSON_TYPE = { 'content-type': 'application/json' };
const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
	send(status, JSON.stringify(body), { ...JSON_TYPE, ...headers });
const echo = (status: number, make: (auth: string) => unknown): Answer => {
	return (auth, response) => void response.writeHead(status, JSON_TYPE).end(JSON.stringify(make(auth)));
};
const raw = (status: number, make: (auth: string) => string, type = 'application/json'): Answer => {
	return (auth, response) => void response.writeHead(status, { 'content-type': type }).end(make(auth));
};
const escapes = (text: string) => text.replace(/./g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`);
const ID = '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';

/** What a server may answer, whatever it is asked. */
const ANSWERS: Record<string, Answer> = {
	'200 with nothing': send(200, ''),
	'204': send(204, ''),
	'200 with null': send(200, 'null', JSON_TYPE),
	'200 with true': send(200, 'true', JSON_TYPE),
	'200 with a number': send(200, '7', JSON_TYPE),
	'200 with a text': send(200, '"ok"', JSON_TYPE),
	'200 with {}': json(200, {}),
	'200 with []': json(200, []),
	'200 with [null]': json(200, [null, 7, 'x', [], {}]),
	'200 with items of anything': json(200, { items: [null, 7, 'x', [], {}], hasMorePages: false, totalItems: 'many' }),
	'200 with items that are no list': json(200, { items: 'x', results: 7 }),
	'200 with a record of nulls': json(200, { id: null, createdAt: null, status: null, items: null, results: null }),
	'200 with a record of wrong types': json(200, {
		id: 7,
		createdAt: {},
		status: [],
		text: 5,
		error: 'no',
		metadata: 7,
	}),
	'200 with cut JSON': send(200, `{"id":"${ID}","te`, JSON_TYPE),
	'200 with a page': send(200, '<html><a href="http://evil.example">x</a></html>', { 'content-type': 'text/html' }),
	'200 with broken gzip': send(200, gzipSync('{"id":"x"}').subarray(0, 12), {
		...JSON_TYPE,
		'content-encoding': 'gzip',
	}),
	'200 with deep JSON': send(200, `${'['.repeat(5_000)}${']'.repeat(5_000)}`, JSON_TYPE),
	'200 with a megabyte of text': json(200, { id: ID, text: 'x'.repeat(1_000_000) }),
	'200 with __proto__': send(200, `{"__proto__":{"x":1},"constructor":{},"id":"${ID}"}`, JSON_TYPE),
	'200 with error: true': json(200, { error: true }),
	'200 with error: true of status 500': json(200, { error: true, httpStatusCode: 'InternalServerError', key: 'X' }),
	'200 with error: true of status 429': json(200, { error: true, httpStatusCode: 'TooManyRequests', key: 'X' }),
	'200 with error: true of no status': json(200, { error: true, httpStatusCode: { a: 1 }, key: {}, text: ['x'] }),
	'300': send(300, ''),
	'301 to elsewhere': send(301, '', { location: 'http://127.0.0.1:9/x' }),
	'304': send(304, ''),
	'307 within the host': send(307, '', { location: '/core/v1/agent' }),
	'308 to nothing': send(308, ''),
	'400 with nothing': send(400, ''),
	'400 with escapes': json(400, { key: 'K', text: '\u001b[31mred\u001b[0m\u0007\u202e\r\nnext <img src=x onerror=1>' }),
	'400 with a problem of anything': json(400, { title: 7, detail: {}, errors: { a: null, b: [{}], c: 7 } }),
	'400 with a list': json(400, ['a', 'b']),
	'400 with a text': send(400, 'no', { 'content-type': 'text/plain' }),
	'401': json(401, { key: 'ERROR_UNAUTHORIZED', text: 'x' }),
	'403': send(403, '<html>', { 'content-type': 'text/html' }),
	'404': send(404, ''),
	'405': send(405, ''),
	'408': send(408, ''),
	'409': send(409, ''),
	'413 page': send(413, '<html><h1>413</h1></html>', { 'content-type': 'text/html' }),
	'418': json(418, { error: 'teapot', id: 'x' }),
	'429': send(429, ''),
	'429 for ever': send(429, '', { 'retry-after': '99999999999999999999' }),
	'429 with odd Retry-After': send(429, '', { 'retry-after': '-5, soon' }),
	'451': send(451, ''),
	'500 FORM_ERROR': json(500, { error: true, key: 'FORM_ERROR', text: '' }),
	'500 with nothing': send(500, ''),
	'502 page': send(502, '<html>', { 'content-type': 'text/html' }),
	'503 until a date': send(503, '', { 'retry-after': 'Wed, 21 Oct 2099 07:28:00 GMT' }),
	'599': send(599, '"x"'),
	'999': (_auth, _response, { socket }) =>
		void socket.end('HTTP/1.1 999 Odd\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}'),
	'no HTTP': (_auth, _response, { socket }) => void socket.end('SSH-2.0-OpenSSH\r\n'),
	reset: (_auth, _response, { socket }) => void socket.resetAndDestroy(),
	'broken off': (_auth, _response, { socket }) =>
		void socket.end('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{"id":'),
	'the token in all parts of an error': echo(400, (auth) => ({
		key: auth,
		text: auth,
		id: { value: auth, shortValue: auth },
		[auth]: auth,
	})),
	'the token in a problem': echo(422, (auth) => ({ title: auth, detail: auth, errors: { [auth]: [auth] } })),
	'the token in an error with 200': echo(200, (auth) => ({ error: true, key: auth, text: `${auth} ${auth}` })),
	'the token in a record': echo(200, (auth) => ({
		id: auth,
		name: auth,
		[auth]: [auth, { auth }],
		fileName: `${auth}.png`,
	})),
	'the token in a list': echo(200, (auth) => ({ items: [{ id: ID, name: auth, title: auth }], hasMorePages: false })),
	'the token in Base64': echo(403, (auth) => ({
		key: 'K',
		text: `${base64(auth)} ${base64(`x${auth}`)} ${base64(`xy${auth}`)}`,
	})),
	'the token in Base64 without padding, in lines': echo(409, (auth) => ({
		text: base64(auth)
			.replace(/=/g, '')
			.replace(/(.{19})/g, '$1\r\n'),
	})),
	'the token in hexadecimal digits': echo(400, () => ({ text: `${hex} ${hex.toUpperCase()}` })),
	'the token percent-encoded': echo(400, (auth) => ({
		text: `${encodeURIComponent(auth)} ${hex.replace(/../g, '%$&')}`,
	})),
	'the token in capitals': echo(400, (auth) => ({ text: auth.toUpperCase() })),
	'the token in lines': echo(400, (auth) => ({ text: auth.replace(/(.{14})/g, '$1\n') })),
	'the token with blanks': echo(200, (auth) => ({ id: ID, name: [...auth].join(' '), text: [...auth].join('\u200b') })),
	'the end of the token': echo(400, () => ({ text: `...${TOKEN.slice(11)}` })),
	'the token at the end of a long text': echo(400, (auth) => ({ text: `${'x '.repeat(485)}${auth}` })),
	'the token in escapes of JSON': raw(400, (auth) => `{"text":"${escapes(auth)}","key":"K"}`),
	'the token in escapes of a record': raw(200, (auth) => `{"id":"${ID}","name":"${escapes(auth)}"}`),
	'the token in a page': raw(502, (auth) => `<html>${auth}</html>`, 'text/html'),
	'the token in a text': raw(400, (auth) => auth, 'text/plain'),
	'the token in cut JSON': raw(200, (auth) => `{"text":"${auth}`),
	'the token in headers': (auth, response) =>
		void response.writeHead(401, { 'x-auth': auth, 'www-authenticate': auth, 'retry-after': auth }).end(auth),
	'the token in a redirect': (auth, response) =>
		void response.writeHead(302, { location: `http://127.0.0.1:9/?a=${encodeURIComponent(auth)}` }).end(),
	'the token in the status': (auth, _response, { socket }) =>
		void socket.end(`HTTP/1.1 400 ${auth}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`),
	'the token as an upload URL': echo(200, (auth) => ({
		tempFileId: ID,
		urlUpload: `http://127.0.0.1:9/${encodeURIComponent(auth)}`,
	})),
};

const CODES = [
	'UNAUTHORIZED',
	'FORBIDDEN',
	'NOT_FOUND',
	'INVALID_REQUEST',
	'RATE_LIMITED',
	'SERVER_ERROR',
	'NETWORK',
	'TIMEOUT',
];

/** Cases are many and waiting takes its time: the built package waits for milliseconds here. */
function hurry(): void {
	const client = (name: string) => {
		const file = join(process.env.WTS_PACKAGE_DIR ?? process.cwd(), 'dist', 'client', ...name.split('/'));
		return createRequire(file)(file) as Record<string, Record<string, number>>;
	};
	Object.assign(client('core/retry.js').DEFAULT_RETRY ?? {}, { baseDelayMs: 1, maxDelayMs: 2, maxLimitedTries: 2 });
	Object.assign(client('flows/sending/looking.js').LOOKS_AFTER_MS ?? {}, [1, 2]);
}

let unscale: () => void;
let simulator: Simulator;
let server: Server;
let answer: Answer;
let asked: string[];

beforeAll(async () => {
	hurry();
	unscale = scaleLimits(1 / 10_000);
	// For the IDs of the examples: it is asked nothing.
	simulator = await startSimulator({ limits: 'off' });
	server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			asked.push(`${request.method} ${request.url} ${Buffer.concat(chunks).toString()}`);
			answer(request.headers.authorization ?? '', response, request);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
});
afterAll(async () => {
	unscale();
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
	await simulator.close();
});

let hosts = 0;
/** The server under another name, which is another account: one that refuses for long holds up no other. */
function freshHost(): string {
	hosts++;
	const { port } = server.address() as AddressInfo;
	const [high, middle, low] = [1 + Math.floor(hosts / 60_000), Math.floor(hosts / 250) % 250, 1 + (hosts % 250)];
	return `http://127.${high}.${middle}.${low}:${port}`;
}

const cases = Object.entries(EXAMPLES).flatMap(([resource, examples]: [string, Examples]) =>
	Object.entries(examples).map(([operation, make]) => ({
		name: `${resource}.${operation}`,
		resource,
		operation,
		make,
	})),
);

/** Whether a request may be made twice: a read, or a save of a file that nothing refers to. */
const isRepeatable = (request: string) =>
	/^GET |^POST \/core\/v1\/contact\/filter|^POST \/core\/v2\/file/.test(request);

/** Each operation meets every eighth answer, its neighbour the next ones: `ALL_ANSWERS=1` means all. */
const STRIDE = process.env.ALL_ANSWERS === undefined ? 8 : Number(process.env.ALL_ANSWERS);

describe.each(cases.map((one, place) => ({ ...one, place })))('$name', ({ resource, operation, make, place }) => {
	test('is told what is wrong in one way, does nothing twice, and keeps no secret, whatever is answered', async () => {
		const example = make(simulator);
		const [item = {}] = example.items;
		const wrong: string[] = [];
		for (const [name, one] of Object.entries(ANSWERS).filter((_, number) => number % STRIDE === place % STRIDE)) {
			answer = one;
			asked = [];
			const startedAt = performance.now();
			const result = await runNode(
				{
					parameters: { resource, operation, ...example.parameters },
					onError: 'continueErrorOutput',
				},
				[item],
				{
					account: { apiToken: TOKEN, baseUrl: freshHost() },
					...(example.binary === undefined ? {} : { items: [{ json: item as never, binary: example.binary }] }),
				},
			);
			const ms = performance.now() - startedAt;
			const say = (what: string) => wrong.push(`${name}: ${what}`);
			if (ms > 20_000) say(`took ${Math.round(ms)} ms`);
			if (result.error !== undefined) say(`stopped the run: ${result.error.message}`);
			const told = result.stored.replace(/\\[nrt]|\s|\u200b/g, '').toLowerCase();
			for (const trace of TRACES) if (told.includes(trace)) say(`holds ${trace}`);
			const writes = asked.filter((request) => !isRepeatable(request));
			if (name.startsWith('429') || name.includes('status 429')) {
				// Refused for the limit: tried again.
			} else if (new Set(writes).size < writes.length) say(`did twice: ${writes.join(' | ').slice(0, 300)}`);
			for (const { error } of [...result.json(NODE), ...result.json('Failed')]) {
				if (error === undefined) continue;
				const { code, message, hint, stack, ambiguous, endpoint } = error as Record<string, unknown>;
				if (!CODES.includes(String(code))) say(`is ${String(code)}: ${String(message)} ${String(stack)}`);
				if (/\p{Cc}/u.test(`${String(message)} ${String(hint)}`)) say(`has control characters: ${String(message)}`);
				if (String(message).length > 2_500 || message === '') say(`says ${String(message).slice(0, 80)}`);
				if (ambiguous === true && writes.length === 0)
					say(`is ambiguous though nothing was written: ${String(message)}`);
				if (hint === '') say(`has no hint: ${String(endpoint)} ${String(message)}`);
			}
		}
		expect(wrong).toEqual([]);
	}, 600_000);
});
