import { startBed } from '../bed/bed.mts';
import { NODE } from '../bed/engine.mts';
import { located } from '../bed/located.mts';

const { simulator, named, runnerOf } = startBed();
const run = runnerOf('sequence');

const empty = () => located('id', named().sequenceEmpty.id);
const welcome = () => located('id', named().sequenceWelcome.id);
const members = (sequenceId = named().sequenceEmpty.id) =>
	simulator.account.sequenceContacts
		.filter((member) => member.sequenceId === sequenceId)
		.map(({ contactId }) => contactId);
const writes = () => simulator.requests.filter(({ method }) => method !== 'GET');
const some = (count: number) => [...simulator.account.contacts.keys()].slice(0, count);

describe('sequence.addContact', () => {
	test('by ID, without another request', async () => {
		const result = await run('addContact', { sequenceId: empty(), contactId: located('id', named().contactAna.id) });
		expect(members()).toEqual([named().contactAna.id]);
		expect(simulator.requests).toHaveLength(1);
		expect(result.json(NODE)).toMatchObject([
			{ sequenceId: named().sequenceEmpty.id, contactId: named().contactAna.id, contactPhone: '+5511999999999' },
		]);
	});

	test('by phone it finds a contact with or without the ninth digit, so that nobody is created twice', async () => {
		const count = simulator.account.contacts.size;
		await run('addContact', { sequenceId: empty(), contactId: located('phone', '(31) 98888-7777') });
		expect(writes().map(({ body }) => body)).toEqual([{ phoneNumber: '553188887777' }]);
		expect(members()).toEqual([named().contactWithoutNinthDigit.id]);
		expect(simulator.account.contacts.size).toBe(count);
	});

	test('an unknown number becomes a contact, as written', async () => {
		await run('addContact', { sequenceId: empty(), contactId: located('phone', '(31) 97777-1234') });
		expect(writes().map(({ body }) => body)).toEqual([{ phoneNumber: '5531977771234' }]);
		expect(members()).toHaveLength(1);
	});

	test('exact numbers and foreign ones are not looked up', async () => {
		const contactId = located('phone', '={{ $json.phone }}');
		await run('addContact', { sequenceId: empty(), contactId, options: { exactPhones: true } }, [
			{ phone: '(31) 98888-7777' },
		]);
		await run('addContact', { sequenceId: empty(), contactId }, [{ phone: '+1 415 555 7777' }]);
		expect(simulator.requests.map(({ method }) => method)).toEqual(['POST', 'POST']);
		expect(simulator.requests[1]?.body).toEqual({ phoneNumber: '+14155557777' });
		expect(members()).toHaveLength(2);
	});

	test('an unknown sequence is not found', async () => {
		const result = await run('addContact', {
			sequenceId: located('id', '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6'),
			contactId: located('id', named().contactAna.id),
		});
		expect(result.error?.message).toMatch(/^Not found/);
	});
});

describe('sequence.addContacts', () => {
	test('IDs and phones as lists or comma-separated text, each once', async () => {
		const [first, second] = some(2);
		const result = await run(
			'addContacts',
			{
				sequenceId: empty(),
				contactIds: `${first}, ${second},${first}`,
				phoneNumbers: '={{ $json.phones }}',
			},
			[{ phones: ['+54 9 11 2233-4455', '5491122334455', '(31) 98888-7777'] }],
		);
		expect(result.error).toBeUndefined();
		expect(writes().map(({ body }) => body)).toEqual([
			{ contactIds: [first, second], phoneNumbers: ['+5491122334455', '553188887777'] },
		]);
		expect(new Set(members())).toEqual(
			new Set([first, second, named().contactForeign.id, named().contactWithoutNinthDigit.id]),
		);
		expect(result.json(NODE)).toHaveLength(4);
	});

	test('many contacts in requests of 100, one output item each', async () => {
		const ids = some(250);
		const result = await run('addContacts', { sequenceId: empty(), contactIds: '={{ $json.ids }}' }, [{ ids }]);
		expect(writes().map(({ body }) => (body as { contactIds: string[] }).contactIds.length)).toEqual([100, 100, 50]);
		expect(result.json(NODE)).toHaveLength(250);
		expect(members()).toHaveLength(250);
	});

	test('an answer without records still names each contact', async () => {
		simulator.quirks.emptyBodies = true;
		const [first] = some(1);
		const result = await run('addContacts', {
			sequenceId: empty(),
			contactIds: first,
			phoneNumbers: '+1 415 555 7777',
		});
		expect(result.json(NODE)).toEqual([
			{ sequenceId: named().sequenceEmpty.id, contactId: first },
			{ sequenceId: named().sequenceEmpty.id, contactPhone: '+14155557777' },
		]);
	});

	test('a later request that fails says what was done before', async () => {
		simulator.faults.add({
			match: { route: '/chat/v1/sequence/{id}/contact/batch' },
			after: 1,
			fault: { kind: 'error', status: 400, text: 'Recusado' },
		});
		const result = await run('addContacts', { sequenceId: empty(), contactIds: '={{ $json.ids }}' }, [
			{ ids: some(150) },
		]);
		expect(result.error?.description).toContain('The first 100 contacts were done before.');
		expect(members()).toHaveLength(100);
	});

	test.each([
		[{ contactIds: '', phoneNumbers: '' }, /"Contact IDs" and "Phone Numbers" are both empty/],
		[{ contactIds: ' , ' }, /are both empty/],
		[{ contactIds: 'ana' }, /"Contact IDs" is not a valid ID: "ana"/],
		[{ phoneNumbers: '(11) 99999-9999, 99999' }, /"Phone Numbers" has "99999", which is too short/],
	])('refuses %j', async (parameters, message) => {
		const result = await run('addContacts', { sequenceId: empty(), ...parameters });
		expect(result.error?.message).toMatch(message);
		expect(simulator.requests).toEqual([]);
	});
});

describe('sequence.getAll', () => {
	test('filters and details', async () => {
		const everything = await run('getAll', { returnAll: true });
		expect(everything.json(NODE)).toHaveLength(3);
		const result = await run('getAll', {
			returnAll: true,
			filters: { name: 'boas', contactId: located('phone', '(11) 99999-9999'), createdAtBefore: '2099-01-01' },
			sort: { orderBy: 'name', orderDirection: 'ASCENDING' },
			options: { includeDetails: ['ContactExecutingCount', 'ExecutionStats'] },
		});
		expect(result.json(NODE)).toMatchObject([{ name: 'Boas-vindas', contactExecutingCount: 36 }]);
		expect(simulator.requests.at(-1)?.query).toMatchObject({
			Name: 'boas',
			ContactId: named().contactAna.id,
			IncludeDetails: ['ContactExecutingCount', 'ExecutionStats'],
		});
	});
});

describe('sequence.getContacts', () => {
	test('all pages, one item per contact', async () => {
		const result = await run('getContacts', { sequenceId: welcome(), returnAll: true });
		expect(
			result
				.json(NODE)
				.map(({ contactId }) => contactId)
				.sort(),
		).toEqual(members(named().sequenceWelcome.id).sort());
		expect(simulator.requests[0]?.query).toMatchObject({ IncludeDetails: 'ContactDetails', PageNumber: '1' });
		const [one] = result.json(NODE);
		expect(one).not.toHaveProperty('contactDetails');
		expect(one).toHaveProperty('contactPhone');
	});

	test('raw, limited, filtered by name and phone', async () => {
		const limited = await run('getContacts', {
			sequenceId: welcome(),
			limit: 2,
			simplify: false,
			options: { includeDetails: [] },
		});
		expect(limited.json(NODE)).toHaveLength(2);
		expect(limited.json(NODE)[0]).toHaveProperty('companyId');
		expect(simulator.requests[0]?.query).not.toHaveProperty('IncludeDetails');
		for (const filters of [
			{ contactId: located('phone', '11 9999-9999') },
			{ contactId: located('id', named().contactAna.id) },
			{ name: 'ana souza' },
		]) {
			const result = await run('getContacts', { sequenceId: welcome(), filters });
			expect(result.json(NODE)).toMatchObject([{ contactId: named().contactAna.id }]);
		}
	});
});

describe('sequence.removeContact', () => {
	test('by ID and by phone, with a body', async () => {
		const ana = named().contactAna.id;
		const result = await run('removeContact', { sequenceId: welcome(), contactId: located('id', ana) });
		expect(result.json(NODE)).toEqual([{ deleted: true, id: ana, sequenceId: named().sequenceWelcome.id }]);
		expect(writes()).toMatchObject([
			{ method: 'DELETE', route: '/chat/v1/sequence/{id}/contact', body: { contactId: ana } },
		]);
		expect(members(named().sequenceWelcome.id)).not.toContain(ana);
		await run('addContact', { sequenceId: empty(), contactId: located('phone', '3188887777') });
		await run('removeContact', { sequenceId: empty(), contactId: located('phone', '(31) 98888-7777') });
		expect(members()).toEqual([]);
	});

	test('a contact that is not in the sequence is not found', async () => {
		const result = await run('removeContact', { sequenceId: empty(), contactId: located('phone', '(11) 99999-9999') });
		expect(result.error?.message).toMatch(/^Not found/);
		expect(writes()).toHaveLength(1);
	});
});

describe('sequence.removeContacts', () => {
	test('removes those that are given and nobody else', async () => {
		const before = members(named().sequenceWelcome.id);
		const [, second = '', third = ''] = before;
		const result = await run('removeContacts', {
			sequenceId: welcome(),
			contactIds: [second, third],
			phoneNumbers: '(11) 9999-9999',
		});
		expect(writes()).toMatchObject([
			{ method: 'DELETE', body: { contactIds: [second, third], phoneNumbers: ['5511999999999'] } },
		]);
		expect(members(named().sequenceWelcome.id)).toEqual(before.slice(3));
		const sequenceId = named().sequenceWelcome.id;
		expect(result.json(NODE)).toEqual([
			{ deleted: true, id: second, sequenceId },
			{ deleted: true, id: third, sequenceId },
			{ deleted: true, id: '551199999999', phoneNumber: '551199999999', sequenceId },
		]);
	});

	test("to remove many, an agent's tool needs the builder's word", async () => {
		const [, second = ''] = members(named().sequenceWelcome.id);
		const parameters = { sequenceId: welcome(), contactIds: [second] };
		const refused = await run('removeContacts', parameters, [{}], { asTool: true });
		expect(refused.json(NODE)[0]?.message).toMatch(/"Allow Deletion by AI Agents" is off/);
		expect(simulator.requests).toEqual([]);
		const allowed = await run('removeContacts', { ...parameters, options: { allowDeletion: true } }, [{}], {
			asTool: true,
		});
		expect(allowed.json(NODE)).toMatchObject([{ deleted: true, id: second }]);
	});

	test('an empty list is refused before any request: it could mean everybody', async () => {
		const before = members(named().sequenceWelcome.id);
		const result = await run(
			'removeContacts',
			{ sequenceId: welcome(), contactIds: '={{ $json.ids }}', phoneNumbers: '={{ $json.phones }}' },
			[{ ids: [], phones: [] }, {}],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.json('Failed').map(({ message }) => message)).toEqual([
			expect.stringMatching(/"Contact IDs" and "Phone Numbers" are both empty/),
			expect.stringMatching(/"Contact IDs" and "Phone Numbers" are both empty/),
		]);
		expect(simulator.requests).toEqual([]);
		expect(members(named().sequenceWelcome.id)).toEqual(before);
	});
});
