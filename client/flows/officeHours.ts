import { refuse } from '../core/errors';
import { perClient } from '../core/memo';
import type { CoreSchemas } from '../core/routes';

export type OfficeHours = CoreSchemas['OfficeHours'];

/** The office hours of the account (GET /core/v1/company/officehours), asked for once per client. */
export const getOfficeHours = perClient(
	async (client): Promise<OfficeHours> => await client.request('GET /core/v1/company/officehours', {}),
);

/** Whether an account is open at a time, and what comes next. */
export interface OfficeState {
	isOpen: boolean;
	/** The next time it opens, or null when it never does (again). */
	opensAt: string | null;
	/** The next time it closes, or null when it never does. */
	closesAt: string | null;
	/** The account's text for those who write outside of the office hours. */
	offlineResponse: string | null;
	/** The time that was asked for, as the clock of the office shows it. */
	at: string;
	/** What the clock of the office goes by: a time zone, or a fixed offset such as `-03:00`. */
	timezone: string;
	/** Whether there are office hours at all. */
	limitHours: boolean;
}

const MINUTE = 60_000;
const DAY = 1440;

const WEEKDAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];

/** Days looked at: one before, for what began yesterday, and more than a week ahead. */
const FIRST_DAY = -1;
const LAST_DAY = 8;

/** The clock of an office: how far it is ahead of UTC, in minutes, at a moment. */
interface Clock {
	name: string;
	offsetAt(time: number): number;
}

function offsetText(minutes: number): string {
	const size = Math.abs(Math.round(minutes));
	const two = (value: number) => String(value).padStart(2, '0');
	return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** What is wrong with the name of a time zone, as the end of a sentence, or undefined when it is fine. */
export function timezoneProblem(timezone: string): string | undefined {
	try {
		new Intl.DateTimeFormat('en', { timeZone: timezone });
		return undefined;
	} catch {
		return 'is not a time zone';
	}
}

function zoneClock(timezone: string): Clock {
	const format = new Intl.DateTimeFormat('en-US', {
		timeZone: timezone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	});
	return {
		name: timezone,
		offsetAt(time) {
			const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
			const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
			const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
			return Math.round((wall - Math.floor(time / 1000) * 1000) / MINUTE);
		},
	};
}

function clockOf({ timezoneDiff }: OfficeHours, timezone: string | undefined): Clock {
	if (timezone !== undefined) return zoneClock(timezone);
	if (typeof timezoneDiff !== 'number') {
		throw refuse(
			'The office hours of the account do not say in which time zone they are',
			'Say in which time zone they are.',
			'GET /core/v1/company/officehours',
			'timezone',
		);
	}
	const offset = timezoneDiff * 60;
	return { name: offsetText(offset), offsetAt: () => offset };
}

/** The moment at which the clock shows a wall time (in ms as if it were UTC). */
function momentOf(wall: number, { offsetAt }: Clock): number {
	const before = wall - offsetAt(wall - DAY * MINUTE) * MINUTE;
	const after = wall - offsetAt(wall + DAY * MINUTE) * MINUTE;
	// A time that is there twice is its first one; one that is skipped is where the clock goes on.
	const fits = [before, after].filter((time) => time + offsetAt(time) * MINUTE === wall);
	return fits.length === 0 ? Math.max(before, after) : Math.min(...fits);
}

function textOf(time: number, { offsetAt }: Clock): string {
	const offset = offsetAt(time);
	return `${new Date(time + offset * MINUTE).toISOString().slice(0, 19)}${offsetText(offset)}`;
}

/** `HH:mm` in minutes; undefined when it is none. */
function minutesOf(text: string | null | undefined): number | undefined {
	const [, hours, minutes] = /^(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?$/.exec(text?.trim() ?? '') ?? [];
	const total = Number(hours) * 60 + Number(minutes);
	return total >= 0 && total <= DAY ? total : undefined;
}

/** The times of a weekday in minutes from its midnight; an end that is not after the start is on the next day. */
function periodsOf({ days }: OfficeHours, weekday: string): Array<[start: number, end: number]> {
	return (days ?? [])
		.filter(({ dayWeek, active }) => active !== false && dayWeek?.trim().toUpperCase() === weekday)
		.flatMap(({ periods }) => periods ?? [])
		.flatMap(({ startTime, endTime }): Array<[number, number]> => {
			const start = minutesOf(startTime);
			const end = minutesOf(endTime);
			if (start === undefined || end === undefined) return [];
			// People write the end of a day as its last minute.
			const last = end === DAY - 1 ? DAY : end;
			return [[start, last > start ? last : last + DAY]];
		});
}

/** What an account says of its active days; undefined when it says nothing at all. */
function saidOf({ days }: OfficeHours): string | undefined {
	const said = (days ?? [])
		.filter(({ active }) => active !== false)
		.flatMap(({ dayWeek, periods }) =>
			(periods ?? []).map(({ startTime, endTime }) => ({ dayWeek, startTime, endTime })),
		)
		.find(({ startTime, endTime }) => startTime?.trim() && endTime?.trim());
	return said && `${said.dayWeek ?? ''} ${said.startTime ?? ''}-${said.endTime ?? ''}`.trim();
}

/** The open times around a moment, those that touch or overlap as one. */
function openTimes(hours: OfficeHours, time: number, clock: Clock): Array<[from: number, to: number]> {
	const today = Math.floor((time + clock.offsetAt(time) * MINUTE) / (DAY * MINUTE));
	const all: Array<[number, number]> = [];
	for (let day = today + FIRST_DAY; day <= today + LAST_DAY; day++) {
		const midnight = day * DAY * MINUTE;
		const weekday = WEEKDAYS[new Date(midnight).getUTCDay()] ?? '';
		for (const [start, end] of periodsOf(hours, weekday)) {
			const from = momentOf(midnight + start * MINUTE, clock);
			const to = momentOf(midnight + end * MINUTE, clock);
			// An hour that summer time skips is no time at all.
			if (from < to) all.push([from, to]);
		}
	}
	const merged: Array<[number, number]> = [];
	for (const [from, to] of all.sort(([a], [b]) => a - b)) {
		const last = merged.at(-1);
		if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
		else merged.push([from, to]);
	}
	return merged;
}

/**
 * Whether an account is open at a time (milliseconds since 1970), and when it opens and closes next.
 * The account's hours are at a fixed offset from UTC; `timezone` goes before it, for offices whose
 * clocks change. Times may go beyond midnight.
 * @throws {WtsApiError} INVALID_REQUEST when nothing says in which time zone the hours are, or when none of them can be
 * read.
 */
export function officeState(hours: OfficeHours, time: number, timezone?: string): OfficeState {
	const limitHours = hours.limitHours ?? (hours.days ?? []).length > 0;
	const offlineResponse = hours.offlineResponse ?? null;
	// What is always open or never is so on every clock.
	const never = WEEKDAYS.every((weekday) => periodsOf(hours, weekday).length === 0);
	const said = limitHours && never ? saidOf(hours) : undefined;
	if (said !== undefined) {
		// "Closed for ever" would be a guess that contacts are told.
		throw refuse(
			`The office hours of the account cannot be read: "${said}"`,
			'Days are English names such as MONDAY, times such as 08:00. Set them again on the platform.',
			'GET /core/v1/company/officehours',
		);
	}
	const always = !limitHours || never;
	if (always && timezone === undefined && typeof hours.timezoneDiff !== 'number') {
		return officeState({ ...hours, limitHours, timezoneDiff: 0 }, time);
	}
	const clock = clockOf(hours, timezone);
	const known = { offlineResponse, at: textOf(time, clock), timezone: clock.name, limitHours };
	if (!limitHours) return { isOpen: true, opensAt: null, closesAt: null, ...known };
	const times = openTimes(hours, time, clock).filter(([, to]) => to > time);
	const [first, second] = times;
	const isOpen = first !== undefined && first[0] <= time;
	const next = isOpen ? second : first;
	// What is open for more than a week never closes.
	const endless = isOpen && first[1] - time > 7 * DAY * MINUTE;
	const text = (moment: number | undefined) => (moment === undefined ? null : textOf(moment, clock));
	return {
		isOpen,
		opensAt: text(next?.[0]),
		closesAt: endless ? null : text(first?.[1]),
		...known,
	};
}
