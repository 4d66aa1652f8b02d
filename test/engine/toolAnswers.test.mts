import { startBed } from '../bed/bed.mts';
import { NODE } from '../bed/engine.mts';
import type { Examples } from '../examples/example.mts';
import { EXAMPLES } from '../examples/index.mts';

type Json = Record<string, unknown>;

/** What a model is to get at most, in bytes, as the agent hands it over: the records as one JSON text. */
const MOST = 2_000;

const TOKEN_WITHOUT_AGENTS = 'pn_00000000000000000000000000000001';

const { simulator, run, named } = startBed({ tokens: [{ token: TOKEN_WITHOUT_AGENTS, deny: ['agent'] }] });

const cases = Object.entries(EXAMPLES).flatMap(([resource, examples]: [string, Examples]) =>
	Object.entries(examples).map(([operation, make]) => ({
		name: `${resource}.${operation}`,
		resource,
		operation,
		make,
	})),
);

/** As an agent of n8n makes it of the items: what the model reads. */
const bytesOf = (answer: Json[]) => Buffer.byteLength(JSON.stringify(answer));

const LONG = 'Não é só conversa: é o que a loja toda anotou sobre isto. '.repeat(70);
const manyKeys = (count: number) =>
	Object.fromEntries(Array.from({ length: count }, (_, place) => [`campo-${place}`, `${place} ${LONG.slice(0, 300)}`]));

/** An account in which everything that can be long is, and of which there is much. */
function grow(): void {
	const { account } = simulator;
	for (const contact of account.contacts.values()) {
		Object.assign(contact, { annotation: LONG, customFields: manyKeys(60), metadata: manyKeys(60) });
	}
	for (const card of account.cards.values()) {
		Object.assign(card, { description: LONG, customFields: manyKeys(60), metadata: manyKeys(60) });
	}
	for (const session of account.sessions.values()) {
		Object.assign(session, { metadata: manyKeys(60), lastMessageText: LONG });
	}
	for (const message of account.messages.values()) message.text = LONG;
	for (const note of account.notes.values()) note.text = LONG;
	for (const note of account.cardNotes.values()) note.text = LONG;
	for (const department of account.departments.values()) department.description = LONG;
	for (const template of account.templates.values()) template.text = LONG;
	for (const { id } of [...account.agents.values()].slice(0, 2)) {
		const agent = account.agents.get(id);
		for (let place = 0; agent !== undefined && place < 150; place++) {
			const copy = { ...agent, id: `${id.slice(0, -3)}${String(place).padStart(3, '0')}`, name: `Agente ${place}` };
			account.agents.set(copy.id, copy);
		}
	}
	for (const list of [account.contactFields, account.panelFields]) {
		const [first] = list;
		for (let place = 0; first !== undefined && place < 150; place++) {
			list.push({ ...first, key: `campo-${place}`, name: `Campo ${place}`, required: false });
		}
	}
	copies(account.tags, 60);
	copies(account.portfolios, 60);
	copies(account.sequences, 60);
	copies(account.templates, 60);
}

function copies<T extends { id: string; name: string | null }>(map: Map<string, T>, count: number): void {
	const [first] = map.values();
	for (let place = 0; first !== undefined && place < count; place++) {
		const id = `${first.id.slice(0, -3)}${(0x800 + place).toString(16)}`;
		map.set(id, { ...first, id, name: `${first.name ?? ''} ${place}` });
	}
}

const WAITING = ['session.sendAndWait'];

describe.each(cases.filter(({ name }) => !WAITING.includes(name)))('$name', ({ resource, operation, make }) => {
	const ask = async (options: Json) => {
		const example = make(simulator);
		grow();
		const parameters: Json = { resource, operation, ...example.parameters };
		// All that there is, as a model asks that knows no filter.
		if ('filters' in parameters) parameters.filters = {};
		if ('limit' in parameters || 'returnAll' in parameters) parameters.returnAll = true;
		parameters.options = { ...(parameters.options as Json), allowDeletion: true, ...options };
		const [item = {}] = example.items;
		const items = example.binary === undefined ? {} : { items: [{ json: item as never, binary: example.binary }] };
		const result = await run({ parameters, asTool: true }, [item], items);
		expect(result.error).toBeUndefined();
		const answer = result.json(NODE);
		for (const json of answer) expect(json).not.toHaveProperty('error');
		return answer;
	};

	test('the model gets little, and is told what is missing', async () => {
		const answer = await ask({});
		expect(bytesOf(answer)).toBeLessThanOrEqual(MOST);
		expect(answer.length).toBeGreaterThan(0);
		simulator.reset();
		const whole = await ask({ toolAnswerSize: 100_000 });
		const first = answer.at(-1);
		if (bytesOf(whole) <= MOST) expect(first).not.toHaveProperty('note', expect.stringContaining('…'));
		// Records of which nothing but empty values was left out are whole.
		else if (answer.length < whole.length || JSON.stringify(answer).includes('…')) {
			expect(first).toEqual({ note: expect.stringMatching(/… \d+ more of \d+|"…" stands|Left out/) });
			expect(answer.length).toBeGreaterThan(1);
		}
	});
});

test('what is not a tool gets all of it', async () => {
	grow();
	const parameters = { resource: 'contact', operation: 'getAll', returnAll: true, filters: {} };
	const all = (await run({ parameters }, [{}])).json(NODE);
	expect(bytesOf(all)).toBeGreaterThan(1_000_000);
	expect(all[0]?.createdAt).toMatch(/Z$/);
	const asTool = (await run({ parameters, asTool: true }, [{}])).json(NODE);
	expect(bytesOf(asTool)).toBeLessThanOrEqual(MOST);
	expect(asTool.at(-1)).toEqual({
		note: expect.stringMatching(
			new RegExp(
				`^… ${all.length - asTool.length + 1} more of ${all.length} are not shown: ask with a narrower filter`,
			),
		),
	});
	expect(asTool[0]).toMatchObject({ id: all[0]?.id, name: all[0]?.name });
});

test('the builder can let more through', async () => {
	const contacts = async (toolAnswerSize: unknown) =>
		(
			await run(
				{
					parameters: { resource: 'contact', operation: 'getAll', limit: 100, options: { toolAnswerSize } },
					asTool: true,
				},
				[{}],
			)
		).json(NODE);
	expect(await contacts(100_000)).toHaveLength(100);
	expect(bytesOf(await contacts(8_000))).toBeLessThanOrEqual(8_000);
	expect((await contacts(8_000)).length).toBeGreaterThan((await contacts(2_000)).length);
	expect((await contacts(10))[0]?.message).toMatch(/"Answer to AI Agents \(Bytes\)" must be between 1000 and 100000/);
});

test('dates are those of the clock of the workflow; what the account fills in stays as it is', async () => {
	const contact = named().contactAna;
	contact.createdAt = '2026-03-06T01:30:00.0000000Z';
	contact.metadata = { bookedAt: '2026-03-06T01:30:00Z' };
	const parameters = { resource: 'contact', operation: 'get', contactId: contact.id };
	const [asTool] = (await run({ parameters, asTool: true }, [{}])).json(NODE);
	expect(asTool).toMatchObject({
		createdAt: '2026-03-05T22:30:00-03:00',
		metadata: { bookedAt: '2026-03-06T01:30:00Z' },
	});
	const [plain] = (await run({ parameters }, [{}])).json(NODE);
	expect(plain?.createdAt).toBe('2026-03-06T01:30:00.0000000Z');
});

test('names stand beside the IDs of agents, departments and channels', async () => {
	const answerOf = async (parameters: Json) => (await run({ parameters, asTool: true }, [{}])).json(NODE);
	const { sessionInProgress, agentMaria, departmentSales, channelWhatsapp, noteInternal } = named();
	const notes = await answerOf({ resource: 'session', operation: 'getAllNotes', sessionId: sessionInProgress.id });
	expect(notes.find(({ id }) => id === noteInternal.id)).toMatchObject({
		userId: agentMaria.userId,
		agentName: agentMaria.name,
	});
	const [agent] = await answerOf({ resource: 'agent', operation: 'get', agentId: agentMaria.id });
	expect(agent?.departments).toContainEqual(
		expect.objectContaining({ departmentId: departmentSales.id, departmentName: departmentSales.name }),
	);
	expect(agent).not.toHaveProperty('agentName');
	const [department] = await answerOf({
		resource: 'department',
		operation: 'get',
		departmentId: departmentSales.id,
	});
	expect(department?.agents).toContainEqual(
		expect.objectContaining({ userId: agentMaria.userId, agentName: agentMaria.name }),
	);
	const [template] = await answerOf({ resource: 'message', operation: 'getAllTemplates', limit: 1 });
	expect(template).toMatchObject({ channelId: channelWhatsapp.id, channelName: 'Loja Exemplo' });
});

test('a token that may not list agents gets the IDs alone', async () => {
	const { sessionInProgress, noteInternal } = named();
	const parameters = { resource: 'session', operation: 'getNote', noteId: noteInternal.id };
	expect(sessionInProgress.id).toBe(noteInternal.sessionId);
	const result = await run({ parameters, asTool: true }, [{}], {
		account: { apiToken: TOKEN_WITHOUT_AGENTS, baseUrl: simulator.url },
	});
	const [note] = result.json(NODE);
	expect(note).toMatchObject({ id: noteInternal.id, userId: noteInternal.userId });
	expect(note).not.toHaveProperty('agentName');
});
