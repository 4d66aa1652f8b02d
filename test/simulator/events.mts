import { formattedPhone } from './phones.mts';
import type { Card, CardNote, Contact, Message, Session } from './state.mts';
import { cardView, messageView, sessionSummary } from './views.mts';
import type { EventType } from './webhooks.mts';
import type { World } from './world.mts';

/** Tells subscribers about a contact; the webhook's property names differ from those of the API. */
export function contactEvent(world: World, event: EventType, contact: Contact, changed?: string[]): void {
	if (world.account.subscriptions.size === 0) return;
	world.webhooks.emit(
		event,
		{
			id: contact.id,
			createdAt: contact.createdAt,
			updatedAt: contact.updatedAt,
			companyId: contact.companyId,
			name: contact.name,
			phonenumber: contact.phoneNumber,
			phonenumberFormatted: formattedPhone(contact.phoneNumber),
			email: contact.email,
			instagram: contact.instagram,
			annotation: contact.annotation,
			tagsId: contact.tagIds,
			tags: contact.tagIds.flatMap((id) => world.account.tags.get(id)?.name ?? []),
			status: contact.status,
			origin: contact.origin,
			utm: contact.utm,
			customFieldValues: contact.customFields,
			metadata: contact.metadata,
		},
		changed && { fields: changed },
	);
}

/** Tells subscribers about a message; it carries neither contact nor phone. */
export function messageEvent(world: World, event: EventType, message: Message): void {
	if (world.account.subscriptions.size === 0) return;
	const { failedReason, filesIds: _, ...rest } = messageView(world, message);
	world.webhooks.emit(event, {
		...rest,
		editedAt: null,
		active: true,
		waitingOptIn: false,
		details: {
			file: null,
			location: null,
			contact: null,
			transcription: null,
			...rest.details,
			errors:
				failedReason === null
					? null
					: [{ date: message.updatedAt, origin: 'CHANNEL', key: 'SEND_FAILED', text: failedReason }],
		},
	});
}

export function sessionEvent(world: World, event: EventType, session: Session, changed?: string[]): void {
	if (world.account.subscriptions.size === 0) return;
	world.webhooks.emit(event, sessionSummary(world, session), changed && { fields: changed });
}

export function cardEvent(world: World, event: EventType, card: Card, changed?: unknown): void {
	if (world.account.subscriptions.size === 0) return;
	world.webhooks.emit(event, cardView(world, card), changed);
}

export function cardNoteEvent(world: World, event: EventType, note: CardNote): void {
	world.webhooks.emit(event, note);
}
