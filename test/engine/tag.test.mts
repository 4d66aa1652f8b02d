import { startBed } from '../bed/bed.mts';
import { NODE } from '../bed/engine.mts';
import { located } from '../bed/located.mts';
import { options, search } from '../bed/pickers.mts';

const bed = startBed();
const { account, named, simulator, writes } = bed;
const run = bed.runnerOf('tag');

const vip = () => located('id', named().tagVip.id);
const holders = () =>
	[...simulator.account.contacts.values()].filter(({ tagIds }) => tagIds.includes(named().tagVip.id));

test('tag.create: colors by name in any spelling, or the default of the platform', async () => {
	await run('create', { name: ' Retorno ', additionalFields: { color: 'sky-200' } });
	await run('create', { name: 'Feira' });
	expect(writes().map(({ body }) => body)).toEqual([{ name: 'Retorno', color: 'SKY_200' }, { name: 'Feira' }]);
	const refused = await run('create', { name: 'Feira', additionalFields: { color: 'RED_700' } });
	expect(refused.error?.message).toMatch(/"Color Name or ID" is "RED_700", which is no color of the palette/);
	expect(writes()).toHaveLength(2);
});

test('tag.update: the name stays when the color alone changes', async () => {
	await run('update', { tagId: vip(), updateFields: { color: 'GREEN_100' } });
	await run('update', { tagId: vip(), updateFields: { name: 'VIP 2026' } });
	expect(writes().map(({ body }) => body)).toEqual([{ name: 'VIP', color: 'GREEN_100' }, { name: 'VIP 2026' }]);
});

test('tag.update: an added name left empty is refused; a model that leaves it empty does not know it', async () => {
	const updateFields = { name: '={{ "" }}', color: 'GREEN_100' };
	const refused = await run('update', { tagId: vip(), updateFields });
	expect(refused.error?.message).toMatch(/"Name" is empty/);
	expect(writes()).toEqual([]);
	await run('update', { tagId: vip(), updateFields }, [{}], { asTool: true });
	expect(writes().map(({ body }) => body)).toEqual([{ name: 'VIP', color: 'GREEN_100' }]);
});

describe('tag.delete', () => {
	test('a tag in use is refused in plain words, and nothing is sent', async () => {
		const count = holders().length;
		expect(count).toBeGreaterThan(0);
		const result = await run('delete', { tagId: vip() });
		expect(result.error?.message).toMatch(`The tag "VIP" is on ${count} contacts`);
		expect(writes()).toEqual([]);
	});

	test('on request it is taken from all contacts, and the answer says from how many', async () => {
		const count = holders().length;
		const result = await run('delete', { tagId: vip(), removeFromContacts: true });
		expect(result.json(NODE)).toEqual([
			{ deleted: true, id: named().tagVip.id, name: 'VIP', affected: { contacts: count } },
		]);
		expect(holders()).toEqual([]);
	});

	test('an unknown tag, and a tool without permission', async () => {
		const unknown = await run('delete', { tagId: located('id', named().panelTagHot.id) });
		expect(unknown.error?.message).toMatch(/No tag of contacts has the ID/);
		const refused = await run('delete', { tagId: vip(), removeFromContacts: true }, [{}], { asTool: true });
		expect(refused.json(NODE)[0]?.message).toMatch(/"Allow Deletion by AI Agents" is off/);
		expect(writes()).toEqual([]);
	});
});

test('tag.getAll, the picker and the palette', async () => {
	const all = await run('getAll', { returnAll: true });
	expect(all.json(NODE)).toHaveLength(simulator.account.tags.size);
	const found = await search(account(), 'searchTags', 'pos');
	expect(found).toMatchObject([{ name: 'Pós-venda' }]);
	expect((await options(account(), 'getTagColors')).map(({ value }) => value)).toContain('YELLOW_400');
	expect((await run('getColors', { returnAll: true })).json(NODE)).toHaveLength(54);
});
