import { startBed } from '../bed/bed.mts';
import { type EngineRun, NODE, type NodeSetup, runWorkflow, workflowOf } from '../bed/engine.mts';
import { located } from '../bed/located.mts';

type Json = Record<string, unknown>;

const { simulator, named, account, writes, run, runnerOf } = startBed();
const inSession = runnerOf('session');
const message = runnerOf('message');

/** A paragraph of 900 characters. */
const paragraph = (name: string) => `${name} ${'word '.repeat(178)}end.`.slice(0, 900);
const NAMES = ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'];
/** In WhatsApp's 4,096 characters go four of its paragraphs: three parts. */
const LONG = NAMES.map(paragraph).join('\n\n');
const PARTS = [NAMES.slice(0, 4), NAMES.slice(4, 8), NAMES.slice(8)].map((some) => some.map(paragraph).join('\n\n'));
// Without typing the tests need not wait for it.
const SPLIT = { splitLongText: true, delayTyping: 0 };

const bodies = () => writes().map(({ body }) => body as { text: string; senderId?: string; delayTyping?: number });
const textsIn = (sessionId: string) =>
	(simulator.account.messagesOfSession.get(sessionId) ?? []).flatMap(({ text }) =>
		/^(One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten) /.test(text ?? '') ? [text] : [],
	);
const parameters = (options: Json = {}, more: Json = {}): Json => ({
	sessionId: located('id', named().sessionInProgress.id),
	text: LONG,
	options: { ...SPLIT, ...options },
	...more,
});
const fails = (text: string, times = 1) =>
	simulator.faults.add({ match: { method: 'POST', bodyIncludes: text }, times, fault: { kind: 'error', status: 400 } });
const retries: Partial<NodeSetup> = { retryOnFail: { maxTries: 2, waitBetweenTries: 1 } };

describe('Split Long Text', () => {
	test('sends a long text in order and gives one item with the IDs of all parts', async () => {
		const result = await inSession('sendText', parameters());
		expect(result.error).toBeUndefined();
		const id = named().sessionInProgress.id;
		expect(textsIn(id)).toEqual(PARTS);
		const own = bodies().map(({ senderId }) => senderId);
		expect(own).toEqual([own[0], `${own[0]}-2`, `${own[0]}-3`]);
		const [item, ...others] = result.json(NODE);
		expect(others).toEqual([]);
		const ids = (item?.parts as Json[]).map((part) => part.id);
		expect(new Set(ids).size).toBe(3);
		expect(item).toMatchObject({ id: ids[0], sessionId: id, parts: own.map((senderId) => ({ senderId })) });
	});

	test.each<[string, () => string, number]>([
		['Instagram', () => named().sessionInstagram.id, 10],
		['Messenger', () => named().sessionMessenger.id, 5],
	])('%s takes less', async (_name, session, count) => {
		const result = await inSession('sendText', parameters({}, { sessionId: located('id', session()) }));
		expect(result.error).toBeUndefined();
		expect(textsIn(session())).toHaveLength(count);
		expect(textsIn(session()).join('\n\n')).toBe(LONG);
	});

	test('a text that fits goes as it is, without a look at the channel', async () => {
		const result = await inSession('sendText', parameters({}, { text: ' Short \n\n text ' }));
		expect(result.json(NODE)).toEqual([expect.objectContaining({ parts: [expect.objectContaining({})] })]);
		expect(simulator.requests).toHaveLength(1);
		expect(bodies()).toEqual([expect.objectContaining({ text: ' Short \n\n text ' })]);
	});

	test('several items keep their order, each with an item of its own', async () => {
		const items = [{ text: LONG }, { text: 'One short' }, { text: LONG }];
		const result = await inSession('sendText', parameters({}, { text: '={{ $json.text }}' }), items);
		expect(textsIn(named().sessionInProgress.id)).toEqual([...PARTS, 'One short', ...PARTS]);
		expect(result.json(NODE).map(({ parts }) => (parts as unknown[]).length)).toEqual([3, 1, 3]);
		expect(result.items(NODE).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	});

	test('the note beside it holds the whole text, and a note alone is not split', async () => {
		const both = await inSession('sendText', parameters({}, { chatTarget: 'both' }));
		expect(both.json(NODE)[0]).toMatchObject({ note: { type: 'NOTE', text: LONG } });
		expect(writes()).toHaveLength(4);
		const agents = await inSession('sendText', parameters({}, { chatTarget: 'agents' }));
		expect(agents.json(NODE)[0]).toMatchObject({ type: 'NOTE', text: LONG });
		expect(writes()).toHaveLength(5);
	});

	test('typing is shown in proportion, and the quoted message by the first part only', async () => {
		const { id } = named().sessionInProgress;
		const replyToId = simulator.account.messagesOfSession.get(id)?.[0]?.id;
		await inSession('sendText', parameters({ delayTyping: 2, replyToId }));
		expect(bodies().map(({ delayTyping }) => delayTyping)).toEqual([2, 2, 1]);
		expect(bodies().map((body) => Reflect.get(body, 'refId'))).toEqual([replyToId, undefined, undefined]);
	});

	test('a recipient gets all parts in the one session that the first part starts', async () => {
		const result = await message('sendText', {
			recipientType: 'session',
			sessionId: located('id', named().sessionInProgress.id),
			text: LONG,
			options: { ...SPLIT, forceStartSession: true },
		});
		expect(result.error).toBeUndefined();
		const sessions = (result.json(NODE)[0]?.parts as Json[]).map(({ sessionId }) => sessionId);
		expect(new Set(sessions).size).toBe(1);
		expect(sessions[0]).not.toBe(named().sessionInProgress.id);
		expect(bodies().map((body) => Reflect.get(body, 'options'))).toEqual([
			{ forceStartSession: true },
			undefined,
			undefined,
		]);
	});

	test('a phone number, and a text instead of a template', async () => {
		const from = located('list', named().channelWhatsapp.id);
		const to = named().contactAna.phoneNumber;
		const sent = await message('sendText', { recipientType: 'phone', from, to, text: LONG, options: SPLIT });
		expect(sent.error).toBeUndefined();
		expect(sent.json(NODE)[0]?.parts).toHaveLength(3);
		const either = await message('sendTextOrTemplate', {
			recipientType: 'session',
			sessionId: located('id', named().sessionInProgress.id),
			templateId: located('id', '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6'),
			text: LONG,
			options: { splitLongText: true, waitForDelivery: 'sent' },
		});
		expect(either.error).toBeUndefined();
		expect(either.json(NODE)[0]).toMatchObject({ route: 'text', deliveryReached: true });
		expect(either.json(NODE)[0]?.parts).toHaveLength(3);
	});

	test('Wait for Delivery waits for all parts', async () => {
		const result = await inSession('sendText', parameters({ waitForDelivery: 'delivered', deliveryTimeout: 20 }));
		const [item] = result.json(NODE);
		expect(item).toMatchObject({ deliveryReached: true });
		for (const part of item?.parts as Json[]) expect(['DELIVERED', 'READ']).toContain(part.status);
	});

	test.each([
		[
			'session',
			{ waitForResult: true, delayTyping: undefined },
			/"Wait for Result" cannot be combined with Split Long/,
		],
		[
			'message',
			{ waitForResult: true, delayTyping: undefined },
			/"Wait for Result" cannot be combined with Split Long/,
		],
		[
			'message',
			{ chatbotKey: located('key', '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6'), delayTyping: undefined },
			/"Chatbot" cannot be combined with Split/,
		],
	])('%s: %j is refused before anything is sent', async (resource, options, problem) => {
		const recipient = resource === 'message' ? { recipientType: 'session' } : {};
		const given = parameters(options, { ...recipient, resource, operation: 'sendText' });
		const result = await run({ parameters: given });
		expect(result.error?.message).toMatch(problem);
		expect(simulator.requests).toEqual([]);
	});

	test('a link that no message can hold is refused before anything is sent', async () => {
		const text = `https://example.com/${'a'.repeat(5_000)}`;
		const result = await inSession('sendText', parameters({}, { text }));
		expect(result.error?.message).toContain('The text has a link that is longer than the 4,096 allowed');
		expect(writes()).toEqual([]);
	});
});

describe('a part that fails', () => {
	test('says how many were sent, and nothing goes after it', async () => {
		fails('Five');
		const result = await inSession('sendText', parameters(), [{}], { onError: 'continueRegularOutput' });
		const [item] = result.json(NODE);
		expect(item?.message).toMatch(/^Part 2 of 3 failed; 1 of 3 parts were sent \(ID [0-9a-f-]{36}\): /);
		expect(item?.error).toMatchObject({ ambiguous: false, hint: expect.stringContaining('Skip If Already Sent') });
		expect(textsIn(named().sessionInProgress.id)).toEqual(PARTS.slice(0, 1));
	});

	test('Retry On Fail goes on with the parts that are left', async () => {
		fails('Five');
		const result = await inSession('sendText', parameters(), [{}], retries);
		expect(result.error).toBeUndefined();
		expect(textsIn(named().sessionInProgress.id)).toEqual(PARTS);
		expect(result.json(NODE)[0]?.parts).toHaveLength(3);
	});

	test('so it does as a tool, whichever number the agent gives the call', async () => {
		fails('Five');
		const result = await inSession('sendText', parameters(), [{ toolCallId: 'a' }], { ...retries, asTool: true });
		expect(result.error).toBeUndefined();
		expect(textsIn(named().sessionInProgress.id)).toEqual(PARTS);
	});

	test("n8n's Retry goes on with them, and other items are not sent again", async () => {
		const items = [{ text: 'One short' }, { text: LONG }, { text: 'Two short' }];
		const workflow = () =>
			workflowOf({
				parameters: { resource: 'session', operation: 'sendText', ...parameters({}, { text: '={{ $json.text }}' }) },
			});
		const go = async (executionId: string, retryOf?: { id: string; run: EngineRun }) =>
			await runWorkflow(workflow(), {
				account: account(),
				items: items.map((json) => ({ json })),
				executionId,
				retryOf,
			});
		fails('Nine');
		const first = await go('first');
		expect(first.error?.message).toContain('Part 3 of 3 failed; 2 of 3 parts were sent');
		fails('Nine');
		const second = await go('second', { id: 'first', run: first });
		expect(second.error?.message).toContain('2 of 3 parts were sent');
		const third = await go('third', { id: 'second', run: second });
		expect(third.error).toBeUndefined();
		expect(textsIn(named().sessionInProgress.id)).toEqual(['One short', ...PARTS, 'Two short']);
		expect(third.json(NODE)).toHaveLength(3);
	});

	test('an execution that was killed looks each part up first', async () => {
		fails('Nine');
		const setup = {
			parameters: { resource: 'session', operation: 'sendText', ...parameters({ withoutRecord: 'send' }) },
		};
		await run(setup, [{}], { executionId: 'killed' });
		expect(textsIn(named().sessionInProgress.id)).toEqual(PARTS.slice(0, 2));
		const result = await run(setup, [{}], { executionId: 'next', retryOf: { id: 'killed' } });
		expect(result.error).toBeUndefined();
		expect(textsIn(named().sessionInProgress.id)).toEqual(PARTS);
	});

	test('a new execution with Skip If Already Sent sends what is left', async () => {
		fails('Five');
		const options = { senderId: 'order-1', skipIfSent: true };
		expect((await inSession('sendText', parameters(options))).error).toBeDefined();
		const result = await inSession('sendText', parameters(options));
		expect(result.error).toBeUndefined();
		expect(textsIn(named().sessionInProgress.id)).toEqual(PARTS);
		expect((result.json(NODE)[0]?.parts as Json[]).map(({ senderId }) => senderId)).toEqual([
			'order-1',
			'order-1-2',
			'order-1-3',
		]);
	});

	test('a part whose answer was lost is found and counts as sent', async () => {
		simulator.faults.add({ match: { method: 'POST', bodyIncludes: 'Five' }, times: 1, fault: { kind: 'resetAfter' } });
		const result = await inSession('sendText', parameters());
		expect(result.error).toBeUndefined();
		expect(textsIn(named().sessionInProgress.id)).toEqual(PARTS);
	});

	test('one that cannot be looked up at first is by the next try, and not sent again', async () => {
		simulator.faults.add({ match: { method: 'POST', bodyIncludes: 'Five' }, times: 1, fault: { kind: 'resetAfter' } });
		simulator.faults.add({ match: { method: 'GET', path: /-2$/ }, times: 1, fault: { kind: 'error', status: 403 } });
		const result = await inSession('sendText', parameters(), [{}], retries);
		expect(result.error).toBeUndefined();
		expect(textsIn(named().sessionInProgress.id)).toEqual(PARTS);
	});

	test.each([
		['own', {}],
		["the user's", { senderId: 'order-1' }],
	])('one that was lost on its way stays unknown and is never sent again (%s sender ID)', async (_name, options) => {
		simulator.faults.add({ match: { method: 'POST', bodyIncludes: 'Five' }, times: 1, fault: { kind: 'resetBefore' } });
		const setup = { ...retries, onError: 'continueRegularOutput' as const };
		const result = await inSession('sendText', parameters(options), [{}], setup);
		expect(result.json(NODE)[0]?.error).toMatchObject({ ambiguous: true });
		expect(textsIn(named().sessionInProgress.id)).toEqual(PARTS.slice(0, 1));
		expect(bodies()).toHaveLength(2);
	});

	test('one that the channel does not take stops those after it', async () => {
		const sessionId = located('id', named().sessionExpiredWindow.id);
		const result = await inSession('sendText', parameters({}, { sessionId }));
		expect(result.error?.message).toMatch(/^Part 1 of 3 failed; 0 of 3 parts were sent: The message failed/);
		expect(writes()).toHaveLength(1);
	});
});
