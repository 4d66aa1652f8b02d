import { tryToParseDateTime } from 'n8n-workflow';

import { type Country, type Reading, read, readDate, refusedAs } from '../../../client';

/** A point in time: in UTC, and its date and time as they were written. */
export interface Moment {
	utc: string;
	/** `2026-03-05`. */
	date: string;
	/** `14:30:00`; undefined for a bare date. */
	time?: string;
}

export interface DateRules {
	/** Where a date without a zone is. */
	timezone: string;
	/** Whose order of day and month holds. */
	country: Country;
	/** A bare date is the whole day: at the end of a range, its last millisecond. */
	endOfDay?: boolean;
}

/** What n8n's expressions give for a date; they may come from another realm. */
function textOf(value: unknown): unknown {
	if (Object.prototype.toString.call(value) === '[object Date]' && value instanceof Object && 'toISOString' in value) {
		const date = new Date(Number(value));
		return Number.isNaN(date.getTime()) ? 'Invalid Date' : date.toISOString();
	}
	if (typeof value === 'object' && value !== null && 'toISO' in value && typeof value.toISO === 'function') {
		const text: unknown = value.toISO();
		return text;
	}
	return typeof value === 'number' ? String(value) : value;
}

const WHERE_COUNTRY = 'The country is Default Country of the credential.';

/** Reads a point in time; an object is read like its ISO text. */
export function readMoment(value: unknown, { timezone, country, endOfDay = false }: DateRules): Reading<Moment> {
	const text = textOf(value);
	const written = readDate(typeof text === 'string' ? text : '', country);
	if (!written.ok) return { ...written, advice: written.advice && `${written.advice} ${WHERE_COUNTRY}` };
	const { date, time, zone = '' } = written.value;
	const exact = `${date}T${time ?? (endOfDay ? '23:59:59.999' : '00:00:00.000')}${zone}`;
	const utc = tryToParseDateTime(exact, timezone).toUTC().toISO();
	// Other years are not written with four digits, and so are no date to the platform.
	if (utc === null || !/^\d{4}-/.test(utc)) {
		return refusedAs('notOne', 'is not a date of this era', 'Write 2026-01-31.');
	}
	return read({ utc, date, ...(time === undefined ? {} : { time: time.slice(0, 8) }) });
}

/** A date in UTC as the clocks of a zone show it, with the zone's offset: `2026-03-05T14:30:00-03:00`. */
export function inZone(utc: string, timezone: string): string {
	const date = tryToParseDateTime(utc).setZone(timezone);
	return date.isValid ? date.toFormat("yyyy-MM-dd'T'HH:mm:ssZZ") : utc;
}
