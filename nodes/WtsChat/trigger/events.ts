import { isRecord } from '../../../client';
import { withoutMarkers } from '../listening/awaited';
import { type FlatFile, type FlatMessage, flatFile, flatMessage, uniqueFiles } from '../listening/conversation';
import { idOf, type Loose, listOf, recordOf, textOf } from '../listening/loose';

/** What an event is about. */
export type EventKind = 'message' | 'session' | 'contact' | 'card' | 'cardNote' | 'other';

/** One property of a record, before and after. */
export interface Change {
	property: string;
	currentValue: unknown;
	previousValue: unknown;
}

/** An event of the platform, with everything in it still uncertain. */
export interface PlatformEvent {
	type: string;
	kind: EventKind;
	date: string | null;
	content: Loose;
	id: string | null;
	updatedAt: string | null;
	/** What changed; undefined when the event does not say. */
	changes: Change[] | undefined;
	/** Of a message event. */
	message: FlatMessage | undefined;
	/** The body as it came. */
	body: Loose;
}

/** Longer than any event's name. */
const LONGEST_TYPE = 100;

const KINDS: ReadonlyArray<readonly [string, EventKind]> = [
	['MESSAGE_', 'message'],
	['SESSION_', 'session'],
	['CONTACT_', 'contact'],
	['PANEL_CARD_NOTE_', 'cardNote'],
	['PANEL_CARD_', 'card'],
];

/** Reads a body as an event; undefined when it is none. Never throws. */
export function readEvent(body: unknown): PlatformEvent | undefined {
	if (!isRecord(body)) return undefined;
	const type = textOf(body.eventType);
	if (type === null || type.length > LONGEST_TYPE || !/^\w+$/.test(type)) return undefined;
	const content = recordOf(body.content);
	const kind = KINDS.find(([prefix]) => type.startsWith(prefix))?.[1] ?? 'other';
	return {
		type,
		kind,
		date: textOf(body.date),
		content,
		id: idOf(content.id),
		updatedAt: textOf(content.updatedAt),
		changes: changesOf(body.changeMetadata),
		message: kind === 'message' ? flatMessage(content, type) : undefined,
		body,
	};
}

function changesOf(metadata: unknown): Change[] | undefined {
	if (!isRecord(metadata) || !Array.isArray(metadata.changes)) return undefined;
	return listOf(metadata.changes).flatMap((change) => {
		if (!isRecord(change)) return [];
		const property = textOf(change.property);
		const { currentValue = null, previousValue = null } = change;
		return property === null ? [] : [{ property, currentValue, previousValue }];
	});
}

/** A property's name as it is compared: the platform writes some with a capital. */
export function plainName(property: string): string {
	return property.toLowerCase().replace(/[^a-z0-9.]/g, '');
}

/** What a message of ours changes in its session. */
const CHANGED_BY_MESSAGES = new Set(
	[
		'firstAgentMessageAt',
		'firstResponseAt',
		'lastInteractionDate',
		'lastMessage',
		'lastMessageOut',
		'lastMessageText',
		'note',
		'readTimestamp',
		'unreadCount',
		'updatedAt',
		'waitReply',
		'windowStatus',
	].map(plainName),
);

/** Whether nothing of a session changed but what a message from the account changes. */
export function changesByMessagesOnly({ changes }: PlatformEvent): boolean {
	return changes === undefined || changes.every(({ property }) => CHANGED_BY_MESSAGES.has(plainName(property)));
}

const NOISE = new Set(['unreadcount', 'updatedat']);

/** Whether an event tells of nothing that anybody waits for. */
export function isNoise(event: PlatformEvent): boolean {
	const { type, changes } = event;
	if (!type.endsWith('_UPDATE') || changes === undefined || changes.length === 0) return false;
	return changes.every((change) => NOISE.has(plainName(change.property)) || isMarkerOnly(change));
}

/** A question that waits is marked in the session's metadata, which is nobody else's business. */
function isMarkerOnly({ property, currentValue, previousValue }: Change): boolean {
	if (plainName(property) !== 'metadata') return false;
	const text = (value: unknown) => JSON.stringify(withoutMarkers(value) ?? {});
	return text(currentValue) === text(previousValue);
}

/** The files of a message or of a card's note. */
export function filesOf({ kind, content, message }: PlatformEvent): FlatFile[] {
	if (message !== undefined) return message.files;
	return kind === 'cardNote' ? uniqueFiles(listOf(content.files).flatMap(flatFile)) : [];
}

/** The session that an event tells of or belongs to. */
export function sessionIdOf({ kind, content, id }: PlatformEvent): string | null {
	return kind === 'session' ? id : idOf(content.sessionId);
}
