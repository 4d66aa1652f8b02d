import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { startBed } from '../bed/bed.mts';
import { NODE } from '../bed/engine.mts';
import { located } from '../bed/located.mts';
import { options, search } from '../bed/pickers.mts';
import { subscribeInAccount } from '../examples/webhook.mts';

type Json = Record<string, unknown>;

const bed = startBed();
const { account, simulator, writes } = bed;
const run = bed.runnerOf('webhook');

const problems = async (more: Json = {}) => {
	const result = await run('getAll', { returnAll: true, ...more });
	expect(result.error).toBeUndefined();
	return Object.fromEntries(
		result.json(NODE).map(({ name, problems: found }) => [name, (found as Json[]).map(({ code }) => code)]),
	);
};

describe('webhook.getAll says what is wrong with each', () => {
	test('paused, unreachable, twice, a test address, unknown events, none', async () => {
		subscribeInAccount(
			simulator,
			{ name: 'Fine', url: 'https://hooks.example.com/a' },
			{ name: 'Paused', enabled: false, url: 'https://hooks.example.com/a' },
			{ name: 'Local', url: 'http://localhost:5678/hook' },
			{ name: 'Container', url: 'http://n8n:5678/hook' },
			{ name: 'Private', url: 'https://192.168.0.7/hook' },
			{ name: 'IPv6', url: 'http://[::1]:5678/hook' },
			{ name: 'Twice', url: 'https://twice.example.com/b', events: ['SESSION_NEW', 'CONTACT_NEW'] },
			{ name: 'Twice again', url: 'https://TWICE.example.com/b/', events: ['CONTACT_NEW'] },
			{ name: 'Same address, other events', url: 'https://twice.example.com/b', events: ['SESSION_COMPLETE'] },
			{ name: 'Test address', url: 'https://n8n.example.com/webhook-test/6f1c' },
			{ name: 'No events', url: 'https://hooks.example.com/c', events: [] },
			{ name: 'No address', url: null },
		);
		expect(await problems()).toEqual({
			Fine: [],
			Paused: ['paused'],
			Local: ['unreachableHost'],
			Container: ['unreachableHost'],
			Private: ['unreachableHost'],
			IPv6: ['unreachableHost'],
			Twice: ['duplicate'],
			'Twice again': ['duplicate'],
			'Same address, other events': [],
			'Test address': ['testAddress'],
			'No events': ['noEvents'],
			'No address': ['unreachableHost'],
		});
		const bad = await problems({ filters: { onlyWithProblems: true } });
		expect(bad).not.toHaveProperty('Fine');
	});

	test('an n8n that no longer exists, or no longer has the webhook', async () => {
		const calls: string[] = [];
		const server = createServer((request, response) => {
			calls.push(`${request.method} ${request.url} ${request.headers.authorization ?? 'no token'}`);
			const known = request.url?.includes('11111111') === true;
			response.statusCode = 404;
			response.end(
				JSON.stringify({
					code: 404,
					message: known
						? 'This webhook is not registered for GET requests. Did you mean to make a POST request?'
						: 'The requested webhook "GET gone" is not registered.',
				}),
			);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const n8n = `http://127.0.0.1:${port}`;
		subscribeInAccount(
			simulator,
			{ name: 'Live', url: `${n8n}/webhook/11111111-5b6d-4e7f-8a90-b1c2d3e4f5a6/events?key=secret` },
			{ name: 'Gone', url: `${n8n}/webhook/22222222-5b6d-4e7f-8a90-b1c2d3e4f5a6/events?key=secret` },
			{ name: 'Other node', url: `${n8n}/webhook/orders?key=secret` },
			{ name: 'Down', url: 'http://127.0.0.1:9/webhook/down' },
			{ name: 'No n8n', url: `${n8n}/hook` },
		);
		expect(await problems()).toEqual({
			Live: ['unreachableHost'],
			Gone: ['unreachableHost', 'n8nGone'],
			'Other node': ['unreachableHost'],
			Down: ['unreachableHost', 'n8nGone'],
			'No n8n': ['unreachableHost'],
		});
		// A GET might start the workflow of another node.
		expect(calls.sort()).toEqual([
			'GET /healthz no token',
			'GET /webhook/11111111-5b6d-4e7f-8a90-b1c2d3e4f5a6/events no token',
			'GET /webhook/22222222-5b6d-4e7f-8a90-b1c2d3e4f5a6/events no token',
		]);
		calls.length = 0;
		expect((await problems({ options: { checkAddresses: false } })).Gone).toEqual(['unreachableHost']);
		expect(calls).toEqual([]);
		await new Promise((resolve) => server.close(resolve));
	});
});

describe('webhook.create and webhook.update', () => {
	test('sends plain names, each event once', async () => {
		const result = await run('create', {
			name: 'New messages',
			url: ' https://n8n.example.com/hook ',
			events: ['MESSAGE_RECEIVED', 'message_received', 'SESSION_NEW'],
		});
		expect(writes().map(({ body }) => body)).toEqual([
			{
				name: 'New messages',
				url: 'https://n8n.example.com/hook',
				events: ['MESSAGE_RECEIVED', 'SESSION_NEW'],
			},
		]);
		expect(result.json(NODE)).toMatchObject([{ enabled: true, events: ['MESSAGE_RECEIVED', 'SESSION_NEW'] }]);
	});

	test('changes exactly what was added; off is sent', async () => {
		const [one] = subscribeInAccount(simulator, {});
		await run('update', { webhookId: located('id', String(one?.id)), updateFields: { enabled: false } });
		expect(writes().map(({ body }) => body)).toEqual([{ enabled: false, fields: ['Enabled'] }]);
	});

	test.each([
		[{ url: 'n8n.example.com/hook' }, /"URL" is not a web address/],
		[{ url: `https://example.com/${'x'.repeat(500)}` }, /"URL" has 520 characters, but at most 500/],
		[{ name: 'x'.repeat(101) }, /"Name" has 101 characters, but at most 100/],
		[{ events: '={{ [] }}' }, /"Event Names or IDs" is empty/],
	])('refuses %j before any request', async (parameters, message) => {
		const result = await run('create', {
			name: 'A',
			url: 'https://example.com/a',
			events: ['SESSION_NEW'],
			...parameters,
		});
		expect(result.error?.message).toMatch(message);
		expect(simulator.requests).toEqual([]);
	});

	test('an unknown event is named, with those there are', async () => {
		const result = await run('create', {
			name: 'A',
			url: 'https://example.com/a',
			events: '={{ ["SESSION_NEW", "SESSION_BORN"] }}',
		});
		expect(result.error?.message).toMatch(/The account has no event "SESSION_BORN"/);
		expect(result.error?.description).toContain('SESSION_COMPLETE');
		expect(writes()).toEqual([]);
	});
});

describe('webhook.delete', () => {
	test('says what no longer gets which events; a tool needs permission', async () => {
		const [one] = subscribeInAccount(simulator, { name: 'Orders' });
		const webhookId = located('id', String(one?.id));
		const refused = await run('delete', { webhookId }, [{}], { asTool: true });
		expect(refused.json(NODE)[0]?.message).toMatch(/"Allow Deletion by AI Agents" is off/);
		const result = await run('delete', { webhookId });
		expect(result.json(NODE)).toEqual([
			{ deleted: true, id: one?.id, name: 'Orders', affected: { url: one?.url, events: ['MESSAGE_RECEIVED'] } },
		]);
		expect(simulator.account.subscriptions.size).toBe(0);
	});
});

test('pickers: webhooks by name and address, events of the account', async () => {
	const [one] = subscribeInAccount(simulator, { name: 'Orders', enabled: false });
	expect(await search(account(), 'searchWebhooks', 'example.com')).toEqual([
		{ name: `Orders: ${one?.url} (off)`, value: one?.id },
	]);
	expect((await options(account(), 'getWebhookEvents')).map(({ value }) => value)).toContain('PANEL_CARD_NEW');
});
