import { startBed } from '../bed/bed.mts';
import { NODE } from '../bed/engine.mts';
import { located } from '../bed/located.mts';
import { search } from '../bed/pickers.mts';

const bed = startBed();
const { account, named, simulator, writes } = bed;
const run = bed.runnerOf('portfolio');

const north = () => located('id', named().portfolioNorth.id);
const members = () =>
	simulator.account.portfolioContacts
		.filter(({ portfolioId }) => portfolioId === named().portfolioNorth.id)
		.map(({ contactId }) => contactId);

describe('portfolio.getAll and portfolio.getContacts', () => {
	test('filters by name here, by dates on the platform', async () => {
		const result = await run('getAll', {
			filters: { name: 'SUL', createdAtBefore: '2099-01-01' },
			sort: { orderBy: 'name', orderDirection: 'ASCENDING' },
		});
		expect(result.json(NODE)).toMatchObject([{ name: 'Carteira Sul', contactsCount: 1 }]);
		expect(simulator.requests[0]?.query).toMatchObject({ IncludeDetails: 'ContactCount', OrderBy: 'name' });
		expect((await search(account(), 'searchPortfolios', 'norte')).map(({ value }) => value)).toEqual([
			named().portfolioNorth.id,
		]);
	});

	test('simple, or as the platform gives it', async () => {
		const [simple] = (await run('getAll', { limit: 1 })).json(NODE);
		expect(simple).toMatchObject({ name: 'Carteira Norte', contactsCount: expect.any(Number) });
		expect(simple).not.toHaveProperty('companyId');
		const [raw] = (await run('getAll', { limit: 1, simplify: false })).json(NODE);
		expect(raw).toMatchObject({ companyId: simulator.account.companyId });
	});

	test('all pages, by the page parameter of this route alone', async () => {
		for (const id of [...simulator.account.contacts.keys()].slice(0, 240)) {
			const [member] = simulator.account.portfolioContacts;
			if (member === undefined || members().includes(id)) continue;
			simulator.account.portfolioContacts.push({
				...member,
				id: `${id.slice(0, -4)}beef`,
				contactId: id,
				portfolioId: named().portfolioNorth.id,
			});
		}
		const result = await run('getContacts', { portfolioId: north(), returnAll: true });
		expect(
			result
				.json(NODE)
				.map(({ contactId }) => contactId)
				.sort(),
		).toEqual(members().sort());
		expect(simulator.requests.map(({ query }) => query.Page)).toEqual(['1', '2', '3']);
		expect(result.json(NODE)[0]).toHaveProperty('contactPhone');
	});

	test('one contact by phone, and the order in the words of the route', async () => {
		const one = await run('getContacts', {
			portfolioId: north(),
			filters: { contactId: located('phone', '11 9999-9999') },
			sort: { orderBy: 'createdAt', orderDirection: 'DESCENDING' },
		});
		expect(one.json(NODE)).toMatchObject([{ contactId: named().contactAna.id }]);
		expect(simulator.requests.at(-1)?.query).toMatchObject({
			ContactIds: named().contactAna.id,
			OrderByDesc: 'createdAt',
		});
	});
});

describe('portfolio contacts', () => {
	test('one is put in and taken out, by ID and by phone', async () => {
		await run('addContact', { portfolioId: north(), contactId: located('phone', '(31) 98888-7777') });
		expect(members()).toContain(named().contactWithoutNinthDigit.id);
		const result = await run('removeContact', {
			portfolioId: north(),
			contactId: located('phone', '(31) 98888-7777'),
		});
		expect(members()).not.toContain(named().contactWithoutNinthDigit.id);
		expect(result.json(NODE)).toMatchObject([{ deleted: true, portfolioId: named().portfolioNorth.id }]);
	});

	test('many in requests of 100, each once', async () => {
		const ids = [...simulator.account.contacts.keys()].slice(0, 150);
		const result = await run('addContacts', { portfolioId: north(), contactIds: '={{ $json.ids }}' }, [
			{ ids: [...ids, ids[0]] },
		]);
		expect(writes().map(({ body }) => (body as { contactIds: string[] }).contactIds.length)).toEqual([100, 50]);
		expect(result.json(NODE)).toHaveLength(150);
	});

	test('an empty list is refused: it could mean everybody', async () => {
		const before = members();
		for (const operation of ['addContacts', 'removeContacts']) {
			const result = await run(operation, { portfolioId: north(), contactIds: '={{ $json.ids }}' }, [{ ids: [] }]);
			expect(result.error?.message).toMatch(/"Contact IDs" and "Phone Numbers" are both empty/);
		}
		expect(simulator.requests).toEqual([]);
		expect(members()).toEqual(before);
	});

	test("to remove many, an agent's tool needs the builder's word", async () => {
		const parameters = { portfolioId: north(), contactIds: [named().contactAna.id] };
		const refused = await run('removeContacts', parameters, [{}], { asTool: true });
		expect(refused.json(NODE)[0]?.message).toMatch(/"Allow Deletion by AI Agents" is off/);
		const allowed = await run('removeContacts', { ...parameters, options: { allowDeletion: true } }, [{}], {
			asTool: true,
		});
		expect(allowed.json(NODE)).toMatchObject([{ deleted: true, id: named().contactAna.id }]);
	});
});
