import type { Session, SessionContact } from '../../../../client';
import { compact, plainPhone, type Simple } from '../../shared/output';

function contactOf(contact: SessionContact | undefined | null): Simple {
	return {
		contactName: contact?.name,
		contactPhone: plainPhone(contact?.phonenumber),
		contactInstagram: contact?.instagram ?? undefined,
		contactTags: contact?.tagsName ?? undefined,
	};
}

/** A session as people and models use it: flat, with the names of those involved. */
export function simplifySession(session: Session): Simple {
	return compact({
		id: session.id,
		number: session.number,
		status: session.status,
		windowStatus: session.windowStatus,
		contactId: session.contactId,
		...contactOf(session.contactDetails),
		channelId: session.channelId,
		channelType: session.channelType,
		channelName: session.channelDetails?.displayName ?? session.channelDetails?.humanId,
		departmentId: session.departmentId,
		departmentName: session.departmentDetails?.name,
		userId: session.userId,
		agentName: session.agentDetails?.name,
		classificationCategory: session.classification?.category,
		classificationDescription: session.classification?.categoryDescription ?? undefined,
		classificationAmount: session.classification?.amount,
		lastMessageText: session.lastMessageText,
		unreadCount: session.unreadCount,
		metadata: session.metadata ?? undefined,
		createdAt: session.createdAt,
		lastInteractionDate: session.lastInteractionDate,
		endAt: session.endAt,
	});
}

/** A session as a change of it is answered; an empty answer says that it took effect. */
export function changedSession(session: Session | undefined, simplify: boolean): object {
	if (session === undefined) return { success: true };
	return simplify ? simplifySession(session) : session;
}
