import {
	getMessageStatus,
	type MessageSend,
	PartFailedError,
	partsOf,
	prepareSend,
	sendMessageFile,
	sendMessageTemplate,
	sendMessageText,
	sendMessageTextInParts,
	sendOneTimePassword,
	sendTemplateBatch,
	TransportFault,
	unroutableOptions,
} from '../../../client';
import { bench, failure, type Reply, type Script } from './runtime.mts';

const ID = '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';
const OTHER = '7f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';
const CHANNEL = { id: ID, number: '+55|1140028922' };
const to: MessageSend = { recipient: { to: '5511999999999' }, sender: { address: '551140028922' } };

/** Answers by method and the beginning of the target; a send by what it was asked to send. */
const answering =
	(routes: Record<string, Reply>): Script =>
	({ method, url }) => {
		const target = `${method} ${url.replace(/^https?:\/\/[^/]+/, '')}`;
		const known = Object.keys(routes).find((route) => target.startsWith(route));
		return known === undefined ? { status: 404, json: { key: 'NOT_FOUND' } } : (routes[known] ?? {});
	};

describe('options that exclude each other', () => {
	test.each([
		[{ waitForResult: true, senderId: 'a' }, ['waitForResult', 'senderId']],
		[{ chatbotKey: ID, delayTyping: 1 }, ['chatbotKey', 'delayTyping']],
		[{ chatbotKey: ID, keepKind: true }, ['chatbotKey', 'keepKind']],
		[{ waitForResult: true, sessionMetadata: {} }, ['waitForResult', 'sessionMetadata']],
		[{ waitForResult: true, chatbotKey: ID, ownSenderId: 'own' }, undefined],
		[{ waitForResult: false, senderId: 'a', keepKind: true }, undefined],
	])('%j', (options, pair) => {
		expect(unroutableOptions(options)).toEqual(pair);
	});

	test('are refused without a request', async () => {
		const { client, calls } = bench(() => ({ json: {} }));
		const error = await failure(
			sendMessageText(client, { ...to, text: 'Hi', waitForResult: true, callbackUrl: 'https://a.example' }),
		);
		expect(error).toMatchObject({
			code: 'INVALID_REQUEST',
			message: 'waitForResult cannot be combined with callbackUrl',
		});
		const audio = await failure(
			sendMessageFile(client, { ...to, source: { fileId: ID }, kind: 'audio', caption: 'Hi' }),
		);
		expect(audio).toMatchObject({ message: 'Audio takes no caption' });
		expect(calls).toEqual([]);
	});
});

describe('recipients', () => {
	const contact = (json: object): Script =>
		answering({
			'GET /core/v1/contact': { json: { id: OTHER, ...json } },
			'GET /chat/v1/channel': { json: [CHANNEL] },
			'POST /': { json: { id: 'm' } },
		});
	const sentTo = async (script: Script, more: Partial<MessageSend>) => {
		const { client, calls, until } = bench(script);
		await until(sendMessageText(client, { ...to, recipient: { contact: { id: OTHER } }, text: 'Hi', ...more }));
		return calls.at(-1)?.json;
	};

	test('a contact by number, and without a channel by what it has', async () => {
		expect(await sentTo(contact({ phoneNumber: '+55|1199', instagram: 'ana' }), {})).toMatchObject({ to: '551199' });
		expect(await sentTo(contact({ phoneNumber: null, instagram: 'ana' }), { sender: undefined })).toMatchObject({
			to: '@ana',
		});
		expect(
			await sentTo(contact({ phoneNumber: '+55|1199', instagram: '@ana' }), { sender: { address: '@shop' } }),
		).toMatchObject({ to: '@ana', from: '@shop' });
	});

	test.each([
		['@shop', { phoneNumber: '+55|1199', instagram: '' }, 'has no Instagram name'],
		['551140028922', { instagram: '@ana' }, 'has no phone number'],
		[undefined, {}, 'has no phone number'],
	])('a contact without an address for %s', async (address, json, message) => {
		const { client, calls, until } = bench(contact(json));
		const sender = address === undefined ? undefined : { address };
		const error = await until(
			failure(sendMessageText(client, { recipient: { contact: { id: OTHER } }, sender, text: 'Hi' })),
		);
		expect(error).toHaveProperty('message', expect.stringContaining(message));
		expect(calls.filter(({ method }) => method === 'POST')).toEqual([]);
	});

	test('a session of an Instagram channel by @name, though its contact has a number', async () => {
		const script = answering({
			'GET /chat/v2/session': {
				json: { channelId: ID, contactDetails: { phonenumber: '+55|1199', instagram: 'ana' } },
			},
			'GET /chat/v1/channel': { json: [{ id: ID, identity: { humanId: '@shop' } }] },
			'POST /': { json: { id: 'm' } },
		});
		expect(await sentTo(script, { recipient: { sessionId: OTHER }, sender: undefined, chatbotKey: ID })).toMatchObject({
			to: '@ana',
			from: '@shop',
		});
	});

	test('a session is waited for in the session, unless something needs an address', async () => {
		const routesOf = async (more: object) => {
			const { client, calls, until } = bench(
				answering({
					'GET /chat/v2/session': { json: { channelId: ID, contactDetails: { phonenumber: '+55|11999999999' } } },
					'GET /chat/v1/channel': { json: [CHANNEL] },
					'POST /': { json: { id: 'm' } },
				}),
			);
			await until(
				sendMessageText(client, { recipient: { sessionId: OTHER }, text: 'Hi', waitForResult: true, ...more }),
			);
			return calls.map(({ url }) => new URL(url).pathname).at(-1);
		};
		expect(await routesOf({})).toBe(`/chat/v1/session/${OTHER}/message/sync`);
		expect(await routesOf({ forceStartSession: true })).toBe('/chat/v1/message/send-sync');
		expect(await routesOf({ sender: { address: '551140028922' } })).toBe('/chat/v1/message/send-sync');
	});

	test('a message that the channel did not take is an error with its reason', async () => {
		const { client, until } = bench(() => ({ json: { id: 'm', status: 'FAILED', failedReason: 'Janela fechada' } }));
		const error = await failure(until(sendMessageText(client, { ...to, text: 'Hi', waitForResult: true })));
		expect(error).toMatchObject({
			code: 'INVALID_REQUEST',
			message: 'The channel did not take the message m: Janela fechada',
			text: 'Janela fechada',
			ambiguous: false,
		});
	});

	test('a template without a channel is refused', async () => {
		const { client, calls } = bench(() => ({ json: {} }));
		const error = await failure(
			sendMessageTemplate(client, { recipient: { to: '5511' }, templateId: ID, parameters: {} }),
		);
		expect(error).toMatchObject({ code: 'INVALID_REQUEST', message: 'No channel is given' });
		expect(calls).toEqual([]);
	});
});

describe('what was prepared', () => {
	const script = answering({
		'GET /core/v1/contact': { json: { id: OTHER, phoneNumber: '+55|11999999999' } },
		'GET /core/v1/agent': { json: [{ id: ID, userId: OTHER }] },
		'GET /chat/v1/chatbot': { json: { items: [{ id: OTHER, key: 'welcome' }], totalItems: 1, totalPages: 1 } },
		'GET /chat/v1/message': { json: { id: 'm', status: 'SENT' } },
		'POST /': { json: { id: 'm', status: 'SENT' } },
	});
	const toContact = {
		recipient: { contact: { id: OTHER } },
		sender: { address: '551140028922' },
		agentId: ID,
	} satisfies MessageSend;

	test('is what the sends take', async () => {
		const { client, calls, until } = bench(script);
		const text = 'word '.repeat(2_000);
		const prepared = await until(prepareSend(client, { ...toContact, chatbotKey: OTHER }, 'message'));
		expect(prepared).toEqual({
			sender: { address: '551140028922' },
			agentId: OTHER,
			chatbotKey: 'welcome',
			addresses: { to: '5511999999999', from: '551140028922', contactId: OTHER },
		});
		const before = calls.length;
		await until(sendMessageText(client, { ...toContact, prepared, text: 'Hi', chatbotKey: OTHER }));
		await until(sendMessageTemplate(client, { ...toContact, prepared, templateId: ID, parameters: {} }));
		await until(sendOneTimePassword(client, { ...toContact, prepared }));
		const { addresses } = prepared;
		const parts = await until(partsOf(client, text, { ...toContact, sender: undefined, prepared: { addresses } }));
		await until(sendMessageTextInParts(client, { ...toContact, prepared, text }, { parts }));
		const made = calls.slice(before).filter(({ url }) => !url.includes('/status'));
		expect(made.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
			'POST /chat/v1/message/send',
			'POST /chat/v1/send/template',
			'POST /chat/v1/send/otp',
			...parts.map(() => 'POST /chat/v1/send/text'),
		]);
		for (const { json } of made) expect(json).toMatchObject({ to: '5511999999999', from: '551140028922' });
		expect(made[0]?.json).toMatchObject({ botKey: 'welcome', user: { id: OTHER } });
		expect(made[1]?.json).toMatchObject({ options: { user: { id: OTHER } } });
	});

	test('without addresses leaves them to the send', async () => {
		const { client, calls, until } = bench(script);
		const prepared = await until(prepareSend(client, toContact));
		expect(prepared).toEqual({ sender: { address: '551140028922' }, agentId: OTHER });
		await until(sendMessageText(client, { ...toContact, prepared, text: 'Hi' }));
		expect(calls.at(-1)?.json).toMatchObject({ to: '5511999999999', from: '551140028922' });
	});
});

test('a part that failed tells when it was sent and how long the server asks to wait', async () => {
	const refused: Reply = { status: 503, json: { text: 'Em manutenção' }, headers: { 'retry-after': '900' } };
	const { client, calls, until } = bench(({ body }) =>
		typeof body === 'string' && body.includes('"two"') ? refused : { json: { id: 'm', status: 'SENT' }, afterMs: 70 },
	);
	const error = await failure(
		until(sendMessageTextInParts(client, { ...to, text: 'one two' }, { parts: ['one', 'two'] })),
	);
	expect(error).toBeInstanceOf(PartFailedError);
	expect(error).toMatchObject({ httpStatus: 503, retryAfterMs: 900_000, sentAt: calls.at(-1)?.at, topic: 'partsLeft' });
});

test('an empty answer to a send is an empty record', async () => {
	const { client, until } = bench(() => ({ body: '' }));
	expect(await until(sendMessageText(client, { ...to, text: 'Hi' }))).toEqual({});
	expect(await until(sendMessageText(client, { ...to, text: 'Hi', waitForResult: true }))).toEqual({});
});

describe('a batch of templates', () => {
	const shared = { sender: { address: '551140028922' }, templateId: ID };
	const message = (
		senderId: string,
		recipient: { to: string } | { contact: { id: string } } = { to: '5511999999999' },
	) => ({
		recipient,
		senderId,
		parameters: { nome: 'Ana' },
	});

	test('nothing is sent when no message is left', async () => {
		const { client, calls, until } = bench(answering({}));
		const outcomes = await until(sendTemplateBatch(client, shared, [message('a', { contact: { id: OTHER } })]));
		expect(outcomes).toEqual([{ error: expect.objectContaining({ code: 'NOT_FOUND' }) }]);
		expect(calls.filter(({ method }) => method === 'POST')).toEqual([]);
	});

	test('a refused batch leaves the errors of those that were left out as they are', async () => {
		const { client, until } = bench(answering({ 'POST /': { status: 400, json: { text: 'Lote recusado' } } }));
		const outcomes = await until(
			sendTemplateBatch(client, shared, [message('a'), message('b', { contact: { id: OTHER } }), message('c')]),
		);
		expect(outcomes.map((one) => ('error' in one ? (one.error as { code: string }).code : 'sent'))).toEqual([
			'INVALID_REQUEST',
			'NOT_FOUND',
			'INVALID_REQUEST',
		]);
	});

	test('results are found by sender ID whatever their order; a repeated or strange one changes nothing', async () => {
		const results = [
			{ id: '3', senderId: 'c' },
			{ id: 'x', senderId: 'strange' },
			{ id: '1', senderId: 'a' },
			{ id: '2', senderId: 'b', status: 'FAILED', failedReason: 'Número inválido' },
		];
		const { client, until } = bench(answering({ 'POST /': { json: { results } } }));
		const outcomes = await until(sendTemplateBatch(client, shared, [message('a'), message('b'), message('c')]));
		expect(outcomes).toEqual([
			{ record: { id: '1', senderId: 'a' } },
			{ error: expect.objectContaining({ message: expect.stringContaining('Número inválido'), ambiguous: false }) },
			{ record: { id: '3', senderId: 'c' } },
		]);
	});

	test('a lost batch that cannot be found is ambiguous for each message', async () => {
		const { client, calls, until } = bench(({ method }) =>
			method === 'POST' ? new TransportFault('timeout') : { status: 404, json: {} },
		);
		const outcomes = await until(sendTemplateBatch(client, shared, [message('a'), message('b')]));
		for (const outcome of outcomes)
			expect(outcome).toEqual({ error: expect.objectContaining({ ambiguous: true, code: 'TIMEOUT' }) });
		expect(calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
	});
});

describe('the status of a message', () => {
	test('a sender ID is not asked of the route that takes IDs only', async () => {
		const { client, calls, until } = bench(
			answering({ 'GET /chat/v1/send/otp': { json: { id: ID, status: 'SENT' } } }),
		);
		expect(await until(getMessageStatus(client, 'order/7'))).toEqual({ id: ID, status: 'SENT', sentBy: 'otp' });
		expect(calls.map(({ target }) => target)).toEqual([
			'/chat/v1/send/message/order%2F7',
			'/chat/v1/send/otp/order%2F7',
		]);
	});
});
