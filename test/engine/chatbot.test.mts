import { startBed } from '../bed/bed.mts';
import { type EngineRun, NODE } from '../bed/engine.mts';
import { located } from '../bed/located.mts';
import { blockAnswerProblems } from '../simulator/chatbotBlock.mts';

type Json = Record<string, unknown>;

const { simulator, named, runnerOf } = startBed();
const run = runnerOf('chatbot');

const routes = () => simulator.requests.map(({ method, route }) => `${method} ${route}`);
const bodies = (route?: string) =>
	simulator.requests
		.filter((one) => one.method === 'POST' && (route === undefined || one.route === route))
		.map(({ body }) => body as Json);
const failed = (result: EngineRun) => result.error?.message;
const start = (more: Json = {}): Json => ({
	chatbotKey: located('list', named().chatbotAutomation.key),
	from: located('list', named().channelWhatsapp.id),
	to: '={{ $json.to }}',
	...more,
});
const NUMBER = '551140028922';
const UNKNOWN = '11111111-2222-4333-8444-555555555555';
const BATCH = '/chat/v1/send/chatbot/batch';

describe('chatbot.send', () => {
	test('starts the chatbot and returns the session, metadata included', async () => {
		const { contactAna, chatbotAutomation } = named();
		const result = await run(
			'send',
			start({
				forceStartSession: true,
				sessionMetadata: { values: [{ key: 'order', value: '7' }] },
				contactMetadata: { values: [{ key: 'customer', value: '8' }] },
				options: { hiddenSession: true, sessionMetadataJson: '{"total": 12.5}' },
			}),
			[{ to: '(11) 99999-9999' }],
		);
		expect(result.error).toBeUndefined();
		expect(bodies('/chat/v1/chatbot/send')[0]).toMatchObject({
			botKey: chatbotAutomation.key,
			from: NUMBER,
			to: '5511999999999',
		});
		const session = simulator.account.sessions.get(String(result.json(NODE)[0]?.id));
		expect(session).toMatchObject({
			botId: chatbotAutomation.id,
			contactId: contactAna.id,
			metadata: { order: '7', total: 12.5 },
		});
		expect(simulator.account.contacts.get(contactAna.id)?.metadata).toMatchObject({ customer: '8', crmId: '1001' });
		expect(simulator.account.sessions.get(named().sessionInProgress.id)?.status).toBe('COMPLETED');
	});

	test('skips where it is told to', async () => {
		const { sessionStarted } = named();
		const before = sessionStarted.metadata;
		await run(
			'send',
			start({
				to: '',
				sessionId: located('id', sessionStarted.id),
				skipIfBotInExecution: true,
				sessionMetadata: { values: [{ key: 'a', value: '1' }] },
			}),
		);
		expect(simulator.account.sessions.get(sessionStarted.id)?.metadata).toEqual(before);
	});

	test.each([false, true])('an empty answer is a success, queued %s', async (queued) => {
		simulator.quirks.emptyBodies = true;
		const result = await run('send', start({ from: located('number', NUMBER), options: { queued } }), [
			{ to: '(11) 99999-9999' },
		]);
		expect(result.json(NODE)).toEqual([{ success: true }]);
	});

	test('queued, it returns the dispatch with a sender ID of its own', async () => {
		const result = await run('send', start({ options: { queued: true } }), [{ to: '(11) 99999-9999' }]);
		expect(routes()).toEqual(['GET /chat/v1/channel', 'POST /chat/v1/send/chatbot']);
		expect(result.json(NODE)[0]).toMatchObject({ status: 'QUEUED', senderId: expect.any(String) });
	});

	test.each([
		['there is nobody to send to', () => ({ to: '' }), /"To" and "Session" are both empty/],
		['the chatbot is missing', () => ({ chatbotKey: located('id', '={{ "" }}') }), /"Chatbot" is empty/],
		['the session is none', () => ({ sessionId: located('id', '={{ "x" }}') }), /"Session" is not a valid ID/],
	])('is refused before any request when %s', async (_, more, message) => {
		const result = await run('send', start(more()), [{ to: '(11) 99999-9999' }]);
		expect(failed(result)).toMatch(message);
		expect(simulator.requests).toEqual([]);
	});

	test('an unknown channel is refused before any chatbot starts', async () => {
		const result = await run('send', start({ from: located('list', UNKNOWN) }), [{ to: '(11) 99999-9999' }]);
		expect(failed(result)).toMatch(/No channel of the account has the ID/);
		expect(bodies()).toEqual([]);
	});
});

describe('chatbot.sendBatch', () => {
	const many = (count: number) =>
		Array.from({ length: count }, (_, index) => ({ to: `(21) 9${String(70_000_000 + index)}` }));

	test('120 items are two requests, and one result item per input item', async () => {
		const result = await run('sendBatch', start(), many(120));
		expect(result.error).toBeUndefined();
		expect(bodies(BATCH).map(({ messages }) => (messages as Json[]).length)).toEqual([100, 20]);
		expect(result.items(NODE).map(({ pairedItem }) => pairedItem)).toEqual(many(120).map((_, item) => ({ item })));
		const running = [...simulator.account.sessions.values()].filter(
			({ botId }) => botId === named().chatbotAutomation.id,
		);
		expect(running.length).toBeGreaterThanOrEqual(120);
	});

	test('recipients, sessions and metadata of their own; shared options', async () => {
		const { sessionPending, chatbotAutomation } = named();
		const result = await run(
			'sendBatch',
			start({
				sessionId: located('id', '={{ $json.session }}'),
				skipIfInProgress: true,
				sessionMetadata: { values: [{ key: 'order', value: '={{ $json.order }}' }] },
				options: { senderId: '=order-{{ $json.order }}', callbackUrl: 'https://example.com/started' },
			}),
			[
				{ to: '(21) 97000-0000', session: '', order: 1 },
				{ to: '', session: sessionPending.id, order: 2 },
			],
		);
		expect(result.error).toBeUndefined();
		expect(bodies(BATCH)).toEqual([
			{
				botKey: chatbotAutomation.key,
				from: NUMBER,
				options: expect.objectContaining({
					skipIfInProgress: true,
					skipIfBotInExecution: false,
					forceStartSession: false,
				}),
				messages: [
					{
						to: '5521970000000',
						senderId: 'order-1',
						callbackUrl: 'https://example.com/started',
						sessionMetadata: { order: 1 },
					},
					{
						sessionId: sessionPending.id,
						senderId: 'order-2',
						callbackUrl: 'https://example.com/started',
						sessionMetadata: { order: 2 },
					},
				],
			},
		]);
		expect(simulator.account.sessions.get(sessionPending.id)).toMatchObject({
			botId: chatbotAutomation.id,
			metadata: { order: 2 },
		});
	});

	test('results are matched by sender ID; what is missing is looked up', async () => {
		simulator.quirks.batchResults = 'shuffled';
		const options = { senderId: '={{ $json.to }}' };
		const shuffled = await run('sendBatch', start({ options }), many(4));
		expect(shuffled.json(NODE).map(({ senderId }) => senderId)).toEqual(many(4).map(({ to }) => to));
		simulator.quirks.batchResults = 'incomplete';
		const incomplete = await run('sendBatch', start(), many(3));
		expect(incomplete.json(NODE)).toHaveLength(3);
		expect(routes().filter((route) => route === 'GET /chat/v1/send/chatbot/{id}')).toHaveLength(1);
	});

	test('one that the platform refuses fails alone', async () => {
		const { sessionCompleted } = named();
		const result = await run(
			'sendBatch',
			start({ sessionId: located('id', '={{ $json.session }}') }),
			[
				{ to: '', session: sessionCompleted.id },
				{ to: '(21) 97000-0000', session: '' },
			],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.json('Failed')[0]?.message).toMatch(/refused this one of the batch: Atendimento já finalizado/);
		expect(result.items(NODE).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
	});

	test('different chatbots go in different requests; a refused one takes no other along', async () => {
		const { chatbotAutomation, chatbotNotPublished } = named();
		simulator.faults.add({
			match: { route: BATCH, bodyIncludes: chatbotNotPublished.key },
			fault: { kind: 'error', status: 400, text: 'Chatbot não publicado' },
		});
		const result = await run(
			'sendBatch',
			start({ chatbotKey: located('id', '={{ $json.bot }}') }),
			[
				{ to: '(21) 97000-0000', bot: chatbotAutomation.key },
				{ to: '(21) 97000-0001', bot: chatbotNotPublished.key },
				{ to: '(21) 97000-0002', bot: chatbotAutomation.key },
			],
			{ onError: 'continueErrorOutput' },
		);
		expect(bodies(BATCH)).toHaveLength(2);
		expect(result.items(NODE).map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([0, 2]);
		expect(result.json('Failed')[0]?.message).toMatch(/Chatbot não publicado/);
	});
});

describe('chatbot.getSendStatus', () => {
	test('by the ID of the send and by the sender ID', async () => {
		const options = { queued: true, senderId: 'order-7' };
		const sent = (await run('send', start({ options }), [{ to: '(11) 99999-9999' }])).json(NODE)[0];
		const result = await run('getSendStatus', { sendId: '={{ $json.id }}' }, [{ id: sent?.id }, { id: 'order-7' }]);
		expect(result.json(NODE).map(({ id, senderId }) => [id, senderId])).toEqual([
			[sent?.id, 'order-7'],
			[sent?.id, 'order-7'],
		]);
		const raw = await run('getSendStatus', { sendId: 'order-7', simplify: false });
		expect(raw.json(NODE)[0]).toHaveProperty('companyId');
	});

	test('an unknown one is not found', async () => {
		const result = await run('getSendStatus', { sendId: UNKNOWN }, [{}], { onError: 'continueErrorOutput' });
		expect(result.json('Failed')[0]?.error).toMatchObject({ code: 'NOT_FOUND' });
	});
});

describe('chatbot.getAll', () => {
	test('every filter reaches the platform', async () => {
		const { channelWhatsapp, departmentSales, chatbotReactive, chatbotNotPublished, chatbotAutomation } = named();
		const namesOf = async (filters: Json) =>
			(await run('getAll', { returnAll: true, filters })).json(NODE).map(({ name }) => name);
		expect(await namesOf({ name: 'satisfação' })).toEqual([chatbotAutomation.name]);
		expect(await namesOf({ types: ['Reactive'] })).toEqual([chatbotReactive.name]);
		expect(await namesOf({ channelIds: [channelWhatsapp.id] })).toEqual([chatbotReactive.name]);
		expect(await namesOf({ publishStatuses: ['Not_Published'] })).toEqual([chatbotNotPublished.name]);
		expect(await namesOf({ automationUsages: 'Campaign' })).toEqual(['Qualificação']);
		expect((await namesOf({ defaultDepartmentIds: [departmentSales.id] })).length).toBeGreaterThan(2);
		expect(await namesOf({ createdAtAfter: '2100-01-01' })).toEqual([]);
	});

	test('simplified with the key that sends take, or raw', async () => {
		const simple = await run('getAll', { limit: 1 });
		expect(simple.json(NODE)).toEqual([
			expect.objectContaining({ key: expect.any(String), publishStatus: expect.any(String) }),
		]);
		expect(simple.json(NODE)[0]).not.toHaveProperty('companyId');
		const raw = await run('getAll', { limit: 1, simplify: false });
		expect(raw.json(NODE)[0]).toHaveProperty('companyId');
	});
});

describe('chatbot.respond', () => {
	const respond = async (parameters: Json) => await run('respond', parameters);
	const options = (count: number) => JSON.stringify(Array.from({ length: count }, (_, n) => `Option ${n + 1}`));

	test('makes the answer as the block takes it, and asks the platform nothing', async () => {
		const templateId = simulator.account.named.templateWithParams.id;
		const result = await respond({
			response: 'KNOWN',
			text: 'Hello',
			additionalFields: {
				fileUrls: 'https://example.com/a.pdf, https://example.com/b.pdf',
				templateId: { __rl: true, mode: 'id', value: templateId },
				templateParametersJson: '{"nome": "Ana", "pedido": 7}',
				messagesJson: '["Bye", {"fileUrl": "https://example.com/c.pdf", "text": "c"}]',
				metadata: { values: [{ key: 'known', value: 'yes' }] },
				contactJson: '{"cnpj": "1", "metadata": {"code": "a"}}',
			},
		});
		expect(result.error).toBeUndefined();
		const answer = {
			response: 'KNOWN',
			metadata: { known: 'yes' },
			contact: { cnpj: '1', metadata: { code: 'a' } },
			messages: [
				{ text: 'Hello' },
				{ fileUrl: 'https://example.com/a.pdf' },
				{ fileUrl: 'https://example.com/b.pdf' },
				{ template: { id: templateId, parameters: { nome: 'Ana', pedido: '7' } } },
				{ text: 'Bye' },
				{ text: 'c', fileUrl: 'https://example.com/c.pdf' },
			],
		};
		expect(result.json(NODE)).toEqual([answer]);
		expect(blockAnswerProblems(answer, ['KNOWN'])).toEqual([]);
		expect(simulator.requests).toEqual([]);
	});

	test('nothing at all is the main exit, and fifty options are a question', async () => {
		expect((await respond({})).json(NODE)).toEqual([{}]);
		const [question] = (await respond({ respondWith: 'question', questionOptionsJson: options(50) })).json(NODE);
		expect(question).toMatchObject({ type: 'BUTTONS' });
		expect(blockAnswerProblems(question, [])).toEqual([]);
	});

	test.each<[string, Record<string, unknown>, RegExp]>([
		['no options', { respondWith: 'question' }, /"Question Options" are empty/],
		['too many options', { respondWith: 'question', questionOptionsJson: options(51) }, /are 51, but .* at most 50/],
		[
			'a description on a button',
			{ respondWith: 'question', questionOptionsJson: '[{"text": "A", "description": "x"}]' },
			/has a description at "A", which only a list shows/,
		],
		[
			'an address in a list',
			{
				respondWith: 'question',
				questionType: 'LIST',
				questionOptionsJson: '[{"text": "A", "url": "https://a.example"}]',
			},
			/has a URL at "A", which only buttons have/,
		],
		['an empty message', { additionalFields: { messagesJson: '[{}]' } }, /has a message 1 without text, fileUrl/],
		['an unknown part', { additionalFields: { messagesJson: '[{"image": "x"}]' } }, /has "image", which is none of/],
		[
			'parameters without their template',
			{ additionalFields: { templateParametersJson: '{"a": "b"}' } },
			/"Template Parameters \(JSON\)" have no template/,
		],
	])('refuses %s', async (_, parameters, message) => {
		expect((await respond(parameters)).error?.message).toMatch(message);
	});
});
