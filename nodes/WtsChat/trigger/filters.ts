import { isSameIgnoringCase } from '../../../client';
import type { Author, Handler } from '../listening/author';
import { handlerOf } from '../listening/author';
import { idOf, type Loose, recordOf, textsOf } from '../listening/loose';
import { isNoise, type PlatformEvent, plainName } from './events';

/** Which events start a run; what is undefined does not matter. */
export interface Filters {
	agentIds?: string[];
	authors?: Author[];
	changedFields?: string[];
	channelIds?: string[];
	departmentIds?: string[];
	/** Undefined: inbound for what was not asked for by name. */
	direction?: 'inbound' | 'outbound' | 'any';
	handledBy?: Handler[];
	messageTypes?: string[];
	panelIds?: string[];
	stepIds?: string[];
	tagIds?: string[];
	textContains?: string;
	textEquals?: string;
	textPattern?: RegExp;
}

/** The events that a trigger listens to: all of them, or those of these names. */
export type ChosenEvents = 'any' | ReadonlySet<string>;

/** Of long texts only so much is searched. */
const SEARCHED = 20_000;

const has = (wanted: readonly string[] | undefined, found: ReadonlyArray<string | null>): boolean =>
	wanted === undefined || found.some((one) => wanted.some((id) => isSameIgnoringCase(one, id)));

/** What an event itself says against it; undefined when it may start a run. */
export function objection(event: PlatformEvent, chosen: ChosenEvents, filters: Filters): string | undefined {
	if (chosen !== 'any' && !chosen.has(event.type)) return 'event';
	if (filters.changedFields === undefined && isNoise(event)) return 'noise';
	if (!changed(event, filters.changedFields)) return 'changedFields';
	const { kind, content } = event;
	switch (kind) {
		case 'message':
			return objectionToMessage(event, chosen, filters);
		case 'session':
			return objectionToSession(content, filters);
		case 'contact':
			return has(filters.tagIds, tagsOf(content)) ? undefined : 'tagIds';
		case 'card':
			if (!has(filters.panelIds, [idOf(content.panelId)])) return 'panelIds';
			if (!has(filters.stepIds, [idOf(content.stepId)])) return 'stepIds';
			return has(filters.agentIds, [idOf(content.responsibleUserId)]) ? undefined : 'agentIds';
		case 'cardNote':
			return has(filters.panelIds, [idOf(content.panelId)]) ? undefined : 'panelIds';
		default:
			return undefined;
	}
}

/** Whether a field of the list changed; a new record, and what is not a change, always passes. */
function changed({ type, kind, changes }: PlatformEvent, fields: string[] | undefined): boolean {
	if (fields === undefined || kind === 'message' || kind === 'cardNote' || kind === 'other') return true;
	if (type.endsWith('_NEW') || type.endsWith('_COMPLETE')) return true;
	const names = (changes ?? []).map(({ property }) => plainName(property));
	if (type === 'PANEL_CARD_STEP_CHANGE') names.push('stepid', 'step');
	if (type === 'CONTACT_TAG_UPDATE') names.push('tagsid', 'tags', 'tagids');
	return fields.some((field) => {
		const wanted = plainName(field);
		return names.some((name) => name === wanted || name.startsWith(`${wanted}.`));
	});
}

function objectionToMessage(event: PlatformEvent, chosen: ChosenEvents, filters: Filters): string | undefined {
	const { message, type } = event;
	if (message === undefined) return undefined;
	// Who chose an event by name wants what it tells; a message that was received is inbound all the same.
	const named = chosen !== 'any' && type !== 'MESSAGE_RECEIVED';
	const direction = filters.direction ?? (named ? 'any' : 'inbound');
	if (direction !== 'any' && message.direction !== direction) return 'direction';
	if (filters.authors !== undefined && !filters.authors.includes(message.author)) return 'authors';
	if (!has(filters.messageTypes, [message.type])) return 'messageTypes';
	const text = (message.text ?? '').slice(0, SEARCHED);
	const { textContains, textEquals, textPattern } = filters;
	if (textContains !== undefined && !plainText(text).includes(plainText(textContains))) return 'textContains';
	if (textEquals !== undefined && plainText(text) !== plainText(textEquals)) return 'textEquals';
	return textPattern === undefined || textPattern.test(text) ? undefined : 'textPattern';
}

/** Text as people compare it: without case, accents and blanks at its ends. */
function plainText(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{Mn}/gu, '')
		.trim()
		.toLowerCase();
}

/** The tags of a contact, by ID and by name. */
function tagsOf(contact: Loose): string[] {
	return [contact.tagsId, contact.tagIds, contact.tags, contact.tagsName, contact.tagNames].flatMap(textsOf);
}

/** Whether the session of a message must be known to decide. */
export function needsSession({ kind }: PlatformEvent, filters: Filters): boolean {
	const { agentIds, channelIds, departmentIds, handledBy, tagIds } = filters;
	return (
		kind === 'message' && [agentIds, channelIds, departmentIds, handledBy, tagIds].some((one) => one !== undefined)
	);
}

/**
 * The first filter that the session of an event does not pass; undefined when it passes all. The session may have come
 * with the event or have been read.
 */
export function objectionToSession(session: Loose, filters: Filters): string | undefined {
	if (!has(filters.channelIds, [idOf(session.channelId)])) return 'channelIds';
	if (!has(filters.departmentIds, [idOf(session.departmentId)])) return 'departmentIds';
	const agent = recordOf(session.agentDetails);
	if (!has(filters.agentIds, [idOf(session.userId), idOf(agent.id), idOf(agent.userId)])) return 'agentIds';
	if (filters.handledBy !== undefined && !filters.handledBy.includes(handlerOf(session))) return 'handledBy';
	return has(filters.tagIds, tagsOf(recordOf(session.contactDetails))) ? undefined : 'tagIds';
}
