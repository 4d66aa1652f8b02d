import { DAY, HOUR } from '../clock.mts';
import type { Card, LostReason, Named, Panel, PanelStep, PanelTag } from '../state.mts';
import { seedPanelFields } from './fields.mts';
import { type Seeder, store } from './seeder.mts';

type Boards = Pick<
	Named,
	| 'panelSales'
	| 'panelManagement'
	| 'stepNew'
	| 'stepNegotiation'
	| 'stepClosed'
	| 'panelTagHot'
	| 'panelTagCold'
	| 'lostReasonPrice'
	| 'cardOpen'
	| 'cardWon'
	| 'cardLost'
	| 'cardArchived'
>;

type Cast = Pick<Named, 'contactAna' | 'contactForeign' | 'agentMaria' | 'departmentSales' | 'sessionInProgress'>;

/** Panels with steps, tags, lost reasons and cards in every status. */
export function seedCrm(seed: Seeder, named: Cast): Boards {
	const { random, account, ago } = seed;
	const created = ago(100 * DAY);
	const base = { createdAt: created, updatedAt: created, companyId: account.companyId };

	const panel = (title: string, type: Panel['type'], key: string, given: Partial<Panel> = {}): Panel =>
		store(account.panels, {
			id: random.uuid(),
			...base,
			createdAt: ago(100 * DAY - account.panels.size * HOUR),
			archived: false,
			scope: 'COMPANY',
			departmentIds: [],
			userId: null,
			title,
			description: `Painel ${title}`,
			thumbnailId: null,
			key,
			type,
			autoLossDays: null,
			...given,
		});
	const step = (owner: Panel, title: string, position: number, isInitial = false, isFinal = false): PanelStep =>
		store(account.steps, {
			id: random.uuid(),
			...base,
			panelId: owner.id,
			archived: false,
			position,
			title,
			isInitial,
			isFinal,
			fields: [
				{ key: 'title', type: 'DEFAULT_FIELD', position: 0, visible: true },
				{ key: 'produto', type: 'CUSTOM_FIELD', position: 1, visible: true },
			],
		});
	const tag = (owner: Panel, name: string, bgColor: string): PanelTag =>
		store(account.panelTags, { id: random.uuid(), ...base, panelId: owner.id, name, nameColor: '#FFFFFF', bgColor });
	const reason = (owner: Panel, description: string): LostReason =>
		store(account.lostReasons, { id: random.uuid(), ...base, panelId: owner.id, description });

	const panelSales = panel('Funil de vendas', 'SALES', 'VEN');
	const stepNew = step(panelSales, 'Novo', 1, true);
	const stepNegotiation = step(panelSales, 'Em negociação', 2);
	step(panelSales, 'Proposta enviada', 3);
	const stepClosed = step(panelSales, 'Fechado', 4, false, true);
	const panelTagHot = tag(panelSales, 'Quente', '#D32F2F');
	const panelTagCold = tag(panelSales, 'Frio', '#1976D2');
	tag(panelSales, 'Recompra', '#388E3C');
	const lostReasonPrice = reason(panelSales, 'Preço');
	reason(panelSales, 'Concorrente');
	reason(panelSales, 'Sem resposta');
	seedPanelFields(seed, panelSales.id);

	const panelManagement = panel('Chamados', 'MANAGEMENT', 'CHA', {
		scope: 'DEPARTMENT',
		departmentIds: [named.departmentSales.id],
	});
	const stepOpen = step(panelManagement, 'Aberto', 1, true);
	step(panelManagement, 'Resolvido', 2, false, true);
	tag(panelManagement, 'Urgente', '#F57C00');
	panel('Arquivo 2023', 'MANAGEMENT', 'ARQ', { archived: true });
	for (let i = 1; i <= 15; i += 1) step(panel(`Projeto ${i}`, 'MANAGEMENT', `P${i}`), 'A fazer', 1, true);

	const card = (at: PanelStep, title: string, status: Card['status'], given: Partial<Card> = {}): Card => {
		const number = account.nextCardNumber++;
		const date = ago(60 * DAY - number * HOUR);
		return store(account.cards, {
			id: random.uuid(),
			createdAt: date,
			updatedAt: date,
			companyId: account.companyId,
			panelId: at.panelId,
			stepId: at.id,
			position: number,
			title,
			description: null,
			key: `${account.panels.get(at.panelId)?.key}-${number}`,
			number,
			dueDate: null,
			tagIds: [],
			sessionId: null,
			monetaryAmount: null,
			responsibleUserId: null,
			contactIds: [],
			customFields: {},
			metadata: {},
			status,
			lostReasonId: null,
			...given,
		});
	};
	const cardOpen = card(stepNew, 'Proposta para Ana Souza', 'OPEN', {
		description: 'Plano anual',
		dueDate: ago(-5 * DAY),
		tagIds: [panelTagHot.id],
		sessionId: named.sessionInProgress.id,
		monetaryAmount: 1250.5,
		responsibleUserId: named.agentMaria.userId ?? null,
		contactIds: [named.contactAna.id],
		customFields: { produto: 'Profissional', quantidade: 3 },
		metadata: { origem: 'site' },
	});
	const cardWon = card(stepClosed, 'Venda concluída', 'WON', {
		monetaryAmount: 900,
		contactIds: [named.contactForeign.id],
	});
	const cardLost = card(stepNegotiation, 'Venda perdida', 'LOST', { lostReasonId: lostReasonPrice.id });
	const cardArchived = card(stepNew, 'Antigo', 'ARCHIVED');
	const people = [...account.contacts.keys()];
	const places = [stepNew, stepNegotiation, stepClosed, stepOpen];
	for (let i = 0; i < 60; i += 1) {
		const at = places[i % places.length] ?? stepNew;
		const owner = people[(10 + i) % people.length];
		card(at, `Negócio ${i + 1}`, i % 10 === 9 ? 'WON' : 'OPEN', {
			contactIds: owner === undefined ? [] : [owner],
			dueDate: i % 6 === 0 ? ago(2 * DAY) : null,
			monetaryAmount: i % 2 === 0 ? 100 * i : null,
		});
	}
	for (let i = 1; i <= 18; i += 1) {
		const date = ago(20 * DAY - i * HOUR);
		store(account.cardNotes, {
			id: random.uuid(),
			createdAt: date,
			updatedAt: date,
			companyId: account.companyId,
			panelId: panelSales.id,
			cardId: cardOpen.id,
			userId: named.agentMaria.userId ?? account.companyId,
			text: `Anotação ${i}`,
			files: [],
			isFromPublicApi: i % 2 === 0,
		});
	}
	return {
		panelSales,
		panelManagement,
		stepNew,
		stepNegotiation,
		stepClosed,
		panelTagHot,
		panelTagCold,
		lostReasonPrice,
		cardOpen,
		cardWon,
		cardLost,
		cardArchived,
	};
}
