import type { Change } from './history.mts';
import { formattedPhone } from './phones.mts';
import type { Card, CardNote, Contact, Message, Session } from './state.mts';
import { cardView, messageView, sessionSummary } from './views.mts';
import type { EventType } from './webhooks.mts';
import type { World } from './world.mts';

/** What an event says about a change; new records have none. */
function metadataOf(world: World, event: EventType, changes: () => Change[]): object | undefined {
	const found = changes();
	return event.endsWith('_NEW')
		? undefined
		: { source: world.actor.source, userId: world.actor.userId, changes: found };
}

/** The webhook's names of a contact's properties differ from those of the API. */
const CONTACT_NAMES: Readonly<Record<string, string>> = {
	phoneNumber: 'phonenumber',
	tagIds: 'tagsId',
	customFields: 'customFieldValues',
};

export function contactEvent(world: World, event: EventType, contact: Contact): void {
	if (world.account.subscriptions.size === 0) return;
	const { account } = world;
	const changes = (): Change[] => {
		const all = world.history
			.changesOf(contact)
			.map((change) => ({ ...change, property: CONTACT_NAMES[change.property] ?? change.property }));
		return event === 'CONTACT_TAG_UPDATE' ? all.filter(({ property }) => property === 'tagsId') : all;
	};
	world.webhooks.emit(
		event,
		{
			id: contact.id,
			createdAt: contact.createdAt,
			updatedAt: contact.updatedAt,
			companyId: contact.companyId,
			name: contact.name,
			nameWhatsapp: contact.nameWhatsapp,
			nameInstagram: contact.nameInstagram,
			nameMessenger: contact.nameMessenger,
			phonenumber: contact.phoneNumber,
			phonenumberFormatted: formattedPhone(contact.phoneNumber),
			email: contact.email,
			instagram: contact.instagram,
			messengerId: contact.messengerId,
			annotation: contact.annotation,
			active: contact.status !== 'ARCHIVED',
			tagsId: contact.tagIds,
			tags: contact.tagIds.flatMap((id) => account.tags.get(id)?.name ?? []),
			status: contact.status,
			origin: contact.origin,
			pictureUrl: contact.pictureUrl,
			pictureFileId: null,
			utm: contact.utm,
			customFieldValues: contact.customFields,
			metadata: contact.metadata,
		},
		metadataOf(world, event, changes),
	);
}

/** Tells subscribers about a message; it carries neither contact nor phone. */
export function messageEvent(world: World, event: EventType, message: Message): void {
	if (world.account.subscriptions.size === 0) return;
	const { failedReason, filesIds: _, ...rest } = messageView(world, message);
	const inbound = event === 'MESSAGE_RECEIVED';
	world.webhooks.emit(
		event,
		{
			...rest,
			...(inbound ? { status: 'DELIVERED', editedAt: null } : {}),
			active: true,
			waitingOptIn: false,
			details: {
				file: null,
				location: null,
				contact: null,
				...(inbound ? { transcription: null } : {}),
				...rest.details,
				errors:
					failedReason === null
						? null
						: [{ date: message.updatedAt, origin: 'CHANNEL', key: 'SEND_FAILED', text: failedReason }],
			},
		},
		null,
	);
}

export function sessionEvent(world: World, event: EventType, session: Session): void {
	if (world.account.subscriptions.size === 0) return;
	const { account } = world;
	const { endAt, ...summary } = sessionSummary(world, session);
	const contact = account.contacts.get(session.contactId ?? '');
	const messages = account.messagesOfSession.get(session.id) ?? [];
	world.webhooks.emit(
		event,
		{
			...summary,
			active: session.status !== 'COMPLETED',
			expired: summary.windowStatus === 'EXPIRED',
			firstUserInteractionAt: messages.find(({ origin }) => origin === 'GATEWAY')?.createdAt ?? null,
			firstAgentMessageAt: messages.find(({ userId }) => userId !== null)?.createdAt ?? null,
			contactDetails: summary.contactDetails && { ...summary.contactDetails, email: contact?.email ?? null },
			channelDetails: summary.channelDetails && { id: session.channelId, ...summary.channelDetails },
			agentDetails: summary.agentDetails ?? null,
			departmentDetails: summary.departmentDetails ?? null,
			botVersionId: null,
			previousSessionId: null,
			readTimestamp: null,
			waitReply: false,
			...(event === 'SESSION_COMPLETE' ? { endAt } : {}),
		},
		metadataOf(world, event, () => world.history.changesOf(session)),
	);
}

export function cardEvent(world: World, event: EventType, card: Card): void {
	if (world.account.subscriptions.size === 0) return;
	const changes = (): Change[] => {
		const all = world.history.changesOf(card);
		return event === 'PANEL_CARD_STEP_CHANGE' ? all.filter(({ property }) => property === 'stepId') : all;
	};
	world.webhooks.emit(
		event,
		cardView(world, card),
		world.quirks.cardChangesUnknown ? undefined : metadataOf(world, event, changes),
	);
}

export function cardNoteEvent(world: World, event: EventType, note: CardNote): void {
	world.webhooks.emit(event, note);
}
