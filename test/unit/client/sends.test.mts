import { dispatch, dispatchBatch, sendChatbot, sendSessionText, TransportFault } from '../../../client';
import { bench, failure, type Reply, type Script } from './runtime.mts';

const SESSION = '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';
/** The clock of these tests begins at 0. */
const SOON = '1970-01-01T00:00:01Z';
const NOT_FOUND: Reply = { status: 500, json: { key: 'FORM_ERROR', text: 'Envio não encontrado' } };
const text = { sessionId: SESSION, text: 'Hi', chatTarget: 'contact', callbackUrl: 'https://example.com' } as const;

/** Answers the send with one reply, and the look-ups with others in turn. */
function lost(send: Reply | TransportFault, ...looks: Array<Reply | TransportFault>): Script {
	let next = 0;
	return ({ method }) => (method === 'POST' ? send : (looks[Math.min(next++, looks.length - 1)] ?? NOT_FOUND));
}

describe('a dispatch that may have been sent', () => {
	test.each<[string, Reply | TransportFault]>([
		['reset', new TransportFault('reset')],
		['timeout', new TransportFault('timeout')],
		['cut answer', { body: '{"id": "a' }],
		['500', { status: 500, body: '' }],
		['502 of a proxy', { status: 502, body: '<html>' }],
	])('%s: a hit is returned like an answer', async (_name, fault) => {
		const { client, calls, until } = bench(
			lost(fault, NOT_FOUND, { json: { id: 'd1', senderId: 'own', status: 'QUEUED' } }),
		);
		const sent = await until(sendSessionText(client, { ...text, ownSenderId: 'own' }));
		expect(sent).toMatchObject({ id: 'd1', status: 'QUEUED' });
		expect(calls.map(({ method, target }) => `${method} ${target}`)).toEqual([
			'POST /chat/v1/send/text',
			'GET /chat/v1/send/message/own',
			'GET /chat/v1/send/message/own',
		]);
		expect(calls[0]?.json).toMatchObject({ senderId: 'own' });
	});

	test('a miss proves nothing: it stays ambiguous and names the sender ID', async () => {
		const { client, calls, until } = bench(lost(new TransportFault('reset'), NOT_FOUND));
		const error = await until(failure(sendSessionText(client, { ...text, ownSenderId: 'own' })));
		expect(error).toMatchObject({
			code: 'NETWORK',
			ambiguous: true,
			retryable: false,
			endpoint: 'POST /chat/v1/send/text',
		});
		expect(error).toHaveProperty('hint', expect.stringContaining('sender ID own'));
		expect(calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
	});

	test('a look-up that fails changes nothing about it', async () => {
		const { client, until } = bench(lost(new TransportFault('timeout'), { status: 401, json: {} }));
		const error = await until(failure(sendSessionText(client, { ...text, ownSenderId: 'own' })));
		expect(error).toMatchObject({ code: 'TIMEOUT', ambiguous: true });
	});

	test('a stop while it is looked up leaves it ambiguous', async () => {
		const controller = new AbortController();
		const { client, time, until } = bench(lost(new TransportFault('reset')), { signal: controller.signal });
		const sending = failure(sendSessionText(client, { ...text, ownSenderId: 'own' }));
		await time.pass(100);
		controller.abort();
		expect(await until(sending)).toMatchObject({ code: 'NETWORK', ambiguous: true });
		expect(time.now()).toBe(100);
	});

	test('chatbots and one-time passwords are looked up at their own routes', async () => {
		const { client, calls, until } = bench(lost(new TransportFault('reset'), { json: { id: 'd1' } }));
		await until(sendChatbot(client, { botKey: SESSION, sessionId: SESSION }, { queued: true, ownSenderId: 'own' }));
		await until(
			dispatch(
				client,
				'otp',
				{ ownSenderId: 'own' },
				async (senderId) => await client.request('POST /chat/v1/send/otp', { body: { to: '1', from: '2', senderId } }),
			),
		);
		expect(calls.filter(({ method }) => method === 'GET').map(({ target }) => target)).toEqual([
			'/chat/v1/send/chatbot/own',
			'/chat/v1/send/otp/own',
		]);
	});

	test('what was surely refused is not looked up', async () => {
		const { client, calls, until } = bench(() => ({ status: 400, json: { title: 'no' } }));
		const error = await until(failure(sendSessionText(client, { ...text, ownSenderId: 'own' })));
		expect(error).toMatchObject({ code: 'INVALID_REQUEST', ambiguous: false });
		expect(calls).toHaveLength(1);
	});
});

describe("a sender ID of the user's own", () => {
	const now = '2026-01-01T10:00:00.0000000Z';

	test('is used, and an older message of the same ID is not taken for this one', async () => {
		const { client, calls, time, until } = bench(
			lost(new TransportFault('reset'), { json: { id: 'd1', createdAt: now } }),
		);
		await time.pass(Date.parse(now) + 60_000);
		const error = await until(failure(sendSessionText(client, { ...text, senderId: 'order-7', ownSenderId: 'own' })));
		expect(error).toMatchObject({ ambiguous: true });
		expect(calls[0]?.json).toMatchObject({ senderId: 'order-7' });
		const fresh = bench(lost(new TransportFault('reset'), { json: { id: 'd1', createdAt: now } }));
		await fresh.time.pass(Date.parse(now));
		expect(await fresh.until(sendSessionText(fresh.client, { ...text, senderId: 'order-7' }))).toMatchObject({
			id: 'd1',
		});
	});

	test('of two messages: the first is not taken for the second', async () => {
		let posts = 0;
		const { client, until } = bench(({ method }) => {
			const record = { json: { id: 'd1', senderId: 'order-7', createdAt: now } };
			return method === 'POST' && ++posts === 2 ? new TransportFault('reset') : record;
		});
		await until(sendSessionText(client, { ...text, senderId: 'order-7' }));
		expect(await until(failure(sendSessionText(client, { ...text, senderId: 'order-7' })))).toMatchObject({
			ambiguous: true,
		});
	});
});

describe('a batch', () => {
	const body = { from: '1', templateId: SESSION, messages: [] };
	const go = (script: Script) => {
		const made = bench(script);
		const work = dispatchBatch(
			made.client,
			'message',
			['a', 'b', 'c'],
			async () => await made.client.request('POST /chat/v1/send/template/batch', { body }),
		);
		return { ...made, work };
	};

	test('is matched by sender ID, whatever the order', async () => {
		const { until, work } = go(() => ({
			json: { results: ['c', 'a', 'b'].map((senderId) => ({ id: `of ${senderId}`, senderId })) },
		}));
		expect(await until(work)).toEqual(
			['a', 'b', 'c'].map((senderId) => ({ record: { id: `of ${senderId}`, senderId } })),
		);
	});

	test('whose answer lacks a result looks that one up', async () => {
		const { until, work, calls } = go(({ method, url }) => {
			if (method === 'POST')
				return {
					json: {
						results: [
							{ id: '1', senderId: 'a' },
							{ id: '9', senderId: null },
						],
					},
				};
			return url.endsWith('/b') ? { json: { id: '2', senderId: 'b', createdAt: SOON } } : NOT_FOUND;
		});
		const [first, second, third] = await until(work);
		expect(first).toEqual({ record: { id: '1', senderId: 'a' } });
		expect(second).toEqual({ record: { id: '2', senderId: 'b', createdAt: SOON } });
		expect(third).toMatchObject({ error: { ambiguous: true, message: expect.stringContaining('does not name') } });
		expect(calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
	});

	test('without a trustworthy answer is looked up, message by message', async () => {
		const { until, work } = go(({ method, url }) => {
			if (method === 'POST') return new TransportFault('timeout');
			return url.endsWith('/c') ? NOT_FOUND : { json: { id: url.slice(-1), createdAt: SOON } };
		});
		expect(await until(work)).toMatchObject([
			{ record: { id: 'a' } },
			{ record: { id: 'b' } },
			{ error: { code: 'TIMEOUT', ambiguous: true } },
		]);
	});

	test('that was refused fails as a whole', async () => {
		const { until, work } = go(() => ({ status: 400, json: { title: 'no' } }));
		expect(await until(failure(work))).toMatchObject({ code: 'INVALID_REQUEST', ambiguous: false });
	});
});
