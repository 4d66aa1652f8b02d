import { startBed } from '../bed/bed.mts';
import { NODE, runNode } from '../bed/engine.mts';
import { located } from '../bed/located.mts';

type Json = Record<string, unknown>;

const { simulator, named, account, writes } = startBed();

const send = async (resource: string, operation: string, parameters: Json) =>
	await runNode({ parameters: { resource, operation, ...parameters } }, [{}], {
		account: account(),
	});
const inSession = (id: string, options: Json, more: Json = {}): Json => ({
	sessionId: located('id', id),
	text: 'Hello',
	chatTarget: 'contact',
	options,
	...more,
});

describe('Wait for Delivery', () => {
	test.each([
		['session', 'sendText', {}],
		['session', 'sendText', { senderId: 'order-1' }],
	])('%s.%s with %j waits until the contact has the message', async (resource, operation, options) => {
		const result = await send(
			resource,
			operation,
			inSession(named().sessionInProgress.id, { waitForDelivery: 'delivered', deliveryTimeout: 20, ...options }),
		);
		expect(result.error).toBeUndefined();
		const [item] = result.json(NODE);
		expect(item).toMatchObject({ deliveryReached: true });
		expect(['DELIVERED', 'READ']).toContain(item?.status);
		expect(writes()).toHaveLength(1);
	});

	test('a message that fails is an error with its reason', async () => {
		const result = await send(
			'session',
			'sendText',
			inSession(named().sessionExpiredWindow.id, { waitForDelivery: 'sent', deliveryTimeout: 20 }),
		);
		expect(result.error?.message).toMatch(/^The message failed/);
		expect(writes()).toHaveLength(1);
	});

	test('one that takes too long is none', async () => {
		Object.assign(simulator.quirks, { messagesStayQueued: true });
		const options = { waitForDelivery: 'read', deliveryTimeout: 1 };
		const result = await send('session', 'sendText', inSession(named().sessionInProgress.id, options));
		expect(result.error).toBeUndefined();
		expect(result.json(NODE)).toEqual([expect.objectContaining({ deliveryReached: false })]);
	});

	test('nobody waits for a note', async () => {
		const options = { waitForDelivery: 'read', deliveryTimeout: 20 };
		const parameters = inSession(named().sessionInProgress.id, options, { chatTarget: 'agents' });
		const result = await send('session', 'sendText', parameters);
		expect(result.error).toBeUndefined();
		expect(result.json(NODE)[0]).not.toHaveProperty('deliveryReached');
		expect(simulator.requests).toHaveLength(1);
	});

	test('a status that cannot be read is looked at again', async () => {
		simulator.faults.add({ match: { method: 'GET', path: /status/ }, times: 1, fault: { kind: 'error', status: 400 } });
		const options = { waitForDelivery: 'sent', deliveryTimeout: 20 };
		const result = await send('session', 'sendText', inSession(named().sessionInProgress.id, options));
		expect(result.json(NODE)).toEqual([expect.objectContaining({ deliveryReached: true })]);
	});
});
