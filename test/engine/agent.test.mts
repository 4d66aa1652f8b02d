import { startBed } from '../bed/bed.mts';
import { NODE } from '../bed/engine.mts';
import { located } from '../bed/located.mts';
import { options, search } from '../bed/pickers.mts';

type Json = Record<string, unknown>;

const bed = startBed();
const { account, named, simulator, writes } = bed;
const run = bed.runnerOf('agent');

const maria = () => located('id', named().agentMaria.userId ?? '');

describe('agent.get and agent.getAll', () => {
	test('by the ID of the agent or of its user', async () => {
		const result = await run('get', { agentId: '={{ $json.id }}' }, [
			{ id: named().agentMaria.id },
			{ id: named().agentMaria.userId },
			{ id: named().agentWithoutUser.id },
		]);
		expect(result.json(NODE).map(({ id }) => id)).toEqual([
			named().agentMaria.id,
			named().agentMaria.id,
			named().agentWithoutUser.id,
		]);
		expect(result.json(NODE)[0]).toMatchObject({ name: 'Maria Silva', departments: expect.any(Array) });
		expect(result.json(NODE)[0]).not.toHaveProperty('companyId');
	});

	test('filters that the platform does not have work here, accents and case aside', async () => {
		const names = async (filters: Json, more: Json = { returnAll: true }) =>
			(await run('getAll', { filters, ...more })).json(NODE).map(({ name }) => name);
		expect(await names({ name: 'joao' })).toEqual(['João Souza']);
		expect(await names({ profile: 'RestrictedAgent' })).toEqual(['Beatriz Rocha']);
		expect(await names({ departmentId: located('id', named().departmentSales.id) })).toEqual([
			'Maria Silva',
			'Pedro Lima',
		]);
		expect(await names({}, { limit: 2 })).toHaveLength(2);
		expect(await names({ availability: 'AVAILABLE' })).toHaveLength(
			[...simulator.account.agents.values()].filter(({ availability }) => availability === 'AVAILABLE').length,
		);
	});

	test('the list of agents to manage has those without a user too; that of who may take over has not', async () => {
		const all = await search(account(), 'searchManagedAgents', 'integracao');
		expect(all.map(({ value }) => value)).toEqual([named().agentWithoutUser.id]);
		expect(await search(account(), 'searchAgents', 'integracao')).toEqual([]);
		expect((await options(account(), 'getAgents')).map(({ value }) => value)).toContain(named().agentMaria.userId);
	});
});

describe('agent.create and agent.update', () => {
	test('sends what is given', async () => {
		const result = await run('create', {
			name: ' Lia Prado ',
			email: 'lia@loja.example',
			profile: 'Admin',
			additionalFields: { phoneNumber: '(11) 98888-1111', availability: 'UNAVAILABLE' },
		});
		expect(writes().map(({ body }) => body)).toEqual([
			{
				name: 'Lia Prado',
				email: 'lia@loja.example',
				phoneNumber: '5511988881111',
				profile: 'Admin',
				availability: 'UNAVAILABLE',
			},
		]);
		expect(result.json(NODE)).toMatchObject([{ name: 'Lia Prado', profile: 'Admin' }]);
	});

	test('changes exactly what was added; an empty text clears', async () => {
		await run('update', {
			agentId: maria(),
			updateFields: { shortName: '', email: 'maria@loja.example', availability: 'UNAVAILABLE' },
		});
		expect(writes().map(({ body }) => body)).toEqual([
			{
				shortName: null,
				email: 'maria@loja.example',
				availability: 'UNAVAILABLE',
				fields: ['ShortName', 'Email', 'Availability'],
			},
		]);
		expect(writes()[0]?.path).toBe(`/core/v1/agent/${named().agentMaria.id}`);
	});

	test.each([
		['create', { name: 'Lia', email: '' }, /"Email" and "Phone Number" are both empty/],
		['create', { name: 'x'.repeat(101), email: 'a@b.c' }, /"Name" has 101 characters, but at most 100/],
		['update', { agentId: located('id', '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6') }, /"Update Fields" is empty/],
		[
			'update',
			{ agentId: located('id', '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6'), updateFields: { name: ' ' } },
			/"Name" is empty/,
		],
		[
			'setDepartments',
			{ agentId: located('id', '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6'), membership: 'replace' },
			/are both empty/,
		],
	])('%s refuses %j before any request', async (operation, parameters, message) => {
		const result = await run(operation, parameters);
		expect(result.error?.message).toMatch(message);
		expect(simulator.requests).toEqual([]);
	});
});

describe('agent.setDepartments, setStatus, logOut', () => {
	const departments = () =>
		[...simulator.account.departments.values()]
			.filter(({ agents }) => agents.some(({ userId }) => userId === named().agentMaria.userId))
			.map(({ name }) => name);

	test('adds, removes and replaces, as agent and as supervisor', async () => {
		const { departmentSupport, departmentSales } = named();
		await run('setDepartments', {
			agentId: maria(),
			membership: 'replace',
			departmentIds: [departmentSupport.id],
			supervisedDepartmentIds: `${departmentSupport.id},${departmentSales.id}`,
		});
		expect(writes()[0]?.body).toEqual({
			action: 'ReplaceAll',
			items: [
				{ departmentId: departmentSupport.id, isAgent: true, isSupervisor: true },
				{ departmentId: departmentSales.id, isAgent: false, isSupervisor: true },
			],
		});
		expect(departments()).toEqual(['Vendas', 'Suporte']);
		await run('setDepartments', { agentId: maria(), membership: 'remove', departmentIds: [departmentSales.id] });
		expect(departments()).toEqual(['Suporte']);
	});

	test('blocks, activates and logs out', async () => {
		const blocked = await run('setStatus', { agentId: maria(), status: 'Blocked' });
		expect(blocked.json(NODE)).toMatchObject([{ id: named().agentMaria.id, status: 'Blocked' }]);
		expect(simulator.account.agents.get(named().agentMaria.id)?.blocked).toBe(true);
		const out = await run('logOut', { agentId: maria() });
		expect(out.json(NODE)).toEqual([{ success: true, id: named().agentMaria.id }]);
	});
});

describe('agent.delete', () => {
	test('transfers what is open and says how much was affected', async () => {
		const open = [...simulator.account.sessions.values()].filter(
			({ userId, status }) =>
				userId === named().agentMaria.userId && ['STARTED', 'PENDING', 'IN_PROGRESS'].includes(String(status)),
		);
		expect(open.length).toBeGreaterThan(0);
		const result = await run('delete', {
			agentId: maria(),
			sessionResolution: 'TRANSFER',
			transferAgentId: located('id', named().agentJoao.id),
		});
		expect(writes()).toMatchObject([
			{ method: 'DELETE', body: { sessionResolution: 'TRANSFER', transferUserId: named().agentJoao.userId } },
		]);
		expect(result.json(NODE)).toEqual([
			{
				deleted: true,
				id: named().agentMaria.id,
				name: 'Maria Silva',
				affected: { sessions: open.length, departments: 2 },
			},
		]);
		expect(simulator.account.agents.has(named().agentMaria.id)).toBe(false);
	});

	test('refuses a transfer to nobody before any request', async () => {
		const result = await run(
			'delete',
			{
				agentId: maria(),
				sessionResolution: '={{ $json.resolution }}',
				transferAgentId: located('id', '={{ $json.nobody }}'),
			},
			[{ resolution: 'TRANSFER', nobody: '' }],
		);
		expect(result.error?.message).toMatch(/"Transfer To" is empty/);
		expect(simulator.requests).toEqual([]);
	});

	test('refuses to give the conversations to the agent itself', async () => {
		const result = await run('delete', {
			agentId: maria(),
			sessionResolution: 'TRANSFER',
			transferAgentId: located('id', named().agentMaria.id),
		});
		expect(result.error?.message).toMatch(/cannot take over its own conversations/);
		expect(writes()).toEqual([]);
	});

	test("as an agent's tool it needs the builder's word, which no expression can give", async () => {
		const parameters = { agentId: maria(), sessionResolution: 'COMPLETE' };
		const refused = await run('delete', parameters, [{}], { asTool: true });
		expect(refused.json(NODE)[0]?.message).toMatch(/"Allow Deletion by AI Agents" is off/);
		const byModel = await run(
			'delete',
			{ ...parameters, options: { allowDeletion: '={{ $json.yes }}' } },
			[{ yes: true }],
			{
				asTool: true,
			},
		);
		expect(byModel.json(NODE)[0]?.message).toMatch(/"Allow Deletion by AI Agents" is off/);
		expect(simulator.requests).toEqual([]);
		const allowed = await run('delete', { ...parameters, options: { allowDeletion: true } }, [{}], { asTool: true });
		expect(allowed.json(NODE)).toMatchObject([{ deleted: true }]);
	});
});
