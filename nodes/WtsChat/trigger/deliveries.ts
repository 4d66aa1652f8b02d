import { createHash } from 'crypto';

import { Recent } from '../../../client';
import { type PlatformEvent, plainName } from './events';
import type { ChosenEvents, Filters } from './filters';

/** Some 60 bytes each; a delivery that failed comes again after nine minutes. */
const seen = new Recent<true>(50_000, 3_600_000);

/** What tells an event from all others: the same for each delivery of it. */
export function eventKey(event: PlatformEvent, rawBody: () => string): string {
	const { type, id, updatedAt, date, message } = event;
	// A move comes as two events; a message's states may share a date.
	const name = type === 'PANEL_CARD_STEP_CHANGE' ? 'PANEL_CARD_UPDATE' : type;
	if (id !== null && (updatedAt ?? date) !== null) {
		return [name, id, instantOf(updatedAt ?? date ?? ''), message?.status ?? ''].join(' ');
	}
	return createHash('sha256').update(rawBody()).digest('base64');
}

/** The same instant in one spelling, to the platform's seven digits. */
function instantOf(date: string): string {
	return date.replace(/(\.\d*?)0+(?=Z|[+-]|$)/, '$1').replace(/\.(?=Z|[+-]|$)/, '');
}

/** Whether an event is new to a listener; from now on it is not, unless it is forgotten. */
export function isFirst(entry: string): boolean {
	const now = Date.now();
	if (seen.get(entry, now) === true) return false;
	seen.set(entry, true, now);
	return true;
}

/** For an event that came to nothing: its next delivery is new. */
export function forget(entry: string): void {
	seen.delete(entry);
}

/** What is remembered of a listener's event. */
export function entryOf(listener: string, key: string): string {
	return createHash('sha256').update(`${listener} ${key}`).digest('base64');
}

/**
 * Whether the other event of a card's move stands for this one: an update that says that the step changed, where the
 * move itself is listened to as well.
 */
export function isToldByMove(event: PlatformEvent, chosen: ChosenEvents, { changedFields }: Filters): boolean {
	if (event.type !== 'PANEL_CARD_UPDATE') return false;
	if (chosen !== 'any' && !chosen.has('PANEL_CARD_STEP_CHANGE')) return false;
	if (changedFields !== undefined && !changedFields.some((field) => ['stepid', 'step'].includes(plainName(field)))) {
		return false;
	}
	return event.changes?.some(({ property }) => plainName(property) === 'stepid') ?? false;
}
