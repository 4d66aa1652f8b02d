import { startBed } from '../bed/bed.mts';
import { TRIGGER_TYPE, TriggerHost, type TriggerSetup } from '../bed/trigger.mts';
import type { Subscription } from '../simulator/index.mts';

const { simulator, account } = startBed();
let host: TriggerHost;
beforeEach(async () => {
	host = await TriggerHost.start(account());
});
afterEach(async () => {
	await host.close();
});

const TWIN = '11111111-1111-4111-8111-111111111111';
const held = (): Subscription[] => [...simulator.account.subscriptions.values()];
const routes = () => simulator.requests.map(({ method, route }) => `${method} ${route}`);
const writes = () => simulator.requests.filter(({ method }) => method !== 'GET').map(({ method }) => method);
/** A subscription of somebody else. */
const foreign = async (name = 'Somebody else', url = 'https://elsewhere.example/hook'): Promise<string> => {
	const answer = await fetch(`${simulator.url}/core/v1/webhook/subscription`, {
		method: 'POST',
		headers: { authorization: `Bearer ${simulator.token}`, 'content-type': 'application/json' },
		body: JSON.stringify({ name, url, events: ['CONTACT_NEW'] }),
	});
	const { id } = (await answer.json()) as { id: string };
	simulator.requests.length = 0;
	return id;
};

describe('publishing', () => {
	test('creates one subscription, with a key in its URL and a name that says whose it is', async () => {
		const other = await foreign();
		const trigger = host.add({ parameters: { events: ['MESSAGE_RECEIVED', 'SESSION_NEW', 'SESSION_NEW'] } });
		await trigger.publish();
		expect(held()).toHaveLength(2);
		const [own] = held().filter(({ id }) => id !== other);
		expect(own).toMatchObject({ enabled: true, events: ['MESSAGE_RECEIVED', 'SESSION_NEW'] });
		expect(own?.url).toMatch(/\/webhook\/hook-1\/events\?key=[0-9a-f]{48}$/);
		expect(own?.name).toMatch(/^n8n Trigger: Receptionist \/ WTS Chat Trigger #[0-9a-f]{12}-[0-9a-f]{8}-[0-9a-f]{8}$/);
		expect(trigger.staticData.subscriptionId).toBe(own?.id);
		expect(simulator.violations).toEqual([]);
	});

	test('once more changes nothing, and a check alone never writes', async () => {
		const trigger = host.add();
		await trigger.publish();
		const [before] = held();
		simulator.requests.length = 0;
		expect(await trigger.publish()).toBe(true);
		expect(held()).toEqual([before]);
		expect(writes()).toEqual([]);
		expect(routes()).toEqual(['GET /core/v1/webhook/subscription']);
	});

	test('after unpublishing makes a new one; the key stays', async () => {
		const trigger = host.add();
		await trigger.publish();
		const { key } = trigger.staticData;
		await trigger.unpublish();
		expect(held()).toEqual([]);
		await trigger.publish();
		expect(held()).toHaveLength(1);
		expect(trigger.staticData.key).toBe(key);
	});

	test.each<[string, (own: Subscription) => void]>([
		['paused', (own) => Object.assign(own, { enabled: false })],
		['renamed', (own) => Object.assign(own, { name: 'x' })],
		['given other events', (own) => Object.assign(own, { events: ['CONTACT_NEW'] })],
		['sent elsewhere', (own) => Object.assign(own, { url: 'https://elsewhere.example' })],
		['stripped of its key', (own) => Object.assign(own, { url: own.url?.split('?')[0] })],
	])('repairs one that was %s by hand', async (_, change) => {
		const trigger = host.add();
		await trigger.publish();
		const [own] = held();
		const wanted = structuredClone(own);
		if (own) change(own);
		expect(await trigger.checkExists()).toBe(false);
		expect(held()).toHaveLength(1);
		await trigger.publish();
		const [repaired] = held();
		expect({ ...repaired, updatedAt: '' }).toEqual({ ...wanted, updatedAt: '' });
		expect(simulator.violations).toEqual([]);
	});

	test('makes one anew that was deleted by hand', async () => {
		const trigger = host.add();
		await trigger.publish();
		const [first] = held();
		simulator.account.subscriptions.clear();
		await trigger.publish();
		expect(held()).toHaveLength(1);
		expect(held()[0]?.id).not.toBe(first?.id);
	});

	test('takes over the one of its address when what it knew is lost, as after a rename', async () => {
		const trigger = host.add();
		await trigger.publish();
		const [own] = held();
		trigger.staticData = {};
		await trigger.publish();
		expect(held().map(({ id }) => id)).toEqual([own?.id]);
		expect(own?.url).toContain(`key=${String(trigger.staticData.key)}`);
	});

	test('takes over the one of its address when its ID is another, so that unpublishing removes it', async () => {
		const trigger = host.add();
		await trigger.publish();
		const [own] = held();
		simulator.account.subscriptions.clear();
		if (own) simulator.account.subscriptions.set(TWIN, { ...own, id: TWIN });
		await trigger.publish();
		expect(trigger.staticData.subscriptionId).toBe(TWIN);
		await trigger.unpublish();
		expect(held()).toEqual([]);
	});

	test('subscribes to all that the account offers for "any"', async () => {
		await host.add({ parameters: { events: ['any'] } }).publish();
		expect(held()[0]?.events).toHaveLength(16);
	});

	test('names fit, whatever the workflow is called', async () => {
		await host.add({ workflowName: `${'Atenção 🙂 '.repeat(40)}`, nodeName: 'x'.repeat(200) }).publish();
		expect(held()[0]?.name?.length).toBeLessThanOrEqual(100);
		expect(simulator.violations).toEqual([]);
	});

	test('a chatbot block subscribes to nothing', async () => {
		await host.add({ parameters: { source: 'chatbotBlock' } }).publish();
		expect(simulator.requests).toEqual([]);
	});
});

describe('what a creation without an answer did', () => {
	test('is found, and not done again', async () => {
		simulator.faults.add({ match: { method: 'POST' }, times: 1, fault: { kind: 'resetAfter' } });
		const trigger = host.add();
		await trigger.publish();
		expect(held()).toHaveLength(1);
		expect(trigger.staticData.subscriptionId).toBe(held()[0]?.id);
	});

	test('twice leaves one subscription', async () => {
		const trigger = host.add();
		await trigger.publish();
		const [own] = held();
		if (own) simulator.account.subscriptions.set(TWIN, { ...own, id: TWIN });
		await trigger.publish();
		expect(held()).toEqual([own]);
	});
});

describe('others', () => {
	const twoOf = (more: TriggerSetup): [TriggerSetup, TriggerSetup] => [{}, { webhookId: 'hook-2', ...more }];

	test.each<[string, TriggerSetup]>([
		['a copy of the workflow', { workflowId: 'wf-2' }],
		['another n8n', { instanceId: 'instance-2' }],
		['the second trigger of the workflow', { nodeId: 'node-2', nodeName: 'Second' }],
	])('%s keeps its own', async (_, more) => {
		const [first, second] = twoOf(more);
		const neighbour = (id: string) => ({ neighbours: [{ id, type: TRIGGER_TYPE }] });
		const one = host.add({ ...first, ...neighbour('node-2') });
		const two = host.add({ ...second, ...neighbour('node-1') });
		await one.publish();
		await two.publish();
		await one.publish();
		expect(held()).toHaveLength(2);
		await one.unpublish();
		expect(held().map(({ id }) => id)).toEqual([two.staticData.subscriptionId]);
		await one.publish();
		expect(held()).toHaveLength(2);
	});

	test('what a copied workflow brings along is not taken for its own', async () => {
		const one = host.add();
		await one.publish();
		const copy = host.add({ workflowId: 'wf-2', webhookId: 'hook-2' });
		copy.staticData = structuredClone(one.staticData);
		await copy.publish();
		expect(held()).toHaveLength(2);
		expect(copy.staticData.key).not.toBe(one.staticData.key);
		await copy.unpublish();
		expect(held().map(({ id }) => id)).toEqual([one.staticData.subscriptionId]);
	});

	test('are never touched, whatever their names', async () => {
		const trigger = host.add();
		await trigger.publish();
		const name = held()[0]?.name ?? '';
		const ids = [
			await foreign('n8n Trigger: Receptionist / WTS Chat Trigger'),
			await foreign(name.replace(/#[0-9a-f]{12}/, '#000000000000'), 'https://n8n.example/webhook/1/events'),
			await foreign(name, 'https://copy.example/webhook/hook-1/events'),
		];
		await trigger.unpublish();
		await trigger.publish();
		expect(held().map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
		expect(held()).toHaveLength(4);
	});
});

describe('what an outage left behind', () => {
	test('is taken over by the next publishing', async () => {
		const trigger = host.add();
		await trigger.publish();
		simulator.faults.add({ match: { method: 'DELETE' }, fault: { kind: 'error', status: 503 } });
		await expect(trigger.unpublish()).rejects.toThrow(/could not be made|failed|503/i);
		simulator.faults.clear();
		expect(held()).toHaveLength(1);
		await trigger.publish();
		expect(held()).toHaveLength(1);
	});

	test('of a trigger that is gone goes with the next publishing of the workflow', async () => {
		const gone = host.add({ nodeId: 'node-old', webhookId: 'hook-old' });
		await gone.publish();
		const kept = host.add({ nodeId: 'node-2', webhookId: 'hook-2' });
		await kept.publish();
		const neighbours = [{ id: 'node-2', type: TRIGGER_TYPE }];
		await host.add({ nodeId: 'node-1', neighbours }).publish();
		expect(held()).toHaveLength(2);
		expect(held().map(({ id }) => id)).toContain(kept.staticData.subscriptionId);
		expect(held().map(({ id }) => id)).not.toContain(gone.staticData.subscriptionId);
	});

	test('of an address that the node had before goes too', async () => {
		await host.add({ webhookId: 'hook-old' }).publish();
		await host.add({ webhookId: 'hook-new' }).publish();
		expect(held().map(({ url }) => url?.split('?')[0])).toEqual([`${host.url}/webhook/hook-new/events`]);
	});
});

describe('a test in the editor', () => {
	test('listens on a subscription of its own, which goes with it', async () => {
		const production = host.add();
		await production.publish();
		const test = host.add({ mode: 'manual' });
		await test.publish();
		expect(held()).toHaveLength(2);
		expect(held()[1]).toMatchObject({
			name: expect.stringMatching(/^n8n Test: /),
			url: expect.stringContaining('/webhook-test/'),
		});
		await test.unpublish();
		expect(held().map(({ id }) => id)).toEqual([production.staticData.subscriptionId]);
	});

	test('goes even when n8n has forgotten it', async () => {
		const test = host.add({ mode: 'manual' });
		await test.publish();
		test.staticData = {};
		await test.unpublish();
		expect(held()).toEqual([]);
	});

	test('of long ago is removed by the next publishing, one that may still listen is not', async () => {
		await host.add({ mode: 'manual', webhookId: 'a' }).publish();
		await host.add({ mode: 'manual', webhookId: 'b' }).publish();
		const [old] = held();
		if (old) old.createdAt = new Date(Date.now() - 3_600_000).toISOString();
		await host.add().publish();
		expect(held().map(({ url }) => url?.split('/').at(-2))).toEqual(['b', 'hook-1']);
	});
});

describe('a refusal says why', () => {
	test.each<[string, () => void, RegExp]>([
		[
			'the token has no right',
			() => simulator.quirks.forbiddenScopes.push('webhook'),
			/token may not manage webhooks \(403\)/,
		],
		[
			'the token is refused',
			() => Object.assign(simulator.quirks, { tokensVanished: true }),
			/refuses the token \(401\)/,
		],
		['the account is full', () => Object.assign(simulator.quirks, { subscriptionLimit: 0 }), /Limite de 0 webhooks/],
		[
			'the platform is down',
			() => simulator.faults.add({ fault: { kind: 'error', status: 503 } }),
			/could not be made/,
		],
	])('when %s', async (_, spoil, message) => {
		spoil();
		await expect(host.add().publish()).rejects.toThrow(message);
	});

	test('when the platform cannot reach this n8n', async () => {
		const remote = await TriggerHost.start({ apiToken: 'pn_1', baseUrl: 'https://api.wts.example' });
		await expect(remote.add().publish()).rejects.toThrow(/cannot reach http:\/\/127\.0\.0\.1.*WEBHOOK_URL/);
		await remote.close();
	});

	test('when a filter cannot be right, and nothing is asked', async () => {
		await expect(host.add({ parameters: { filters: { textPattern: '(' } } }).publish()).rejects.toThrow(
			/"Text Matches \(Regex\)" is not a regular expression/,
		);
		await expect(host.add({ parameters: { events: [] } }).publish()).rejects.toThrow(/"Events" is empty.*at least one/);
		expect(simulator.requests).toEqual([]);
	});
});
