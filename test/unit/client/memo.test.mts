import { type ErrorCode, ifAllowed, ifFound, perClient, refuse } from '../../../client';
import { bench, failure, inTurn } from './runtime.mts';

const aClient = () => bench(inTurn({ json: {} })).client;

test('asks once per client, also side by side', async () => {
	const load = jest.fn(async () => await Promise.resolve(['a']));
	const list = perClient(load);
	const [one, other] = [aClient(), aClient()];
	const [first, second] = await Promise.all([list(one), list(one)]);
	expect(first).toBe(second);
	await list(one);
	expect(load).toHaveBeenCalledTimes(1);
	await list(other);
	expect(load).toHaveBeenCalledTimes(2);
});

test('asks once per key', async () => {
	const list = perClient(async (_client, key) => await Promise.resolve(key));
	const client = aClient();
	expect([await list(client, 'a'), await list(client, 'b'), await list(client)]).toEqual(['a', 'b', '']);
});

test('forgets a failure, which all who waited for it get', async () => {
	let calls = 0;
	const list = perClient(async () => {
		calls++;
		if (calls === 1) throw new Error('first');
		return await Promise.resolve('second');
	});
	const client = aClient();
	const errors = await Promise.all([failure(list(client)), failure(list(client))]);
	expect(errors).toEqual([new Error('first'), new Error('first')]);
	expect(await list(client)).toBe('second');
	expect(calls).toBe(2);
});

test('keeps what is undefined', async () => {
	const load = jest.fn(async () => await Promise.resolve(undefined));
	const list = perClient(load);
	const client = aClient();
	await list(client);
	await list(client);
	expect(load).toHaveBeenCalledTimes(1);
});

const failing = async (code: ErrorCode): Promise<string> =>
	await Promise.reject(refuse('No', '').withDetails({ code }));

test.each([
	[ifAllowed, 'FORBIDDEN', 'NOT_FOUND'],
	[ifFound, 'NOT_FOUND', 'FORBIDDEN'],
] as const)('%p stands for nothing with its own code alone', async (look, own, other) => {
	expect(await look(Promise.resolve('there'))).toBe('there');
	expect(await look(failing(own))).toBeUndefined();
	await expect(look(failing(other))).rejects.toMatchObject({ code: other });
	await expect(look(Promise.reject(new Error('x')))).rejects.toThrow('x');
});
