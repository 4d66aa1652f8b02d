import { DAY } from './clock.mts';
import { NotFound, refused } from './errors.mts';
import { sessionEvent } from './events.mts';
import { findChatbot } from './lookups.mts';
import { channelTypeOf, sessionRecord } from './records.mts';
import type { Channel, Contact, Session } from './state.mts';
import type { World } from './world.mts';

/** What a send says about the session that it may have to open. */
export interface SessionWishes {
	enableBot?: boolean | null;
	hiddenSession?: boolean | null;
	forceStartSession?: boolean | null;
	user?: { id?: string | null; phoneNumber?: string | null; email?: string | null };
	department?: { id?: string | null; name?: string | null };
	botKey?: string | null;
}

/** The session in progress between a contact and a channel. */
export function openSession({ account }: World, contact: Contact, channel: Channel): Session | undefined {
	let newest: Session | undefined;
	for (const session of account.sessions.values()) {
		if (session.contactId !== contact.id || session.channelId !== channel.id || session.status === 'COMPLETED')
			continue;
		if (newest === undefined || session.createdAt > newest.createdAt) newest = session;
	}
	return newest;
}

/** The session that a send to a recipient goes to; the wishes count only for a new one. */
export function sessionForSend(world: World, contact: Contact, channel: Channel, wishes: SessionWishes = {}): Session {
	const open = openSession(world, contact, channel);
	if (open !== undefined && wishes.forceStartSession !== true) return open;
	const { userId, departmentId } = assignment(world, wishes);
	if (wishes.botKey) findChatbot(world, wishes.botKey);
	if (open !== undefined) completeSession(world, open);
	return startSession(world, contact, channel, {
		status: wishes.hiddenSession ? 'HIDDEN' : userId !== null ? 'IN_PROGRESS' : 'PENDING',
		userId,
		departmentId,
		botId: null,
	});
}

export function startSession(world: World, contact: Contact, channel: Channel, given: Partial<Session>): Session {
	const { account } = world;
	const session = sessionRecord({
		id: world.random.uuid(),
		createdAt: world.clock.now(),
		companyId: account.companyId,
		contactId: contact.id,
		channelId: channel.id,
		channelType: channelTypeOf(channel),
		number: String(account.nextSessionNumber++).padStart(6, '0'),
		title: contact.name,
		lastMessageIn: lastInbound(world, contact, channel),
		...given,
	});
	account.sessions.set(session.id, session);
	sessionEvent(world, 'SESSION_NEW', session);
	return session;
}

/** The reply window belongs to contact and channel: a new session inherits it. */
function lastInbound({ account }: World, contact: Contact, channel: Channel): string | null {
	let last: string | null = null;
	for (const session of account.sessions.values()) {
		if (session.contactId !== contact.id || session.channelId !== channel.id) continue;
		if (session.lastMessageIn !== null && (last === null || session.lastMessageIn > last)) last = session.lastMessageIn;
	}
	return last !== null && Date.now() - Date.parse(last) < DAY ? last : null;
}

export function completeSession(world: World, session: Session): void {
	session.status = 'COMPLETED';
	session.endAt = session.updatedAt = world.clock.now();
	session.botId = null;
	sessionEvent(world, 'SESSION_COMPLETE', session);
}

function assignment({ account }: World, wishes: SessionWishes): Pick<Session, 'userId' | 'departmentId'> {
	const { user, department } = wishes;
	let userId: string | null = null;
	if (user?.id || user?.email || user?.phoneNumber) {
		const agent = [...account.agents.values()].find(
			(candidate) =>
				(user.id && candidate.userId === user.id) ||
				(user.email && candidate.email === user.email) ||
				(user.phoneNumber && candidate.phoneNumber?.replace(/\D/g, '') === user.phoneNumber.replace(/\D/g, '')),
		);
		// An agent's ID in place of the user's finds nobody, and nobody complains.
		userId = agent?.userId ?? null;
	}
	let departmentId: string | null = null;
	if (department?.id || department?.name) {
		const found = [...account.departments.values()].find(
			(candidate) => candidate.id === department.id || (!department.id && candidate.name === department.name),
		);
		if (found === undefined) throw new NotFound('Departamento não encontrado');
		departmentId = found.id;
	} else {
		departmentId = [...account.departments.values()].find((candidate) => candidate.isDefault)?.id ?? null;
	}
	return { userId, departmentId };
}

/** A completed session takes no more messages. */
export function assertOpen(session: Session): void {
	if (session.status === 'COMPLETED') throw refused('Atendimento já finalizado');
}
