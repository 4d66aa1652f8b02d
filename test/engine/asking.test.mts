import { randomUUID } from 'node:crypto';

import { ASK_KEY } from '../../nodes/WtsChat/listening/awaited';
import { startBed } from '../bed/bed.mts';
import { core, type EngineRun, NODE, type NodeSetup, runNode } from '../bed/engine.mts';
import { located } from '../bed/located.mts';
import { askingNode } from '../bed/resume.mts';

type Json = Record<string, unknown>;

const { simulator, named, account, writes } = startBed();

const ask = async (more: Json = {}, setup: Partial<NodeSetup> = {}): Promise<EngineRun> =>
	await runNode(askingNode(named().sessionInProgress.id, more, setup), [{}], {
		account: account(),
		executionId: '77',
	});
const routes = () => simulator.requests.map(({ method, route }) => `${method} ${route}`);
const metadataOf = (id: string) => simulator.account.sessions.get(id)?.metadata ?? {};
const limit = (values: Json) => ({ options: { limitWaitTime: { values } } });

describe('session.sendAndWait', () => {
	test('listens, marks, and then asks; other metadata stays', async () => {
		const { sessionInProgress } = named();
		Object.assign(sessionInProgress, { metadata: { order: 7 } });
		Object.assign(simulator.quirks, { metadataReplaced: true });
		const result = await ask({ responseType: 'choice', choices: ['Morning', 'Afternoon'] });
		expect(result.error).toBeUndefined();
		expect(routes()).toEqual([
			'GET /chat/v2/session/{id}',
			'GET /core/v1/webhook/subscription',
			'POST /core/v1/webhook/subscription',
			'PUT /chat/v2/session/{id}/partial',
			'POST /chat/v1/send/text',
		]);
		expect(metadataOf(sessionInProgress.id)).toMatchObject({ order: 7 });
		expect(JSON.parse(String(metadataOf(sessionInProgress.id)[ASK_KEY]))).toMatchObject({ v: 1, e: '77', n: NODE });
		expect(writes().at(-1)?.body).toMatchObject({ text: 'Shall we?\n\n1 - Morning\n2 - Afternoon' });
		const day = (result.waiting?.until.getTime() ?? 0) - Date.now();
		expect(Math.round(day / 3_600_000)).toBe(24);
		// What comes out when nobody answers was put in before.
		expect(result.waiting?.item).toMatchObject({ data: {}, outcome: 'noReply', sessionId: sessionInProgress.id });
	});

	test.each<[string, Json, RegExp]>([
		['an empty question', { message: '={{ "" }}' }, /"Message" is empty/],
		['one choice', { responseType: 'choice', choices: 'Yes' }, /"Choices" needs at least two, but has 1/],
		['a choice twice', { responseType: 'choice', choices: 'Manhã\nmanha' }, /"Choices" has "manha" twice/],
		['a broken pattern', { responseType: 'freeText', acceptedAnswers: '/(/' }, /is not a regular expression/],
		['a pattern that runs away', { responseType: 'freeText', acceptedAnswers: '/(a+)+$/' }, /can take for ever/],
		['an approver that is no phone', { approverPhones: 'the boss' }, /"Approver Phones" has "the boss"/],
		[
			'30 seconds',
			limit({ resumeAmount: 0.5, resumeUnit: 'minutes' }),
			/"Limit Wait Time" must be at least one minute/,
		],
		[
			'a time that is over',
			limit({ limitType: 'atSpecifiedTime', maxDateAndTime: '2020-01-01' }),
			/at least one minute/,
		],
		[
			'equal labels',
			{ approvalOptions: { values: { approveLabel: 'Ok', disapproveLabel: 'ok!' } } },
			/for both answers/,
		],
	])('%s is refused before any request', async (_, more, message) => {
		const result = await ask(more);
		expect(result.error?.message).toMatch(message);
		expect(simulator.requests).toEqual([]);
		expect(result.waiting).toBeUndefined();
	});

	test.each<[string, (session: Json) => void, Json, RegExp]>([
		['a group', (session) => Object.assign(session, { type: 'GROUP' }), {}, /The session is a group/],
		['a completed session', (session) => Object.assign(session, { status: 'COMPLETED' }), {}, /is completed/],
		['somebody who may not approve', () => {}, { approverPhones: '(11) 91111-2222' }, /not one of the approvers/],
	])('%s is refused, and nothing is written', async (_, change, more, message) => {
		change(named().sessionInProgress as unknown as Json);
		expect((await ask(more)).error?.message).toMatch(message);
		expect(writes()).toEqual([]);
	});

	test('an approver is known with and without the ninth digit', async () => {
		const digits = named().contactAna.phoneNumber?.replace(/\D/g, '') ?? '';
		const other = digits.length === 13 ? digits.replace(/^(55\d\d)9/, '$1') : digits.replace(/^(55\d\d)/, '$19');
		const contactId = located('id', named().contactAna.id);
		const result = await ask({ recipientType: 'contact', contactId, approverPhones: `+${other}` });
		expect(result.error?.message ?? '').not.toMatch(/not one of the approvers/);
	});

	test('outside the window a template asks, which brings the marker along; without one it is refused', async () => {
		const { sessionExpiredWindow, templateWithoutParams } = named();
		const sessionId = located('id', sessionExpiredWindow.id);
		expect((await ask({ sessionId })).error?.message).toMatch(/reply window of the session is closed/);
		expect(writes()).toEqual([]);
		const result = await ask({ sessionId, options: { fallbackTemplateId: templateWithoutParams.id } });
		expect(result.error).toBeUndefined();
		expect(writes().at(-1)).toMatchObject({ route: '/chat/v1/send/template' });
		expect(metadataOf(sessionExpiredWindow.id)[ASK_KEY]).toMatch(/"e":"77"/);
		expect(result.waiting?.item).toMatchObject({ route: 'template' });
	});

	const contactOf = (mode: 'id' | 'phone', value: string): Json => ({
		recipientType: 'contact',
		contactId: located(mode, value),
		from: located('list', named().channelWhatsapp.id),
		approverPhones: '+55 11 97777-0001',
	});
	const ABOUT_PEOPLE = /\/(session|contact)/;

	test.each<[string, () => Json, string[]]>([
		[
			'the session',
			() => ({ sessionId: located('id', named().sessionExpiredWindow.id) }),
			['GET /chat/v2/session/{id}', 'PUT /chat/v2/session/{id}/partial'],
		],
		[
			'a contact by ID',
			() => contactOf('id', named().contactWithoutSession.id),
			['GET /chat/v2/session', 'GET /core/v1/contact/{id}'],
		],
		[
			'a contact by phone',
			() => contactOf('phone', '+55 11 97777-0001'),
			['GET /core/v1/contact/phonenumber/{phone}', 'GET /chat/v2/session'],
		],
	])('what is known of %s is not read again for the template', async (_, recipient, expected) => {
		const { templateWithoutParams } = named();
		const result = await ask({ ...recipient(), options: { fallbackTemplateId: templateWithoutParams.id } });
		expect(result.error).toBeUndefined();
		expect(writes().at(-1)).toMatchObject({ route: '/chat/v1/send/template' });
		expect(routes().filter((route) => ABOUT_PEOPLE.test(route))).toEqual(expected);
	});

	test('a contact without an address is found before anything is written', async () => {
		const { contactMessenger, channelWhatsapp, templateWithoutParams } = named();
		const result = await ask({
			recipientType: 'contact',
			contactId: located('id', contactMessenger.id),
			from: located('list', channelWhatsapp.id),
			options: { fallbackTemplateId: templateWithoutParams.id },
		});
		expect(result.error?.message).toMatch(/has no phone number to send to/);
		expect(writes()).toEqual([]);
	});

	test('a contact whose phone nobody has is looked for once, and nothing is sent', async () => {
		const { channelWhatsapp, templateWithoutParams } = named();
		const result = await ask({
			recipientType: 'contact',
			contactId: located('phone', '+55 11 3000-0000'),
			from: located('list', channelWhatsapp.id),
			options: { fallbackTemplateId: templateWithoutParams.id },
		});
		expect(result.error?.message).toMatch(/Contato não encontrado/);
		expect(routes().filter((route) => ABOUT_PEOPLE.test(route))).toEqual(['GET /core/v1/contact/phonenumber/{phone}']);
		expect(writes()).toEqual([]);
	});

	test('the marker cannot be written: nothing is sent, and nothing listens any more', async () => {
		simulator.faults.add({ match: { method: 'PUT' }, fault: { kind: 'error', status: 400 } });
		const result = await ask();
		expect(result.error).toBeDefined();
		expect(result.waiting).toBeUndefined();
		expect(routes()).not.toContain('POST /chat/v1/send/text');
		expect(simulator.account.subscriptions.size).toBe(0);
	});

	test('a question that is refused takes its marker away', async () => {
		simulator.faults.add({
			match: { method: 'POST', path: /send.text/ },
			fault: { kind: 'error', status: 400 },
		});
		expect((await ask()).error).toBeDefined();
		expect(routes()).toContain('POST /chat/v1/send/text');
		expect(metadataOf(named().sessionInProgress.id)[ASK_KEY] ?? null).toBeNull();
		expect(simulator.account.subscriptions.size).toBe(0);
	});

	test('one that is refused leaves the mark of the one that waits in the same session', async () => {
		expect((await ask()).error).toBeUndefined();
		const { id } = named().sessionInProgress;
		const waiting = metadataOf(id)[ASK_KEY];
		simulator.faults.add({ match: { path: /send.text/ }, fault: { kind: 'error', status: 400 } });
		const setup = askingNode(id, { message: 'And this?' });
		const second = await runNode(setup, [{}], { account: account(), executionId: '78' });
		expect(second.error).toBeDefined();
		expect(writes().filter(({ route }) => route === '/chat/v2/session/{id}/partial')).toHaveLength(3);
		expect(waiting).toMatch(/"e":"77"/);
		expect(metadataOf(id)[ASK_KEY]).toBe(waiting);
	});

	test('what the editor left behind is removed by a later run of the same n8n, and of no other', async () => {
		expect((await ask()).error).toBeUndefined();
		const [first] = simulator.account.subscriptions.values();
		expect(first?.name).toMatch(/^n8n Ask: one question until .* #[0-9a-f]{12}$/);
		const past = new Date(Date.now() - 600_000).toISOString();
		const own = first?.name?.replace(/until \S+/, `until ${past}`) ?? '';
		if (first !== undefined) first.name = own;
		const id = randomUUID();
		const other = { ...structuredClone(first), id, name: own.replace(/#\w+$/, '#abcdefabcdef') };
		simulator.account.subscriptions.set(id, other as never);
		expect((await ask()).error).toBeUndefined();
		const names = [...simulator.account.subscriptions.values()].map(({ name }) => name);
		expect(names).toHaveLength(2);
		expect(names).toContain(other.name);
		expect(names).not.toContain(own);
	});

	test('an older n8n, which looks at the signature of a call only when told to, is told', async () => {
		const { data, waiting } = await ask();
		expect(waiting).toBeDefined();
		const mustBeTold = 'setSignatureValidationRequired' in core.ExecuteContext.prototype;
		expect(Reflect.get(data, 'validateSignature') === true).toBe(mustBeTold);
	});

	test('the marker shows in no output', async () => {
		await ask();
		const { sessionInProgress } = named();
		expect(metadataOf(sessionInProgress.id)[ASK_KEY]).toBeDefined();
		const got = await runNode(
			{
				parameters: {
					resource: 'session',
					operation: 'get',
					sessionId: located('id', sessionInProgress.id),
					simplify: false,
				},
			},
			[{}],
			{ account: account() },
		);
		expect(JSON.stringify(got.json(NODE))).not.toContain(ASK_KEY);
	});
});
