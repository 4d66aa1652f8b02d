import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { type Simulator, startSimulator } from '../simulator/index.mts';

interface Example {
	main(given: Record<string, string | undefined>): Promise<Record<string, unknown>>;
}

/** The example of docs/client.md, run as it stands, with the built package under its name. */
function exampleOf(markdown: string): Example {
	const code = /```js\n(.*?)```/s.exec(markdown)?.[1] ?? '';
	const load = createRequire(join(process.cwd(), 'package.json'));
	const module = { exports: {} as Example };
	const named = (name: string): unknown => load(name === 'n8n-nodes-wts-chat' ? './index.js' : name);
	new Function('require', 'module', code)(named, module);
	return module.exports;
}

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ limits: 'off' });
});

afterEach(async () => {
	expect(simulator.violations).toEqual([]);
	await simulator.close();
});

test('the example of docs/client.md sends, starts, joins and lists', async () => {
	const { named } = simulator.account;
	const example = exampleOf(readFileSync('docs/client.md', 'utf8'));
	const result = await example.main({
		baseUrl: simulator.url,
		token: simulator.token,
		sessionId: named.sessionInProgress.id,
		agentId: named.agentJoao.id,
		chatbotKey: named.chatbotAutomation.key,
		to: '5511999999999',
	});
	expect(result.joined).toMatchObject({ branch: 'success' });
	expect(result.names).toHaveLength(250);
	expect(result.hours).toEqual(simulator.account.officeHours);
	const writes = simulator.requests.filter(({ method }) => method !== 'GET');
	expect(writes.map(({ method, route }) => `${method} ${route}`)).toEqual([
		'POST /chat/v1/session/{id}/message',
		'POST /chat/v1/chatbot/send',
		'PUT /chat/v1/session/{id}/assignee',
	]);
	expect(simulator.account.sessions.get(String(named.sessionInProgress.id))?.userId).toBe(named.agentJoao.userId);
});

test('it names only what the package exports', () => {
	const load = createRequire(join(process.cwd(), 'package.json'));
	const exported = new Set(Object.keys(load('./index.js') as object));
	const table = readFileSync('docs/client.md', 'utf8').split('## What there is')[1] ?? '';
	const names = [...table.matchAll(/`([a-z]\w+)`/g)].map(([, name = '']) => name);
	const fields = ['code', 'httpStatus', 'key', 'text', 'supportId', 'retryable', 'ambiguous', 'hint'];
	expect(names.filter((name) => !exported.has(name) && !fields.includes(name))).toEqual([]);
});
