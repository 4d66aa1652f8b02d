import { ASK_KEY } from '../../nodes/WtsChat/listening/awaited';
import { startBed } from '../bed/bed.mts';
import type { EngineRun, NodeSetup } from '../bed/engine.mts';
import { askingNode, callWaiting, type Resumed } from '../bed/resume.mts';

type Json = Record<string, unknown>;

const { simulator, run, named, account } = startBed();

/** What a model is to get at most, in bytes, as the agent hands it over: the records as one JSON text. */
const MOST = 2_000;

const setupOf = (more: Json = {}, setup: Partial<NodeSetup> = {}): NodeSetup =>
	askingNode(named().sessionInProgress.id, more, setup);

async function ask(setup: NodeSetup): Promise<EngineRun> {
	const asked = await run(setup, [{}], { executionId: '77' });
	expect(asked.error).toBeUndefined();
	expect(asked.waiting).toBeDefined();
	return asked;
}

const questionOf = (asked: EngineRun): string => String((asked.waiting?.item?.ask as Json | undefined)?.question);
const call = async (asked: EngineRun, setup: NodeSetup, more: { q?: string; type?: string; session?: string } = {}) =>
	await callWaiting(asked, setup, {
		account: account(),
		query: { q: more.q ?? questionOf(asked) },
		body: { sessionId: more.session ?? named().sessionInProgress.id },
		...(more.type === undefined ? {} : { type: more.type }),
	});
const reply = (text: string) => simulator.receiveMessage({ sessionId: named().sessionInProgress.id, text });
const jsonOf = ({ items = [] }: Resumed) => items.map(({ json }) => json as Json);
const bytesOf = (items: Json[]) => Buffer.byteLength(JSON.stringify(items));
const LONG = 'Sim, mas antes queria contar como foi da outra vez. '.repeat(80);

describe('a call to an execution that waits', () => {
	test('without an answer it stays waiting; with one it goes on, and the marker is gone', async () => {
		const setup = setupOf();
		const asked = await ask(setup);
		expect(await call(asked, setup)).toEqual({ answer: { wts: 'waiting' }, items: undefined });
		expect((await call(asked, setup, { q: 'another' })).answer).toEqual({ wts: 'stale' });
		const elsewhere = await call(asked, setup, { session: named().sessionPending.id });
		expect(elsewhere).toEqual({ answer: { wts: 'waiting' }, items: undefined });
		reply('sim');
		const resumed = await call(asked, setup);
		expect(resumed.answer).toEqual({ wts: 'resumed' });
		expect(jsonOf(resumed)).toMatchObject([{ outcome: 'replied', data: { approved: true } }]);
		expect(named().sessionInProgress.metadata?.[ASK_KEY] ?? null).toBeNull();
	});

	test('a repetition that the platform has not listed yet is not sent twice', async () => {
		const setup = setupOf({
			responseType: 'choice',
			choices: ['Morning', 'Afternoon'],
			options: { retryText: 'Once more, please' },
		});
		const asked = await ask(setup);
		const { id } = named().sessionInProgress;
		const repeated = () =>
			simulator.requests.filter(({ body }) => (body as Json | undefined)?.text === 'Once more, please');
		reply('what?');
		expect(await call(asked, setup)).toEqual({ answer: { wts: 'waiting' }, items: undefined });
		expect(repeated()).toHaveLength(1);
		const listed = simulator.account.messagesOfSession.get(id) ?? [];
		simulator.account.messagesOfSession.set(
			id,
			listed.filter(({ text }) => text !== 'Once more, please'),
		);
		reply('pardon?');
		expect(await call(asked, setup)).toEqual({ answer: { wts: 'waiting' }, items: undefined });
		expect(repeated()).toHaveLength(1);
	});

	test('the platform is down: it stays waiting, and whoever called is told to come again', async () => {
		const setup = setupOf();
		const asked = await ask(setup);
		reply('sim');
		simulator.faults.add({ fault: { kind: 'error', status: 400 } });
		expect(await call(asked, setup)).toEqual({ answer: { wts: 'later' }, items: undefined });
		simulator.faults.clear();
		expect(jsonOf(await call(asked, setup))).toMatchObject([{ outcome: 'replied' }]);
	});

	test('outside tools nothing of an answer is cut', async () => {
		const setup = setupOf({ responseType: 'freeText' });
		const asked = await ask(setup);
		reply(LONG);
		expect(jsonOf(await call(asked, setup))).toMatchObject([{ data: { text: LONG } }]);
	});

	test('a model gets of an answer what it gets of any other tool', async () => {
		const setup = setupOf({ responseType: 'freeText' }, { asTool: true });
		const asked = await ask(setup);
		const { message } = reply(LONG);
		const items = jsonOf(await call(asked, setup));
		expect(bytesOf(items)).toBeLessThanOrEqual(MOST);
		const [answer, note] = items;
		expect(answer).toMatchObject({ outcome: 'replied', data: { message: { messageId: message.id } } });
		expect(String((answer?.data as Json).text)).toMatch(/^Sim, mas antes .*… \d+ more characters$/);
		// Dates by the clock of the workflow.
		expect(String((answer?.data as Json).respondedAt)).toMatch(/-03:00$/);
		expect(note?.note).toMatch(/Long values are cut/);
	});

	test('the option for the size of an answer holds for this one too', async () => {
		const setup = setupOf({ responseType: 'freeText', options: { toolAnswerSize: 20_000 } }, { asTool: true });
		const asked = await ask(setup);
		reply(LONG);
		const items = jsonOf(await call(asked, setup));
		expect(bytesOf(items)).toBeGreaterThan(MOST);
		expect(items).toMatchObject([{ data: { text: LONG } }]);
	});

	test('who took over is named in what a model gets', async () => {
		const setup = setupOf({}, { asTool: true });
		const asked = await ask(setup);
		const { agentJoao, sessionInProgress } = named();
		simulator.people.assignSession({ sessionId: sessionInProgress.id, userId: agentJoao.userId ?? null });
		const items = jsonOf(await call(asked, setup));
		expect(items).toMatchObject([{ outcome: 'takenOver', agent: { id: agentJoao.userId, name: agentJoao.name } }]);
		expect(bytesOf(items)).toBeLessThanOrEqual(MOST);
	});

	test("a person's review of a tool is handed on whole: n8n reads it, and no model does", async () => {
		const setup = setupOf({}, { asTool: true });
		const asked = await ask(setup);
		reply('sim');
		const [item] = jsonOf(await call(asked, setup, { type: 'n8n-nodes-wts-chat.wtsChatHitlTool' }));
		expect(item).toMatchObject({ data: { approved: true, message: { isTranscription: false, replyToId: null } } });
		expect(String((item?.data as Json).respondedAt)).toMatch(/Z$/);
	});
});
