import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CREDENTIAL_NAME, CREDENTIAL_TYPE } from '../../dev/stage.mts';
import { located } from '../bed/located.mts';
import { NODE_TYPE } from './node-type.mts';
import { mainTo, nodeOf, START } from './nodes.mts';
import { scenario, type World } from './world.mts';

const TOKEN = 'pn_5ec2e7c0ffee4b1d9a8f7e6d5c4b3a29';
const SESSION = '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';

const base64 = (text: string) => Buffer.from(text).toString('base64');

const hex = Buffer.from(TOKEN).toString('hex');
const escapes = (text: string) => text.replace(/./g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`);

/** The token as it is, its ends, and what encodings make of it wherever it stands. */
const TRACES = [
	TOKEN,
	TOKEN.slice(0, 18),
	TOKEN.slice(-18),
	TOKEN.toUpperCase(),
	hex,
	hex.replace(/../g, '%$&'),
	...['', ' ', '  '].map((before) => base64(before + TOKEN).slice(4, 40)),
];

/** What a server may answer that shows what it got, by the name that the run of it has. */
const ANSWERS: Record<string, (auth: string, response: ServerResponse, request: IncomingMessage) => void> = {
	'text of an error': (auth, response) => json(response, 400, { error: true, key: 'BAD', text: `You sent ${auth}` }),
	'key of an error': (auth, response) => json(response, 400, { error: true, key: auth, text: 'No' }),
	'support ID of an error': (auth, response) =>
		json(response, 500, { error: true, key: 'BAD', text: 'No', id: { value: auth, shortValue: auth } }),
	'detail of a problem': (auth, response) =>
		json(response, 400, { title: auth, detail: `Header ${auth}`, errors: { auth: [auth] } }),
	'Base64 in a text': (auth, response) => json(response, 403, { error: true, key: 'NO', text: `Got ${base64(auth)}` }),
	'Base64 of the token alone': (auth, response) =>
		json(response, 404, { error: true, key: 'NO', text: base64(auth.replace('Bearer ', '')) }),
	'beginning of it': (auth, response) =>
		json(response, 401, { error: true, key: 'NO', text: `${auth.slice(0, 28)}...` }),
	'end of it': (_auth, response) => json(response, 401, { error: true, key: 'NO', text: `...${TOKEN.slice(11)}` }),
	'two lines': (auth, response) =>
		json(response, 400, { key: 'NO', text: `${auth.slice(0, 24)}\r\n${auth.slice(24)} \u001b[31mred\u001b[0m` }),
	'other encodings': (auth, response) =>
		json(response, 400, { key: 'NO', text: `${hex} ${hex.replace(/../g, '%$&')} ${auth.toUpperCase()}` }),
	'escapes of JSON': (auth, response) => {
		response.writeHead(400, { 'content-type': 'application/json' }).end(`{"key":"NO","text":"${escapes(auth)}"}`);
	},
	'escapes of a record': (auth, response) => {
		response
			.writeHead(200, { 'content-type': 'application/json' })
			.end(`{"id":"${SESSION}","name":"${escapes(auth)}"}`);
	},
	headers: (auth, response) => {
		response.writeHead(401, auth, { 'x-auth': auth, 'www-authenticate': auth, 'retry-after': auth }).end(auth);
	},
	'text that is no JSON': (auth, response) => void response.writeHead(400, { 'content-type': 'text/plain' }).end(auth),
	'broken gzip': (auth, response) => {
		response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(auth);
	},
	'error with 200': (auth, response) =>
		json(response, 200, { error: true, key: 'NO', text: auth, httpStatusCode: 500 }),
	'record of a success': (auth, response) => json(response, 200, { id: SESSION, headers: { authorization: auth } }),
	'page of a proxy': (auth, response) => {
		response.writeHead(502, { 'content-type': 'text/html' }).end(`<html><body><b>${auth}</b></body></html>`);
	},
	'cut answer': (auth, response) => {
		response.writeHead(200, { 'content-type': 'application/json' }).end(`{"text":"${auth}`);
	},
	redirect: (auth, response) => {
		response.writeHead(307, { location: `http://127.0.0.1:9/?${encodeURIComponent(auth)}` }).end();
	},
	reset: (_auth, _response, request) => void request.socket.destroy(),
};

function json(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function listen(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<[Server, string]> {
	const server = createServer(handle);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return [server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`];
}

/** Every file below a folder. */
function filesIn(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
		.map((entry) => path.join(entry.parentPath, entry.name));
}

/** What n8n keeps of runs that fail in every way: nowhere is there anything of the token. */
export function secretScenarios(world: World): void {
	const { rest, n8n } = world;

	scenario(world, 'secrets: the token is in no stored run, log, event log or database after any failure', async () => {
		let answer: (typeof ANSWERS)[string] = () => {};
		const seen: string[] = [];
		const [server, baseUrl] = await listen((request, response) => {
			const auth = request.headers.authorization ?? '';
			seen.push(auth);
			request.resume().once('end', () => answer(auth, response, request));
			if (request.destroyed) answer(auth, response, request);
		});
		try {
			const credential = await rest.createCredential('Echo', CREDENTIAL_TYPE, {
				apiToken: ` ${TOKEN}\n`,
				baseUrl: `${baseUrl}//`,
			});
			for (const [name, one] of Object.entries(ANSWERS)) {
				answer = one;
				for (const onError of ['stopWorkflow', 'continueErrorOutput']) {
					const id = await rest.importWorkflow(workflow(`Echo: ${name}`, onError), { [CREDENTIAL_TYPE]: credential });
					const execution = await rest.getExecution(await rest.runWorkflow(id, 'Start'));
					assertNothing(JSON.stringify(execution), `the run of "${name}" (${onError})`);
				}
				const { message } = await rest.testCredential({
					id: credential.id,
					name: 'Echo',
					type: CREDENTIAL_TYPE,
					data: { apiToken: TOKEN, baseUrl },
				});
				assertNothing(message ?? '', `the credential's test of "${name}"`);
			}
			assert.ok(seen.length >= 3 * Object.keys(ANSWERS).length, 'the server must have been asked');
			assert.deepEqual([...new Set(seen)], [`Bearer ${TOKEN}`], 'the token must have been sent, trimmed');
			// The event log and the database are written behind.
			await sleep(2_000);
			const files = filesIn(path.dirname(n8n.logFile));
			assert.ok(files.some((file) => file.endsWith('database.sqlite')));
			assert.ok(files.some((file) => /n8nEventLog/.test(file)));
			assert.match(readFileSync(n8n.logFile, 'utf8'), /GET \/chat\/v2\/session\/\{id\} 400 in \d+ ms/);
			for (const file of files) assertNothing(readFileSync(file, 'latin1'), file);
		} finally {
			server.closeAllConnections();
			server.close();
		}
	});

	for (const status of [301, 302, 303, 307, 308]) {
		scenario(world, `secrets: the credential's test does not follow a ${status} to another host`, async () => {
			const elsewhere: string[] = [];
			const [other, otherUrl] = await listen((request, response) => {
				elsewhere.push(String(request.headers.authorization));
				json(response, 200, []);
			});
			const [server, baseUrl] = await listen((_request, response) => {
				response.writeHead(status, { location: `${otherUrl}/core/v1/agent` }).end();
			});
			try {
				const { status: result, message } = await rest.testCredential({
					id: world.credential.id,
					name: CREDENTIAL_NAME,
					type: CREDENTIAL_TYPE,
					data: { apiToken: TOKEN, baseUrl },
				});
				assert.equal(result, 'Error');
				assert.match(message, /redirects/);
				assert.deepEqual(elsewhere, []);
			} finally {
				for (const one of [server, other]) {
					one.closeAllConnections();
					one.close();
				}
			}
		});
	}
}

function assertNothing(text: string, where: string): void {
	for (const trace of TRACES) assert.ok(!text.includes(trace), `${where} holds ${trace.slice(0, 6)}...`);
}

function workflow(name: string, onError: string): Parameters<World['rest']['importWorkflow']>[0] {
	const chat = (given: string, parameters: Record<string, unknown>) => ({
		...nodeOf(given, NODE_TYPE, 1, parameters),
		onError,
	});
	const sessionId = located('id', SESSION);
	return {
		name,
		nodes: [
			START,
			chat('Read', { resource: 'session', operation: 'get', sessionId, options: { timeout: 5 } }),
			chat('Write', { resource: 'session', operation: 'sendText', sessionId, text: 'Hi', options: { timeout: 5 } }),
		],
		connections: {
			Start: mainTo('Write', 'Read'),
		},
	};
}
