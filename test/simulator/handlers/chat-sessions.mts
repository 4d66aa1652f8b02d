import { normalDate } from '../clock.mts';
import { completeSession } from '../conversations.mts';
import { NotFound, refused } from '../errors.mts';
import { sessionEvent } from '../events.mts';
import { between, inDates, pageOf } from '../lists.mts';
import { find, findSession } from '../lookups.mts';
import type { Session } from '../state.mts';
import { agentByUser, sessionSummary, sessionView } from '../views.mts';
import type { Handlers, World } from '../world.mts';
import { mergeMetadata } from './merging.mts';

type Ids =
	| 'listSessions'
	| 'getSession'
	| 'updateSessionPartial'
	| 'assignSessionUser'
	| 'completeSession'
	| 'changeSessionStatus'
	| 'transferSession';

/** Conversations. */
export const sessionHandlers: Handlers<Ids> = {
	listSessions: ({ world, query }) => {
		const { account } = world;
		const tagIds = [
			...(query.TagsId ?? []),
			...[...account.tags.values()].filter((tag) => query.TagsName?.includes(tag.name ?? '')).map((tag) => tag.id),
		];
		const byTags = query.TagsId !== undefined || query.TagsName !== undefined;
		const ended = between(query['EndAt.After'], query['EndAt.Before']);
		const active = between(query['ActiveAt.After'], query['ActiveAt.Before']);
		const touched = between(query['LastInteractionAt.After'], query['LastInteractionAt.Before']);
		const metadata = Object.entries(query.Metadata ?? {});
		const sessions = [...account.sessions.values()].filter(
			(session) =>
				(!query.Status || query.Status.includes(session.status)) &&
				(!query.DepartmentId || session.departmentId === query.DepartmentId) &&
				// agent.id finds nothing here, and nobody complains.
				(!query.UserId || session.userId === query.UserId) &&
				(!query.ChannelsId || query.ChannelsId.includes(session.channelId)) &&
				(!query.ContactId || session.contactId === query.ContactId) &&
				(!query.Type || session.type === query.Type) &&
				(!byTags ||
					(account.contacts.get(session.contactId ?? '')?.tagIds.some((id) => tagIds.includes(id)) ?? false)) &&
				ended(session.endAt) &&
				active(session.startAt) &&
				touched(session.lastInteractionDate) &&
				metadata.every(([key, value]) => String(session.metadata?.[key] ?? '') === String(value)),
		);
		return pageOf(sessions.filter(inDates(query)), query, (session) =>
			sessionView(world, session, query.IncludeDetails),
		);
	},
	getSession: ({ world, path, query }) => sessionView(world, findSession(world, path.id), query.includeDetails),

	assignSessionUser: ({ world, path, body }) => {
		const session = findSession(world, path.id);
		if (world.quirks.assignNotApplied > 0) {
			world.quirks.assignNotApplied -= 1;
			return sessionSummary(world, session);
		}
		assign(world, session, body.userId);
		if (body.options?.stopBotInExecution) session.botId = null;
		return sessionSummary(world, changed(world, session));
	},
	completeSession: ({ world, path, body }) => {
		const session = findSession(world, path.id);
		if (session.status === 'COMPLETED') throw refused('Atendimento já finalizado');
		if (session.botId !== null && !body.stopBotInExecution) throw refused('Há um chatbot em execução no atendimento');
		session.reactivateOnNewMessage = body.reactivateOnNewMessage ?? false;
		completeSession(world, session);
		return sessionSummary(world, session);
	},
	changeSessionStatus: ({ world, path, body }) => {
		const session = findSession(world, path.id);
		if (body.options?.stopBotInExecution) session.botId = null;
		setStatus(world, session, body.newStatus);
		return sessionSummary(world, session);
	},
	transferSession: ({ world, path, body }) => {
		const session = findSession(world, path.id);
		if (body.type === 'DEPARTMENT') {
			if (!body.newDepartmentId) throw refused('Informe newDepartmentId');
			session.departmentId = find(world.account.departments, body.newDepartmentId, 'Departamento').id;
			session.userId = null;
			if (session.status === 'IN_PROGRESS') session.status = 'PENDING';
		} else {
			if (!body.newUserId) throw refused('Informe newUserId');
			assign(world, session, body.newUserId);
		}
		if (body.options?.stopBotInExecution) session.botId = null;
		return sessionSummary(world, changed(world, session));
	},
	updateSessionPartial: ({ world, path, body }) => {
		const session = findSession(world, path.id);
		const fields = body.fields ?? [];
		if (fields.includes('UserId')) {
			if (body.userId) assign(world, session, body.userId);
			else session.userId = null;
		}
		if (fields.includes('DepartmentId')) {
			session.departmentId = body.departmentId
				? find(world.account.departments, body.departmentId, 'Departamento').id
				: null;
		}
		if (fields.includes('Number')) session.number = body.number ?? null;
		if (fields.includes('EndAt')) session.endAt = normalDate(body.endAt);
		if (fields.includes('Metadata'))
			session.metadata = mergeMetadata(world, session.metadata ?? {}, body.metadata ?? {});
		if (fields.includes('Classification')) {
			const { category, description, amount } = body.classification ?? {};
			session.classification = body.classification
				? {
						id: world.random.uuid(),
						category: category ?? 'UNDEFINED',
						categoryDescription: description ?? null,
						...(amount !== null && amount !== undefined && { amount }),
						categoryName: category ?? null,
					}
				: null;
		}
		if (body.options?.stopBotInExecution) session.botId = null;
		if (fields.includes('Status') && body.status) setStatus(world, session, body.status);
		return sessionSummary(world, fields.length > 0 ? changed(world, session) : session);
	},
};

function changed(world: World, session: Session): Session {
	session.updatedAt = world.clock.now();
	sessionEvent(world, 'SESSION_UPDATE', session);
	return session;
}

function setStatus(world: World, session: Session, status: Session['status']): void {
	if (status === 'UNDEFINED') throw refused('Status inválido');
	if (status === 'COMPLETED') {
		if (session.status !== 'COMPLETED') completeSession(world, session);
		return;
	}
	session.status = status;
	session.endAt = null;
	if (status === 'PENDING') session.userId = null;
	changed(world, session);
}

function assign(world: World, session: Session, userId: string): void {
	const agent = agentByUser(world.account, userId);
	if (agent !== undefined && agent.userId !== undefined) {
		session.userId = agent.userId;
		if (session.status === 'PENDING' || session.status === 'STARTED' || session.status === 'HIDDEN') {
			session.status = 'IN_PROGRESS';
		}
		return;
	}
	// The agent's own ID in place of the user's: accepted, and nothing happens.
	if (world.quirks.agentIdAccepted && world.account.agents.has(userId)) return;
	throw new NotFound('Usuário não encontrado');
}
