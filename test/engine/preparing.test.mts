import { startBed } from '../bed/bed.mts';
import { located } from '../bed/located.mts';

type Json = Record<string, unknown>;

const bed = startBed();
const { named, run, writes } = bed;
const options = (values: Json) => ({ options: values });
const inOrder = (texts: readonly string[]) => [...texts].sort();
const reads = () =>
	inOrder(bed.simulator.requests.flatMap(({ method, route }) => (method === 'GET' && route ? [route] : [])));

const LONG = 'a sentence of a long text. '.repeat(200);
const CONTACT = '/core/v1/contact/{id}';
const PHONE = '/core/v1/contact/phonenumber/{phone}';
const SESSION = '/chat/v2/session/{id}';
const SESSIONS = '/chat/v2/session';
/** What is read once for all items. */
const ONCE = ['/chat/v1/channel', '/chat/v1/template', '/core/v1/agent', '/core/v1/tag'];
/** What tells between the parts of a text whether one has left. */
const STATUSES = ['/chat/v1/message/{id}/status', '/chat/v1/send/message/{id}'];

const byId = () => ({ recipientType: 'contact', contactId: located('id', named().contactAna.id) });
const byPhone = () => ({ recipientType: 'contact', contactId: located('phone', '(11) 99999-9999') });
const ofSession = (id = named().sessionInProgress.id) => ({ recipientType: 'session', sessionId: located('id', id) });
const from = () => ({ from: located('list', named().channelWhatsapp.id) });
const template = () => ({
	templateId: located('id', named().templateWithoutParams.id),
	templateParametersMode: 'json',
	templateParametersJson: '{}',
});
const expired = () => ofSession(named().sessionExpiredWindow.id);

/** What each item of an operation reads, beside what is read once for all of them. */
const CASES: ReadonlyArray<[string, string, () => Json, string[]]> = [
	['message', 'sendText', () => ({ ...byId(), text: 'Hi' }), [CONTACT]],
	['message', 'sendText', () => ({ ...byPhone(), text: 'Hi' }), [PHONE]],
	['message', 'sendText', () => ({ ...ofSession(), text: 'Hi' }), []],
	['message', 'sendText', () => ({ ...byId(), text: LONG, ...options({ splitLongText: true }) }), [CONTACT]],
	['message', 'sendText', () => ({ ...ofSession(), text: 'Hi', ...options({ forceStartSession: true }) }), [SESSION]],
	[
		'message',
		'sendText',
		() => ({ ...byId(), text: 'Hi', ...options({ agentId: located('id', named().agentMaria.id) }) }),
		[CONTACT],
	],
	['message', 'sendTemplate', () => ({ ...byId(), ...from(), ...template() }), [CONTACT]],
	['message', 'sendTemplate', () => ({ ...ofSession(), ...template() }), [SESSION]],
	['message', 'sendTemplateBatch', () => ({ ...byId(), ...from(), ...template() }), [CONTACT]],
	['message', 'sendOtp', () => ({ ...byId(), ...from() }), [CONTACT]],
	['message', 'sendTextOrTemplate', () => ({ ...byId(), ...from(), ...template(), text: 'Hi' }), [CONTACT, SESSIONS]],
	['message', 'sendTextOrTemplate', () => ({ ...byPhone(), ...from(), ...template(), text: 'Hi' }), [PHONE, SESSIONS]],
	['message', 'sendTextOrTemplate', () => ({ ...ofSession(), ...template(), text: 'Hi' }), [SESSION]],
	['message', 'sendTextOrTemplate', () => ({ ...expired(), ...template(), text: 'Hi' }), [SESSION]],
	[
		'message',
		'sendTextOrTemplate',
		() => ({ ...ofSession(), ...template(), text: LONG, ...options({ splitLongText: true }) }),
		[SESSION],
	],
	[
		'session',
		'sendTemplate',
		() => ({ ...ofSession(), ...template(), ...options({ callbackUrl: 'https://example.com/sent' }) }),
		[SESSION],
	],
	['session', 'sendTemplate', () => ({ ...ofSession(), ...template() }), []],
	['tag', 'update', () => ({ tagId: located('id', named().tagVip.id), updateFields: { color: 'RED_300' } }), []],
];

describe('what an item reads', () => {
	test.each(CASES)('%s.%s (%#)', async (resource, operation, parameters, expected) => {
		const { error } = await run({ parameters: { resource, operation, ...parameters() } }, [{}, {}]);
		expect(error).toBeUndefined();
		const found = reads().filter((route) => ![...ONCE, ...STATUSES].includes(route));
		expect(found).toEqual(inOrder([...expected, ...expected]));
		for (const once of ONCE) expect(reads().filter((route) => route === once).length).toBeLessThan(2);
		expect(writes().length).toBeGreaterThan(0);
	});
});

describe('a recipient that cannot be reached', () => {
	const toContact = () => ({
		recipientType: 'contact',
		contactId: located('id', '={{ $json.id }}'),
		...from(),
	});
	const file = { fileSource: 'url', fileUrl: 'https://example.com/a.pdf' };
	const operations: Record<string, () => Json> = {
		sendText: () => ({ ...toContact(), text: 'Hi' }),
		sendFile: () => ({ ...toContact(), ...file }),
		sendTemplate: () => ({ ...toContact(), ...template() }),
		sendTemplateBatch: () => ({ ...toContact(), ...template() }),
		sendTextOrTemplate: () => ({ ...toContact(), ...template(), text: 'Hi' }),
		sendOtp: toContact,
	};
	const people = () => {
		const { contactAna, contactForeign, contactRioGrandeDoSul, contactInstagram } = named();
		return [contactAna, contactForeign, contactRioGrandeDoSul, contactInstagram].map(({ id }) => ({ id }));
	};

	test.each(Object.entries(operations))('is found before message.%s sends anything', async (operation, parameters) => {
		const { error } = await run({ parameters: { resource: 'message', operation, ...parameters() } }, people());
		expect(error?.message).toMatch(/^The contact Elisa Prado has no phone number to send to.* \[item 3\]$/);
		expect(writes()).toEqual([]);
	});

	test.each(Object.entries(operations))('fails alone when message.%s goes on', async (operation, parameters) => {
		const setup = { parameters: { resource: 'message', operation, ...parameters() } };
		const { error, json } = await run({ ...setup, onError: 'continueErrorOutput' }, people());
		expect(error).toBeUndefined();
		expect(json('Next')).toHaveLength(3);
		expect(json('Failed')).toHaveLength(1);
	});

	test('is found before session.sendTemplate sends anything', async () => {
		const { sessionInProgress, sessionExpiredWindow, sessionPending, sessionMessenger } = named();
		const sessions = [sessionInProgress, sessionExpiredWindow, sessionPending, sessionMessenger];
		const parameters = {
			resource: 'session',
			operation: 'sendTemplate',
			sessionId: located('id', '={{ $json.id }}'),
			...template(),
			...options({ senderId: '=order {{ $json.id }}' }),
		};
		const { error } = await run(
			{ parameters },
			sessions.map(({ id }) => ({ id })),
		);
		expect(error?.message).toMatch(/has no phone number and no Instagram name.* \[item 3\]$/);
		expect(writes()).toEqual([]);
	});
});

test('a contact given by ID and by phone is written to in the order of the items', async () => {
	bed.simulator.faults.add({ match: { bodyIncludes: 'text 0' }, fault: { kind: 'latency', ms: 60 } });
	const { id } = named().contactAna;
	const items = [
		{ mode: 'id', value: id, text: 'text 0' },
		{ mode: 'phone', value: '(11) 99999-9999', text: 'text 1' },
		{ mode: 'id', value: id.toUpperCase(), text: 'text 2' },
	];
	const contactId = { __rl: true, mode: '={{ $json.mode }}', value: '={{ $json.value }}' };
	const parameters = {
		resource: 'message',
		operation: 'sendText',
		recipientType: 'contact',
		contactId,
		text: '={{ $json.text }}',
	};
	const { error } = await run({ parameters }, items);
	expect(error).toBeUndefined();
	const [first, second, third] = writes();
	expect([first, second, third].map((one) => (one?.body as Json).text)).toEqual(['text 0', 'text 1', 'text 2']);
	expect(Date.parse(second?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(first?.at ?? '') + (first?.durationMs ?? 0));
});
