import { startBed } from '../bed/bed.mts';
import { search } from '../bed/pickers.mts';

const { simulator, account } = startBed();

const find = async (filter?: string) =>
	await search(account(), 'searchSessions', filter, {
		resource: 'session',
		operation: 'get',
	});

describe('session.get, the picker of sessions', () => {
	test.each(['Ana', 'ana souza', 'ANA SOUZA'])('finds the session of Ana Souza by "%s"', async (filter) => {
		const results = await find(filter);
		expect(results.map(({ value }) => value)).toContain(simulator.account.named.sessionInProgress.id);
		expect(new Set(results.map(({ value }) => value)).size).toBe(results.length);
	});

	test('shows contact, status and channel', async () => {
		const [result] = (await find('Ana Souza')).filter(
			({ value }) => value === simulator.account.named.sessionInProgress.id,
		);
		expect(result?.name).toBe('Ana Souza (In progress, Loja Exemplo)');
	});

	test('finds nothing for a text that nobody has', async () => {
		expect(await find('zzzzzz')).toEqual([]);
	});
});
