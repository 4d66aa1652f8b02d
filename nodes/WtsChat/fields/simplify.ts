import {
	type Card,
	type ChatSchemas,
	type Contact,
	type MessageStatusRecord,
	type Panel,
	type SequenceContact,
	type Session,
	type SessionContact,
	type Template,
	parameterNames,
} from '../../../client';

type Simple = Record<string, unknown>;

/** Leaves out what the server did not send, so that a simple record has no empty promises. */
function compact(record: Simple): Simple {
	return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/** `+55|11999999999` as people and requests write it: `+5511999999999`. */
function plainPhone(phone: string | null | undefined): string | null | undefined {
	return phone?.replace('|', '');
}

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

/** A contact as people and models use it. */
export function simplifyContact(contact: Contact): Simple {
	return compact({
		id: contact.id,
		name: contact.name,
		phoneNumber: plainPhone(contact.phoneNumber),
		email: contact.email,
		instagram: contact.instagram,
		status: contact.status,
		annotation: contact.annotation,
		tagNames: contact.tagNames ?? undefined,
		customFields: contact.customFields ?? undefined,
		metadata: contact.metadata ?? undefined,
		createdAt: contact.createdAt,
		updatedAt: contact.updatedAt,
	});
}

/** A message or an internal note as people and models use it: flat, with its file and transcription. */
export function simplifyMessage(message: ChatSchemas['Message']): Simple {
	const { details } = message;
	const file = details?.file ?? details?.files?.[0];
	return compact({
		id: message.id,
		sessionId: message.sessionId,
		type: message.type,
		direction: message.direction,
		origin: message.origin,
		status: message.status,
		text: message.text,
		transcription: details?.transcription?.text ?? undefined,
		senderId: message.senderId ?? undefined,
		userId: message.userId ?? undefined,
		templateId: message.templateId ?? undefined,
		replyToId: message.refId ?? undefined,
		fileId: message.fileId ?? file?.id ?? undefined,
		fileIds: message.filesIds ?? undefined,
		fileName: file?.name ?? undefined,
		fileMimeType: file?.mimeType ?? undefined,
		fileUrl: file?.publicUrl ?? undefined,
		failedReason: message.failedReason ?? undefined,
		readContactAt: message.readContactAt ?? undefined,
		createdAt: message.createdAt,
		updatedAt: message.updatedAt,
	});
}

/** What a send or a save returned, with the note that went along; an empty answer says that it was accepted. */
export function orSuccess(answer: object): object {
	const { note, ...rest }: { note?: object } = answer;
	const main = Object.keys(rest).length === 0 ? { success: true } : rest;
	return note === undefined ? main : { ...main, note: orSuccess(note) };
}

/** A contact of a sequence as people and models use it. */
export function simplifySequenceContact(member: SequenceContact): Simple {
	const { contactDetails: contact } = member;
	return compact({
		id: member.id,
		sequenceId: member.sequenceId,
		contactId: member.contactId,
		contactName: member.contactName ?? contact?.name,
		contactPhone: plainPhone(contact?.phonenumber),
		contactInstagram: contact?.instagram ?? undefined,
		contactEmail: contact?.email ?? undefined,
		active: member.active,
		origin: member.origin,
		createdAt: member.createdAt,
		lastAddedAt: member.lastAddedAt,
	});
}

/** The contact that a write answered, or that it was accepted when the answer is empty. */
export function simplifiedContact(answer: Contact | undefined, simplify: boolean): object {
	if (answer === undefined) return orSuccess({});
	return simplify ? simplifyContact(answer) : answer;
}

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

/** The status of a message or of a queued send, whichever route it came from. */
export function simplifyStatus(record: ChatSchemas['SendResult'] | MessageStatusRecord): Simple {
	const { id, status, createdAt } = record;
	const { sentBy, sessionId, senderId, sentAt, receivedAt, updatedAt, failureReason, failedReason }: Simple = { ...record };
	return compact({
		id,
		status,
		failedReason: failedReason ?? failureReason ?? undefined,
		sentBy,
		sessionId: sessionId ?? undefined,
		senderId: senderId ?? undefined,
		createdAt,
		updatedAt: updatedAt ?? undefined,
		sentAt: sentAt ?? undefined,
		receivedAt: receivedAt ?? undefined,
	});
}

/** A template as people and models use it: with the names of its parameters. */
export function simplifyTemplate(template: Template): Simple {
	return compact({
		id: template.id,
		name: template.name,
		status: template.status,
		categoryName: template.categoryName ?? undefined,
		types: template.type,
		channelId: template.channelId,
		channelType: template.channelType ?? undefined,
		text: template.text,
		footerText: template.footerText ?? undefined,
		parameters: template.params ? parameterNames(template) : undefined,
		fileType: template.fileType ?? undefined,
		rejectedDescription: template.rejectedDescription ?? undefined,
		archived: template.archived,
		createdAt: template.createdAt,
		updatedAt: template.updatedAt,
	});
}

/** A chatbot as people and models use it. */
export function simplifyChatbot(chatbot: ChatSchemas['Chatbot']): Simple {
	return compact({
		id: chatbot.id,
		key: chatbot.key,
		name: chatbot.name,
		type: chatbot.type,
		publishStatus: chatbot.publishStatus ?? undefined,
		automationUsage: chatbot.automationUsage ?? undefined,
		channelIds: chatbot.channelIds ?? undefined,
		defaultDepartmentId: chatbot.defaultDepartmentId ?? undefined,
		archived: chatbot.archived,
	});
}
