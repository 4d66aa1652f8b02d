import type { Card, Panel } from '../../../../client';
import { compact, orSuccess, type Simple } from '../../shared/output';

/** A card as people and models use it: flat, with the names of those involved. */
export function simplifyCard(card: Card): Simple {
	return compact({
		id: card.id,
		key: card.key,
		number: card.number,
		title: card.title,
		description: card.description,
		status: card.status,
		lostReason: card.lostReason?.name ?? undefined,
		panelId: card.panelId,
		panelTitle: card.panelTitle ?? undefined,
		stepId: card.stepId,
		stepTitle: card.stepTitle ?? undefined,
		stepPhase: card.stepPhase,
		position: card.position,
		dueDate: card.dueDate,
		isOverdue: card.isOverdue,
		monetaryAmount: card.monetaryAmount,
		responsibleUserId: card.responsibleUserId,
		responsibleUserName: card.responsibleUser?.name,
		contactIds: card.contactIds,
		contactNames: card.contacts?.map(({ name }) => name),
		sessionId: card.sessionId,
		tagIds: card.tagIds,
		customFields: card.customFields ?? undefined,
		metadata: card.metadata ?? undefined,
		createdAt: card.createdAt,
		updatedAt: card.updatedAt,
	});
}

/** A card as a write of it is answered; an empty answer says that it took effect. */
export function writtenCard(card: Card | undefined, simplify: boolean): object {
	if (card === undefined) return orSuccess({});
	return simplify ? simplifyCard(card) : card;
}

/** A panel as people and models use it: what it is, its steps and its tags. */
export function simplifyPanel(panel: Panel): Simple {
	return compact({
		id: panel.id,
		key: panel.key,
		title: panel.title,
		description: panel.description,
		type: panel.type,
		scope: panel.scope,
		archived: panel.archived,
		departmentIds: panel.departmentIds ?? undefined,
		overdueCardCount: panel.overdueCardCount ?? undefined,
		autoLossDays: panel.autoLossDays ?? undefined,
		steps: panel.steps?.map((step) =>
			compact({
				id: step.id,
				title: step.title,
				position: step.position,
				archived: step.archived,
				isInitial: step.isInitial,
				isFinal: step.isFinal,
				cardCount: step.cardCount ?? undefined,
				overdueCardCount: step.overdueCardCount ?? undefined,
				monetaryAmount: step.monetaryAmount ?? undefined,
				fields: step.fields ?? undefined,
				cards: step.cards?.items ?? undefined,
			}),
		),
		tags: panel.tags?.map(({ id, name }) => ({ id, name })),
		createdAt: panel.createdAt,
		updatedAt: panel.updatedAt,
	});
}
