import type { INodeParameters } from 'n8n-workflow';
import { startBed } from '../bed/bed.mts';
import { form, search } from '../bed/pickers.mts';

const { named, account } = startBed();

const picked = (value: string) => ({ __rl: true as const, mode: 'list', value });
const templates = async (parameters: INodeParameters, filter?: string) =>
	await search(account(), 'searchTemplatesOfSession', filter, parameters);
const inSession = (id: string, more: INodeParameters = {}): INodeParameters => ({
	resource: 'session',
	operation: 'sendTemplate',
	sessionId: picked(id),
	...more,
});
const ids = async (parameters: INodeParameters) => (await templates(parameters)).map(({ value }) => value);

describe('session.sendTemplate, the picker of templates', () => {
	test('lists the approved templates of the channel of the session', async () => {
		const found = await ids(inSession(named().sessionInProgress.id));
		expect(found).toContain(named().templateWithParams.id);
		expect(found).not.toContain(named().templateDraft.id);
		expect(found).not.toContain(named().templateUnofficial.id);
		expect(await ids(inSession(named().sessionUnofficial.id))).toContain(named().templateUnofficial.id);
	});

	test('searches by name, and says which ones need a file', async () => {
		const results = await templates(inSession(named().sessionInProgress.id), 'Promoção');
		expect(results).toEqual([
			{ name: expect.stringContaining('with image'), value: named().templateWithImageHeader.id },
		]);
	});

	test('without a session, or one by expression, lists those of all channels', async () => {
		for (const sessionId of ['', '={{ $json.session }}']) {
			const found = await ids(inSession(sessionId));
			expect(found).toEqual(expect.arrayContaining([named().templateWithParams.id, named().templateUnofficial.id]));
		}
	});

	test('a sender left over from another resource does not count', async () => {
		const from = picked(String(named().channelWhatsappUnofficial.id));
		expect(await ids(inSession(named().sessionInProgress.id, { from }))).not.toContain(named().templateUnofficial.id);
	});

	test('templates of one name are told apart by channel and text', async () => {
		const { templateWithParams, templateWithoutParams, templateUnofficial } = named();
		for (const template of [templateWithoutParams, templateUnofficial]) {
			Object.assign(template, { name: templateWithParams.name, categoryName: templateWithParams.categoryName });
		}
		const alike = (await templates({}, String(templateWithParams.name))).map(({ name }) => name);
		expect(alike.length).toBeGreaterThanOrEqual(3);
		expect(new Set(alike).size).toBe(alike.length);
		expect(alike.filter((name) => name.includes('Loja Exemplo')).length).toBeGreaterThanOrEqual(2);
	});

	test('makes a form of the parameters of the chosen template', async () => {
		const templateId = picked(String(named().templateWithParams.id));
		const { fields } = await form(
			account(),
			'getTemplateParameters',
			inSession(named().sessionInProgress.id, { templateId }),
		);
		expect(fields.map(({ id, required }) => [id, required])).toEqual([
			['nome', true],
			['pedido', true],
		]);
	});
});
