import { startBed } from '../bed/bed.mts';
import { NODE } from '../bed/engine.mts';

const bed = startBed();
const { named, simulator } = bed;
const run = bed.runnerOf('account');

describe('account.checkOfficeHours', () => {
	test('reads the time in the zone of the workflow, asks for the hours once, and says what comes next', async () => {
		const result = await run('checkOfficeHours', { at: '={{ $json.at }}' }, [
			{ at: '2026-11-20T10:30:00' },
			{ at: '2026-11-21T10:30:00' },
		]);
		expect(result.json(NODE)).toEqual([
			{
				isOpen: true,
				closesAt: '2026-11-20T18:00:00-03:00',
				opensAt: '2026-11-23T08:00:00-03:00',
				offlineResponse: 'Nosso atendimento é de segunda a sexta, das 8h às 18h.',
				at: '2026-11-20T10:30:00-03:00',
				timezone: '-03:00',
				limitHours: true,
			},
			expect.objectContaining({ isOpen: false, opensAt: '2026-11-23T08:00:00-03:00' }),
		]);
		expect(simulator.requests).toHaveLength(1);
	});

	test('now, when no time is given', async () => {
		simulator.account.officeHours = { ...simulator.account.officeHours, limitHours: false };
		const [state] = (await run('checkOfficeHours', {})).json(NODE);
		expect(state).toMatchObject({ isOpen: true, opensAt: null, closesAt: null });
		expect(Math.abs(Date.parse(String(state?.at)) - Date.now())).toBeLessThan(60_000);
	});

	test('a time zone goes before the offset of the account; an unknown one is refused', async () => {
		const at = '2026-07-01T08:30:00Z';
		const lisbon = await run('checkOfficeHours', { at, options: { timezone: 'Europe/Lisbon' } });
		expect(lisbon.json(NODE)).toMatchObject([{ isOpen: true, at: '2026-07-01T09:30:00+01:00' }]);
		simulator.requests.length = 0;
		const refused = await run('checkOfficeHours', { at, options: { timezone: 'Lisboa' } });
		expect(refused.error?.message).toMatch(/"Timezone" is not a time zone: "Lisboa"/);
		expect(simulator.requests).toEqual([]);
	});
});

test('account.getOfficeHours: the active days with their times, or all of it', async () => {
	const simple = await run('getOfficeHours', {});
	expect(simple.json(NODE)[0]?.days).toHaveLength(5);
	expect(simple.json(NODE)).toMatchObject([
		{ days: [{ dayWeek: 'MONDAY', periods: ['08:00-18:00'] }, {}, {}, {}, {}] },
	]);
	const raw = await run('getOfficeHours', { simplify: false });
	expect(raw.json(NODE)).toEqual([simulator.account.officeHours]);
});

test('account.getChannels: by type on the platform, by name here', async () => {
	const result = await run('getChannels', { returnAll: true, filters: { channelType: 'Whatsapp', name: 'rio' } });
	expect(result.json(NODE)).toMatchObject([{ type: 'CloudAPI_WhatsApp', number: '+55|2133334444' }]);
	expect(simulator.requests[0]?.query).toEqual({ ChannelType: 'Whatsapp' });
});

test('account.getCustomFields: of contacts and of panels, flat or nested', async () => {
	const contact = await run('getCustomFields', { entityType: 'CONTACT', returnAll: true });
	expect(contact.json(NODE).map(({ key }) => key)).toContain('observacoes');
	expect(contact.json(NODE)[0]).not.toHaveProperty('companyId');
	const panel = await run('getCustomFields', {
		entityType: 'PANEL',
		returnAll: true,
		options: { nestedList: true },
	});
	expect(panel.json(NODE).some(({ panelId }) => panelId === named().panelSales.id)).toBe(true);
	expect(simulator.requests.at(-1)?.query).toEqual({ EntityType: 'PANEL', NestedList: 'true' });
});

test('account.uploadFile: the bytes are stored as what they are, or as said', async () => {
	const binary = {
		photo: { data: Buffer.from('a photo').toString('base64'), mimeType: 'image/png', fileName: 'photo.png' },
	};
	const upload = async (fileType: string) =>
		await bed.run(
			{ parameters: { resource: 'account', operation: 'uploadFile', binaryPropertyName: 'photo', fileType } },
			[],
			{ items: [{ json: {}, binary }] },
		);
	const [stored] = (await upload('auto')).json(NODE);
	expect(stored).toMatchObject({ name: 'photo.png', mimeType: 'image/png', type: 'IMAGE' });
	// Images are recompressed, documents are kept.
	const [kept] = (await upload('DOCUMENT')).json(NODE);
	expect(kept).toMatchObject({ type: 'DOCUMENT' });
	expect(simulator.account.files.get(String(kept?.id))?.content?.toString()).toBe('a photo');
});
