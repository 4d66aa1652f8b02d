import type { IBinaryData } from 'n8n-workflow';

import { startBed } from '../bed/bed.mts';
import { NODE, type NodeSetup, runNode } from '../bed/engine.mts';
import { located } from '../bed/located.mts';

const { simulator, named, account } = startBed({ windows: 1 / 10_000 });

type Json = Record<string, unknown>;

const run = async (
	resource: string,
	operation: string,
	parameters: Json,
	items: Json[] = [{}],
	{ country, binary, ...setup }: Partial<NodeSetup> & { country?: string; binary?: object } = {},
) => {
	simulator.requests.length = 0;
	return await runNode(
		{ parameters: { resource, operation, ...parameters }, onError: 'continueErrorOutput', ...setup },
		items,
		{
			account: { ...account(), ...(country === undefined ? {} : { defaultCountry: country }) },
			...(binary === undefined ? {} : { items: [{ json: {}, binary: { data: binary as IBinaryData } }] }),
		},
	);
};

const bodies = (path: string) =>
	simulator.requests.filter((one) => one.method !== 'GET' && one.path.includes(path)).map(({ body }) => body as Json);

const errors = (result: Awaited<ReturnType<typeof run>>) => result.json('Failed').map(({ message }) => String(message));

describe('dates', () => {
	const sent = async (values: unknown[], country?: string) => {
		const items = values.map((value) => ({ value }));
		await run('session', 'getAll', { limit: 1, filters: { createdAtAfter: '={{ $json.value }}' } }, items, { country });
		const found = simulator.requests.map(({ query }) => String(query['CreatedAt.After']));
		return found.sort();
	};

	test('one point in time in many spellings, in the time zone of the workflow', async () => {
		const spellings = [
			'05/03/2026 10:30',
			'05-03-2026 10:30:00',
			'5.3.2026, 10:30',
			'2026/03/05 10:30',
			'2026-3-5 10:30',
			'2026-03-05T10:30:00.0000000-03:00',
			'2026-03-05T13:30:00Z',
			'2026-03-05 13:30:00+00',
			'20260305T103000',
			'05/03/2026 10:30 AM',
		];
		expect(new Set(await sent(spellings))).toEqual(new Set(['2026-03-05T13:30:00.000Z']));
	});

	test('day and month in the order of the credential', async () => {
		expect(await sent(['05/03/2026'])).toEqual(['2026-03-05T03:00:00.000Z']);
		expect(await sent(['05/03/2026'], 'PT')).toEqual(['2026-03-05T03:00:00.000Z']);
		expect(await sent(['05/03/2026 2:15 PM'], 'US')).toEqual(['2026-05-03T17:15:00.000Z']);
	});

	test('a range of one day holds that day', async () => {
		await run('contact', 'getAll', { filters: { createdAtAfter: '31/03/2026', createdAtBefore: '2026-03-31' } });
		expect(simulator.requests[0]?.query).toMatchObject({
			'CreatedAt.After': '2026-03-31T03:00:00.000Z',
			'CreatedAt.Before': '2026-04-01T02:59:59.999Z',
		});
	});
});

describe('phones', () => {
	const to = async (values: unknown[], country?: string) => {
		const items = values.map((value) => ({ value }));
		const from = located('number', String(named().channelWhatsapp.number));
		const result = await run('message', 'sendText', { from, to: '={{ $json.value }}', text: 'Hi' }, items, { country });
		return { sent: bodies('/send/text').map((body) => body.to), errors: errors(result) };
	};

	test('numbers of other countries keep their plus, and come back with it', async () => {
		expect((await to(['+1 415 555 7777', '+47 22 22 22 22'])).sent.sort()).toEqual(['+14155557777', '+4722222222']);
		const sequenceId = located('id', named().sequenceEmpty.id);
		const contactId = located('phone', '={{ $json.phone }}');
		const added = await run('sequence', 'addContact', { sequenceId, contactId }, [{ phone: '+1 415 555 7777' }]);
		const { contactPhone } = added.json(NODE)[0] ?? {};
		const removed = await run('sequence', 'removeContact', { sequenceId, contactId }, [{ phone: contactPhone }]);
		const { phoneNumber } = removed.json(NODE)[0] ?? {};
		expect(phoneNumber).toBe('+14155557777');
		const got = await run('contact', 'get', { contactId }, [{ phone: phoneNumber }]);
		expect(got.json(NODE)).toMatchObject([{ phoneNumber: '+14155557777' }]);
	});

	test('without a code they are of the country of the credential', async () => {
		expect((await to(['(415) 555-7777', '5511987654321'], 'US')).sent.sort()).toEqual([
			'+14155557777',
			'5511987654321',
		]);
		expect((await to(['912 345 678'], 'PT')).sent).toEqual(['+351912345678']);
		const refused = await to(['(415) 555-7777', '(11) 3333-4444/5555', '56912345678']);
		expect(refused.sent).toEqual([]);
		expect(refused.errors).toEqual([
			expect.stringMatching(/^"To" is written like a number of another country: .* \[item 0\]\. Write \+/),
			expect.stringMatching(/^"To" holds more than one phone number: .* \[item 1\]\. Give one number/),
			expect.stringMatching(/^"To" has the area code 56, which Brazil does not have: .* \[item 2\]\. Write \+/),
		]);
	});
});

describe('contacts are not made twice', () => {
	const PHONES = [
		['Brazil', '3188887777', '+5531988887777', '+55|3188887777'],
		['Mexico', '+525512345678', '+52 1 55 1234 5678', '+52|5512345678'],
		['Argentina', '+541123456789', '+54 9 11 2345-6789', '+54|1123456789'],
	] as const;

	test.each(PHONES)('%s', async (_country, stored, other, spelled) => {
		const first = await run('contact', 'upsert', { name: 'First', phoneNumber: stored });
		const id = first.json(NODE)[0]?.id;
		const contacts = simulator.account.contacts.size;
		expect(simulator.account.contacts.get(String(id))?.phoneNumber).toBe(spelled);

		const refused = await run('contact', 'create', { name: 'Second', phoneNumber: other });
		expect(errors(refused)).toEqual([expect.stringContaining(`The contact ${String(id)} has the phone number`)]);
		const got = await run('contact', 'create', { name: 'Second', phoneNumber: other, options: { getIfExists: true } });
		expect(got.json(NODE)).toMatchObject([{ id }]);
		const saved = await run('contact', 'upsert', { name: 'Second', phoneNumber: other });
		expect(saved.json(NODE)).toMatchObject([{ id, name: 'Second' }]);
		const options = { lookUpPhones: true };
		const batch = await run('contact', 'upsertBatch', { name: 'Third', phoneNumber: other, options });
		expect(batch.json(NODE)).toMatchObject([{ id, name: 'Third' }]);
		expect(simulator.account.contacts.size).toBe(contacts);
	});
});

describe('as a tool of an agent', () => {
	const update = async (updateFields: Json, asTool: boolean) => {
		const contactId = located('id', named().contactAna.id);
		await run('contact', 'update', { contactId, updateFields }, [{}], { asTool });
		return bodies('/contact/')[0];
	};

	test('what a model leaves empty is not changed, and the word clears', async () => {
		const updateFields = { name: '', phoneNumber: null, email: '__clear__', tagNames: '', annotation: 'Called' };
		expect(await update(updateFields, true)).toEqual({
			email: null,
			annotation: 'Called',
			fields: expect.arrayContaining(['Email', 'Annotation']),
		});
		expect(await update({ name: '', email: '' }, false)).toMatchObject({ name: null, email: null });
		// Adding no tags to those that are there would clear none.
		expect(await update({ tagNames: '__clear__' }, true)).toMatchObject({
			tagIds: [],
			options: { tagsOperation: 'ReplaceAll' },
		});
		expect(await update({ sequenceIds: '__clear__', utmSource: '__clear__' }, true)).toMatchObject({
			sequenceIds: [],
			utm: { source: null },
		});
	});

	test('an update of nothing says so and changes nothing', async () => {
		const sessionId = located('id', named().sessionInProgress.id);
		const updateFields = { agentId: located('id', ''), departmentId: '', number: null, endAt: '' };
		const result = await run('session', 'update', { sessionId, updateFields }, [{}], {
			asTool: true,
			onError: undefined,
		});
		expect(result.json(NODE)[0]?.message).toMatch(/"Update Fields" is empty/);
		expect(simulator.requests).toEqual([]);
	});

	test('the word is no value where nothing can be cleared', async () => {
		const result = await run('contact', 'create', { name: '__clear__' }, [{}], { asTool: true, onError: undefined });
		expect(result.json(NODE)[0]?.message).toMatch(/"Name" is __clear__, but cannot be cleared/);
		expect(simulator.requests).toEqual([]);
	});
});

describe('texts and lists', () => {
	test('invisible characters at the ends are gone, half an emoji is replaced, in bodies too', async () => {
		const parameters = { sessionId: located('id', '={{ $json.id }}'), text: '={{ $json.text }}' };
		const id = `\u200b${named().sessionInProgress.id}\u200b`;
		await run('session', 'sendText', parameters, [{ id, text: '\u200boi \ud83d x\ufeff' }]);
		expect(bodies('/message')[0]).toMatchObject({ text: 'oi \ufffd x' });
		const blank = await run('session', 'sendText', parameters, [{ id, text: '\u200b \u3164' }]);
		expect(errors(blank)).toEqual([expect.stringMatching(/^"Text" is empty/)]);
	});

	test('custom fields by the same rules: yes or no, accents, dates as objects and as text', async () => {
		const contactId = located('id', named().contactAna.id);
		const { contactFields } = simulator.account;
		const [template] = contactFields;
		const add = (key: string, type: string, options: unknown[] = []) =>
			contactFields.push({
				...template,
				id: `6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a${contactFields.length % 10}`,
				key,
				name: key,
				type,
				options,
			} as never);
		add('since', 'DATE');
		add('origin', 'SINGLESELECT', [{ id: '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5b0', name: 'Indica\u00e7\u00e3o' }]);
		add('amount', 'FLOAT');
		const parameters = {
			contactId,
			updateFields: { customFieldsJson: '={{ $json.values }}' },
		};
		const values = [
			{ 'aceita-novidades': 'TRUE', since: '1990-3-5', origin: 'Indicac\u0327a\u0303o', amount: 'R$ 1.234,56' },
			{
				'aceita-novidades': ' sim ',
				since: new Date('1990-03-05T00:00:00Z'),
				origin: 'INDICA\u00c7\u00c3O',
				amount: 1234.56,
			},
			{
				'aceita-novidades': 1,
				since: '05/03/1990',
				origin: '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5b0',
				amount: '1,234.56',
			},
		];
		const result = await run(
			'contact',
			'update',
			parameters,
			values.map((one) => ({ values: one })),
		);
		expect(errors(result)).toEqual([]);
		for (const body of bodies('/contact/')) {
			expect(body.customFields).toEqual({
				'aceita-novidades': true,
				since: '1990-03-05',
				origin: 'Indica\u00e7\u00e3o',
				amount: 1234.56,
			});
		}
		const wrong = [{ since: 'Pedido 10' }, { amount: '1.500' }, { empresa: 'undefined' }, { origin: 'Outro' }];
		const refused = await run(
			'contact',
			'update',
			parameters,
			wrong.map((one) => ({ values: one })),
		);
		expect(errors(refused)).toHaveLength(wrong.length);
		expect(bodies('/contact/')).toEqual([]);
	});

	test('the JSON text of a list is a list', async () => {
		await run('contact', 'getAll', { filters: { tagNames: '["VIP", "Lead"]' } });
		expect(bodies('/filter')[0]).toMatchObject({ tagNames: ['VIP', 'Lead'] });
		const contactId = located('id', named().contactAna.id);
		await run('contact', 'update', { contactId, updateFields: { metadataRemove: '["a","b"]' } });
		expect(bodies('/contact/')[0]).toMatchObject({ metadata: { a: null, b: null } });
		await run('contact', 'update', { contactId, updateFields: { metadataRemove: '"a","b"' } });
		expect(bodies('/contact/')[0]).toMatchObject({ metadata: { a: null, b: null } });
	});

	test('choices as the JSON text of a list are a list, and none of them stands for no value', async () => {
		const sessionId = located('id', named().sessionInProgress.id);
		const ask = { sessionId, message: 'Which?', responseType: 'choice', choices: '={{ $json.choices }}' };
		const wrong = await run('session', 'sendAndWait', ask, [{ choices: '["Blue","null"]' }]);
		expect(errors(wrong)).toEqual([expect.stringMatching(/^"Choices" has "null", which stands for no value/)]);
		const line = await run('session', 'sendAndWait', ask, [{ choices: 'Blue\nundefined' }]);
		expect(errors(line)).toEqual([expect.stringMatching(/^"Choices" has "undefined"/)]);
		expect(simulator.requests).toEqual([]);
		await run('session', 'sendAndWait', ask, [{ choices: '["Blue, light","Red"]' }]);
		expect(bodies('/send/text')[0]).toMatchObject({ text: 'Which?\n\n1 - Blue, light\n2 - Red' });
	});

	test('a number that is none does not remove a key: JSON would make it null', async () => {
		const contactId = located('id', named().contactAna.id);
		const updateFields = { metadataJson: '={{ { total: $json.a / $json.b } }}' };
		const result = await run('contact', 'update', { contactId, updateFields }, [
			{ a: 0, b: 0 },
			{ a: 1, b: 0 },
		]);
		expect(errors(result)).toEqual([
			expect.stringMatching(/^"Metadata \(JSON\)" has "NaN" for "total", which stands for no value \[item 0\]/),
			expect.stringMatching(/^"Metadata \(JSON\)" has "Infinity" for "total".* \[item 1\]/),
		]);
		expect(simulator.requests).toEqual([]);
	});

	test('two people without an Instagram user are not one', async () => {
		const parameters = { name: '={{ $json.name }}', additionalFields: { instagram: '={{ $json.instagram }}' } };
		const values = ['null', 'N/A', 'https://www.instagram.com/p/Cxyz/'];
		const result = await run(
			'contact',
			'upsert',
			parameters,
			values.map((instagram) => ({ name: 'Ana', instagram })),
		);
		expect(errors(result)).toHaveLength(values.length);
		expect(simulator.requests).toEqual([]);
	});

	test('a value of a template is one line, and only what the template has is sent', async () => {
		const template = [...simulator.account.templates.values()].find(({ params }) => (params ?? []).length > 0);
		const names = (template?.params ?? []).map(({ name }) => String(name));
		const sessionId = located('id', named().sessionInProgress.id);
		const values = { ...Object.fromEntries(names.map((name) => [name, ' Rua A\nn\u00ba\t5  '])), gone: 'x' };
		const result = await run('session', 'sendTemplate', {
			sessionId,
			templateId: located('id', String(template?.id)),
			templateParametersMode: 'json',
			templateParametersJson: JSON.stringify(values),
		});
		expect(errors(result).filter((text) => !/file|header/.test(text))).toEqual([]);
		const [body] = bodies('template');
		if (body !== undefined) {
			expect(JSON.stringify(body)).toContain('"Rua A n\u00ba 5"');
			expect(JSON.stringify(body)).not.toContain('gone');
		}
		const templateId = located('id', String(template?.id));
		const json = { templateParametersMode: 'json', templateParametersJson: JSON.stringify(values) };
		const from = located('list', named().channelWhatsapp.id);
		const to = '+5511987650099';
		const scheduledAt = '2099-12-31';
		await run('message', 'schedule', { to, from, scheduledAt, templateId, ...json });
		const [planned] = bodies('/scheduled-message');
		await run('message', 'sendTextOrTemplate', { recipientType: 'phone', to, from, text: 'Hi', templateId, ...json });
		const [routed] = bodies('/send/template');
		const scheduled = [...simulator.account.scheduled.values()].at(-1);
		for (const sent of [{ parameters: routed?.parameters }, planned?.templateParams]) {
			expect(sent).toEqual({ parameters: Object.fromEntries(names.map((name) => [name, 'Rua A n\u00ba 5'])) });
		}
		const scheduledMessageId = located('id', String(scheduled?.id));
		const updateFields = { templateParametersJson: JSON.stringify({ ...values, [names[0] ?? '']: 'a\nb' }) };
		await run('message', 'reschedule', { scheduledMessageId, updateFields });
		expect(bodies('/scheduled-message')[0]?.templateParams).toMatchObject({
			parameters: { [names[0] ?? '']: 'a b' },
		});
		expect(JSON.stringify(bodies('/scheduled-message'))).not.toContain('gone');
		for (const blank of [' ', 'undefined']) {
			const refused = await run('session', 'sendTemplate', {
				sessionId,
				templateId: located('id', String(template?.id)),
				templateParametersMode: 'json',
				templateParametersJson: JSON.stringify({ [names[0] ?? '1']: blank }),
			});
			expect(errors(refused)).toHaveLength(1);
			expect(simulator.requests).toEqual([]);
		}
	});
});

describe('files', () => {
	const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex').toString('base64');
	const TEXT = Buffer.from('hello').toString('base64');
	const send = async (binary: object) => {
		const sessionId = located('id', named().sessionInProgress.id);
		const result = await run('session', 'sendFile', { sessionId }, [{}], { binary });
		const upload = simulator.requests.find(({ path }) => path === '/core/v2/file');
		return { query: upload?.query, errors: errors(result) };
	};

	test.each([
		[
			'type by extension',
			{ data: TEXT, mimeType: 'application/octet-stream', fileName: 'foto.JPG' },
			'foto.JPG',
			'image/jpeg',
		],
		[
			'type by the first bytes',
			{ data: JPEG, mimeType: 'binary/octet-stream', fileName: 'foto' },
			'foto.jpg',
			'image/jpeg',
		],
		['no type', { data: JPEG }, 'file.jpg', 'image/jpeg'],
		[
			'name by extension',
			{ data: TEXT, mimeType: 'application/pdf', fileName: 'boleto', fileExtension: 'pdf' },
			'boleto.pdf',
			'application/pdf',
		],
		['no name', { data: TEXT, mimeType: 'text/plain', fileName: '' }, 'file.txt', 'text/plain'],
		['data URI', { data: `data:text/plain;base64,${TEXT}`, fileName: 'a' }, 'a.txt', 'text/plain'],
		[
			'a point that is no extension',
			{ data: TEXT, mimeType: 'application/pdf', fileName: 'nota 1.2', fileExtension: 'pdf' },
			'nota 1.2.pdf',
			'application/pdf',
		],
		[
			'nothing but bytes',
			{ data: JPEG, mimeType: null, fileName: null, fileExtension: null },
			'file.jpg',
			'image/jpeg',
		],
		[
			'words for nothing',
			{ data: TEXT, mimeType: 'undefined', fileName: 'undefined', fileExtension: 'txt' },
			'file.txt',
			'text/plain',
		],
		['a name that is a number', { data: TEXT, mimeType: 'text/plain', fileName: 2026 }, '2026.txt', 'text/plain'],
		['any image', { data: JPEG, mimeType: 'image/*', fileName: 'foto' }, 'foto.jpg', 'image/jpeg'],
		['another name of the type', { data: JPEG, mimeType: 'image/jpg', fileName: 'foto' }, 'foto.jpg', 'image/jpg'],
		[
			'a version that is no extension',
			{ data: TEXT, mimeType: 'application/pdf', fileName: 'contrato.v2' },
			'contrato.v2.pdf',
			'application/pdf',
		],
		[
			'a name of two lines',
			{ data: TEXT, mimeType: 'application/pdf', fileName: '\u202eboleto\nde maio.pdf\u200b' },
			'boleto de maio.pdf',
			'application/pdf',
		],
	])('%s', async (_what, binary, Name, MimeType) => {
		const { query, errors: failed } = await send(binary);
		expect(failed).toEqual([]);
		expect(query).toMatchObject({ Name, MimeType });
	});

	test('an object stands for its file, also without the bytes that n8n leaves out of expressions', async () => {
		const sessionId = located('id', named().sessionInProgress.id);
		const file = { data: TEXT, mimeType: 'text/plain', fileName: 'nota.txt', fileSize: '5 B' };
		const parameters = { sessionId, binaryPropertyName: '={{ $binary.data }}' };
		expect(errors(await run('session', 'sendFile', parameters, [{}], { binary: file }))).toEqual([]);
		const upload = simulator.requests.find(({ path }) => path === '/core/v2/file');
		expect(upload?.query).toMatchObject({ Name: 'nota.txt', MimeType: 'text/plain' });
		const described = { sessionId, binaryPropertyName: '={{ ({ mimeType: "text/plain", fileName: "nota.txt" }) }}' };
		expect(errors(await run('session', 'sendFile', described, [{}], { binary: file }))).toEqual([]);
		const other = { sessionId, binaryPropertyName: '={{ ({ mimeType: "text/plain", fileName: "x.txt" }) }}' };
		expect(errors(await run('session', 'sendFile', other, [{}], { binary: file }))).toEqual([
			expect.stringMatching(/^"Input Binary Field" must be the name of a binary field/),
		]);
	});

	test.each([
		['0 bytes', { data: '', mimeType: 'text/plain', fileName: 'a.txt' }, /0 bytes/],
		['a reference without its ID', { data: 'filesystem-v2', mimeType: 'text/plain' }, /without its ID/],
		['another reference', { data: 'database', mimeType: 'text/plain' }, /without its ID/],
		['a word that is base64 too', { data: 'null', mimeType: 'text/plain' }, /not base64/],
		['an ID that nothing is stored under', { data: 'filesystem-v2', id: 'filesystem-v2:gone' }, /cannot read/],
		['no base64', { data: 'h\u00e9llo!', mimeType: 'text/plain' }, /not base64/],
	])('%s is refused before any request', async (_what, binary, message) => {
		const { errors: failed } = await send(binary);
		expect(failed).toEqual([expect.stringMatching(message)]);
		expect(failed[0]).toContain('"Input Binary Field"');
		expect(simulator.requests).toEqual([]);
	});
});
