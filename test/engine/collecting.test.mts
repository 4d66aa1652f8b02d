import type { Message } from '../../client/index.ts';
import { collectUpTo } from '../../nodes/WtsChat/actions/session/collected';
import { startBed } from '../bed/bed.mts';
import { type EngineRun, NODE, runNode } from '../bed/engine.mts';
import { located } from '../bed/located.mts';

type Json = Record<string, unknown>;

/** A conversation as a line of it: who wrote, when, and the ID. */
function said(side: 'contact' | 'account' | 'note', at: number, id = `m${at}`): Message {
	return {
		id,
		createdAt: new Date(1_700_000_000_000 + at * 1000).toISOString(),
		text: id,
		type: side === 'note' ? 'NOTE' : 'TEXT',
		direction: side === 'contact' ? 'FROM_HUB' : 'TO_HUB',
		origin: side === 'contact' ? 'GATEWAY' : 'API',
	};
}

async function* each(messages: Message[]): AsyncGenerator<Message, void, undefined> {
	yield* messages;
}

const idsOf = async (messageId: string, messages: Message[]) => {
	const found = await collectUpTo(messageId, each([...messages].reverse()));
	return typeof found === 'string' ? found : found.messages.map(({ id }) => id);
};

describe('what is collected', () => {
	test('all since the last answer, oldest first', async () => {
		const messages = [
			said('contact', 1),
			said('account', 2),
			said('contact', 3),
			said('contact', 4),
			said('contact', 5),
		];
		expect(await idsOf('m5', messages)).toEqual(['m3', 'm4', 'm5']);
	});

	test('nothing when something newer came', async () => {
		expect(await idsOf('m3', [said('contact', 3), said('contact', 4)])).toBe('superseded');
	});

	test('an answer to an earlier message that went out meanwhile cuts nothing off', async () => {
		const messages = [said('account', 1), said('contact', 2), said('contact', 3), said('account', 4)];
		expect(await idsOf('m3', messages)).toEqual(['m2', 'm3']);
	});

	test('notes of the team neither answer nor count as messages', async () => {
		const messages = [said('account', 1), said('contact', 2), said('note', 3), said('contact', 4), said('note', 5)];
		expect(await idsOf('m4', messages)).toEqual(['m2', 'm4']);
	});

	test('of messages of one instant exactly one is the last, whatever order they come in', async () => {
		const messages = [said('account', 1), said('contact', 2, 'b'), said('contact', 2, 'a')];
		expect(await idsOf('b', messages)).toEqual(['a', 'b']);
		expect(await idsOf('a', messages)).toBe('superseded');
	});

	test('a server that answers the oldest first is read to its end', async () => {
		const messages = [
			said('account', 1),
			said('contact', 2),
			said('account', 3),
			said('contact', 4),
			said('contact', 5),
		];
		const found = await collectUpTo('m5', each(messages));
		expect(found).toEqual({ messages: [messages[3], messages[4]] });
	});

	test('a message that is not there is told apart', async () => {
		expect(await idsOf('m9', [said('contact', 1)])).toBe('unknown');
	});

	test('no more is read than is needed', async () => {
		let read = 0;
		async function* endless(): AsyncGenerator<Message, void, undefined> {
			yield said('contact', 1000);
			for (let at = 999; ; at -= 1) {
				read += 1;
				yield said('account', at);
			}
		}
		await collectUpTo('m1000', endless());
		expect(read).toBe(1);
	});
});

const { simulator, account } = startBed();

const run = async (operation: string, parameters: Json): Promise<EngineRun> =>
	await runNode({ parameters: { resource: 'session', operation, ...parameters } }, [{}], {
		account: account(),
	});
const routes = () => simulator.requests.map(({ method, route }) => `${method} ${route}`);
const session = () => simulator.account.named.sessionInProgress;
const write = (text: string, more: Json = {}) =>
	simulator.receiveMessage({ sessionId: session().id, text, ...more }).message.id;
const collect = async (messageId: string, more: Json = {}) =>
	await run('collectMessages', { sessionId: located('id', session().id), messageId, quietSeconds: 1, ...more });

describe('session.collectMessages', () => {
	test('one item with all that was written, by one request', async () => {
		simulator.people.writeAsAgent({ sessionId: session().id, text: 'How can I help?' });
		const ids = [
			write('Hi'),
			simulator.receiveMessage({
				sessionId: session().id,
				fileId: simulator.account.named.messageWithAudio.fileId ?? '',
				transcription: 'my order',
			}).message.id,
			write('is late'),
		];
		const result = await collect(ids[2] ?? '');
		expect(result.error).toBeUndefined();
		const [item, ...others] = result.json(NODE);
		expect(others).toEqual([]);
		expect(item).toMatchObject({ count: 3, text: 'Hi\nmy order\nis late', messageIds: ids, sessionId: session().id });
		expect(item?.files).toEqual([expect.objectContaining({ id: simulator.account.named.messageWithAudio.fileId })]);
		expect(routes()).toEqual(['GET /chat/v1/session/{id}/message']);
	});

	test('three messages, three runs: the last one alone answers', async () => {
		const ids = ['one', 'two', 'three'].map((text) => write(text));
		const results = await Promise.all(ids.map(async (id) => await collect(id)));
		expect(results.map((result) => result.json(NODE).length)).toEqual([0, 0, 1]);
		expect(results[2]?.json(NODE)[0]).toMatchObject({ messageIds: expect.arrayContaining(ids) });
	});

	test('what comes within the quiet time supersedes', async () => {
		const first = write('one');
		setTimeout(() => write('two'), 300);
		expect((await collect(first)).json(NODE)).toEqual([]);
	});

	test('silent while a person handles the session, by option', async () => {
		const id = write('Hello?');
		simulator.people.assignSession({
			sessionId: session().id,
			userId: simulator.account.named.agentMaria.userId ?? null,
		});
		const options = { whenHandledByAgent: 'nothing' };
		expect((await collect(id, { options })).json(NODE)).toEqual([]);
		expect((await collect(id)).json(NODE)).toHaveLength(1);
		simulator.people.assignSession({ sessionId: session().id, userId: null });
		expect((await collect(id, { options })).json(NODE)).toHaveLength(1);
	});

	test.each([
		['no message', { messageId: '={{ "" }}' }, /"Message ID" is empty/],
		['a quiet time of nothing', { quietSeconds: 0 }, /"Quiet Time \(Seconds\)" must be between 1 and 60, but is 0/],
		['a quiet time without end', { quietSeconds: 600 }, /"Quiet Time \(Seconds\)" must be between 1 and 60/],
	])('%s is refused before any request', async (_, more, message) => {
		expect((await collect(simulator.account.named.messageInbound.id, more)).error?.message).toMatch(message);
		expect(simulator.requests).toEqual([]);
	});

	test('a message of another session is refused', async () => {
		const { message } = simulator.receiveMessage({ sessionId: simulator.account.named.sessionPending.id, text: 'Hi' });
		expect((await collect(message.id)).error?.message).toMatch(/The message belongs to another session/);
	});
});

describe('session.getHandling', () => {
	const handling = async () =>
		(await run('getHandling', { sessionId: located('id', session().id) })).json(NODE)[0] ?? {};

	test('an agent, then nobody, with the window and the last messages', async () => {
		const { agentMaria } = simulator.account.named;
		simulator.people.assignSession({ sessionId: session().id, userId: agentMaria.userId ?? null });
		write('Are you there?');
		simulator.people.writeAsAgent({ sessionId: session().id, text: 'Yes' });
		expect(await handling()).toMatchObject({
			handledBy: 'agent',
			agentId: agentMaria.userId,
			windowStatus: 'ACTIVE',
			isWindowOpen: true,
			lastMessage: { text: 'Yes', author: 'agent' },
			lastContactMessage: { text: 'Are you there?', author: 'contact' },
			lastAgentMessage: { text: 'Yes' },
		});
		simulator.people.assignSession({ sessionId: session().id, userId: null });
		const { botId } = session();
		expect(await handling()).toMatchObject({ handledBy: botId ? 'chatbot' : 'nobody', agentId: null, agentName: null });
	});
});
