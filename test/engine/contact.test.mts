import { startBed } from '../bed/bed.mts';
import { NODE } from '../bed/engine.mts';
import { located } from '../bed/located.mts';
import { form, options, search } from '../bed/pickers.mts';
import { type Contact } from '../simulator/index.mts';

type Json = Record<string, unknown>;

const { simulator, account, runnerOf } = startBed();
const run = runnerOf('contact');

/** What was sent, but for look-ups of custom fields and of numbers. */
const writes = () => simulator.requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/filter'));
const bodies = () => writes().map(({ body }) => body as Json);
const stored = (id: unknown): Contact => {
	const contact = simulator.account.contacts.get(String(id));
	if (contact === undefined) throw new Error(`No contact ${String(id)}`);
	return contact;
};
const ana = () => simulator.account.named.contactAna;
const mapper = (value: Json) => ({ mappingMode: 'defineBelow', value });

describe('contact.create', () => {
	test('sends what is filled in and nothing else', async () => {
		const { portfolioNorth, sequenceWelcome, tagVip } = simulator.account.named;
		const result = await run('create', {
			name: 'Olga Reis',
			phoneNumber: '+55|11 97777-0101',
			additionalFields: {
				email: ' olga@cliente.example ',
				instagram: 'https://www.instagram.com/olga.reis/',
				annotation: '',
				tagIds: [tagVip.id],
				portfolioNames: 'Carteira Norte',
				sequenceIds: [sequenceWelcome.id],
				metadata: { values: [{ key: 'crmId', value: '7' }] },
				metadataJson: '{"vip": true, "score": 0}',
			},
		});
		expect(result.error).toBeUndefined();
		expect(bodies()).toEqual([
			{
				name: 'Olga Reis',
				phoneNumber: '5511977770101',
				email: 'olga@cliente.example',
				instagram: '@olga.reis',
				tagIds: [tagVip.id],
				portfolioNames: ['Carteira Norte'],
				sequenceIds: [sequenceWelcome.id],
				metadata: { crmId: '7', vip: true, score: 0 },
			},
		]);
		const [output] = result.json(NODE);
		expect(output).toMatchObject({ name: 'Olga Reis', phoneNumber: '+5511977770101', tagNames: ['VIP'] });
		const { sequenceContacts, portfolioContacts } = simulator.account;
		expect(
			sequenceContacts.some(
				({ contactId, sequenceId }) => contactId === output?.id && sequenceId === sequenceWelcome.id,
			),
		).toBe(true);
		expect(
			portfolioContacts.some(
				({ contactId, portfolioId }) => contactId === output?.id && portfolioId === portfolioNorth.id,
			),
		).toBe(true);
	});

	test('sends custom fields in the types of the account, whatever n8n gives', async () => {
		const result = await run('create', {
			name: 'Olga',
			customFields: mapper({
				empresa: 42,
				funcionarios: '12',
				'limite-credito': '0.5',
				'origem-lead': 'site',
				interesses: 'Planos, suporte',
				nascimento: '1990-01-31T00:00:00',
				'melhor-horario': '14:30',
				'aceita-novidades': 'false',
				'endereco-cidade': '',
				observacoes: null,
			}),
			additionalFields: { customFieldsJson: { 'proximo-contato': '2026-01-31T14:00:00', 'endereco-rua': 'Rua A' } },
		});
		expect(result.error).toBeUndefined();
		expect(stored(result.json(NODE)[0]?.id).customFields).toEqual({
			empresa: '42',
			funcionarios: 12,
			'limite-credito': 0.5,
			'origem-lead': 'Site',
			interesses: ['Planos', 'Suporte'],
			nascimento: '1990-01-31',
			'melhor-horario': '14:30',
			'aceita-novidades': false,
			'proximo-contato': '2026-01-31T17:00:00.000Z',
			'endereco-rua': 'Rua A',
		});
	});

	test.each([
		['{"Empresa": "A"}', /"Custom Fields" has the key "Empresa", which no custom field of the account has \[item 1\]/],
		['{"funcionarios": "many"}', /has "many" for "Funcionários", which must be a whole number/],
		['{"origem-lead": "Rádio"}', /has "Rádio" for "Origem do lead", which must be one of Site, Indicação, Feira/],
		['{"nascimento": "amanhã"}', /has "amanhã" for "Nascimento", which must be a date/],
		['{"melhor-horario": "25:00"}', /has "25:00" for "Melhor horário", which must be a time/],
		['{"aceita-novidades": "talvez"}', /must be true or false/],
	])('refuses custom fields that the platform would drop, before anything is written: %s', async (json, message) => {
		const result = await run(
			'create',
			{ name: 'Olga', additionalFields: { customFieldsJson: '={{ $json.fields }}' } },
			[{ fields: '{"empresa": "A"}' }, { fields: json }],
		);
		expect(result.error?.message).toMatch(message);
		expect(writes()).toEqual([]);
	});

	test('asks for the custom fields once per run', async () => {
		const fields = { name: '={{ $json.name }}', customFields: mapper({ empresa: '={{ $json.name }}' }) };
		await run('create', fields, [{ name: 'A' }, { name: 'B' }, { name: 'C' }]);
		expect(simulator.requests.filter(({ route }) => route === '/core/v1/custom-field')).toHaveLength(1);
		expect(writes()).toHaveLength(3);
	});

	test('returns the contact that exists, unchanged, when asked to', async () => {
		const parameters = { name: 'Another name', phoneNumber: '(11) 99999-9999' };
		const refused = await run('create', parameters);
		expect(refused.error?.message).toBe(`The contact ${ana().id} has the phone number 5511999999999 already [item 0]`);
		expect(bodies()).toEqual([]);
		const result = await run('create', { ...parameters, options: { getIfExists: true } });
		expect(result.json(NODE)).toMatchObject([{ id: ana().id, name: 'Ana Souza' }]);
		expect(bodies()[0]?.options).toEqual({ getIfExists: true });
	});

	test.each([
		[{}, /"Name" is empty, and so are "Phone Number", "Email" and "Instagram" \[item 0\]/],
		[{ name: '  ', additionalFields: { annotation: 'x' } }, /"Name" is empty/],
		[
			{ name: 'A', additionalFields: { tagNames: 'VIP', tagIds: ['6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6'] } },
			/"Tag Names" cannot be combined with "Tag Names or IDs"/,
		],
		[
			{ name: 'A', additionalFields: { portfolioNames: 'X', portfolioIds: '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6' } },
			/"Portfolio Names" cannot be combined/,
		],
		[{ name: 'A', additionalFields: { instagram: 'ana souza' } }, /"Instagram" is not an Instagram user name/],
		[
			{ name: 'A', additionalFields: { sequenceIds: 'welcome' } },
			/"Sequence Names or IDs" is not a valid ID: "welcome"/,
		],
	])('refuses %j', async (parameters, message) => {
		const result = await run('create', parameters);
		expect(result.error?.message).toMatch(message);
		expect(simulator.requests).toEqual([]);
	});

	test('raw output on request, and an empty answer is a success', async () => {
		const raw = await run('create', { name: 'Olga', simplify: false });
		expect(raw.json(NODE)[0]).toHaveProperty('companyId');
		simulator.quirks.emptyBodies = true;
		const empty = await run('create', { name: 'Paulo' });
		expect(empty.json(NODE)).toEqual([{ success: true }]);
	});
});

describe('contact.upsert', () => {
	test('changes only what is filled in, and adds tags unless told otherwise', async () => {
		const before = structuredClone(ana());
		const result = await run('upsert', {
			name: '',
			phoneNumber: '11 99999-9999',
			customFields: mapper({ funcionarios: 0 }),
			additionalFields: { tagNames: 'Lead', annotation: '' },
		});
		expect(result.error).toBeUndefined();
		expect(bodies()).toEqual([
			{
				phoneNumber: '5511999999999',
				tagNames: ['Lead'],
				customFields: { funcionarios: 0 },
				options: {
					upsert: true,
					upsertFields: ['CustomFields', 'PhoneNumber', 'Tags'],
					upsertTagOperation: 'INSERTIFNOTEXISTS',
				},
			},
		]);
		expect(ana()).toMatchObject({ name: before.name, annotation: before.annotation, email: before.email });
		expect(ana().customFields).toMatchObject({ ...before.customFields, funcionarios: 0 });
		expect(ana().tagIds).toEqual([...before.tagIds, simulator.account.named.tagLead.id]);
	});

	test.each([
		['remove', 'DELETEIFEXISTS', 0],
		['replace', 'REPLACEALL', 1],
	])('tag operation %s', async (tagOperation, sent, left) => {
		await run('upsert', { phoneNumber: '11999999999', additionalFields: { tagOperation, tagNames: 'VIP' } });
		expect(bodies()[0]?.options).toMatchObject({ upsertTagOperation: sent });
		expect(ana().tagIds).toHaveLength(left);
	});

	test('creates whom it does not know, and recognizes by email and Instagram too', async () => {
		const count = simulator.account.contacts.size;
		const parameters = {
			name: '={{ $json.name }}',
			additionalFields: { email: '={{ $json.email }}', instagram: '={{ $json.instagram }}' },
		};
		const result = await run('upsert', parameters, [
			{ name: 'Ana 2', email: 'ana.souza@cliente.example', instagram: '' },
			{ name: 'Elisa 2', email: '', instagram: 'elisa.prado' },
			{ name: 'New', email: 'new@cliente.example', instagram: '' },
		]);
		expect(result.json(NODE).map(({ name }) => name)).toEqual(['Ana 2', 'Elisa 2', 'New']);
		expect(ana().name).toBe('Ana 2');
		expect(simulator.account.contacts.size).toBe(count + 1);
	});

	test('items of one contact are sent in input order', async () => {
		const parameters = { name: '={{ $json.name }}', phoneNumber: '={{ $json.phone }}' };
		const names = Array.from({ length: 8 }, (_, index) => ({ name: `Name ${index}`, phone: '(11) 99999-9999' }));
		await run('upsert', parameters, names);
		expect(bodies().map(({ name }) => name)).toEqual(names.map(({ name }) => name));
	});
});

describe('contact.upsertBatch', () => {
	const fields = {
		name: '={{ $json.name }}',
		phoneNumber: '={{ $json.phone }}',
		additionalFields: { email: '={{ $json.email }}' },
	};
	const people = (count: number) =>
		Array.from({ length: count }, (_, index) => ({
			name: `Person ${index}`,
			phone: `(11) 96000-${String(index).padStart(4, '0')}`,
			email: `person${index}@cliente.example`,
		}));

	test('all items in as few requests as possible, matched in whatever order the answer comes', async () => {
		simulator.quirks.batchResults = 'shuffled';
		const items = people(250);
		const result = await run('upsertBatch', fields, items);
		expect(result.error).toBeUndefined();
		expect(bodies().map(({ items: sent }) => (sent as Json[]).length)).toEqual([100, 100, 50]);
		expect(result.json(NODE).map(({ name }) => name)).toEqual(items.map(({ name }) => name));
		expect(result.items(NODE).map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([
			...items.keys(),
		]);
	});

	test('says which fields may change and keeps the others', async () => {
		const before = structuredClone(ana());
		await run(
			'upsertBatch',
			{
				phoneNumber: '={{ $json.phone }}',
				additionalFields: { tagNames: 'Lead', tagOperation: 'replace' },
			},
			[{ phone: '11999999999' }],
		);
		expect(bodies()).toEqual([
			{
				items: [{ phoneNumber: '5511999999999', tagNames: ['Lead'] }],
				options: { upsert: true, upsertFields: ['PhoneNumber', 'Tags'], upsertTagOperation: 'REPLACEALL' },
			},
		]);
		expect(ana()).toMatchObject({ name: before.name, tagIds: [simulator.account.named.tagLead.id] });
	});

	test('items that fill in different fields go into different requests', async () => {
		const items = people(4).map((one, index) => ({ ...one, email: index % 2 === 0 ? '' : one.email }));
		const result = await run('upsertBatch', fields, items);
		expect(bodies()).toHaveLength(2);
		expect(result.json(NODE).map(({ name }) => name)).toEqual(items.map(({ name }) => name));
	});

	test('the same contact twice goes into separate requests, in order', async () => {
		const items = [
			{ name: 'First', phone: '(11) 96000-0001', email: '' },
			{ name: 'Other', phone: '(11) 96000-0002', email: '' },
			{ name: 'Second', phone: '+55|1160000001', email: '' },
			{ name: 'Third', phone: '5511960000001', email: 'third@cliente.example' },
		];
		const result = await run('upsertBatch', fields, items);
		expect(result.error).toBeUndefined();
		expect(bodies().map(({ items: sent }) => (sent as Json[]).map(({ name }) => name))).toEqual([
			['First', 'Other'],
			['Second'],
			['Third'],
		]);
		expect(result.json(NODE).map(({ name }) => name)).toEqual(['First', 'Other', 'Second', 'Third']);
	});

	test('a contact that the answer lacks is an ambiguous error of its own item', async () => {
		simulator.quirks.batchResults = 'incomplete';
		const result = await run('upsertBatch', fields, people(3), { onError: 'continueErrorOutput' });
		expect(result.json('Next')).toHaveLength(2);
		expect(result.json('Failed')).toMatchObject([{ error: { code: 'SERVER_ERROR', ambiguous: true } }]);
		expect(result.items(NODE, 1)[0]?.pairedItem).toMatchObject({ item: 2 });
	});

	test('a refused request does not take the others along', async () => {
		simulator.faults.add({
			match: { bodyIncludes: 'Person 3"' },
			fault: { kind: 'error', status: 400, key: 'INVALID', text: 'Contato inválido' },
		});
		const result = await run('upsertBatch', { ...fields, options: { batchSize: 2 } }, people(6), {
			onError: 'continueErrorOutput',
		});
		expect(result.json('Next').map(({ name }) => name)).toEqual(['Person 0', 'Person 1', 'Person 4', 'Person 5']);
		expect(result.json('Failed').map(({ error }) => (error as Json).text)).toEqual([
			'Contato inválido',
			'Contato inválido',
		]);
	});

	test('a request without an answer is ambiguous and not sent again', async () => {
		simulator.faults.add({ match: { route: '/core/v2/contact/batch' }, fault: { kind: 'resetAfter' } });
		const result = await run('upsertBatch', fields, people(2), { onError: 'continueErrorOutput' });
		expect(writes()).toHaveLength(1);
		expect(result.json('Failed')).toMatchObject([{ error: { ambiguous: true } }, { error: { ambiguous: true } }]);
	});

	test('refuses a batch size that no request may have', async () => {
		const result = await run('upsertBatch', { ...fields, options: { batchSize: 101 } }, people(2));
		expect(result.error?.message).toMatch(/"Batch Size" must be between 1 and 100/);
	});
});

describe('contact.get', () => {
	test.each([
		['(31) 98888-7777', 'contactWithoutNinthDigit'],
		['3188887777', 'contactWithoutNinthDigit'],
		['55 99666-1234', 'contactRioGrandeDoSul'],
		['+54 9 11 2233-4455', 'contactForeign'],
		['+55|11999999999', 'contactAna'],
		['1199999999', 'contactAna'],
	] as const)('finds %s', async (phone, name) => {
		const result = await run('get', { contactId: located('phone', phone) });
		expect(result.json(NODE)[0]?.id).toBe(simulator.account.named[name].id);
	});

	test('without details when none are chosen', async () => {
		const result = await run('get', { contactId: ana().id, simplify: false, options: { includeDetails: [] } });
		expect(result.json(NODE)[0]).toMatchObject({ tagNames: null, customFields: null });
		expect(simulator.requests[0]?.query).toEqual({});
	});

	test('an unknown contact fails or gives an empty item, by choice', async () => {
		const contactId = located('phone', '(11) 91111-1111');
		const failed = await run('get', { contactId });
		expect(failed.error?.message).toMatch(/^Not found/);
		const empty = await run('get', { contactId, options: { ifNotFound: 'empty' } });
		expect(empty.json(NODE)).toEqual([{}]);
	});
});

describe('contact.getAll', () => {
	const found = async (filters: Json) =>
		(await run('getAll', { returnAll: true, filters })).json(NODE).map(({ id }) => id);

	test('finds by each filter', async () => {
		const { named, contacts } = simulator.account;
		const only = (id: string) => [id];
		expect(await found({ phoneNumber: '(31) 98888-7777' })).toEqual(only(named.contactWithoutNinthDigit.id));
		expect(await found({ instagram: 'elisa.prado' })).toEqual(only(named.contactInstagram.id));
		expect(await found({ instagram: '@elisa.prado' })).toEqual(only(named.contactInstagram.id));
		expect(await found({ email: 'ana.souza@cliente.example' })).toEqual(only(ana().id));
		expect(await found({ textFilter: 'Souza' })).toEqual(only(ana().id));
		expect(await found({ name: 'Gilda', status: 'ARCHIVED' })).toEqual(only(named.contactArchived.id));
		expect(await found({ metadataJson: '{"crmId": 1001}' })).toEqual(only(ana().id));
		expect(await found({ metadata: { values: [{ key: 'plano', value: 'ouro' }] } })).toEqual(only(ana().id));
		expect(await found({ customFieldsJson: { empresa: 'Padaria da Ana' } })).toEqual(only(ana().id));
		expect(await found({ customFields: { values: [{ key: 'interesses', value: 'planos' }] } })).toEqual(only(ana().id));
		const imported = [...contacts.values()].filter(
			({ origin, status }) => origin === 'IMPORTED' && status === 'ACTIVE',
		);
		expect(await found({ origin: 'IMPORTED', status: 'ACTIVE' })).toHaveLength(imported.length);
		expect(await found({ portfolioNames: 'Carteira Norte' })).toHaveLength(33);
		expect(await found({ portfolioIds: [named.portfolioNorth.id] })).toHaveLength(33);
	});

	test('sends custom fields in the types of the account', async () => {
		await found({ customFields: { values: [{ key: 'funcionarios', value: '12' }] } });
		expect(simulator.requests.at(-1)?.body).toMatchObject({ customFields: { funcionarios: 12 } });
	});

	test('refuses a filter that the platform would ignore', async () => {
		const result = await run('getAll', { filters: { customFieldsJson: '{"cidade": "Recife"}' } });
		expect(result.error?.message).toMatch(/"Custom Fields" has the key "cidade"/);
		expect(simulator.requests.filter(({ path }) => path.includes('/contact'))).toEqual([]);
	});
});

describe('contact.update', () => {
	const update = async (updateFields: Json, more: Json = {}) =>
		await run('update', { contactId: located('id', ana().id), updateFields, ...more });

	test('sends exactly what was filled in', async () => {
		const before = structuredClone(ana());
		await update({ name: 'Ana Lima' });
		expect(writes()).toMatchObject([{ method: 'PUT', route: '/core/v2/contact/{id}' }]);
		expect(bodies()).toEqual([{ name: 'Ana Lima', fields: ['Name'] }]);
		expect(ana()).toEqual({ ...before, name: 'Ana Lima', updatedAt: ana().updatedAt });
	});

	test('every field of the contract', async () => {
		const { portfolioNorth, sequenceEmpty, tagLead } = simulator.account.named;
		const result = await update(
			{
				name: 'Ana Lima',
				phoneNumber: '(11) 96666-0000',
				email: 'ana@cliente.example',
				instagram: '@ana.lima',
				annotation: 'New',
				status: 'BLOCKED',
				pictureUrl: 'https://example.com/ana.jpg',
				tagIds: [tagLead.id],
				tagOperation: 'replace',
				portfolioIds: [portfolioNorth.id],
				sequenceIds: [sequenceEmpty.id],
				utmSource: 'newsletter',
				utmMedium: 'email',
				utmCampaign: 'spring',
				utmContent: 'a',
				utmHeadline: 'b',
				utmTerm: 'c',
				utmReferralUrl: 'https://example.com',
				metadataJson: '{"plano": "prata"}',
				metadataRemove: 'crmId',
			},
			{ customFields: mapper({ 'aceita-novidades': false, funcionarios: 0 }) },
		);
		expect(result.error).toBeUndefined();
		expect(bodies()[0]).toMatchObject({
			options: { tagsOperation: 'ReplaceAll' },
			metadata: { plano: 'prata', crmId: null },
		});
		expect(bodies()[0]?.fields).toEqual([
			'Annotation',
			'CustomFields',
			'Email',
			'Instagram',
			'Metadata',
			'Name',
			'PhoneNumber',
			'PictureUrl',
			'Portfolio',
			'SequenceIds',
			'Status',
			'Tags',
			'Utm',
		]);
		expect(ana()).toMatchObject({
			name: 'Ana Lima',
			phoneNumber: '+55|11966660000',
			email: 'ana@cliente.example',
			instagram: '@ana.lima',
			annotation: 'New',
			status: 'BLOCKED',
			pictureUrl: 'https://example.com/ana.jpg',
			tagIds: [tagLead.id],
			utm: { source: 'newsletter', medium: 'email', campaign: 'spring', content: 'a', headline: 'b', term: 'c' },
			metadata: { plano: 'prata' },
			customFields: { empresa: 'Padaria da Ana', funcionarios: 0, 'aceita-novidades': false },
		});
		expect(ana().metadata).not.toHaveProperty('crmId');
	});

	test('a field that was added and left empty is cleared, one that an expression lacks is not touched', async () => {
		await run(
			'update',
			{
				contactId: located('id', ana().id),
				updateFields: { annotation: '', email: '={{ $json.email }}', utmSource: '', name: '={{ $json.name }}' },
				customFields: mapper({ empresa: '' }),
			},
			[{ email: null }],
		);
		expect(bodies()).toEqual([
			{
				annotation: null,
				email: null,
				utm: { source: null },
				customFields: { empresa: null },
				fields: ['Annotation', 'CustomFields', 'Email', 'Utm'],
			},
		]);
		expect(ana()).toMatchObject({ name: 'Ana Souza', annotation: null, email: null });
		expect(ana().customFields).not.toHaveProperty('empresa');
		expect(ana().utm).toMatchObject({ source: null, medium: 'cpc' });
	});

	test('tags are added unless told otherwise, and the operation is always sent', async () => {
		await update({ tagNames: 'Lead' });
		expect(bodies()).toEqual([
			{ tagNames: ['Lead'], fields: ['Tags'], options: { tagsOperation: 'InsertIfNotExists' } },
		]);
		expect(ana().tagIds).toHaveLength(2);
		await update({ tagNames: ['VIP'], tagOperation: 'remove' });
		expect(ana().tagIds).toEqual([simulator.account.named.tagLead.id]);
		await update({ tagIds: [], tagOperation: 'replace' });
		expect(ana().tagIds).toEqual([]);
	});

	test('an empty list takes a contact out of its portfolios', async () => {
		await update({ portfolioNames: '' });
		expect(bodies()).toEqual([{ portfolioIds: [], fields: ['Portfolio'] }]);
		expect(simulator.account.portfolioContacts.some(({ contactId }) => contactId === ana().id)).toBe(false);
	});

	test.each([
		['(31) 8888-7777', '553188887777'],
		['(31) 98888-7777', '553188887777'],
	])('finds %s with or without the ninth digit', async (phone, last) => {
		const result = await run('update', { contactId: located('phone', phone), updateFields: { name: 'Bento' } });
		expect(result.json(NODE)).toMatchObject([{ name: 'Bento' }]);
		expect(writes().at(-1)?.path).toBe(`/core/v1/contact/phonenumber/${last}`);
		expect(simulator.account.named.contactWithoutNinthDigit.name).toBe('Bento');
	});

	test('a tag that is not found does not send the write to another number', async () => {
		simulator.account.named.contactWithoutSession.phoneNumber = '+55|1199999999';
		simulator.quirks.forbiddenScopes = ['settings'];
		const result = await run('update', {
			contactId: located('phone', '(11) 99999-9999'),
			updateFields: { tagNames: 'No such tag' },
		});
		expect(result.error?.message).toMatch(/^Not found: .*No such tag/);
		expect(writes()).toHaveLength(1);
	});

	test.each([
		[{}, /"Update Fields" and "Custom Fields" are both empty/],
		[{ tagOperation: 'replace' }, /"Update Fields" and "Custom Fields" are both empty/],
		[{ tagNames: '' }, /"Tag Names" is empty/],
		[{ status: '' }, /"Status" is empty/],
		[{ pictureUrl: 'ana.jpg' }, /"Picture URL" is not a web address/],
		[{ metadataJson: '{"a": 1}', metadataRemove: 'a' }, /"Metadata Keys to Remove" has the key "a"/],
	])('refuses %j', async (updateFields, message) => {
		const result = await update(updateFields);
		expect(result.error?.message).toMatch(message);
		expect(simulator.requests).toEqual([]);
	});
});

describe('contact.updateTags', () => {
	test.each([
		['add', 'InsertIfNotExists', 2],
		['remove', 'DeleteIfExists', 1],
		['replace', 'ReplaceAll', 1],
	])('%s', async (tagOperation, operation, left) => {
		await run('updateTags', { contactId: located('id', ana().id), tagOperation, tagNames: 'Lead' });
		expect(writes()).toMatchObject([{ route: '/core/v1/contact/{id}/tags', body: { tagNames: ['Lead'], operation } }]);
		expect(ana().tagIds).toHaveLength(left);
	});

	test('by phone, with or without the ninth digit, and by tag ID', async () => {
		const { contactWithoutNinthDigit, tagVip } = simulator.account.named;
		const contactId = located('phone', '(31) 98888-7777');
		const result = await run('updateTags', { contactId, tagOperation: 'add', tagIds: [tagVip.id] });
		expect(result.json(NODE)).toMatchObject([{ id: contactWithoutNinthDigit.id, tagNames: ['VIP'] }]);
	});

	test('no tags: refused, unless all are to be removed on purpose', async () => {
		const contactId = located('id', ana().id);
		const refused = await run('updateTags', { contactId, tagOperation: 'replace', tagIds: [] });
		expect(refused.error?.message).toMatch(/"Tag Names or IDs" and "Tag Names" are both empty/);
		const adding = await run('updateTags', { contactId, tagOperation: 'add', options: { allowEmpty: true } });
		expect(adding.error?.message).toMatch(/are both empty/);
		expect(simulator.requests).toEqual([]);
		await run('updateTags', { contactId, tagOperation: 'replace', options: { allowEmpty: true } });
		expect(ana().tagIds).toEqual([]);
	});
});

describe('pickers of contacts', () => {
	test('custom fields: typed, without groups, options listed, required ones marked', async () => {
		const { fields } = await form(account(), 'getContactCustomFields');
		const byId = new Map(fields.map((field) => [field.id, field]));
		expect(byId.has('endereco')).toBe(false);
		expect(Object.fromEntries(fields.map(({ id, type }) => [id, type]))).toMatchObject({
			empresa: 'string',
			funcionarios: 'number',
			'limite-credito': 'number',
			'origem-lead': 'options',
			interesses: 'array',
			'endereco-cidade': 'string',
			nascimento: 'dateTime',
			'melhor-horario': 'time',
			'proximo-contato': 'dateTime',
			'aceita-novidades': 'boolean',
		});
		expect(fields.filter(({ required }) => required).map(({ id }) => id)).toEqual(['empresa', 'endereco-cidade']);
		expect(byId.get('origem-lead')?.options?.map(({ value }) => value)).toEqual(['Site', 'Indicação', 'Feira']);
		expect(byId.get('interesses')?.displayName).toBe('Interesses (list of: Planos, Suporte, Parceria)');
	});

	test('a required switch is not shown, and so not sent as off, where contacts are changed', async () => {
		const field = simulator.account.contactFields.find(({ key }) => key === 'aceita-novidades');
		if (field === undefined) throw new Error('No such field');
		field.required = true;
		const required = async (method: string) =>
			(await form(account(), method)).fields.flatMap((one) => (one.required ? [one.id] : []));
		expect(await required('getNewContactCustomFields')).toEqual(['empresa', 'endereco-cidade', 'aceita-novidades']);
		expect(await required('getContactCustomFields')).toEqual(['empresa', 'endereco-cidade']);
	});

	test('contacts, tags, portfolios and sequences', async () => {
		const { named } = simulator.account;
		expect(await search(account(), 'searchContacts', 'Ana Souza')).toEqual([
			{ name: 'Ana Souza ((11) 99999-9999)', value: named.contactAna.id },
		]);
		const active = [...simulator.account.contacts.values()].filter(({ status }) => status === 'ACTIVE');
		expect(await search(account(), 'searchContacts')).toHaveLength(active.length);
		expect(await options(account(), 'getContactTags')).toContainEqual({ name: 'VIP', value: named.tagVip.id });
		expect((await options(account(), 'getPortfolios')).map(({ name }) => name)).toEqual([
			'Carteira Norte',
			'Carteira Sul',
		]);
		expect((await options(account(), 'getSequences')).map(({ name }) => name)).toEqual([
			'Boas-vindas',
			'Pausada (off)',
			'Reativação',
		]);
		expect(await search(account(), 'searchSequences', 'boas')).toEqual([
			{ name: 'Boas-vindas', value: named.sequenceWelcome.id },
		]);
	});
});
