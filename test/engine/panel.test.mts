import { startBed } from '../bed/bed.mts';
import { NODE } from '../bed/engine.mts';
import { located } from '../bed/located.mts';
import { form, options, search } from '../bed/pickers.mts';
import { type Card } from '../simulator/index.mts';

type Json = Record<string, unknown>;

const { simulator, named, account, runnerOf } = startBed();
const run = runnerOf('panel');

const writes = () => simulator.requests.filter(({ method }) => method !== 'GET');
const bodies = () => writes().map(({ body }) => body as Json);
const routes = () => simulator.requests.map(({ method, route }) => `${method} ${route}`);
const cardOf = (id: unknown): Card => {
	const card = simulator.account.cards.get(String(id));
	if (card === undefined) throw new Error(`No card ${String(id)}`);
	return card;
};
const cardsOf = (contactId: string) =>
	[...simulator.account.cards.values()].filter(({ contactIds }) => contactIds.includes(contactId));
const mapper = (value: Json) => ({ mappingMode: 'defineBelow', value });
const id = (value: string) => located('id', value);
const tagNamed = (name: string) => [...simulator.account.panelTags.values()].find((tag) => tag.name === name)?.id ?? '';
const stepNamed = (title: string) =>
	[...simulator.account.steps.values()].find((step) => step.title === title)?.id ?? '';

describe('panel.createCard', () => {
	const base = () => ({ panelId: id(named().panelSales.id), stepId: id(named().stepNew.id), title: 'Plan' });

	test('sends what is filled in, with agent, contacts and custom fields as the platform wants them', async () => {
		const { agentMaria, contactAna, contactForeign, contactRioGrandeDoSul, panelTagHot, sessionInProgress, stepNew } =
			named();
		const result = await run('createCard', {
			...base(),
			customFields: mapper({ produto: 'profissional', quantidade: '0', desconto: null }),
			additionalFields: {
				agentId: id(agentMaria.id),
				contactId: located('phone', '(11) 99999-9999'),
				contactIds: [contactForeign.id],
				phoneNumbers: '55 99666-1234, +5511999999999',
				customFieldsJson: '{"contrato-assinado": false}',
				description: '',
				dueDate: '2026-01-31T14:00:00',
				metadata: { values: [{ key: 'origem', value: 'site' }] },
				monetaryAmount: 0,
				position: 0,
				sessionId: id(sessionInProgress.id),
				tagIds: [panelTagHot.id],
			},
		});
		expect(result.error).toBeUndefined();
		expect(bodies()).toEqual([
			{
				stepId: stepNew.id,
				title: 'Plan',
				responsibleUserId: agentMaria.userId,
				contactIds: [contactAna.id, contactForeign.id, contactRioGrandeDoSul.id],
				customFields: { produto: 'Profissional', quantidade: 0, 'contrato-assinado': false },
				dueDate: '2026-01-31T17:00:00.000Z',
				metadata: { origem: 'site' },
				monetaryAmount: 0,
				position: 0,
				sessionId: sessionInProgress.id,
				tagIds: [panelTagHot.id],
			},
		]);
		const [output] = result.json(NODE);
		expect(output).toMatchObject({
			title: 'Plan',
			status: 'OPEN',
			panelTitle: 'Funil de vendas',
			stepTitle: 'Novo',
			responsibleUserName: agentMaria.name,
			contactNames: ['Ana Souza', 'Diego Fernández', 'Clara Menna'],
		});
		expect(output).not.toHaveProperty('companyId');
		expect(cardOf(output?.id).customFields).toEqual({
			produto: 'Profissional',
			quantidade: 0,
			'contrato-assinado': false,
		});
	});

	test('finds tags by their names, and gives the raw record without Simplify', async () => {
		const result = await run('createCard', {
			...base(),
			simplify: false,
			additionalFields: { tagNames: 'Quente, Frio' },
		});
		expect(bodies()).toEqual([
			{ stepId: named().stepNew.id, title: 'Plan', tagIds: [tagNamed('Quente'), tagNamed('Frio')] },
		]);
		const [output] = result.json(NODE);
		expect(output).toMatchObject({ companyId: simulator.account.companyId });
		expect(cardOf(output?.id).tagIds).toEqual([tagNamed('Quente'), tagNamed('Frio')]);
	});

	test('refuses a tag that the panel does not have, before anything is written', async () => {
		const result = await run('createCard', { ...base(), additionalFields: { tagNames: 'Quente, Morno' } });
		expect(result.error?.message).toMatch(/The panel "Funil de vendas" has no tag "Morno"/);
		expect(bodies()).toEqual([]);
	});

	test('takes a required custom field as JSON, and asks for one that is nowhere', async () => {
		const form = {
			mappingMode: 'defineBelow',
			value: null,
			schema: [{ id: 'quantidade', displayName: 'Quantidade', required: true, type: 'number' }],
		};
		const create = { ...base(), customFields: form };
		const given = await run('createCard', { ...create, additionalFields: { customFieldsJson: '{"quantidade": 4}' } });
		expect(given.error).toBeUndefined();
		expect(bodies()).toEqual([expect.objectContaining({ customFields: { quantidade: 4 } })]);
		const missing = await run('createCard', create);
		expect(missing.error?.message).toMatch(/"Custom Fields" lacks a value for "Quantidade"/);
		expect(bodies()).toHaveLength(1);
	});

	test('an empty answer is a success', async () => {
		simulator.quirks.emptyBodies = ['createCard'];
		const result = await run('createCard', base());
		expect(result.json(NODE)).toEqual([{ success: true }]);
	});

	test.each<[string, () => Json, RegExp]>([
		['no panel', () => ({ panelId: id('={{ "" }}') }), /"Panel" is empty \[item 0\]/],
		['no step', () => ({ stepId: id('={{ "" }}') }), /"Step" is empty/],
		[
			'a title that is too long',
			() => ({ title: 'x'.repeat(501) }),
			/"Title" has 501 characters, but at most 500 are allowed/,
		],
		[
			'a description that is too long',
			() => ({ additionalFields: { description: 'x'.repeat(8001) } }),
			/"Description" has 8001 characters/,
		],
		['a negative position', () => ({ additionalFields: { position: -1 } }), /"Position" must be between 0 and/],
		[
			'tags by ID and name',
			() => ({ additionalFields: { tagIds: [tagNamed('Frio')], tagNames: 'Quente' } }),
			/"Tag Names" cannot be combined with "Tag Names or IDs"/,
		],
		['a date that is none', () => ({ additionalFields: { dueDate: 'soon' } }), /"Due Date" is not a date: "soon"/],
	])('%s is refused before any request', async (_, wrong, message) => {
		const { error } = await run('createCard', { ...base(), ...wrong() });
		expect(error?.message).toMatch(message);
		expect(simulator.requests).toEqual([]);
	});

	test.each<[string, () => Json, RegExp]>([
		[
			'a step of another panel',
			() => ({ stepId: id(stepNamed('Aberto')) }),
			/The panel "Funil de vendas" has no step with the ID/,
		],
		[
			'a custom field that the panel does not have',
			() => ({ additionalFields: { customFieldsJson: '{"produtos": 1}' } }),
			/"Custom Fields" has the key "produtos", which no custom field/,
		],
		[
			'an option that the field does not have',
			() => ({ customFields: mapper({ produto: 'Luxo' }) }),
			/"Custom Fields" has "Luxo" for "Produto", which must be one of Básico/,
		],
		[
			'an agent without a user',
			() => ({ additionalFields: { agentId: id(named().agentWithoutUser.id) } }),
			/has no user, so nothing can be assigned/,
		],
		[
			'a phone number that no contact has',
			() => ({ additionalFields: { phoneNumbers: '(11) 90000-0000' } }),
			/Not found: Contato não encontrado/,
		],
	])('%s is refused before anything is written', async (_, wrong, message) => {
		const { error } = await run('createCard', { ...base(), ...wrong() });
		expect(error?.message).toMatch(message);
		expect(writes()).toEqual([]);
	});

	test('asks for panel, fields and agents once, however many items there are', async () => {
		const items = Array.from({ length: 6 }, (_, index) => ({ title: `Card ${index}` }));
		const result = await run(
			'createCard',
			{
				...base(),
				title: '={{ $json.title }}',
				customFields: mapper({ quantidade: 1 }),
				additionalFields: { agentId: id(named().agentMaria.id) },
			},
			items,
		);
		expect(result.json(NODE).map(({ title }) => title)).toEqual(items.map(({ title }) => title));
		expect(simulator.requests.filter(({ method }) => method === 'GET')).toHaveLength(3);
	});
});

describe('panel.upsertCard', () => {
	const placement = (more: Json = {}): Json => ({
		contactId: located('={{ $json.mode }}', '={{ $json.contact }}'),
		panelId: id(named().panelSales.id),
		stepId: located('id', '={{ $json.step }}'),
		...more,
	});
	const byId = (contact: string, step: string) => ({ mode: 'id', contact, step });
	const moveAna = () => [byId(named().contactAna.id, named().stepNegotiation.id)];
	const createIara = () => [byId(named().contactWithoutSession.id, named().stepNegotiation.id)];

	test('moves the open card of the contact, and nothing else of it', async () => {
		const { cardOpen, stepNegotiation } = named();
		const before = structuredClone(cardOpen);
		const result = await run('upsertCard', placement({ title: 'Not taken' }), moveAna());
		expect(result.error).toBeUndefined();
		expect(bodies()).toEqual([{ stepId: stepNegotiation.id, fields: ['StepId'] }]);
		expect(result.json(NODE)).toMatchObject([
			{ outcome: 'moved', id: cardOpen.id, stepTitle: 'Em negociação', contactNames: ['Ana Souza'] },
		]);
		expect(cardOf(cardOpen.id)).toEqual({ ...before, stepId: stepNegotiation.id, updatedAt: expect.any(String) });
	});

	test('finds the contact by phone, without its ninth digit too', async () => {
		const result = await run('upsertCard', placement(), [
			{ mode: 'phone', contact: '+55 (11) 9999-9999', step: named().stepNegotiation.id },
		]);
		expect(result.json(NODE)).toMatchObject([{ outcome: 'moved', id: named().cardOpen.id }]);
	});

	test('a card that is where it should be is left alone', async () => {
		const { cardOpen, contactAna, panelTagHot, stepNew } = named();
		const result = await run(
			'upsertCard',
			placement({
				customFields: mapper({ quantidade: '3' }),
				additionalFields: {
					tagIds: [panelTagHot.id.toUpperCase()],
					description: 'Plano anual',
					dueDate: cardOpen.dueDate,
					monetaryAmount: 1250.5,
				},
			}),
			[byId(contactAna.id, stepNew.id)],
		);
		expect(result.json(NODE)).toMatchObject([{ outcome: 'unchanged', id: cardOpen.id }]);
		expect(writes()).toEqual([]);
	});

	test('writes only the values that differ, with their operation on tags', async () => {
		const { contactAna, panelTagCold, panelTagHot, stepNew, cardOpen } = named();
		const result = await run(
			'upsertCard',
			placement({
				additionalFields: {
					description: 'Plano anual',
					metadata: { values: [{ key: 'plano', value: 'ouro' }] },
					metadataRemove: 'origem',
					monetaryAmount: 0,
					tagNames: 'frio',
				},
			}),
			[byId(contactAna.id, stepNew.id)],
		);
		expect(bodies()).toEqual([
			{
				metadata: { plano: 'ouro', origem: null },
				monetaryAmount: 0,
				tagIds: [panelTagCold.id],
				fields: ['Metadata', 'MonetaryAmount', 'TagIds'],
				options: { upsertTagOperation: 'InsertIfNotExists' },
			},
		]);
		expect(result.json(NODE)).toMatchObject([
			{ outcome: 'updated', metadata: { plano: 'ouro' }, tagIds: [panelTagHot.id, panelTagCold.id] },
		]);
		expect(cardOf(cardOpen.id).monetaryAmount).toBe(0);
	});

	test('creates a card with the name of the contact when there is none that is open', async () => {
		const { contactForeign, cardWon, stepNew } = named();
		const result = await run(
			'upsertCard',
			placement({ additionalFields: { metadataRemove: 'x', tagNames: 'Quente' } }),
			[byId(contactForeign.id, stepNew.id)],
		);
		expect(bodies()).toEqual([
			{ stepId: stepNew.id, title: contactForeign.name, contactIds: [contactForeign.id], tagIds: [tagNamed('Quente')] },
		]);
		const [output] = result.json(NODE);
		expect(output).toMatchObject({ outcome: 'created', title: contactForeign.name, stepTitle: 'Novo' });
		expect(output?.id).not.toBe(cardWon.id);
	});

	test.each([
		['id', '', ['/core/v1/contact/{id}']],
		['phone', '(11) 97777-0001', ['/core/v1/contact/phonenumber/{phone}']],
	])('a contact given by %s is read once for the title of its card', async (mode, contact, expected) => {
		const { contactWithoutSession, stepNew } = named();
		const item = { mode, contact: contact || contactWithoutSession.id, step: stepNew.id };
		const result = await run('upsertCard', placement(), [item]);
		expect(result.json(NODE)).toMatchObject([{ outcome: 'created', title: contactWithoutSession.name }]);
		const readContacts = simulator.requests.flatMap(({ route }) => (route?.includes('/contact/') ? [route] : []));
		expect(readContacts).toEqual(expected);
	});

	test('two items for one contact, by ID and by phone, make one card, in input order', async () => {
		simulator.faults.add({ fault: { kind: 'latency', ms: 20 } });
		const { contactWithoutSession, stepNew, stepNegotiation, stepClosed } = named();
		const result = await run('upsertCard', placement(), [
			{ mode: 'phone', contact: '(11) 97777-0001', step: stepNew.id },
			byId(contactWithoutSession.id.toUpperCase(), stepNegotiation.id),
			{ mode: 'phone', contact: '+55|1177770001', step: stepClosed.id },
			byId(contactWithoutSession.id, stepClosed.id),
		]);
		expect(result.json(NODE).map(({ outcome }) => outcome)).toEqual(['created', 'moved', 'moved', 'unchanged']);
		const cards = cardsOf(contactWithoutSession.id);
		expect(cards.map(({ stepId }) => stepId)).toEqual([stepClosed.id]);
	});

	describe('of a contact with several open cards', () => {
		let newest: Card;
		beforeEach(() => {
			const { cardOpen } = named();
			newest = {
				...structuredClone(cardOpen),
				id: '11111111-1111-4111-8111-111111111111',
				key: 'VEN-999',
				createdAt: new Date().toISOString(),
			};
			simulator.account.cards.set(newest.id, newest);
		});

		test('the newest is moved', async () => {
			const result = await run('upsertCard', placement(), moveAna());
			expect(result.json(NODE)).toMatchObject([{ outcome: 'moved', id: newest.id }]);
			expect(named().cardOpen.stepId).toBe(named().stepNew.id);
		});

		test('it fails and names them, when that is the choice', async () => {
			const { error } = await run('upsertCard', placement({ options: { ifSeveral: 'fail' } }), moveAna());
			expect(error?.message).toMatch(
				/The contact has 2 open cards on the panel: VEN-999 Proposta para Ana Souza, VEN-/,
			);
			expect(writes()).toEqual([]);
		});
	});

	test('a move that did not take is written once more', async () => {
		simulator.quirks.cardUpdateNotApplied = 1;
		const result = await run('upsertCard', placement(), moveAna());
		expect(result.json(NODE)).toMatchObject([{ outcome: 'moved', stepTitle: 'Em negociação' }]);
		expect(writes()).toHaveLength(2);
	});

	test('a move that never takes fails visibly', async () => {
		simulator.quirks.cardUpdateNotApplied = 5;
		const result = await run('upsertCard', placement({ additionalFields: { tagNames: 'Frio' } }), moveAna(), {
			onError: 'continueErrorOutput',
		});
		const [failed] = result.json('Failed');
		expect(failed?.message).toMatch(
			/accepted the update of the card "Proposta para Ana Souza" twice, but step and tags did not change/,
		);
		expect(failed?.error).toMatchObject({
			code: 'SERVER_ERROR',
			retryable: false,
			hint: expect.stringContaining('It is in the step "Novo"'),
		});
		expect(writes()).toHaveLength(2);
	});

	test('a move whose answer was lost is done again, since that does no harm', async () => {
		simulator.faults.add({ match: { method: 'PUT' }, times: 1, fault: { kind: 'resetAfter' } });
		const result = await run('upsertCard', placement(), moveAna());
		expect(result.json(NODE)).toMatchObject([{ outcome: 'moved', stepTitle: 'Em negociação' }]);
	});

	test('a move whose answers are all lost is reported as ambiguous', async () => {
		simulator.faults.add({ match: { method: 'PUT' }, fault: { kind: 'resetBefore' } });
		const result = await run('upsertCard', placement(), moveAna(), { onError: 'continueErrorOutput' });
		expect(result.json('Failed')[0]?.error).toMatchObject({ ambiguous: true, endpoint: 'PUT /crm/v3/panel/card/{id}' });
		expect(writes()).toHaveLength(2);
	});

	test('a creation whose answer was lost is looked up, never repeated', async () => {
		simulator.faults.add({ match: { method: 'POST' }, fault: { kind: 'resetAfter' } });
		const result = await run('upsertCard', placement(), createIara());
		expect(result.json(NODE)).toMatchObject([{ outcome: 'created', title: 'Iara Nova' }]);
		expect(cardsOf(named().contactWithoutSession.id)).toHaveLength(1);
		expect(writes()).toHaveLength(1);
	});

	test('a creation that may come late is reported as ambiguous', async () => {
		simulator.faults.add({ match: { method: 'POST' }, fault: { kind: 'resetBefore' } });
		const result = await run('upsertCard', placement(), createIara(), { onError: 'continueErrorOutput' });
		expect(result.json('Failed')[0]?.error).toMatchObject({ ambiguous: true, endpoint: 'POST /crm/v2/panel/card' });
		expect(writes()).toHaveLength(1);
	});

	test('an empty answer to the creation is looked up', async () => {
		simulator.quirks.emptyBodies = ['createCard', 'updateCard'];
		const result = await run('upsertCard', placement(), [...createIara(), ...moveAna()]);
		expect(result.json(NODE)).toMatchObject([{ outcome: 'created', title: 'Iara Nova' }, { outcome: 'moved' }]);
	});

	test('a card that was written and cannot be read back is not written again', async () => {
		simulator.faults.add({
			match: { method: 'GET', route: '/crm/v2/panel/card/{id}' },
			fault: { kind: 'error', status: 403, key: 'ERROR_FORBIDDEN', text: 'Não' },
		});
		const result = await run('upsertCard', placement(), createIara(), { onError: 'continueErrorOutput' });
		expect(result.json('Failed')[0]?.message).toMatch(
			/The platform accepted the card .+, but it could not be read back/,
		);
		expect(result.json('Failed')[0]?.error).toMatchObject({ ambiguous: true });
		expect(writes()).toHaveLength(1);
	});

	test.each<[string, Json, () => Json, RegExp]>([
		[
			'an unknown tag',
			{ additionalFields: { tagNames: 'Quente, Morno' } },
			() => ({}),
			/The panel "Funil de vendas" has no tag "Morno"/,
		],
		['an unknown number', {}, () => ({ mode: 'phone', contact: '(11) 90000-0000' }), /Contato não encontrado/],
		['a step of another panel', {}, () => ({ step: stepNamed('Aberto') }), /has no step with the ID/],
	])('%s stops the run before anything is written', async (_, more, wrong, message) => {
		const [good] = moveAna();
		const { error } = await run('upsertCard', placement(more), [{ ...good }, { ...good, ...wrong() }]);
		expect(error?.message).toMatch(message);
		expect(writes()).toEqual([]);
	});
});

describe('panel.updateCard', () => {
	const update = (updateFields: Json, more: Json = {}): Json => ({
		cardId: id(named().cardOpen.id),
		updateFields,
		...more,
	});

	test('sends exactly what was filled in', async () => {
		const { agentJoao, contactForeign, panelTagCold, sessionPending, stepNegotiation } = named();
		const result = await run(
			'updateCard',
			update(
				{
					agentId: id(agentJoao.id),
					contactIds: contactForeign.id,
					description: 'Changed',
					dueDate: '2026-01-31T10:00:00-05:00',
					metadata: { values: [{ key: 'plano', value: 'ouro' }] },
					metadataRemove: 'origem',
					monetaryAmount: 0,
					position: 0,
					sessionId: id(sessionPending.id),
					stepId: id(stepNegotiation.id),
					tagIds: [panelTagCold.id],
					tagOperation: 'replace',
					title: 'New title',
				},
				{ customFields: mapper({ 'contrato-assinado': false }) },
			),
		);
		expect(result.error).toBeUndefined();
		const [{ fields, ...body } = {}] = bodies();
		expect(body).toEqual({
			responsibleUserId: agentJoao.userId,
			contactIds: [contactForeign.id],
			customFields: { 'contrato-assinado': false },
			description: 'Changed',
			dueDate: '2026-01-31T15:00:00.000Z',
			metadata: { plano: 'ouro', origem: null },
			monetaryAmount: 0,
			position: 0,
			sessionId: sessionPending.id,
			stepId: stepNegotiation.id,
			tagIds: [panelTagCold.id],
			title: 'New title',
			options: { upsertTagOperation: 'ReplaceAll' },
		});
		expect([...(fields as string[])].sort()).toEqual([
			'ContactIds',
			'CustomFields',
			'Description',
			'DueDate',
			'Metadata',
			'MonetaryAmount',
			'Position',
			'ResponsibleUserId',
			'SessionId',
			'StepId',
			'TagIds',
			'Title',
		]);
		expect(cardOf(named().cardOpen.id)).toMatchObject({
			title: 'New title',
			monetaryAmount: 0,
			metadata: { plano: 'ouro' },
			customFields: { produto: 'Profissional', quantidade: 3, 'contrato-assinado': false },
		});
		expect(writes()).toHaveLength(1);
	});

	test('clears what was added and left empty', async () => {
		await run(
			'updateCard',
			update(
				{
					agentId: id(''),
					contactId: id(''),
					description: '',
					dueDate: '',
					sessionId: id(''),
					tagIds: [],
					tagOperation: 'replace',
				},
				{ customFields: mapper({ produto: '' }) },
			),
		);
		const [body] = bodies();
		expect(body).toMatchObject({
			responsibleUserId: null,
			contactIds: [],
			description: null,
			dueDate: null,
			sessionId: null,
			tagIds: [],
			customFields: { produto: null },
		});
		expect(cardOf(named().cardOpen.id)).toMatchObject({
			responsibleUserId: null,
			contactIds: [],
			description: null,
			dueDate: null,
			sessionId: null,
			tagIds: [],
			customFields: { quantidade: 3 },
		});
	});

	test.each([
		['add', 'InsertIfNotExists', ['Quente', 'Frio']],
		['remove', 'DeleteIfExists', ['Quente']],
		['replace', 'ReplaceAll', ['Frio']],
	])('tags by name: %s', async (tagOperation, upsertTagOperation, expected) => {
		await run('updateCard', update({ tagNames: 'FRIO', tagOperation }));
		expect(bodies()).toEqual([
			{ tagIds: [tagNamed('Frio')], tagNames: ['FRIO'], fields: ['TagIds'], options: { upsertTagOperation } },
		]);
		expect(cardOf(named().cardOpen.id).tagIds).toEqual(expected.map(tagNamed));
	});

	test('wins, loses with a reason, reopens and archives', async () => {
		const { lostReasonPrice } = named();
		const result = await run(
			'updateCard',
			update(
				{ status: '={{ $json.status }}', lostReasonId: located('id', '={{ $json.reason }}') },
				{ simplify: false },
			),
			[{ status: 'WON' }, { status: 'LOST', reason: lostReasonPrice.id }, { status: 'OPEN' }, { status: 'ARCHIVED' }],
		);
		expect(result.json(NODE).map(({ status }) => status)).toEqual(['WON', 'LOST', 'OPEN', 'ARCHIVED']);
		expect(bodies()).toEqual([
			{ status: 'WON', fields: ['Status'] },
			{ status: 'LOST', lostReasonId: lostReasonPrice.id, fields: ['Status'] },
			{ status: 'OPEN', fields: ['Status'] },
			{ status: 'ARCHIVED', fields: ['Status'] },
		]);
		expect(result.json(NODE)[1]).toMatchObject({ lostReason: { name: 'Preço' } });
	});

	test('an answer that shows the old step makes it write once more, then fail', async () => {
		const { stepNegotiation } = named();
		simulator.quirks.cardUpdateNotApplied = 1;
		const once = await run('updateCard', update({ stepId: id(stepNegotiation.id) }));
		expect(once.json(NODE)).toMatchObject([{ stepId: stepNegotiation.id }]);
		expect(routes()).toEqual(['PUT /crm/v3/panel/card/{id}', 'PUT /crm/v3/panel/card/{id}']);
		simulator.quirks.cardUpdateNotApplied = 5;
		const { error } = await run('updateCard', update({ stepId: id(named().stepNew.id) }));
		expect(error?.message).toMatch(/twice, but step did not change/);
	});

	test('an empty answer is a success, and with Verify the card', async () => {
		simulator.quirks.emptyBodies = ['updateCard'];
		const plain = await run('updateCard', update({ title: 'A' }));
		expect(plain.json(NODE)).toEqual([{ success: true }]);
		const verified = await run('updateCard', update({ title: 'B' }, { options: { verify: true } }));
		expect(verified.json(NODE)).toMatchObject([{ title: 'B', contactNames: ['Ana Souza'] }]);
	});

	test('custom fields and tag names belong to the given panel, without one to that of the card', async () => {
		const changes = update({ tagNames: 'Frio' }, { customFields: mapper({ quantidade: '4' }) });
		await run('updateCard', changes);
		expect(routes().filter((route) => route === 'GET /crm/v2/panel/card/{id}')).toHaveLength(1);
		simulator.requests.length = 0;
		await run('updateCard', { ...changes, panelId: id(named().panelSales.id) });
		expect(routes()).not.toContain('GET /crm/v2/panel/card/{id}');
		expect(bodies()).toMatchObject([{ customFields: { quantidade: 4 }, tagIds: [tagNamed('Frio')] }]);
	});

	test.each<[string, Json, RegExp]>([
		['nothing', {}, /"Update Fields" and "Custom Fields" are both empty/],
		['an empty title', { title: '' }, /"Title" is empty/],
		['an empty step', { stepId: located('id', '') }, /"Step" is empty/],
		[
			'a lost reason without its status',
			{ lostReasonId: located('id', '11111111-1111-4111-8111-111111111111'), status: 'WON' },
			/"Lost Reason" goes with the status Lost only/,
		],
		['no tags to add', { tagIds: [], tagOperation: 'add' }, /"Tag Names or IDs" is empty/],
	])('%s is refused before any request', async (_, fields, message) => {
		const { error } = await run('updateCard', update(fields));
		expect(error?.message).toMatch(message);
		expect(simulator.requests).toEqual([]);
	});

	test('a step of another panel than the given one is refused', async () => {
		const { error } = await run(
			'updateCard',
			update({ stepId: id(stepNamed('Aberto')) }, { panelId: id(named().panelSales.id) }),
		);
		expect(error?.message).toMatch(/The panel "Funil de vendas" has no step/);
		expect(writes()).toEqual([]);
	});
});

describe('panel.duplicateCard', () => {
	test('pickers that may be left empty may be left empty by ID too', async () => {
		const result = await run('duplicateCard', {
			cardId: id(named().cardOpen.id),
			panelId: id(''),
			copyToPanelId: id(''),
			copyToStepId: id(''),
		});
		expect(result.error).toBeUndefined();
		expect(bodies()).toEqual([{}]);
	});

	test('copies into the step of the card by default', async () => {
		const { cardOpen } = named();
		const result = await run('duplicateCard', { cardId: id(cardOpen.id) });
		expect(bodies()).toEqual([{}]);
		const [output] = result.json(NODE);
		expect(output).toMatchObject({ title: cardOpen.title, stepId: cardOpen.stepId, tagIds: cardOpen.tagIds });
		expect(output?.id).not.toBe(cardOpen.id);
		expect(cardOf(cardOpen.id).status).toBe('OPEN');
	});

	test('copies chosen parts to another panel and archives the original', async () => {
		const { cardOpen, panelManagement } = named();
		const step = stepNamed('Aberto');
		await run('duplicateCard', {
			cardId: id(cardOpen.id),
			copyToPanelId: id(panelManagement.id),
			copyToStepId: id(step),
			options: { archiveOriginalCard: true, fields: ['Contacts', 'DueDate'] },
		});
		expect(bodies()).toEqual([
			{ copyToStepId: step, options: { archiveOriginalCard: true, fields: ['Contacts', 'DueDate'] } },
		]);
		expect(cardOf(cardOpen.id).status).toBe('ARCHIVED');
	});

	test('a panel without a step, and a step of another panel, are refused', async () => {
		const { cardOpen, panelManagement, stepNew } = named();
		const parameters = { cardId: id(cardOpen.id), copyToPanelId: id(panelManagement.id) };
		const without = await run('duplicateCard', parameters);
		expect(without.error?.message).toMatch(/"Copy To Step" is empty/);
		expect(simulator.requests).toEqual([]);
		const wrong = await run('duplicateCard', { ...parameters, copyToStepId: id(stepNew.id) });
		expect(wrong.error?.message).toMatch(/The panel "Chamados" has no step/);
		expect(writes()).toEqual([]);
	});
});

describe('panel.getCard', () => {
	test('returns the card with names, raw without Simplify, with the details that are asked for', async () => {
		const { cardLost, cardOpen } = named();
		const simple = await run('getCard', { cardId: id(cardOpen.id) });
		expect(simple.json(NODE)).toMatchObject([
			{
				id: cardOpen.id,
				panelTitle: 'Funil de vendas',
				stepTitle: 'Novo',
				contactNames: ['Ana Souza'],
				customFields: { quantidade: 3 },
			},
		]);
		expect(simulator.requests[0]?.query).toEqual({
			IncludeDetails: ['Contacts', 'CustomFields', 'PanelTitle', 'ResponsibleUser', 'StepTitle'],
		});
		const raw = await run('getCard', {
			cardId: id(cardLost.id),
			simplify: false,
			options: { includeDetails: ['LostReason', 'StepPhase'] },
		});
		expect(raw.json(NODE)).toMatchObject([
			{ lostReason: { name: 'Preço' }, stepPhase: 'NONE', contacts: null, companyId: cardLost.companyId },
		]);
	});

	test('a card that does not exist is not found', async () => {
		const result = await run('getCard', { cardId: id('11111111-1111-4111-8111-111111111111') }, [{}], {
			onError: 'continueErrorOutput',
		});
		expect(result.json('Failed')[0]?.error).toMatchObject({ code: 'NOT_FOUND', text: 'Card não encontrado' });
	});
});

describe('panel.getAllCards', () => {
	test('gets all cards of a panel, a page at a time', async () => {
		for (let index = 0; index < 230; index++) {
			const card = {
				...structuredClone(named().cardOpen),
				id: `22222222-2222-4222-8222-${String(index).padStart(12, '0')}`,
			};
			simulator.account.cards.set(card.id, card);
		}
		const all = [...simulator.account.cards.values()].filter(
			({ panelId, status }) => panelId === named().panelSales.id && status !== 'ARCHIVED',
		);
		const result = await run('getAllCards', { panelId: id(named().panelSales.id), returnAll: true });
		expect(result.json(NODE)).toHaveLength(all.length);
		expect(simulator.requests).toHaveLength(Math.ceil(all.length / 100));
	});

	test('every filter reaches the platform: agent by either ID, contact by phone, dates in UTC', async () => {
		const { agentMaria, cardOpen, panelSales, stepNew } = named();
		const result = await run('getAllCards', {
			panelId: id(panelSales.id),
			filters: {
				agentId: id(agentMaria.id),
				contactId: located('phone', '11 99999-9999'),
				createdAtAfter: '2020-01-31T21:00:00',
				createdAtBefore: new Date(Date.now() + 60_000).toISOString(),
				statuses: ['OPEN', 'WON'],
				stepId: id(stepNew.id),
				textFilter: 'ana',
				updatedAtAfter: '2020-01-01',
			},
			sort: { orderBy: 'createdAt', orderDirection: 'ASCENDING' },
		});
		expect(result.json(NODE)).toMatchObject([{ id: cardOpen.id }]);
		expect(simulator.requests.at(-1)?.query).toMatchObject({
			ResponsibleUserId: agentMaria.userId,
			'CreatedAt.After': '2020-02-01T00:00:00.000Z',
			'UpdatedAt.After': '2020-01-01T03:00:00.000Z',
			Statuses: ['OPEN', 'WON'],
			OrderBy: 'createdAt',
		});
	});
});

describe('panel.createCardNote, panel.getAllCardNotes and panel.deleteCardNote', () => {
	const cardId = () => id(named().cardOpen.id);

	test('a note has a text, files, or both', async () => {
		const result = await run(
			'createCardNote',
			{ cardId: cardId(), text: '={{ $json.text }}', fileUrls: '={{ $json.files }}' },
			[
				{ text: 'Both', files: 'https://example.com/a,b.pdf, https://example.com/c.png' },
				{ text: '', files: ['https://example.com/d.pdf'] },
				{ text: 'x'.repeat(8000), files: '' },
			],
		);
		expect(bodies()).toEqual([
			{ text: 'Both', fileUrls: ['https://example.com/a,b.pdf', 'https://example.com/c.png'] },
			{ fileUrls: ['https://example.com/d.pdf'] },
			{ text: 'x'.repeat(8000) },
		]);
		expect(result.json(NODE)).toMatchObject([{ text: 'Both', files: [{}, {}] }, { text: null }, { files: [] }]);
	});

	test.each<[string, Json, RegExp]>([
		['an empty note', { text: '  ', fileUrls: '' }, /"Text" and "File URLs" are both empty/],
		[
			'four files',
			{ fileUrls: [1, 2, 3, 4].map((n) => `https://example.com/${n}.pdf`) },
			/"File URLs" has 4 addresses, but a note takes at most 3/,
		],
		['a file that is no web address', { fileUrls: 'offer.pdf' }, /"File URLs" is not a web address: "offer.pdf"/],
		['a text that is too long', { text: 'x'.repeat(8001) }, /"Text" has 8001 characters, but at most 8000 are allowed/],
	])('%s is refused before any request', async (_, wrong, message) => {
		const { error } = await run('createCardNote', { cardId: cardId(), ...wrong });
		expect(error?.message).toMatch(message);
		expect(simulator.requests).toEqual([]);
	});

	test('all notes of a card, or the newest', async () => {
		const all = await run('getAllCardNotes', { cardId: cardId(), returnAll: true });
		expect(all.json(NODE)).toHaveLength(18);
		const some = await run('getAllCardNotes', {
			cardId: cardId(),
			limit: 2,
			sort: { orderBy: 'createdAt', orderDirection: 'ASCENDING' },
		});
		expect(some.json(NODE)).toMatchObject([{ text: 'Anotação 1' }, { text: 'Anotação 2' }]);
		const none = await run('getAllCardNotes', { cardId: cardId(), filters: { createdAtBefore: '2020-01-01' } });
		expect(none.json(NODE)).toEqual([]);
	});

	test('a deletion says what was deleted', async () => {
		const [note] = simulator.account.cardNotes.keys();
		const result = await run('deleteCardNote', { cardId: cardId(), noteId: note });
		expect(result.json(NODE)).toEqual([{ deleted: true, id: note }]);
		expect(simulator.account.cardNotes.has(String(note))).toBe(false);
		const again = await run('deleteCardNote', { cardId: cardId(), noteId: note }, [{}], {
			onError: 'continueErrorOutput',
		});
		expect(again.json('Failed')[0]?.error).toMatchObject({ code: 'NOT_FOUND' });
	});
});

describe('panel.getPanel and panel.getAllPanels', () => {
	test('a panel comes with its steps and tags', async () => {
		const { panelSales } = named();
		const result = await run('getPanel', { panelId: id(panelSales.id) });
		const [panel] = result.json(NODE);
		expect(panel).toMatchObject({
			id: panelSales.id,
			title: 'Funil de vendas',
			tags: [{ name: 'Quente' }, { name: 'Frio' }, { name: 'Recompra' }],
		});
		expect((panel?.steps as Json[]).map(({ title }) => title)).toEqual([
			'Novo',
			'Em negociação',
			'Proposta enviada',
			'Fechado',
		]);
		expect(panel).not.toHaveProperty('companyId');
	});

	test('more or fewer details by choice, in the raw record', async () => {
		const { panelSales } = named();
		const counted = await run('getPanel', {
			panelId: id(panelSales.id),
			simplify: false,
			options: { includeDetails: ['StepsCardCount', 'StepsFields', 'Cards'] },
		});
		expect((counted.json(NODE)[0]?.steps as Json[])[0]).toMatchObject({
			cardCount: expect.any(Number),
			fields: expect.any(Array),
			cards: { items: expect.any(Array) },
		});
	});

	test('all panels, or those of a type and title', async () => {
		const all = await run('getAllPanels', { returnAll: true });
		const open = [...simulator.account.panels.values()].filter(({ archived }) => !archived);
		expect(all.json(NODE)).toHaveLength(open.length);
		const some = await run('getAllPanels', {
			filters: { title: 'funil', type: 'SALES' },
			options: { includeDetails: ['PanelCardOverdueCount', 'StepsCardCount'] },
		});
		expect(some.json(NODE)).toMatchObject([{ title: 'Funil de vendas', overdueCardCount: expect.any(Number) }]);
		expect(some.json(NODE)[0]).not.toHaveProperty('tags');
	});
});

describe('pickers of the panel resource', () => {
	const names = (results: Array<{ name: string }>) => results.map(({ name }) => name);
	const sales = () => ({ operation: 'createCard', panelId: id(named().panelSales.id) as never });
	const ofCard = () => ({ operation: 'updateCard', cardId: id(named().cardOpen.id) as never });

	test('panel.createCard, panels: all of them, and by text', async () => {
		expect((await search(account(), 'searchPanels')).length).toBeGreaterThan(15);
		expect(names(await search(account(), 'searchPanels', 'funil'))).toEqual(['Funil de vendas']);
	});

	test('panel.createCard, steps: those of the chosen panel, in its order, without accents too', async () => {
		expect(names(await search(account(), 'searchSteps', undefined, sales()))).toEqual([
			'Novo',
			'Em negociação',
			'Proposta enviada',
			'Fechado',
		]);
		expect(names(await search(account(), 'searchSteps', 'negociacao', sales()))).toEqual(['Em negociação']);
		expect(await search(account(), 'searchSteps', undefined, { operation: 'createCard' })).toEqual([]);
	});

	test('panel.updateCard, steps, tags and fields: those of the panel of the card', async () => {
		expect(await search(account(), 'searchStepsOfCard', undefined, ofCard())).toHaveLength(4);
		expect(names(await options(account(), 'getPanelTagsOfCard', ofCard()))).toEqual(['Frio', 'Quente', 'Recompra']);
		expect((await form(account(), 'getPanelCustomFieldsOfCard', ofCard())).fields).toHaveLength(6);
	});

	test('panel.createCard does not take a card for chosen that another operation left behind', async () => {
		const left = { operation: 'createCard', cardId: id(named().cardOpen.id) as never };
		expect(await options(account(), 'getPanelTags', left)).toEqual([]);
		expect((await form(account(), 'getNewCardCustomFields', left)).emptyFieldsNotice).toBe('Choose a panel first.');
	});

	test('panel.duplicateCard, steps: those of the panel to copy to', async () => {
		const target = { ...ofCard(), operation: 'duplicateCard', copyToPanelId: id(named().panelManagement.id) as never };
		expect(names(await search(account(), 'searchTargetSteps', undefined, target))).toEqual(['Aberto', 'Resolvido']);
		expect(await search(account(), 'searchTargetSteps', undefined, ofCard())).toHaveLength(4);
	});

	test('panel.getCard, cards: on the chosen panel by text, without one on the fullest panels', async () => {
		const { cardOpen } = named();
		const [found, ...others] = await search(account(), 'searchCards', 'ana souza', sales());
		expect(found).toEqual({ name: `${cardOpen.key} Proposta para Ana Souza (Novo, Ana Souza)`, value: cardOpen.id });
		expect(others).toEqual([]);
		expect((await search(account(), 'searchCards', undefined, sales())).length).toBeGreaterThan(40);
		const everywhere = await search(account(), 'searchCards', 'Negócio');
		expect(names(everywhere).join()).toMatch(/Funil de vendas.*Chamados/);
		expect(simulator.requests).toHaveLength(5);
	});

	test('panel.updateCard, lost reasons: those of a panel of sales', async () => {
		expect(names(await search(account(), 'searchLostReasons', undefined, sales()))).toEqual([
			'Concorrente',
			'Preço',
			'Sem resposta',
		]);
		const management = { operation: 'updateCard', panelId: id(named().panelManagement.id) as never };
		expect(await search(account(), 'searchLostReasons', undefined, management)).toEqual([]);
	});

	test('panel.createCard, custom fields: typed, required and with options by name', async () => {
		const { fields } = await form(account(), 'getPanelCustomFields', sales());
		expect(fields.map(({ id: key, type, required }) => [key, type, required])).toEqual([
			['produto', 'options', false],
			['quantidade', 'number', true],
			['desconto', 'number', false],
			['assinatura', 'dateTime', false],
			['contrato-assinado', 'boolean', false],
			['entrega-transportadora', 'string', false],
		]);
		expect(fields[0]?.options).toEqual(
			['Básico', 'Profissional', 'Empresarial'].map((name) => ({ name, value: name })),
		);
	});
});
