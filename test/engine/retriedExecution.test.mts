import { startBed } from '../bed/bed.mts';
import { type EngineRun, NODE, type NodeSetup, runWorkflow, workflowOf } from '../bed/engine.mts';
import { located } from '../bed/located.mts';

const { simulator, account } = startBed();
let executions = 0;

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

interface Run {
	texts?: readonly string[];
	text?: string;
	options?: Record<string, unknown>;
	setup?: Partial<NodeSetup>;
	/** The execution that is tried again, or the ID of one that was killed. */
	retries?: { id: string; run?: EngineRun };
}

/** Sends texts in one execution, or in n8n's Retry of one. */
async function send({ texts = TEXTS, text = '={{ $json.text }}', options = {}, setup = {}, retries }: Run = {}) {
	const id = `execution-${++executions}`;
	const session = simulator.account.named.sessionInProgress.id;
	const workflow = workflowOf({
		parameters: { resource: 'session', operation: 'sendText', sessionId: located('id', session), text, options },
		...setup,
	});
	const run = await runWorkflow(workflow, {
		account: account(),
		items: texts.map((one) => ({ json: { text: one } })),
		executionId: id,
		retryOf: retries,
	});
	return { id, run };
}

const TEXTS = range(60).map((index) => `Text ${index}.`);
const QUEUED = { delayTyping: 0 };

/** Texts in the session as the account has them. */
const sent = () =>
	(simulator.account.messagesOfSession.get(simulator.account.named.sessionInProgress.id) ?? [])
		.map((message) => message.text ?? '')
		.filter((text) => /^(Text|New) /.test(text));
const fails = (text: string, times = 1) =>
	simulator.faults.add({ match: { bodyIncludes: text }, times, fault: { kind: 'error', status: 400 } });

describe("n8n's Retry of a failed execution", () => {
	test('sends what was not sent, and gives back all', async () => {
		fails('Text 30.');
		const first = await send();
		expect(first.run.error).toBeDefined();
		expect(sent()).toHaveLength(30);
		const { run } = await send({ retries: first });
		expect(run.error).toBeUndefined();
		expect(sent()).toEqual(TEXTS);
		expect(run.items(NODE).map(({ pairedItem }) => pairedItem)).toEqual(TEXTS.map((_, item) => ({ item })));
		expect(run.json(NODE).every((record) => typeof record.id === 'string')).toBe(true);
	});

	test('of a Retry that failed too knows of both', async () => {
		fails('Text 10.', 1);
		fails('Text 20.', 1);
		const first = await send();
		const second = await send({ retries: first });
		expect(second.run.error).toBeDefined();
		const { run } = await send({ retries: second });
		expect(run.error).toBeUndefined();
		expect(sent()).toEqual(TEXTS);
	});

	test('does not send again what may have been sent', async () => {
		simulator.faults.add({ match: { bodyIncludes: 'Text 5.' }, times: 1, fault: { kind: 'resetAfter' } });
		// Nor can it be looked for.
		simulator.faults.add({ match: { method: 'GET', path: /\/message$/ }, fault: { kind: 'error', status: 403 } });
		const first = await send({ texts: TEXTS.slice(0, 10) });
		expect(first.run.error?.message).toContain('[item 5]');
		const second = await send({ texts: TEXTS.slice(0, 10), retries: first });
		expect(second.run.error?.message).toContain('[item 5]');
		expect(sent()).toEqual(TEXTS.slice(0, 6));
	});

	test('with a text that is another one each time sends each once', async () => {
		fails('Text 3.');
		const text = '={{ $json.text }} {{ Math.random() }} {{ $execution.id }}';
		const first = await send({ texts: TEXTS.slice(0, 6), text });
		await send({ texts: TEXTS.slice(0, 6), text, retries: first });
		expect(sent().map((one) => one.slice(0, 7))).toEqual(TEXTS.slice(0, 6));
	});

	test('of a workflow that was edited meanwhile sends the edited text', async () => {
		fails('Text 2.');
		const first = await send({ texts: TEXTS.slice(0, 4) });
		await send({ texts: TEXTS.slice(0, 4), text: '=New {{ $json.text }}', retries: first });
		expect(sent()).toEqual(['Text 0.', 'Text 1.', ...range(4).map((index) => `New Text ${index}.`)]);
	});

	test('is not misled by options that say how, not what', async () => {
		fails('Text 2.');
		const first = await send({ texts: TEXTS.slice(0, 4) });
		await send({ texts: TEXTS.slice(0, 4), options: { timeout: 120, concurrency: 2 }, retries: first });
		expect(sent()).toEqual(TEXTS.slice(0, 4));
	});

	test('keeps that an item is done where its answer is too long to be kept', async () => {
		// The answer to a note holds its text.
		const long = range(6).map((index) => `Text ${index}. ${'x'.repeat(1_200_000)}`);
		fails('Text 5.');
		const notes = async (retryOf?: { id: string; run: EngineRun }) =>
			await runWorkflow(
				workflowOf({
					parameters: {
						resource: 'session',
						operation: 'createNote',
						sessionId: located('id', simulator.account.named.sessionInProgress.id),
						text: '={{ $json.text }}',
					},
				}),
				{
					account: account(),
					items: long.map((text) => ({ json: { text } })),
					executionId: 'long',
					retryOf,
				},
			);
		const first = await notes();
		expect(first.error).toBeDefined();
		expect(JSON.stringify(first.data.executionData?.contextData).length).toBeLessThan(4_100_000);
		const again = await notes({ id: 'long', run: first });
		expect(again.error).toBeUndefined();
		const posted = simulator.requests.filter(({ method, status }) => method === 'POST' && status === 200);
		expect(posted).toHaveLength(6);
		expect(again.items(NODE)).toHaveLength(6);
		expect(again.json(NODE)).toContainEqual({ success: true, doneBefore: true });
	});

	test('leaves nothing behind in a run that ends well', async () => {
		const { run } = await send({
			texts: TEXTS.slice(0, 3),
			setup: { retryOnFail: { maxTries: 2, waitBetweenTries: 1 } },
		});
		expect(run.stored).not.toContain('wtsChatLedger');
	});
});

describe('an execution that was killed, tried again', () => {
	test('looks queued sends up before it sends them', async () => {
		const killed = await send({ texts: TEXTS.slice(0, 4), options: QUEUED });
		const { run } = await send({ texts: TEXTS.slice(0, 8), options: QUEUED, retries: { id: killed.id } });
		expect(run.error).toBeUndefined();
		expect(sent().sort()).toEqual(TEXTS.slice(0, 8));
		expect(run.items(NODE)).toHaveLength(8);
	});

	test("looks up the user's own IDs too", async () => {
		const options = { ...QUEUED, senderId: '=order {{ $json.text }}' };
		const killed = await send({ texts: TEXTS.slice(0, 4), options });
		await send({ texts: TEXTS.slice(0, 8), options, retries: { id: killed.id } });
		expect(sent().sort()).toEqual(TEXTS.slice(0, 8));
	});

	test('sends what cannot be looked up a second time, or stops, as the option says', async () => {
		const killed = await send({ texts: TEXTS.slice(0, 2) });
		const stopped = await send({
			texts: TEXTS.slice(0, 2),
			options: { withoutRecord: 'stop' },
			retries: { id: killed.id },
		});
		expect(stopped.run.error?.message).toContain('may have been done before');
		expect(stopped.run.error?.description).toContain('Without Record');
		expect(sent()).toEqual(TEXTS.slice(0, 2));
		// This is what cannot be promised.
		await send({ texts: TEXTS.slice(0, 2), retries: { id: killed.id } });
		expect(sent()).toEqual([...TEXTS.slice(0, 2), ...TEXTS.slice(0, 2)]);
	});

	test('sends nothing when the look-up fails', async () => {
		const killed = await send({ texts: TEXTS.slice(0, 1), options: QUEUED });
		simulator.faults.add({ match: { method: 'GET' }, fault: { kind: 'error', status: 403 } });
		const { run } = await send({ texts: TEXTS.slice(0, 1), options: QUEUED, retries: { id: killed.id } });
		expect(run.error).toBeDefined();
		expect(sent()).toEqual(TEXTS.slice(0, 1));
	});
});

describe('Skip If Already Sent', () => {
	const options = { ...QUEUED, senderId: '=order {{ $json.text }}', skipIfSent: true };

	test('lets a campaign be started again after anything', async () => {
		await send({ texts: TEXTS.slice(0, 5), options });
		const { run } = await send({ texts: TEXTS.slice(0, 9), options });
		expect(run.error).toBeUndefined();
		expect(run.items(NODE)).toHaveLength(9);
		expect(sent().sort()).toEqual(TEXTS.slice(0, 9));
	});

	test('wants a Sender ID', async () => {
		const { run } = await send({ texts: TEXTS.slice(0, 1), options: { ...QUEUED, skipIfSent: true } });
		expect(run.error?.message).toContain('Skip If Already Sent');
		expect(simulator.requests).toEqual([]);
	});

	const batches = {
		'message.sendTemplateBatch': {
			route: '/chat/v1/send/template/batch',
			parameters: () => ({
				resource: 'message',
				operation: 'sendTemplateBatch',
				recipientType: 'phone',
				templateId: located('id', simulator.account.named.templateWithParams.id),
				templateParametersMode: 'json',
				templateParametersJson: '={{ $json.values }}',
			}),
		},
		'chatbot.sendBatch': {
			route: '/chat/v1/send/chatbot/batch',
			parameters: () => ({
				resource: 'chatbot',
				operation: 'sendBatch',
				chatbotKey: located('list', simulator.account.named.chatbotAutomation.key),
			}),
		},
	};

	test.each(Object.entries(batches))('leaves out of a batch what was sent: %s', async (_, { route, parameters }) => {
		const batch = async (count: number) =>
			await runWorkflow(
				workflowOf({
					parameters: {
						...parameters(),
						from: located('list', simulator.account.named.channelWhatsapp.id),
						to: '={{ $json.to }}',
						options: { senderId: '=order-{{ $json.to }}', skipIfSent: true },
					},
				}),
				{
					account: account(),
					items: range(count).map((index) => ({
						json: { to: `(21) 97777-000${index}`, values: { nome: 'Ana', pedido: index } },
					})),
				},
			);
		await batch(3);
		const { error, items } = await batch(5);
		expect(error).toBeUndefined();
		expect(items(NODE)).toHaveLength(5);
		const sizes = simulator.requests
			.filter((request) => request.route === route)
			.map(({ body }) => (body as { messages: unknown[] }).messages.length);
		expect(sizes).toEqual([3, 2]);
	});
});
