import { normalDate } from '../clock.mts';
import type { CrmSchemas } from '../contract-types.mts';
import { NotFound, refused } from '../errors.mts';
import { cardEvent, cardNoteEvent } from '../events.mts';
import { contains, inDates, pageOf } from '../lists.mts';
import { find, findCard } from '../lookups.mts';
import { storeFile } from '../sending.mts';
import type { Card, CardNote, PanelStep } from '../state.mts';
import { agentByUser, cardView, fileView } from '../views.mts';
import type { Handlers, World } from '../world.mts';
import { applyTags, idsFrom, mergeCustomFields, mergeMetadata, type TagOperation, tagOperation } from './merging.mts';

type Ids =
	| 'listCards'
	| 'createCard'
	| 'getCard'
	| 'duplicateCard'
	| 'updateCard'
	| 'listCardNotes'
	| 'createCardNote'
	| 'deleteCardNote';

type Changes = CrmSchemas['UpdateCardRequest'];
type Field = NonNullable<Changes['fields']>[number];

/** Cards and their notes. */
export const cardHandlers: Handlers<Ids> = {
	listCards: ({ world, query }) => {
		const panel = find(world.account.panels, query.PanelId, 'Painel');
		const text = query.TextFilter;
		const cards = [...world.account.cards.values()].filter(
			(card) =>
				card.panelId === panel.id &&
				(!query.StepId || card.stepId === query.StepId) &&
				(!query.ContactId || card.contactIds.includes(query.ContactId)) &&
				(!query.ResponsibleUserId || card.responsibleUserId === query.ResponsibleUserId) &&
				(query.Statuses ? query.Statuses.includes(card.status) : card.status !== 'ARCHIVED') &&
				(!text || contains(card.title, text) || contains(card.description, text) || contains(card.key, text)),
		);
		return pageOf(cards.filter(inDates(query)), query, (card) => cardView(world, card, query.IncludeDetails ?? []));
	},
	getCard: ({ world, path, query }) => cardView(world, findCard(world, path.id), query.IncludeDetails ?? []),
	createCard: ({ world, body }) => {
		const step = find(world.account.steps, body.stepId, 'Etapa');
		const card = blankCard(world, step, body.title);
		const fields: Field[] = [
			'Description',
			'DueDate',
			'ResponsibleUserId',
			'TagIds',
			'ContactIds',
			'SessionId',
			'MonetaryAmount',
			'CustomFields',
			'Metadata',
		];
		if (body.position !== undefined && body.position !== null) fields.push('Position');
		apply(world, card, body, fields, 'ReplaceAll');
		world.account.cards.set(card.id, card);
		cardEvent(world, 'PANEL_CARD_NEW', card);
		return cardView(world, card);
	},
	updateCard: ({ world, path, body }) => {
		const card = world.account.cards.get(path.id.toLowerCase());
		if (card === undefined) throw new NotFound('Card não encontrado');
		return changeCard(world, card, body);
	},
	duplicateCard: ({ world, path, body }) => {
		const original = findCard(world, path.id);
		const step = find(world.account.steps, body.copyToStepId ?? original.stepId, 'Etapa');
		const wanted = body.options?.fields ?? [];
		const copies = (...names: typeof wanted) =>
			wanted.length === 0 || wanted.includes('All') || names.some((name) => wanted.includes(name));
		const samePanel = step.panelId === original.panelId;
		const card: Card = {
			...blankCard(world, step, original.title ?? ''),
			description: original.description,
			dueDate: copies('DueDate') ? original.dueDate : null,
			monetaryAmount: copies('Amount', 'MonetaryAmount') ? original.monetaryAmount : null,
			// Tags and custom fields belong to a panel and stay behind when the copy goes to another one.
			tagIds: copies('Tags') && samePanel ? [...original.tagIds] : [],
			customFields: copies('CustomFields') && samePanel ? { ...original.customFields } : {},
			contactIds: copies('Contacts') ? [...original.contactIds] : [],
			responsibleUserId: copies('ResponsibleUser') ? original.responsibleUserId : null,
		};
		world.account.cards.set(card.id, card);
		if (copies('Notes')) {
			for (const note of [...world.account.cardNotes.values()].filter((n) => n.cardId === original.id)) {
				const id = world.random.uuid();
				world.account.cardNotes.set(id, { ...note, id, cardId: card.id, panelId: card.panelId });
			}
		}
		if (body.options?.archiveOriginalCard) {
			original.status = 'ARCHIVED';
			original.updatedAt = world.clock.now();
			cardEvent(world, 'PANEL_CARD_UPDATE', original);
		}
		cardEvent(world, 'PANEL_CARD_NEW', card);
		return cardView(world, card);
	},

	listCardNotes: ({ world, path, query }) => {
		const card = findCard(world, path.cardId);
		const notes = [...world.account.cardNotes.values()].filter((note) => note.cardId === card.id);
		return pageOf(notes.filter(inDates(query)), query, (note) => note);
	},
	createCardNote: ({ world, path, body }) => {
		const card = findCard(world, path.cardId);
		const urls = body.fileUrls ?? [];
		if (!body.text && urls.length === 0) throw refused('Informe um texto ou um arquivo');
		const files = urls.map((url) => {
			if (!/^https?:\/\//i.test(url)) throw refused('fileUrls aceita somente URLs públicas');
			return fileView(world, storeFile(world, url, undefined));
		});
		const now = world.clock.now();
		const note: CardNote = {
			id: world.random.uuid(),
			createdAt: now,
			updatedAt: now,
			companyId: world.account.companyId,
			panelId: card.panelId,
			cardId: card.id,
			userId: world.account.named.agentOwner.userId ?? world.account.companyId,
			text: body.text ?? null,
			files,
			isFromPublicApi: true,
		};
		world.account.cardNotes.set(note.id, note);
		cardNoteEvent(world, 'PANEL_CARD_NOTE_NEW', note);
		return note;
	},
	deleteCardNote: ({ world, path }) => {
		findCard(world, path.cardId);
		const note = find(world.account.cardNotes, path.noteId, 'Anotação');
		if (note.cardId !== path.cardId.toLowerCase()) throw new NotFound('Anotação não encontrada');
		world.account.cardNotes.delete(note.id);
		cardNoteEvent(world, 'PANEL_CARD_NOTE_UPDATE', note);
		return undefined;
	},
};

/** Changes a card and tells of it; one move is two events. */
export function changeCard(world: World, card: Card, body: Changes): CrmSchemas['Card'] {
	let fields = body.fields ?? [];
	if (world.quirks.cardUpdateNotApplied > 0) {
		world.quirks.cardUpdateNotApplied -= 1;
		fields = fields.filter((field) => field !== 'StepId' && field !== 'TagIds');
	}
	if (fields.length === 0) return cardView(world, card);
	const operation = tagOperation(world, body.options?.upsertTagOperation, 'ReplaceAll');
	const from = card.stepId;
	// Tried on a copy: an update that is refused halfway must leave nothing behind.
	const draft = structuredClone(card);
	apply(world, draft, body, fields, operation);
	Object.assign(card, draft, { updatedAt: world.clock.now() });
	cardEvent(world, 'PANEL_CARD_UPDATE', card);
	if (card.stepId !== from) cardEvent(world, 'PANEL_CARD_STEP_CHANGE', card);
	return cardView(world, card);
}

function blankCard(world: World, step: PanelStep, title: string): Card {
	const { account } = world;
	const number = account.nextCardNumber++;
	const now = world.clock.now();
	return {
		id: world.random.uuid(),
		createdAt: now,
		updatedAt: now,
		companyId: account.companyId,
		panelId: step.panelId,
		stepId: step.id,
		position: number,
		title,
		description: null,
		key: `${account.panels.get(step.panelId)?.key}-${number}`,
		number,
		dueDate: null,
		tagIds: [],
		sessionId: null,
		monetaryAmount: null,
		responsibleUserId: null,
		contactIds: [],
		customFields: {},
		metadata: {},
		status: 'OPEN',
		lostReasonId: null,
	};
}

/** Applies exactly the named properties; one that is named without a value is cleared. */
function apply(
	world: World,
	card: Card,
	data: Omit<Changes, 'title' | 'stepId'> & Pick<Changes, 'title' | 'stepId'>,
	fields: Field[],
	operation: TagOperation,
): void {
	const { account } = world;
	for (const field of fields) {
		switch (field) {
			case 'StepId': {
				const step = find(account.steps, data.stepId ?? '', 'Etapa');
				card.stepId = step.id;
				card.panelId = step.panelId;
				break;
			}
			case 'Title':
				if (!data.title) throw refused('O título é obrigatório');
				card.title = data.title;
				break;
			case 'Description':
				card.description = data.description ?? null;
				break;
			case 'Position':
				card.position = data.position ?? 0;
				break;
			case 'DueDate':
				card.dueDate = normalDate(data.dueDate);
				break;
			case 'ResponsibleUserId':
				card.responsibleUserId = responsible(world, card, data.responsibleUserId);
				break;
			case 'TagIds': {
				const records = [...account.panelTags.values()].filter((tag) => tag.panelId === card.panelId);
				const ids = idsFrom({ records, what: 'Etiqueta do painel' }, data.tagIds, data.tagNames);
				card.tagIds = applyTags(card.tagIds, ids ?? [], operation);
				break;
			}
			case 'ContactIds':
				card.contactIds = (data.contactIds ?? []).map((id) => find(account.contacts, id, 'Contato').id);
				break;
			case 'SessionId':
				card.sessionId = data.sessionId ? find(account.sessions, data.sessionId, 'Atendimento').id : null;
				break;
			case 'MonetaryAmount':
				card.monetaryAmount = data.monetaryAmount ?? null;
				break;
			case 'CustomFields': {
				const own = account.panelFields.filter((f) => f.scopeId === card.panelId);
				card.customFields = mergeCustomFields(world, own, card.customFields, data.customFields ?? {});
				break;
			}
			case 'Metadata':
				card.metadata = mergeMetadata(world, card.metadata, data.metadata ?? {});
				break;
			case 'Status':
				if (data.status) setStatus(world, card, data.status, data.lostReasonId);
				break;
			case 'Archived':
				// The body has no property for it: the selector alone does nothing.
				break;
		}
	}
}

function setStatus({ account }: World, card: Card, status: Card['status'], reasonId: string | null | undefined): void {
	card.lostReasonId = null;
	if (status === 'LOST' && reasonId) {
		const reason = find(account.lostReasons, reasonId, 'Motivo de perda');
		if (reason.panelId !== card.panelId) throw refused('Motivo de perda de outro painel');
		card.lostReasonId = reason.id;
	}
	card.status = status;
}

function responsible({ account, quirks }: World, card: Card, userId: string | null | undefined): string | null {
	if (!userId) return null;
	const agent = agentByUser(account, userId);
	if (agent?.userId !== undefined) return agent.userId;
	// The agent's own ID in place of the user's: accepted, and nothing happens.
	if (quirks.agentIdAccepted && account.agents.has(userId)) return card.responsibleUserId;
	throw new NotFound('Usuário não encontrado');
}
