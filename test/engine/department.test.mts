import { startBed } from '../bed/bed.mts';
import { NODE } from '../bed/engine.mts';
import { located } from '../bed/located.mts';
import { search } from '../bed/pickers.mts';

const bed = startBed();
const { account, named, simulator, writes } = bed;
const run = bed.runnerOf('department');

const sales = () => located('id', named().departmentSales.id);

describe('department.create and department.update', () => {
	test('who is agent and supervisor, channels and distribution', async () => {
		const result = await run('create', {
			name: 'Troca',
			additionalFields: {
				agentIds: [named().agentMaria.id, named().agentJoao.userId],
				supervisorIds: named().agentMaria.id,
				channelIds: [named().channelWhatsapp.id],
				distributionIsEnabled: true,
				expirationIsEnabled: true,
				maximumDurationInMinutes: 30,
				restrictionType: 'USER_RESTRICTION',
			},
		});
		expect(writes().map(({ body }) => body)).toEqual([
			{
				name: 'Troca',
				distributionIsEnabled: true,
				distributionConfig: { expirationIsEnabled: true, maximumDurationInMinutes: 30 },
				restrictionType: 'USER_RESTRICTION',
				channelsConfig: { scope: 'SELECTED', channels: [named().channelWhatsapp.id] },
				agents: [
					{ userId: named().agentMaria.userId, isAgent: true, isSupervisor: true },
					{ userId: named().agentJoao.userId, isAgent: true, isSupervisor: false },
				],
			},
		]);
		expect(result.json(NODE)).toMatchObject([{ name: 'Troca', distributionIsEnabled: true }]);
	});

	test('changes what was added, false and 0 too; the rest of the distribution stays', async () => {
		Object.assign(simulator.account.departments.get(named().departmentSales.id) ?? {}, {
			distributionConfig: { expirationIsEnabled: true, maximumDurationInMinutes: 45, inactivityTimeInMinutes: 5 },
		});
		await run('update', {
			departmentId: sales(),
			updateFields: { distributionIsEnabled: false, inactivityTimeInMinutes: 0 },
		});
		expect(writes().map(({ body }) => body)).toEqual([
			{
				distributionIsEnabled: false,
				distributionConfig: { expirationIsEnabled: true, maximumDurationInMinutes: 45, inactivityTimeInMinutes: 0 },
				fields: ['DistributionIsEnabled', 'DistributionConfig'],
			},
		]);
	});

	test('what an item before changed in the distribution stays', async () => {
		await run(
			'update',
			{
				departmentId: sales(),
				updateFields: {
					maximumDurationInMinutes: '={{ $json.duration }}',
					inactivityTimeInMinutes: '={{ $json.inactivity }}',
				},
			},
			[{ duration: 11 }, { inactivity: 22 }],
		);
		expect(simulator.account.departments.get(named().departmentSales.id)?.distributionConfig).toMatchObject({
			maximumDurationInMinutes: 11,
			inactivityTimeInMinutes: 22,
		});
	});

	test.each([
		[{ channelScope: 'SELECTED' }, /"Channel Names or IDs" is empty/],
		[
			{ channelScope: 'ALL', channelIds: ['6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6'] },
			/"Channel Names or IDs" cannot be combined with "Channel Scope" ALL/,
		],
		[{ channelIds: ['Loja'] }, /"Channel Names or IDs" is not a valid ID: "Loja"/],
		[{}, /"Update Fields" is empty/],
	])('update refuses %j before any request', async (updateFields, message) => {
		const result = await run('update', { departmentId: sales(), updateFields });
		expect(result.error?.message).toMatch(message);
		expect(simulator.requests).toEqual([]);
	});
});

describe('department.get, getAll, getChannels', () => {
	test('details as asked for', async () => {
		const one = await run('get', { departmentId: sales() });
		expect(simulator.requests[0]?.query).toEqual({ includeDetails: 'All' });
		expect(one.json(NODE)).toMatchObject([{ name: 'Vendas', description: 'Equipe Vendas', agents: expect.any(Array) }]);
		const raw = await run('get', { departmentId: sales(), simplify: false, options: { includeDetails: 'Channels' } });
		expect(raw.json(NODE)[0]).toHaveProperty('distribuitionEnabled');
		const some = await run('getAll', { returnAll: true, filters: { name: 'FIN' } });
		expect(some.json(NODE)).toMatchObject([{ name: 'Financeiro' }]);
	});

	test('one item per channel: all, selected ones, or none', async () => {
		const all = await run('getChannels', { departmentId: sales() });
		expect(all.json(NODE)).toHaveLength(simulator.account.channels.size);
		expect(all.json(NODE)[0]).toMatchObject({ scope: 'ALL', departmentId: named().departmentSales.id });
		expect((await run('getChannels', { departmentId: sales(), limit: 1 })).json(NODE)).toHaveLength(1);
		const department = simulator.account.departments.get(named().departmentSales.id);
		Object.assign(department ?? {}, { channelScope: 'SELECTED', channelIds: [named().channelInstagram.id] });
		const selected = await run('getChannels', { departmentId: sales() });
		expect(selected.json(NODE)).toMatchObject([
			{ id: named().channelInstagram.id, type: 'Instagram', scope: 'SELECTED' },
		]);
		Object.assign(department ?? {}, { channelScope: 'NONE', channelIds: [] });
		expect((await run('getChannels', { departmentId: sales() })).json(NODE)).toEqual([]);
	});
});

describe('department.setAgents', () => {
	test('changes members and leaves the others', async () => {
		const before = named().departmentSales.agents.length;
		await run('setAgents', { departmentId: sales(), membership: 'add', supervisorIds: [named().agentJoao.id] });
		const { agents = [] } = simulator.account.departments.get(named().departmentSales.id) ?? {};
		expect(agents).toHaveLength(before + 1);
		expect(agents).toContainEqual(
			expect.objectContaining({ userId: named().agentJoao.userId, isAgent: false, isSupervisor: true }),
		);
	});

	test('who is given by the ID of the agent and by that of the user is one, with both roles', async () => {
		const { id, userId = '' } = named().agentMaria;
		await run('setAgents', { departmentId: sales(), agentIds: [id], supervisorIds: [userId.toUpperCase(), id] });
		expect(writes().map(({ body }) => body)).toEqual([
			{ action: 'Upsert', items: [{ userId, isAgent: true, isSupervisor: true }] },
		]);
	});

	test('an unknown agent is found out before anybody is changed', async () => {
		const result = await run(
			'setAgents',
			{ departmentId: sales(), membership: 'replace', agentIds: '={{ $json.agents }}' },
			[{ agents: named().agentJoao.id }, { agents: '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6' }],
		);
		expect(result.error?.message).toMatch(/No agent of the account has the ID/);
		expect(writes()).toEqual([]);
	});
});

describe('department.delete', () => {
	test('says what it had', async () => {
		const result = await run('delete', { departmentId: sales() });
		const open = [...simulator.account.sessions.values()];
		expect(open.some(({ departmentId }) => departmentId === named().departmentSales.id)).toBe(false);
		expect(result.json(NODE)).toEqual([
			{
				deleted: true,
				id: named().departmentSales.id,
				name: 'Vendas',
				affected: { sessions: expect.any(Number), agents: named().departmentSales.agents.length },
			},
		]);
	});

	test('what all items had is counted before the first is deleted', async () => {
		const items = [named().departmentSales, named().departmentSupport].map(({ id }) => ({ id }));
		for (const { id } of items) Object.assign(simulator.account.departments.get(id) ?? {}, { isDefault: false });
		const result = await run('delete', { departmentId: located('id', '={{ $json.id }}') }, items);
		expect(result.error).toBeUndefined();
		expect(result.json(NODE)).toMatchObject(items);
		const methods = simulator.requests.map(({ method }) => method);
		expect(methods).toEqual(['GET', 'GET', 'GET', 'GET', 'DELETE', 'DELETE']);
	});

	test("as an agent's tool it needs the builder's word", async () => {
		const refused = await run('delete', { departmentId: sales() }, [{}], { asTool: true });
		expect(refused.json(NODE)[0]?.message).toMatch(/"Allow Deletion by AI Agents" is off/);
		expect(simulator.requests).toEqual([]);
	});
});

test('the picker of departments finds them by a part of their name, whatever the accents', async () => {
	const { id, name } = named().departmentSales;
	expect(await search(account(), 'searchDepartments', 'VÉNDA')).toEqual([{ name, value: id }]);
	const all = [...simulator.account.departments.values()].map((department) => department.id);
	const shown = (await search(account(), 'searchDepartments')).map(({ value }) => value);
	expect(shown.sort()).toEqual(all.sort());
});
