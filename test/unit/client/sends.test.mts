import { dispatch, dispatchBatch, Pacer, sendChatbot, sendSessionText, TransportFault } from '../../../client';
import {
	type Bench,
	type BenchOptions,
	failure,
	type Reply,
	type Script,
	bench as undated,
	VirtualTime,
} from './runtime.mts';

const SESSION = '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';
/** The clock of these tests begins at 0. */
const SOON = '1970-01-01T00:00:01Z';
const NOT_FOUND: Reply = { status: 500, json: { key: 'FORM_ERROR', text: 'Envio não encontrado' } };
const text = { sessionId: SESSION, text: 'Hi', chatTarget: 'contact', callbackUrl: 'https://example.com' } as const;

/** A bench whose server tells its time, as servers do: that of the clock here unless the script says otherwise. */
function bench(script: Script, options: BenchOptions = {}): Bench {
	const { time = new VirtualTime() } = options;
	const dated: Script = async (request, index) => {
		const reply = await script(request, index);
		if (reply instanceof TransportFault) return reply;
		return { ...reply, headers: { date: new Date(time.now()).toUTCString(), ...reply.headers } };
	};
	return undated(dated, { ...options, time });
}

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
		await fresh.time.pass(Date.parse(now) - 60);
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

describe("by the server's own clock", () => {
	/** The server's clock is this far ahead of the one here. */
	const AHEAD = 3_600_000 * 5 + 137;
	const START = 1_700_000_000_777;
	/** Milliseconds that a request takes to the server, and its answer back. */
	const WAY = 3;

	interface Server {
		/** Whether a message of the account was made just before. */
		warmUp?: boolean;
		/** Milliseconds by which its Date header is behind: some write it once a second. */
		stale?: number;
		/** Whether it dates records in whole seconds. */
		coarse?: boolean;
	}

	/** A server with a clock of its own: a send is lost, and what is found was made `madeAfter` ms after it began. */
	function lostAmong(madeAfter: number, { warmUp = false, stale = 0, coarse = false }: Server = {}) {
		const time = new VirtualTime();
		let began = Number.NaN;
		const server = () => time.now() + AHEAD;
		const date = (at: number) => new Date(coarse ? at - (at % 1_000) : at).toISOString().replace('.000Z', 'Z');
		let posts = 0;
		const made = bench(
			async ({ method }) => {
				await time.sleep(WAY);
				const at = server();
				await time.sleep(WAY);
				const headers = { date: new Date(at - stale).toUTCString() };
				if (method === 'POST' && warmUp && ++posts === 1)
					return { json: { id: 'other', createdAt: date(at) }, headers };
				if (method === 'POST') {
					began = time.now() - 2 * WAY;
					return new TransportFault('reset');
				}
				return { json: { id: 'd1', senderId: 'order-7', createdAt: date(began + AHEAD + madeAfter) }, headers };
			},
			{ time },
		);
		const { client, until, calls } = made;
		/** How the send ended, and how often it was looked up. */
		const send = async (): Promise<{ ended: unknown; looks: number }> => {
			await time.pass(START - 5_000);
			if (warmUp) await until(sendSessionText(client, { ...text, senderId: 'order-6' }));
			await time.pass(START - time.now());
			const ended: unknown = await until(
				sendSessionText(client, { ...text, senderId: 'order-7' }).catch((error: unknown) => error),
			);
			return { ended, looks: calls.filter(({ method }) => method === 'GET').length };
		};
		return send;
	}

	test.each([6, 60, 900, 1_500])('a message made %d ms after the send began is that of the send', async (ms) => {
		expect((await lostAmong(ms)()).ended).toMatchObject({ id: 'd1' });
		// Messages made just now tell it without a further look.
		expect(await lostAmong(ms, { warmUp: true })()).toMatchObject({ ended: { id: 'd1' }, looks: 1 });
	});

	test.each([0, 1, 5, 12, 20, 30, 300, 999, 1_500, 60_000])('one made %d ms before it is not', async (ms) => {
		expect((await lostAmong(-ms)()).ended).toMatchObject({ ambiguous: true });
		expect((await lostAmong(-ms, { warmUp: true })()).ended).toMatchObject({ ambiguous: true });
	});

	test.each([100, 400])('nor is one made earlier than a Date header is behind, by %d ms', async (stale) => {
		for (const ms of [stale + 5, 2 * stale]) {
			expect((await lostAmong(-ms, { stale })()).ended).toMatchObject({ ambiguous: true });
		}
	});

	test('what took its way as fast as a look cannot be told: it stays open', async () => {
		expect((await lostAmong(WAY)()).ended).toMatchObject({ ambiguous: true });
	});

	test('dates in whole seconds leave the rest of the second open', async () => {
		const server = { warmUp: true, coarse: true };
		expect((await lostAmong(-300, server)()).ended).toMatchObject({ ambiguous: true });
		expect((await lostAmong(1_900, server)()).ended).toMatchObject({ id: 'd1' });
	});

	test('an answer with an older message tells no time', async () => {
		const time = new VirtualTime();
		const old = '2023-01-01T00:00:00.5Z';
		const { client, until } = bench(
			({ url, method, body }) => {
				if (method === 'POST' && String(body).includes('order-7')) return new TransportFault('reset');
				return { json: { id: url.endsWith('order-7') ? 'd1' : 'old', createdAt: old } };
			},
			{ time },
		);
		await time.pass(Date.parse('2023-01-01T00:01:00Z'));
		await until(sendSessionText(client, { ...text, senderId: 'order-6' }));
		expect(await until(failure(sendSessionText(client, { ...text, senderId: 'order-7' })))).toMatchObject({
			ambiguous: true,
		});
	});

	test('a server that never tells its time leaves it open', async () => {
		const { client, until } = undated(lost(new TransportFault('reset'), { json: { id: 'd1', createdAt: SOON } }));
		expect(await until(failure(sendSessionText(client, { ...text, senderId: 'order-7' })))).toMatchObject({
			ambiguous: true,
		});
	});
});

describe('sends of one account and process', () => {
	const made = (at: number) => new Date(at).toISOString();

	test('never take a message of another one, whichever client sent it', async () => {
		const pacer = new Pacer();
		const time = new VirtualTime();
		const record = () => ({ json: { id: 'd1', senderId: 'order-7', createdAt: made(time.now() + 1_000) } });
		const first = bench(record, { time, pacer });
		await first.until(sendSessionText(first.client, { ...text, senderId: 'order-7' }));
		const second = bench(({ method }) => (method === 'POST' ? new TransportFault('reset') : record()), { time, pacer });
		const lost = second.until(failure(sendSessionText(second.client, { ...text, senderId: 'order-7' })));
		expect(await lost).toMatchObject({ ambiguous: true });
		// Another account has a memory of its own.
		const other = bench(({ method }) => (method === 'POST' ? new TransportFault('reset') : record()), { time });
		expect(await other.until(sendSessionText(other.client, { ...text, senderId: 'order-7' }))).toMatchObject({
			id: 'd1',
		});
	});

	test('that were lost may arrive late: the next one of that ID does not take their message', async () => {
		let found = false;
		const { client, time, until } = bench(({ method }) => {
			if (method === 'POST') return new TransportFault('timeout');
			return found ? { json: { id: 'd1', createdAt: made(time.now() - 100) } } : NOT_FOUND;
		});
		const send = async () => await failure(sendSessionText(client, { ...text, senderId: 'order-7' }));
		expect(await until(send())).toMatchObject({ ambiguous: true });
		found = true;
		expect(await until(send())).toMatchObject({ ambiguous: true });
		// After a while it will not come any more.
		await time.pass(900_000);
		expect(await until(sendSessionText(client, { ...text, senderId: 'order-7' }))).toMatchObject({ id: 'd1' });
	});

	test('with one ID at the same time, all of them lost: nobody knows whose the one message is', async () => {
		const { client, time, until } = bench(({ method }) =>
			method === 'POST' ? new TransportFault('reset') : { json: { id: 'd1', createdAt: made(time.now()) } },
		);
		const send = async () => await failure(sendSessionText(client, { ...text, senderId: 'order-7' }));
		for (const error of await until(Promise.all([send(), send()]))) expect(error).toMatchObject({ ambiguous: true });
	});
});

describe('a text of a session whose answer was lost', () => {
	const plain = { sessionId: SESSION, text: 'Hi', chatTarget: 'contact' } as const;
	const message = (more: Record<string, unknown> = {}) => ({
		id: 'm1',
		text: 'Hi',
		type: 'TEXT',
		origin: 'API',
		createdAt: SOON,
		...more,
	});
	const sendWith = async (messages: Array<Record<string, unknown>>) => {
		const { client, calls, until } = bench(({ method }) =>
			method === 'POST' ? new TransportFault('reset') : { json: { items: messages, hasMorePages: false } },
		);
		const result = await until(sendSessionText(client, plain).catch((error: unknown) => error));
		expect(calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
		return result;
	};

	test('is settled by exactly one new message of that text', async () => {
		expect(await sendWith([message(), message({ id: 'm2', text: 'Other' })])).toMatchObject({ id: 'm1' });
		expect(await sendWith([message({ text: ' Hi\r\n' })])).toMatchObject({ id: 'm1' });
	});

	test.each([
		['none', []],
		['two', [message(), message({ id: 'm2' })]],
		['one that an agent wrote', [message({ origin: 'DEFAULT' })]],
		['one from the contact', [message({ origin: 'GATEWAY' })]],
		['a note', [message({ type: 'NOTE' })]],
		['one without a date', [message({ createdAt: undefined })]],
		['an older one', [message({ createdAt: '1969-12-31T23:59:59Z' })]],
	])('stays ambiguous with %s', async (_name, messages) => {
		expect(await sendWith(messages)).toMatchObject({ ambiguous: true, code: 'NETWORK' });
	});

	test('stays ambiguous when the session cannot be read', async () => {
		const { client, until } = bench(({ method }) =>
			method === 'POST' ? new TransportFault('reset') : { status: 403 },
		);
		expect(await until(failure(sendSessionText(client, plain)))).toMatchObject({ ambiguous: true, code: 'NETWORK' });
	});

	test('of the same text twice in a row is not the first one', async () => {
		let posts = 0;
		const { client, until } = bench(({ method }) => {
			if (method === 'POST') return ++posts === 1 ? { json: message() } : new TransportFault('reset');
			return { json: { items: [message()], hasMorePages: false } };
		});
		await until(sendSessionText(client, plain));
		expect(await until(failure(sendSessionText(client, plain)))).toMatchObject({ ambiguous: true });
	});
});
