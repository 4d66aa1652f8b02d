import { startBed } from '../bed/bed.mts';
import { NODE } from '../bed/engine.mts';
import { located } from '../bed/located.mts';
import { search } from '../bed/pickers.mts';
import { scheduleInAccount } from '../examples/scheduled.mts';

type Json = Record<string, unknown>;

const bed = startBed();
const { account, named, simulator, writes } = bed;
const run = bed.runnerOf('message');

const AT = '2099-01-31T14:00:00';
const values = () =>
	Object.fromEntries((named().templateWithParams.params ?? []).map(({ name }) => [name ?? '', 'Ana']));
const template = () => ({
	messageType: 'template',
	from: located('list', named().channelWhatsapp.id),
	recipientType: 'phone',
	to: '(11) 99999-9999',
	templateId: located('id', named().templateWithParams.id),
	templateParametersMode: 'json',
	templateParametersJson: values(),
});
const byId = (id: string | undefined) => located('id', String(id));

describe('message.schedule', () => {
	test('a template with its values, at a time in the zone of the workflow', async () => {
		const result = await run('schedule', {
			...template(),
			scheduledAt: AT,
			options: { departmentId: byId(named().departmentSales.id), hiddenSession: true },
		});
		expect(writes().map(({ body }) => body)).toEqual([
			{
				to: '5511999999999',
				from: '551140028922',
				type: 'TEMPLATE',
				scheduling: '2099-01-31T17:00:00.000Z',
				templateId: named().templateWithParams.id,
				templateParams: { parameters: values() },
				department: { id: named().departmentSales.id },
				hiddenSession: true,
			},
		]);
		expect(result.json(NODE)).toMatchObject([
			{ status: 'SCHEDULED', contactId: named().contactAna.id, scheduledAt: expect.stringMatching(/^2099-01-31T17/) },
		]);
	});

	test('a chatbot for the contact of a session, from its channel', async () => {
		await run('schedule', {
			recipientType: 'session',
			sessionId: byId(named().sessionInProgress.id),
			scheduledAt: `${AT}Z`,
			messageType: 'chatbot',
			chatbotKey: byId(named().chatbotAutomation.key),
		});
		expect(writes()[0]?.body).toMatchObject({
			type: 'CHATBOT',
			botKey: named().chatbotAutomation.key,
			to: expect.any(String),
			from: expect.any(String),
			scheduling: '2099-01-31T14:00:00.000Z',
		});
	});

	test('a chatbot by its ID, which goes as its key', async () => {
		const { id, key } = named().chatbotAutomation;
		await run('schedule', { ...template(), scheduledAt: AT, messageType: 'chatbot', chatbotKey: byId(id) });
		expect(writes().map(({ body }) => body)).toEqual([expect.objectContaining({ type: 'CHATBOT', botKey: key })]);
		const unknown = await run('schedule', {
			...template(),
			scheduledAt: AT,
			messageType: 'chatbot',
			chatbotKey: byId('6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6'),
		});
		expect(unknown.error?.message).toMatch(/No chatbot of the account has the key or ID/);
		expect(writes()).toHaveLength(1);
	});

	test('from a channel that has no number is refused before a write', async () => {
		const from = located('list', named().channelInstagram.id);
		const created = await run('schedule', { ...template(), scheduledAt: AT, from });
		expect(created.error?.message).toMatch(/The channel @loja\.exemplo has no phone number/);
		const [one] = scheduleInAccount(simulator, {});
		const changed = await run('reschedule', { scheduledMessageId: byId(one?.id), updateFields: { from } });
		expect(changed.error?.message).toMatch(/The channel @loja\.exemplo has no phone number/);
		expect(writes()).toEqual([]);
	});

	test('a header file by its ID', async () => {
		const { id, params } = named().templateWithDocumentHeader;
		await run('schedule', {
			...template(),
			scheduledAt: AT,
			templateId: byId(id),
			templateParametersJson: Object.fromEntries((params ?? []).map(({ name }) => [name ?? '', 'x'])),
			headerFile: true,
			fileSource: 'fileId',
			fileId: named().fileDocument.id,
		});
		expect(writes()[0]?.body).toMatchObject({ templateParams: { fileId: named().fileDocument.id } });
	});

	test.each([
		[{ scheduledAt: '2020-01-31T14:00:00' }, /"Scheduled At" is in the past: 2020-01-31T14:00:00-03:00 \[item 0\]/],
		[{ scheduledAt: '={{ "" }}' }, /"Scheduled At" is empty/],
		[{ scheduledAt: 'tomorrow' }, /"Scheduled At" is not a date: "tomorrow"/],
		[{ to: '@ana.souza' }, /"To" is an Instagram user/],
		[{ messageType: 'chatbot', chatbotKey: located('id', '={{ "Pesquisa" }}') }, /"Chatbot" is not a valid ID/],
		// A type by expression shows the fields of both: the one that is needed is asked for.
		[{ messageType: '={{ "chatbot" }}' }, /"Chatbot" is empty/],
		[{ messageType: '={{ "template" }}', templateId: located('id', '') }, /"Template" is empty/],
	])('refuses %j before any request', async (parameters, message) => {
		const result = await run('schedule', { ...template(), scheduledAt: AT, ...parameters }).catch((error: Error) => ({
			error,
		}));
		expect(result.error?.message).toMatch(message);
		expect(simulator.requests).toEqual([]);
	});

	test('a template that lacks values is found out before any item is scheduled', async () => {
		const result = await run(
			'schedule',
			{ ...template(), scheduledAt: AT, templateParametersJson: '={{ $json.values }}' },
			[{ values: values() }, { values: {} }],
		);
		expect(result.error?.message).toMatch(/lacks a value for/);
		expect(writes()).toEqual([]);
	});
});

describe('message.getAllScheduled and message.getScheduled', () => {
	test("the contract's filters go to the platform, contact and session are looked for here", async () => {
		const session = named().sessionPending.id;
		const [first, , third] = scheduleInAccount(
			simulator,
			{ scheduling: '2099-01-01T12:00:00.0000000Z' },
			{ status: 'SENT' },
			{ contactId: named().contactForeign.id, scheduling: '2099-02-01T12:00:00.0000000Z', sessionId: session },
		);
		const ids = async (filters: Json, more: Json = { returnAll: true }) =>
			(await run('getAllScheduled', { filters, ...more })).json(NODE).map(({ id }) => id);
		expect(await ids({ status: 'SCHEDULED' })).toEqual([first?.id, third?.id]);
		expect(await ids({ contactId: located('phone', '+54 9 11 2233-4455') })).toEqual([third?.id]);
		expect(simulator.requests.at(-1)?.query).not.toHaveProperty('To');
		expect(await ids({ sessionId: byId(session) }, { returnAll: false, limit: 1 })).toEqual([third?.id]);
		expect(await ids({ to: '11 9999-9999', status: 'SCHEDULED' })).toEqual([first?.id]);
		expect(await ids({ scheduledAtAfter: '2099-01-15', channelId: byId(named().channelWhatsapp.id) })).toContain(
			third?.id,
		);
		expect(await ids({ agentId: byId(named().agentOwner.id), type: 'TEMPLATE' })).toHaveLength(3);
		expect(await ids({ departmentId: byId(named().departmentSales.id) })).toEqual([]);
	});

	test('details, simple and raw', async () => {
		const [one] = scheduleInAccount(simulator, {});
		const simple = await run('getScheduled', { scheduledMessageId: byId(one?.id) });
		expect(simple.json(NODE)).toMatchObject([
			{
				contactName: named().contactAna.name,
				templateName: named().templateWithParams.name,
				templateParameters: values(),
			},
		]);
		const raw = await run('getScheduled', {
			scheduledMessageId: byId(one?.id),
			simplify: false,
			options: { includeDetails: [] },
		});
		expect(raw.json(NODE)[0]).toMatchObject({ companyId: simulator.account.companyId });
		expect(raw.json(NODE)[0]).not.toHaveProperty('contact');
	});

	test('the picker shows those still to go out, by contact and time', async () => {
		const [one] = scheduleInAccount(simulator, {}, { status: 'SENT' });
		expect(await search(account(), 'searchScheduledMessages', 'ana')).toEqual([
			{
				name: `${named().contactAna.name} (${named().templateWithParams.name}, 2099-01-31 14:00 UTC)`,
				value: one?.id,
			},
		]);
		expect(await search(account(), 'searchScheduledMessages')).toHaveLength(1);
	});
});

describe('message.reschedule', () => {
	test('the time alone', async () => {
		const [one] = scheduleInAccount(simulator, {});
		const result = await run('reschedule', { scheduledMessageId: byId(one?.id), scheduledAt: '2099-03-01T10:00:00' });
		expect(writes().map(({ body }) => body)).toEqual([
			{ scheduling: '2099-03-01T13:00:00.000Z', fields: ['Scheduling'] },
		]);
		expect(result.json(NODE)).toMatchObject([{ id: one?.id, status: 'SCHEDULED' }]);
	});

	test('one message twice in a run: the second change keeps what the first one wrote', async () => {
		const [one] = scheduleInAccount(simulator, {});
		const [first = '', second = ''] = Object.keys(values());
		await run(
			'reschedule',
			{ scheduledMessageId: byId(one?.id), updateFields: { templateParametersJson: '={{ $json }}' } },
			[{ [first]: 'Bia' }, { [second]: '77' }],
		);
		expect(writes()).toHaveLength(2);
		expect(simulator.account.scheduled.get(String(one?.id))?.templateParams?.parameters).toEqual({
			...values(),
			[first]: 'Bia',
			[second]: '77',
		});
	});

	test('one value of the template: the others stay', async () => {
		const [one] = scheduleInAccount(simulator, {});
		const [first = '', ...others] = Object.keys(values());
		await run('reschedule', {
			scheduledMessageId: byId(one?.id),
			updateFields: { templateParametersJson: JSON.stringify({ [first]: 'Bia' }), departmentId: byId('') },
		});
		expect(writes().map(({ body }) => body)).toEqual([
			{
				templateParams: {
					parameters: { ...Object.fromEntries(others.map((name) => [name, 'Ana'])), [first]: 'Bia' },
				},
				department: { id: null },
				fields: expect.arrayContaining(['TemplateParams', 'Department']),
			},
		]);
	});

	test('a value that is emptied and a name that the template lacks are refused: the old one would go out', async () => {
		const [one] = scheduleInAccount(simulator, {});
		const [first = ''] = Object.keys(values());
		const refusal = async (json: Json, setup = {}) =>
			await run(
				'reschedule',
				{ scheduledMessageId: byId(one?.id), updateFields: { templateParametersJson: JSON.stringify(json) } },
				[{}],
				setup,
			);
		const blank = await refusal({ [first]: '' });
		expect(blank.error?.message).toMatch(new RegExp(`"Template Values \\(JSON\\)" has a blank value for "${first}"`));
		expect(simulator.requests).toEqual([]);
		const misspelled = await refusal({ nmoe: 'Bia' });
		expect(misspelled.error?.message).toMatch(/The template has no parameter "nmoe"/);
		expect(writes()).toEqual([]);
		// A model that leaves a value empty does not know it.
		const unknown = await refusal({ [first]: '' }, { asTool: true });
		expect(unknown.json(NODE)).toMatchObject([{ id: one?.id, templateParameters: values() }]);
	});

	test.each(['key', 'id'] as const)('a chatbot instead of the template, by its %s', async (by) => {
		const [one] = scheduleInAccount(simulator, {});
		await run('reschedule', {
			scheduledMessageId: byId(one?.id),
			updateFields: { chatbotKey: byId(named().chatbotAutomation[by]) },
		});
		expect(writes()[0]?.body).toEqual({
			botKey: named().chatbotAutomation.key,
			type: 'CHATBOT',
			fields: ['BotId', 'Type'],
		});
	});

	test.each([
		['SENT', /The message that was scheduled for 2099-01-31T14:00:00.0000000Z was sent already/],
		['CANCELED', /was cancelled already/],
		['FAILED', /failed/],
	] as const)('what is %s is refused in plain words', async (status, message) => {
		const [one] = scheduleInAccount(simulator, { status });
		const result = await run('reschedule', { scheduledMessageId: byId(one?.id), scheduledAt: AT });
		expect(result.error?.message).toMatch(message);
		expect(writes()).toEqual([]);
	});

	test.each([
		[{ scheduledAt: '2020-01-01' }, /"Scheduled At" is in the past/],
		[{}, /"Scheduled At" and "Update Fields" are both empty/],
		[
			{
				updateFields: {
					chatbotKey: located('id', '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6'),
					templateId: located('id', '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6'),
				},
			},
			/"Chatbot" cannot be combined with a template/,
		],
	])('refuses %j before any request', async (parameters, message) => {
		const result = await run('reschedule', {
			scheduledMessageId: byId('6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6'),
			...parameters,
		});
		expect(result.error?.message).toMatch(message);
		expect(simulator.requests).toEqual([]);
	});
});

describe('message.cancelScheduled and message.cancelAllScheduled', () => {
	test('one', async () => {
		const [one] = scheduleInAccount(simulator, {});
		const result = await run('cancelScheduled', { scheduledMessageId: byId(one?.id) });
		expect(result.json(NODE)).toMatchObject([{ success: true, id: one?.id, status: 'CANCELED' }]);
		const again = await run('cancelScheduled', { scheduledMessageId: byId(one?.id) });
		expect(again.error?.message).toMatch(/was cancelled already/);
	});

	test('all of a contact, in requests of 100, one output item each', async () => {
		scheduleInAccount(simulator, ...Array.from({ length: 120 }, () => ({})), {
			contactId: named().contactForeign.id,
		});
		const result = await run('cancelAllScheduled', { filters: { contactId: byId(named().contactAna.id) } });
		expect(writes().map(({ body }) => (body as string[]).length)).toEqual([100, 20]);
		expect(result.json(NODE)).toHaveLength(120);
		expect(result.json(NODE)[0]).toMatchObject({ status: 'CANCELED', contactName: named().contactAna.name });
		const left = [...simulator.account.scheduled.values()].filter(({ status }) => status === 'SCHEDULED');
		expect(left).toHaveLength(1);
	});

	test('filters of two items that find the same message cancel it once', async () => {
		const [one] = scheduleInAccount(simulator, {});
		const result = await run('cancelAllScheduled', { scheduledMessageIds: '={{ $json.ids }}' }, [
			{ ids: one?.id },
			{ ids: [one?.id] },
		]);
		expect(result.error).toBeUndefined();
		expect(writes()).toHaveLength(1);
		expect(result.json(NODE)).toHaveLength(1);
	});

	test('an empty filter is refused: it would cancel everything', async () => {
		scheduleInAccount(simulator, {});
		for (const filters of [{}, { contactId: located('id', ''), to: '' }]) {
			const result = await run('cancelAllScheduled', { filters });
			expect(result.error?.message).toMatch(/"Scheduled Message IDs" and "Filters" are both empty/);
		}
		expect(simulator.requests).toEqual([]);
	});

	test("as an agent's tool it needs the builder's word", async () => {
		const [one] = scheduleInAccount(simulator, {});
		const parameters = { scheduledMessageIds: one?.id };
		const refused = await run('cancelAllScheduled', parameters, [{}], { asTool: true });
		expect(refused.json(NODE)[0]?.message).toMatch(/"Allow Deletion by AI Agents" is off/);
		expect(simulator.requests).toEqual([]);
		const allowed = await run('cancelAllScheduled', { ...parameters, options: { allowDeletion: true } }, [{}], {
			asTool: true,
		});
		expect(allowed.json(NODE)).toMatchObject([{ id: one?.id, status: 'CANCELED' }]);
	});
});
