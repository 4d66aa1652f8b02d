import type { INode } from 'n8n-workflow';
import { startBed } from '../bed/bed.mts';
import { type Account, type EngineRun, NODE, type NodeSetup } from '../bed/engine.mts';
import { located } from '../bed/located.mts';

type Json = Record<string, unknown>;

const { simulator, named, run: runNode } = startBed();

const ALL = ['success', 'invalidSecurityUser', 'invalidAgentSession', 'invalidAgentId', 'impersonateNotEnabled'];
const OUTPUTS = ['default', ...ALL];
const UNKNOWN = '00000000-1111-4222-8333-444444444444';

const joinItem = (more: Json = {}): Json => ({
	user: named().agentMaria.userId,
	session: named().sessionPending.id,
	agent: '',
	impersonate: false,
	...more,
});
const run = async (
	items: Json[],
	{ branches, options, ...setup }: { branches?: string[]; options?: Json } & Partial<NodeSetup> = {},
	account?: Account,
): Promise<EngineRun> =>
	await runNode(
		{
			parameters: {
				resource: 'session',
				operation: 'joinAgentSession',
				securityUser: located('id', '={{ $json.user }}'),
				sessionId: located('id', '={{ $json.session }}'),
				joinAsAgent: located('id', '={{ $json.agent }}'),
				allowImpersonation: '={{ $json.impersonate }}',
				...(branches === undefined ? {} : { branches }),
				...(options === undefined ? {} : { options }),
			},
			...setup,
		},
		items,
		account === undefined ? {} : { account },
	);
const writes = () => simulator.requests.filter(({ method }) => method !== 'GET');
const branchesOf = (result: EngineRun) =>
	OUTPUTS.map((_, output) => result.json(NODE, output).map(({ branch }) => branch));
const only = (result: EngineRun): Json => {
	const all = OUTPUTS.flatMap((_, output) => result.json(NODE, output));
	expect(all).toHaveLength(1);
	return all[0] ?? {};
};

describe('session.joinAgentSession', () => {
	test('joins as the security user, reads back and says so', async () => {
		const result = await run([joinItem()]);
		expect(result.error).toBeUndefined();
		expect(only(result)).toEqual({
			branch: 'success',
			sessionId: named().sessionPending.id,
			agentId: named().agentMaria.id,
			userId: named().agentMaria.userId,
			httpStatus: 200,
			message: 'Maria Silva joined the session',
			alreadyJoined: false,
		});
		expect(named().sessionPending.userId).toBe(named().agentMaria.userId);
		expect(simulator.requests.map(({ method, route }) => `${method} ${route}`)).toEqual([
			'GET /core/v1/agent',
			'GET /chat/v2/session/{id}',
			'PUT /chat/v1/session/{id}/assignee',
			'GET /chat/v2/session/{id}',
		]);
		expect(writes()[0]?.body).toEqual({ userId: named().agentMaria.userId });
		expect(simulator.violations).toEqual([]);
	});

	test("understands an agent's ID and its user's ID, and lists the agents once per run", async () => {
		const { agentMaria, agentJoao, sessionPending, sessionStarted } = named();
		const result = await run([
			joinItem({ user: agentMaria.id, session: sessionPending.id }),
			joinItem({ user: agentMaria.id, session: sessionStarted.id, agent: agentJoao.id, impersonate: true }),
		]);
		expect(result.json(NODE).map(({ agentId }) => agentId)).toEqual([agentMaria.id, agentJoao.id]);
		expect(sessionPending.userId).toBe(agentMaria.userId);
		expect(sessionStarted.userId).toBe(agentJoao.userId);
		expect(simulator.requests.filter(({ route }) => route === '/core/v1/agent')).toHaveLength(1);
	});

	test('the same agent by either ID is no impersonation', async () => {
		const { agentMaria } = named();
		const result = await run([joinItem({ user: agentMaria.id, agent: agentMaria.userId })]);
		expect(only(result)).toMatchObject({ branch: 'success' });
	});

	test('an agent who is on the session already succeeds without a write', async () => {
		const session = named().sessionPending;
		session.userId = named().agentMaria.userId ?? null;
		const result = await run([joinItem()], { branches: ['success'] });
		expect(result.json(NODE, 1)).toMatchObject([{ branch: 'success', alreadyJoined: true, httpStatus: 200 }]);
		expect(writes()).toEqual([]);
	});

	test('stops a running chatbot when told to', async () => {
		const session = named().sessionStarted;
		expect(session.botId).not.toBeNull();
		await run([joinItem({ session: session.id })], { options: { stopBotInExecution: true } });
		expect(writes()[0]?.body).toEqual({
			userId: named().agentMaria.userId,
			options: { stopBotInExecution: true },
		});
		expect(session.botId).toBeNull();
	});

	describe('read-back', () => {
		test('disagrees once: one more try', async () => {
			simulator.quirks.assignNotApplied = 1;
			const result = await run([joinItem()], { branches: ALL });
			expect(only(result)).toMatchObject({ branch: 'success' });
			expect(writes()).toHaveLength(2);
		});

		test('disagrees twice: Default with what was seen', async () => {
			simulator.quirks.assignNotApplied = 2;
			named().sessionPending.userId = named().agentJoao.userId ?? null;
			const result = await run([joinItem()], { branches: ALL });
			expect(result.json(NODE, 0)).toMatchObject([
				{ branch: 'default', httpStatus: 200, message: expect.stringContaining(String(named().agentJoao.userId)) },
			]);
			expect(writes()).toHaveLength(2);
		});

		test('settles a write whose answer was lost', async () => {
			simulator.faults.add({ match: { method: 'PUT' }, fault: { kind: 'resetAfter' } });
			const result = await run([joinItem()], { branches: ALL });
			expect(only(result)).toMatchObject({ branch: 'success' });
			expect(writes()).toHaveLength(1);
		});

		test('settles a write that was lost before it arrived: done again', async () => {
			simulator.faults.add({ match: { method: 'PUT' }, times: 1, fault: { kind: 'resetBefore' } });
			const result = await run([joinItem()], { branches: ALL });
			expect(only(result)).toMatchObject({ branch: 'success' });
			expect(writes()).toHaveLength(2);
			expect(simulator.violations).toEqual([]);
		});

		test('fails: Default, and it says that the agent was accepted', async () => {
			simulator.faults.add({
				match: { method: 'GET', route: '/chat/v2/session/{id}' },
				after: 1,
				fault: { kind: 'error', status: 400, key: 'BROKEN' },
			});
			const result = await run([joinItem()], { branches: ALL });
			expect(result.json(NODE, 0)).toMatchObject([
				{ branch: 'default', message: expect.stringContaining('could not be read back'), ambiguous: true },
			]);
		});
	});

	type Case = [string, string, () => Json, (number | null)?, number?];
	const cases: Case[] = [
		['a malformed security user', 'invalidSecurityUser', () => ({ user: 'maria' }), null, 0],
		['no security user', 'invalidSecurityUser', () => ({ user: '' }), null, 0],
		['a security user unknown to the account', 'invalidSecurityUser', () => ({ user: UNKNOWN }), 200, 1],
		['a malformed session', 'invalidAgentSession', () => ({ session: 'abc' }), null, 0],
		['an unknown session', 'invalidAgentSession', () => ({ session: UNKNOWN }), 500, 2],
		['a completed session', 'invalidAgentSession', () => ({ session: named().sessionCompleted.id }), 200, 2],
		['a hidden session', 'invalidAgentSession', () => ({ session: named().sessionHidden.id }), 200, 2],
		['a malformed agent', 'invalidAgentId', () => ({ agent: 'x', impersonate: true }), null, 0],
		['an agent unknown to the account', 'invalidAgentId', () => ({ agent: UNKNOWN }), 200, 1],
		[
			'an agent without a user',
			'invalidAgentId',
			() => ({ agent: named().agentWithoutUser.id, impersonate: true }),
			200,
			1,
		],
		[
			'an agent with the zero user',
			'invalidAgentId',
			() => ({ agent: named().agentZeroUser.id, impersonate: true }),
			200,
			1,
		],
		['a security user without a user', 'invalidAgentId', () => ({ user: named().agentWithoutUser.id }), 200, 1],
		['another agent without impersonation', 'impersonateNotEnabled', () => ({ agent: named().agentJoao.id }), null, 1],
	];

	test.each(cases)('%s leaves through %s', async (_, branch, more, httpStatus = null, requests = 0) => {
		const item = joinItem(more());
		const result = await run([item], { branches: ALL });
		expect(result.error).toBeUndefined();
		const [json] = result.json(NODE, OUTPUTS.indexOf(branch));
		expect(json).toMatchObject({ branch, sessionId: item.session, httpStatus });
		expect(json).toHaveProperty('agentId');
		expect(json?.message).toEqual(expect.stringMatching(/\w/));
		expect(json).not.toHaveProperty('error');
		only(result);
		expect(simulator.requests).toHaveLength(requests);
		expect(writes()).toEqual([]);
	});

	test.each([
		['404', { notFoundAs500: false }, 404],
		['200 with an error', { errorsAs200: true }, 200],
	])('an unknown session that answers %s is InvalidAgentSession too', async (_, quirks, httpStatus) => {
		Object.assign(simulator.quirks, quirks);
		const result = await run([joinItem({ session: UNKNOWN })], { branches: ALL });
		expect(only(result)).toMatchObject({ branch: 'invalidAgentSession', httpStatus });
	});

	test('a refused token is InvalidSecurityUser', async () => {
		const result = await run([joinItem()], { branches: ALL }, { apiToken: 'pn_wrong', baseUrl: simulator.url });
		expect(only(result)).toMatchObject({ branch: 'invalidSecurityUser', httpStatus: 401, code: 'UNAUTHORIZED' });
	});

	test('a 403 of the platform is ImpersonateNotEnabled', async () => {
		simulator.faults.add({ match: { method: 'PUT' }, fault: { kind: 'error', status: 403, key: 'FORBIDDEN' } });
		const result = await run([joinItem()], { branches: ALL });
		expect(only(result)).toMatchObject({ branch: 'impersonateNotEnabled', httpStatus: 403 });
	});

	test('a fault of the server is Default with its reason', async () => {
		simulator.faults.add({
			match: { method: 'PUT' },
			fault: { kind: 'error', status: 503, key: 'UNAVAILABLE', text: 'Em manutenção' },
		});
		const result = await run([joinItem()], { branches: ALL });
		expect(only(result)).toMatchObject({
			branch: 'default',
			httpStatus: 503,
			code: 'SERVER_ERROR',
			message: expect.stringContaining('Em manutenção'),
			// The look has shown that it was not done.
			ambiguous: false,
		});
		expect(writes()).toHaveLength(2);
	});

	test('a 500 on the session that is not "not found" is Default', async () => {
		simulator.faults.add({
			match: { route: '/chat/v2/session/{id}' },
			fault: { kind: 'error', status: 500, key: 'INTERNAL_ERROR' },
		});
		const result = await run([joinItem()], { branches: ALL });
		expect(only(result)).toMatchObject({ branch: 'default', httpStatus: 500 });
	});

	test('a dead network is Default for every item', async () => {
		await simulator.close();
		const result = await run([joinItem(), joinItem(), joinItem({ user: 'x' })], { branches: ALL });
		expect(result.error).toBeUndefined();
		expect(result.json(NODE, 0)).toMatchObject([
			{ branch: 'default', httpStatus: null, code: 'NETWORK' },
			{ branch: 'default', httpStatus: null, code: 'NETWORK' },
		]);
		expect(result.json(NODE, 2)).toMatchObject([{ branch: 'invalidSecurityUser' }]);
	});

	test('a credential that cannot be right is Default for every item', async () => {
		const result = await run(
			[joinItem(), joinItem()],
			{ branches: ['success'] },
			{ apiToken: '', baseUrl: simulator.url },
		);
		expect(result.error).toBeUndefined();
		expect(result.json(NODE, 0)).toMatchObject([
			{ branch: 'default', sessionId: named().sessionPending.id, message: expect.stringContaining('API Token') },
			{ branch: 'default' },
		]);
	});

	test('what cannot be read is Default with its reason', async () => {
		const result = await run([joinItem({ impersonate: 'maybe' })], { branches: ALL });
		expect(only(result)).toMatchObject({
			branch: 'default',
			agentId: named().agentMaria.userId,
			message: expect.stringContaining('"Allow Impersonation"'),
		});
	});

	describe('outputs', () => {
		const mixed = () => {
			const { agentJoao, sessionCompleted, sessionStarted } = named();
			return [
				joinItem({ agent: agentJoao.id }),
				joinItem(),
				joinItem({ session: sessionCompleted.id }),
				joinItem({ user: 'nobody' }),
				joinItem({ session: sessionStarted.id }),
				joinItem({ agent: UNKNOWN }),
				joinItem({ session: UNKNOWN }),
			];
		};
		const paired = (result: EngineRun, output: number) =>
			result.items(NODE, output).map(({ pairedItem }) => (pairedItem as { item: number }).item);

		const modes: Array<INode['onError']> = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'];
		test.each(modes)('with On Error %s each item leaves through its own, in order and paired', async (onError) => {
			const result = await run(mixed(), { branches: ALL, onError });
			expect(result.error).toBeUndefined();
			expect([0, 1, 2, 3, 4, 5].map((output) => paired(result, output))).toEqual([[], [1, 4], [3], [2, 6], [5], [0]]);
			expect(branchesOf(result).map((of) => [...new Set(of)])).toEqual([[], ...ALL.map((one) => [one])]);
			// The error output that n8n appends stays empty.
			expect(result.items(NODE, 6)).toEqual([]);
			expect(simulator.violations).toEqual([]);
		});

		test('keep the order of the table, whatever the order of the ticks; the rest goes to Default', async () => {
			const result = await run(mixed(), { branches: ['invalidAgentId', 'success'] });
			expect([0, 1, 2, 3].map((output) => paired(result, output))).toEqual([[0, 2, 3, 6], [1, 4], [5], []]);
		});

		test('an unknown branch of an old workflow goes to Default', async () => {
			const result = await run(mixed(), { branches: ['agentAsleep', 'success'], onError: 'continueErrorOutput' });
			expect([0, 1, 2].map((output) => paired(result, output))).toEqual([[0, 2, 3, 5, 6], [1, 4], []]);
			const none = await run(mixed(), { branches: ['agentAsleep'] });
			expect(none.error).toBeUndefined();
			expect(paired(none, 0)).toHaveLength(7);
		});

		test('as a tool there is one, whatever is chosen', async () => {
			const result = await run([joinItem({ agent: UNKNOWN })], { branches: ALL, asTool: true });
			expect(result.error).toBeUndefined();
			expect(result.json(NODE, 0)).toMatchObject([{ branch: 'invalidAgentId' }]);
			expect(branchesOf(result).slice(1).flat()).toEqual([]);
		});

		test('chosen for this operation do not count for another one', async () => {
			const result = await runNode({
				parameters: {
					resource: 'session',
					operation: 'get',
					branches: ALL,
					sessionId: located('id', UNKNOWN),
				},
				onError: 'continueErrorOutput',
			});
			expect(result.json('Next')).toEqual([]);
			expect(result.json('Failed')).toHaveLength(1);
		});
	});

	describe('without branches', () => {
		test('a malformed ID is refused before any request', async () => {
			for (const [more, label] of [
				[{ user: 'x' }, 'Security User'],
				[{ session: 'x' }, 'Session'],
				[{ agent: 'x' }, 'Join As Agent'],
			] as const) {
				const result = await run([joinItem(), joinItem(more)]);
				expect(result.error?.message).toBe(`"${label}" is not a valid ID: "x" [item 1]`);
			}
			expect(simulator.requests).toEqual([]);
		});

		test('a failure is an error like any other', async () => {
			const result = await run([joinItem({ agent: named().agentJoao.id })], { onError: 'continueErrorOutput' });
			expect(result.json('Failed')).toMatchObject([
				{ error: { code: 'FORBIDDEN', httpStatus: null, hint: expect.stringContaining('Allow Impersonation') } },
			]);
			const stopped = await run([joinItem({ session: named().sessionCompleted.id })]);
			expect(stopped.error?.message).toBe('The session is completed, so nobody can join it [item 0]');
		});

		test('as a tool an error is data', async () => {
			const result = await run([joinItem({ session: UNKNOWN })], { asTool: true });
			expect(result.json(NODE)).toMatchObject([{ error: { code: 'NOT_FOUND' } }]);
		});
	});
});
