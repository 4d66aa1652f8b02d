import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { WEBHOOK_EVENTS } from '../../client';
import { authorOf } from '../../nodes/WtsChat/listening/author';
import { cpuMs } from '../bed/cpu.mts';
import { type HostedTrigger, TriggerHost } from '../bed/trigger.mts';
import { type Simulator, startSimulator } from '../simulator/index.mts';

let simulator: Simulator;
let host: TriggerHost;
let trigger: HostedTrigger;
let block: HostedTrigger;
beforeAll(async () => {
	simulator = await startSimulator({ limits: 'off' });
	host = await TriggerHost.start({ apiToken: simulator.token, baseUrl: simulator.url });
	trigger = host.add({
		parameters: {
			events: ['any'],
			filters: {
				direction: 'any',
				changedFields: 'name, stepId, status',
				textPattern: '/(a+)b|x/i',
				panelIds: [randomUUID()],
				tagIds: ['VIP'],
			},
			options: { rawPayload: true },
		},
	});
	await trigger.publish();
	block = host.add({ webhookId: 'block', nodeId: 'block', parameters: { source: 'chatbotBlock' } });
});
afterAll(async () => {
	await host.close();
	await simulator.close();
});

/** What each event really carries, so that a test spoils one thing at a time. */
const FIELDS = [
	...['id', 'createdAt', 'updatedAt', 'name', 'phonenumber', 'email', 'instagram', 'tags', 'tagsId', 'utm'],
	...['metadata', 'customFieldValues', 'status', 'sessionId', 'type', 'text', 'direction', 'origin', 'userId'],
	...['details', 'fileId', 'refId', 'contactId', 'contactDetails', 'channelId', 'channelDetails', 'agentDetails'],
	...['departmentDetails', 'botId', 'title', 'stepTitle', 'stepId', 'panelId', 'contacts', 'contactIds', 'cardId'],
	...['files', 'responsibleUser', '__proto__', 'constructor', 'toString', 'n8nAsk'],
];

const hostile = fc.oneof(
	{ maxDepth: 4 },
	fc.anything({ withNullPrototype: true }),
	fc.jsonValue(),
	fc.constantFrom<unknown>('', null, undefined, 0, -1, 1e308, NaN, true, [], {}, [[]], '\ud800', '\u0000', '💥'),
	fc.string({ size: 'large' }),
	fc.record({
		text: fc.anything(),
		id: fc.anything(),
		publicUrl: fc.constantFrom('javascript:alert(1)', 'file:///etc', 7),
	}),
);

/** As it arrives: through JSON. */
const arrived = (value: unknown): unknown => {
	try {
		return JSON.parse(
			JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one)) ?? 'null',
		);
	} catch {
		return null;
	}
};

const content = fc.dictionary(fc.constantFrom(...FIELDS), hostile, { maxKeys: 25 });
const changes = fc.oneof(
	hostile,
	fc.record({
		source: hostile,
		userId: hostile,
		changes: fc.oneof(
			hostile,
			fc.array(fc.record({ property: hostile, currentValue: hostile, previousValue: hostile })),
		),
	}),
);
const body = fc.record({
	eventType: fc.oneof(fc.constantFrom(...Object.keys(WEBHOOK_EVENTS), 'TEMPLATE_NEW'), hostile),
	date: hostile,
	content: fc.oneof(content, hostile),
	changeMetadata: changes,
});

test('no event, whatever is in it, is answered with a fault of the server or keeps us from answering', async () => {
	await fc.assert(
		fc.asyncProperty(fc.oneof(body, hostile), async (given) => {
			const { status, items } = await trigger.deliver(arrived(given));
			expect([200, 400]).toContain(status);
			for (const { json } of items ?? []) expect(() => JSON.stringify(json)).not.toThrow();
		}),
		{ numRuns: 1_500 },
	);
	expect(host.log.filter((line) => line.startsWith('error'))).toEqual([]);
});

test('no call of a chatbot block either', async () => {
	const call = fc.dictionary(
		fc.constantFrom(
			'body',
			'responseKeys',
			'sessionId',
			'session',
			'channel',
			'contact',
			'questions',
			'menus',
			'metadata',
			'lastMessage',
			'lastMessagesAggregated',
		),
		hostile,
	);
	await fc.assert(
		fc.asyncProperty(fc.oneof(call, hostile), async (given) => {
			expect([200, 400]).toContain((await block.deliver(arrived(given))).status);
		}),
		{ numRuns: 700 },
	);
	expect(host.log.filter((line) => line.startsWith('error'))).toEqual([]);
});

test('nesting beyond reason does not overflow anything', async () => {
	let deep: unknown = 'x';
	for (let n = 0; n < 5_000; n += 1) deep = { metadata: deep };
	const event = { eventType: 'SESSION_NEW', content: { id: randomUUID(), metadata: deep, utm: deep } };
	expect((await trigger.deliver(event, { size: 60_000 })).status).toBe(200);
	expect(JSON.stringify(host.runs.at(-1)?.json).length).toBeLessThan(10_000);
});

test('a huge text is handed on, and searched in its beginning only', async () => {
	const text = `${'a'.repeat(4_000_000)}`;
	const event = { eventType: 'MESSAGE_RECEIVED', content: { id: randomUUID(), text, origin: 'GATEWAY' } };
	const cost = await cpuMs(async () => expect((await trigger.deliver(event)).status).toBe(200));
	expect(cost).toBeLessThan(5_000);
});

/** The engine's own collector: what it has not collected yet is no leak. */
function collectGarbage(): void {
	setFlagsFromString('--expose-gc');
	runInNewContext('gc')();
}

test('memory stays flat over 40,000 events, the same and others', async () => {
	const plain = host.add({ webhookId: 'flat', nodeId: 'flat', parameters: { events: ['MESSAGE_RECEIVED'] } });
	plain.staticData = trigger.staticData;
	const deliver = async (n: number) => {
		const id = `00000000-0000-4000-8000-${String(n % 15_000).padStart(12, '0')}`;
		await plain.deliver({
			eventType: n % 2 === 0 ? 'MESSAGE_RECEIVED' : 'CONTACT_UPDATE',
			content: { id, updatedAt: `2026-01-01T00:00:00.${n % 15_000}Z`, origin: 'GATEWAY', text: 'x'.repeat(2_000) },
		});
		host.runs.length = 0;
		host.calls.length = 0;
	};
	// All that is remembered is there after the first 15,000; from then on nothing may stay.
	const growths: number[] = [];
	for (let round = 0, before = 0; round < 8; round += 1) {
		for (let n = 0; n < 5_000; n += 1) await deliver(round * 5_000 + n);
		await setImmediate();
		collectGarbage();
		const { heapUsed } = process.memoryUsage();
		if (round > 2) growths.push(heapUsed - before);
		before = heapUsed;
	}
	const [, , median] = growths.toSorted((one, other) => one - other);
	expect(median).toBeLessThan(1024 * 1024);
});

test('a look-up that is over leaves nothing of its event behind, whatever timers still run', async () => {
	const plain = host.add({ webhookId: 'flat', nodeId: 'flat', parameters: { events: ['MESSAGE_RECEIVED'] } });
	plain.staticData = trigger.staticData;
	const deliver = async (content: object) => await plain.deliver({ eventType: 'MESSAGE_RECEIVED', content });
	collectGarbage();
	const before = process.memoryUsage().heapUsed;
	// Without a turn of the event loop no timer ends.
	for (let n = 0; n < 500; n += 1) {
		await deliver({ id: randomUUID(), origin: 'GATEWAY', text: 'x'.repeat(200_000) });
		host.runs.length = 0;
		host.calls.length = 0;
	}
	collectGarbage();
	// The texts alone have 100 MB.
	expect(process.memoryUsage().heapUsed - before).toBeLessThan(40 * 1024 * 1024);
});

describe('who wrote a message', () => {
	const user = randomUUID();
	test.each<[string, object, string | undefined, [string, string]]>([
		['the contact', { direction: 'FROM_HUB', origin: 'GATEWAY' }, 'MESSAGE_RECEIVED', ['inbound', 'contact']],
		['the contact, reversed', { direction: 'TO_HUB', origin: 'GATEWAY' }, 'MESSAGE_RECEIVED', ['inbound', 'contact']],
		['an agent', { direction: 'TO_HUB', origin: 'DEFAULT', userId: user }, 'MESSAGE_SENT', ['outbound', 'agent']],
		['an agent, reversed', { direction: 'FROM_HUB', origin: 'DEFAULT' }, undefined, ['outbound', 'agent']],
		['an agent on the phone', { origin: 'GATEWAY', userId: user }, undefined, ['outbound', 'agent']],
		['an agent on the phone, as it was sent', { origin: 'GATEWAY' }, 'MESSAGE_SENT', ['outbound', 'agent']],
		['a chatbot', { direction: 'TO_HUB', origin: 'BOT' }, undefined, ['outbound', 'chatbot']],
		['a program', { direction: 'TO_HUB', origin: 'API', userId: user }, undefined, ['outbound', 'api']],
		['a campaign', { origin: 'CAMPAIGN' }, undefined, ['outbound', 'api']],
		['an agent in a note', { type: 'NOTE', userId: user, origin: 'API' }, undefined, ['outbound', 'agent']],
		['nobody knows, inbound', { direction: 'FROM_HUB' }, undefined, ['inbound', 'contact']],
		['nobody knows, outbound', { direction: 'TO_HUB', origin: 'NEW' }, undefined, ['outbound', 'api']],
		[
			'the user of nobody',
			{ origin: 'GATEWAY', userId: '00000000-0000-0000-0000-000000000000' },
			undefined,
			['inbound', 'contact'],
		],
	])('%s', (_, message, event, [direction, author]) => {
		expect(authorOf({ ...message }, event)).toEqual({ direction, author });
	});
});
