import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NODE, runNode } from '../bed/engine.mts';
import { located } from '../bed/located.mts';

/** Answers that leave out what the contract does not promise: the simulator gives all of it. */
let answers: Record<string, unknown>;
let asked: string[];
let server: Server;

beforeAll(async () => {
	server = createServer(({ url = '' }, response) => {
		const [path = ''] = url.split('?');
		asked.push(path);
		const answer = answers[path];
		response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
		response.end(JSON.stringify(answer ?? {}));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
	answers = {};
	asked = [];
});
afterAll(() => void server.close());

const run = async (parameters: Record<string, unknown>) => {
	const { port } = server.address() as AddressInfo;
	const account = { apiToken: 'pn_sparse', baseUrl: `http://127.0.0.1:${port}` };
	return await runNode({ parameters }, [{}], { account });
};

const SESSION = '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';

test.each([
	['session', '/chat/v2/session'],
	['sequence', '/chat/v1/sequence'],
])('a contact of the filters that shows no ID lists nothing, rather than every %s', async (resource, list) => {
	answers = {
		'/core/v1/contact/phonenumber/5511999999999': { name: 'Ana' },
		[list]: { items: [{ id: SESSION }], hasMorePages: false },
	};
	const filters = { contactId: located('phone', '+55 11 99999-9999') };
	const { error } = await run({ resource, operation: 'getAll', filters });
	expect(error?.message).toMatch(/^The contact with the number 5511999999999 shows no ID/);
	expect(asked).not.toContain(list);
});

test.each([
	[undefined, true],
	[null, false],
	['ACTIVE', true],
	['EXPIRED', false],
	['NOT_STARTED', false],
])('a session whose window is %j is open for free text: %j', async (windowStatus, isWindowOpen) => {
	const session = { id: SESSION, status: 'IN_PROGRESS', channelId: SESSION, windowStatus };
	answers = {
		[`/chat/v2/session/${SESSION}`]: session,
		[`/chat/v1/session/${SESSION}/message`]: { items: [], hasMorePages: false },
	};
	const handling = await run({ resource: 'session', operation: 'getHandling', sessionId: located('id', SESSION) });
	expect(handling.error).toBeUndefined();
	expect(handling.json(NODE)).toMatchObject([{ isWindowOpen, windowStatus: windowStatus ?? null }]);
});
