import { JOIN_BRANCHES, joinAgentSession, TransportFault, WtsApiError } from '../../../client';
import { bench, type Reply, type Script } from './runtime.mts';

const SESSION = '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';
const MARIA = {
	id: 'aaaaaaaa-0000-4000-8000-000000000001',
	userId: 'aaaaaaaa-0000-4000-8000-0000000000a1',
	name: 'Maria',
};
const request = { securityUser: MARIA.id.toUpperCase(), sessionId: SESSION };

type Step = Reply | TransportFault;

/** Agents as they should be; what the session looks like at each read, and what each assignment answers. */
function platform(reads: Step[], writes: Step[] = [{ json: {} }], agents: Step = { json: [MARIA] }): Script {
	let read = 0;
	let write = 0;
	const last = (steps: Step[], index: number) => steps[Math.min(index, steps.length - 1)] ?? { status: 500 };
	return ({ method, url }) => {
		if (url.endsWith('/agent')) return agents;
		return method === 'PUT' ? last(writes, write++) : last(reads, read++);
	};
}

const seen = (userId: string | null, status = 'IN_PROGRESS'): Reply => ({ json: { id: SESSION, userId, status } });
const join = async (script: Script, more: Partial<Parameters<typeof joinAgentSession>[1]> = {}) => {
	const { client, calls, until } = bench(script);
	const result = await until(joinAgentSession(client, { ...request, ...more }));
	return { result, writes: calls.filter(({ method }) => method === 'PUT').length, calls };
};

describe('joinAgentSession', () => {
	test('names its results in the order of the outputs', () => {
		expect(JOIN_BRANCHES).toEqual([
			'success',
			'invalidSecurityUser',
			'invalidAgentSession',
			'invalidAgentId',
			'impersonateNotEnabled',
		]);
	});

	test('joins, and compares IDs whatever their case', async () => {
		const { result, writes } = await join(platform([seen(null), seen(MARIA.userId.toUpperCase())]));
		expect(result).toEqual({
			branch: 'success',
			sessionId: SESSION,
			agentId: MARIA.id,
			userId: MARIA.userId,
			httpStatus: 200,
			message: 'Maria joined the session',
			alreadyJoined: false,
		});
		expect(writes).toBe(1);
	});

	test('a result that is none carries the error', async () => {
		const { result } = await join(platform([seen(null, 'HIDDEN')]));
		expect(result).toMatchObject({ branch: 'invalidAgentSession', httpStatus: 200 });
		expect('error' in result && result.error).toBeInstanceOf(WtsApiError);
	});

	test("a closed session is invalid, although it is the agent's", async () => {
		const { result, writes } = await join(platform([seen(MARIA.userId, 'COMPLETED')]));
		expect(result.branch).toBe('invalidAgentSession');
		expect(writes).toBe(0);
	});

	test.each<[string, Step, string, number | null, number | undefined]>([
		['reset twice, and it was not applied', new TransportFault('reset'), 'default', null, 2],
		['a timeout twice, and it was not applied', new TransportFault('timeout'), 'default', null, 2],
		['429 for ever', { status: 429 }, 'default', 429, undefined],
		[
			'"not found" for the user',
			{ status: 500, json: { key: 'FORM_ERROR', text: 'Usuário não encontrado' } },
			'default',
			500,
			1,
		],
		['401', { status: 401 }, 'invalidSecurityUser', 401, 1],
		['403', { status: 403 }, 'impersonateNotEnabled', 403, 1],
	])('the assignment answers %s', async (_name, write, branch, httpStatus, writes) => {
		const ended = await join(platform([seen(null)], [write]));
		expect(ended.result).toMatchObject({ branch, httpStatus });
		// How often a refused write is tried again is the retry policy's affair.
		if (writes !== undefined) expect(ended.writes).toBe(writes);
	});

	test('a write whose answer was lost is settled by the read-back', async () => {
		const { result, writes } = await join(platform([seen(null), seen(MARIA.userId)], [new TransportFault('timeout')]));
		expect(result).toMatchObject({ branch: 'success' });
		expect(writes).toBe(1);
	});

	test('a write that was lost before it arrived is done again, and that is all', async () => {
		const { result, writes } = await join(
			platform([seen(null), seen(null), seen(MARIA.userId)], [new TransportFault('reset'), { json: {} }]),
		);
		expect(result).toMatchObject({ branch: 'success', alreadyJoined: false });
		expect(writes).toBe(2);
	});

	test('a write that is lost twice is settled by the look: it was not done', async () => {
		const { result } = await join(platform([seen(null)], [new TransportFault('reset')]));
		expect(result).toMatchObject({
			branch: 'default',
			error: {
				code: 'NETWORK',
				ambiguous: false,
				retryable: true,
				hint: expect.stringContaining('not on it') as string,
			},
		});
	});

	test('a lost write whose read-back fails too keeps its own error', async () => {
		const { result } = await join(
			platform([seen(null), { status: 400, json: { text: 'Outro' } }], [new TransportFault('timeout')]),
		);
		expect(result).toMatchObject({ branch: 'default', error: { code: 'TIMEOUT', ambiguous: true } });
	});

	test('the list of agents decides about dead networks, tokens and scopes', async () => {
		const agents = async (step: Step) => (await join(platform([seen(null)], [], step))).result;
		expect(await agents(new TransportFault('refused', 'ECONNREFUSED'))).toMatchObject({
			branch: 'default',
			httpStatus: null,
		});
		expect(await agents({ status: 401 })).toMatchObject({ branch: 'invalidSecurityUser' });
		expect(await agents({ status: 403 })).toMatchObject({ branch: 'impersonateNotEnabled' });
		expect(await agents({ status: 503 })).toMatchObject({ branch: 'default', httpStatus: 503 });
	});

	test('malformed IDs make no request', async () => {
		for (const [more, branch] of [
			[{ securityUser: '' }, 'invalidSecurityUser'],
			[{ sessionId: 'x' }, 'invalidAgentSession'],
			[{ joinAsAgent: 'x' }, 'invalidAgentId'],
			[{ securityUser: 'x', sessionId: 'x', joinAsAgent: 'x' }, 'invalidSecurityUser'],
		] as const) {
			const { result, calls } = await join(platform([]), more);
			expect(result).toMatchObject({ branch, httpStatus: null });
			expect(calls).toEqual([]);
		}
	});
});
