import { type Country, isMonthFirst } from './country';
import { type Reading, read, refused, refusedAs } from './reading';
import { trimmed } from './text';

/** A date as it was written, proven to exist: for a library that knows time zones. */
export interface WrittenDate {
	/** `2026-03-05`. */
	date: string;
	/** `14:30:00.000`; undefined for a bare date. */
	time?: string;
	/** `Z` or `-03:00`; undefined when the text names none. */
	zone?: string;
}

interface Form {
	pattern: RegExp;
	/** Year, month and day by the groups of the pattern. */
	ymd(groups: string[], monthFirst: boolean): [number, number, number] | undefined;
}

const DAY_MS = 86_400_000;

function fromDays(ms: number): [number, number, number] {
	const date = new Date(ms);
	return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
}

function firstOf(year: number): number {
	const date = new Date(0);
	date.setUTCFullYear(year, 0, 1);
	return date.getTime();
}

/** Day 1 of ISO week 1 is the Monday of the week with 4 January. */
function fromWeek(year: number, week: number, day: number): [number, number, number] | undefined {
	const fourth = firstOf(year) + 3 * DAY_MS;
	const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY_MS;
	const [ofYear] = fromDays(monday + ((week - 1) * 7 + 3) * DAY_MS);
	return week >= 1 && ofYear === year ? fromDays(monday + ((week - 1) * 7 + day - 1) * DAY_MS) : undefined;
}

const numbers = (groups: string[]) => groups.map(Number);

/** All ways to write a day that are read; there are no others. */
const DAYS: readonly Form[] = [
	// 2026-03-05, 2026/3/5
	{
		pattern: /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?!\d)/,
		ymd: ([year, , month, day]) => [Number(year), Number(month), Number(day)],
	},
	// 05/03/2026, 5-3-2026, 05.03.2026
	{
		// 05/03/0026 is a year of two digits that a program filled up.
		pattern: /^(\d{1,2})([-/.])(\d{1,2})\2([1-9]\d{3})(?!\d)/,
		ymd: ([first, , second, year], monthFirst) =>
			monthFirst ? [Number(year), Number(first), Number(second)] : [Number(year), Number(second), Number(first)],
	},
	// 2026-W10-4
	{
		pattern: /^(\d{4})-W(\d{2})-([1-7])(?!\d)/,
		ymd: (groups) => {
			const [year = 0, week = 0, day = 0] = numbers(groups);
			return fromWeek(year, week, day);
		},
	},
	// 2026-064
	{
		pattern: /^(\d{4})-(\d{3})(?!\d)/,
		ymd: (groups) => {
			const [year = 0, day = 0] = numbers(groups);
			const found = fromDays(firstOf(year) + (day - 1) * DAY_MS);
			return found[0] === year ? found : undefined;
		},
	},
	// 20260305, only with a time: alone it is a number.
	{
		pattern: /^(\d{4})(\d{2})(\d{2})(?=T)/i,
		ymd: (groups) => {
			const [year = 0, month = 0, day = 0] = numbers(groups);
			return [year, month, day];
		},
	},
];

const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s?([ap])\.?\s?m\.?)?/i;
const BASIC_TIME = /^(\d{2})(\d{2})(?:(\d{2})(?:[.,](\d{1,9}))?)?(?!\d)/;
const ZONE =
	/^\s?(?:(Z|UTC|GMT)|(?:(?:UTC|GMT)\s?)?([+-]\d{2})(?::?(\d{2}))?(?:\s(?:UTC|GMT|Z))?)(?:\[[A-Za-z_/+-]+\d*\])?$/i;

const two = (number: number) => String(number).padStart(2, '0');

/** `14:30:15.000` of a time at the beginning of a text, and what follows it; undefined when there is none. */
function timeOf(text: string, pattern: RegExp): { time: string; rest: string } | undefined {
	const match = pattern.exec(text);
	if (match === null) return undefined;
	const [all, hours = '', minutes = '', seconds = '0', fraction = '', half] = match;
	const given = Number(hours);
	if (half !== undefined && (given < 1 || given > 12)) return undefined;
	const hour = half === undefined ? given : (given % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
	if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
	const ms = fraction.padEnd(3, '0').slice(0, 3);
	return { time: `${two(hour)}:${minutes}:${two(Number(seconds))}.${ms}`, rest: text.slice(all.length) };
}

/** `Z` or `-03:00`, '' for none, or undefined when the text is no zone. */
function zoneOf(text: string): string | undefined {
	if (text === '') return '';
	const match = ZONE.exec(text);
	if (match === null) return undefined;
	const [, utc, hours = '', minutes = '00'] = match;
	if (utc !== undefined) return 'Z';
	return Math.abs(Number(hours)) <= 14 && Number(minutes) < 60 ? `${hours}:${minutes}` : undefined;
}

/** The order in which a country writes dates with slashes, as hints say it. */
const advice = (monthFirst: boolean) =>
	'Write 2026-01-31, 2026-01-31T14:00:00 or ' +
	`${monthFirst ? '01/31/2026 (month first' : '31/01/2026 (day first'}, as the default country writes it), ` +
	'each with or without a time.';

/**
 * Reads a date in one of the forms of a closed list, each with or without a time and a zone. What a country writes
 * first in 05/03/2026, the day or the month, is its own affair; nothing is guessed.
 */
export function readDate(input: string, country: Country): Reading<WrittenDate> {
	const monthFirst = isMonthFirst(country);
	const text = trimmed(input.normalize('NFKC'))
		.replace(/\u2212/g, '-')
		.replace(/\s+/g, ' ');
	if (/^[+-]?\d+(?:[.,]\d+)?$/.test(text)) return refusedAs('numberForDate', 'is a number, not a date');
	const none = refusedAs('notOne', 'is not a date', advice(monthFirst));
	for (const { pattern, ymd } of DAYS) {
		const match = pattern.exec(text);
		if (match === null) continue;
		const day = ymd(match.slice(1), monthFirst);
		if (day === undefined || !exists(day)) return refused('is a date that does not exist', advice(monthFirst));
		const [year, month, ofMonth] = day;
		const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(ofMonth)}`;
		const rest = text.slice(match[0].length);
		if (rest === '') return read({ date });
		const [, after] = /^(?:T|, ?| )(.+)$/i.exec(rest) ?? [];
		const time = timeOf(after ?? '', TIME) ?? timeOf(after ?? '', BASIC_TIME);
		const zone = time && zoneOf(time.rest);
		if (time === undefined || zone === undefined) return none;
		return read({ date, time: time.time, ...(zone === '' ? {} : { zone }) });
	}
	return none;
}

function exists([year, month, day]: [number, number, number]): boolean {
	if (year < 1 || month < 1 || month > 12 || day < 1) return false;
	const date = new Date(0);
	date.setUTCFullYear(year, month - 1, day);
	return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Reads a time of day as `14:30:00`: with or without seconds, in 12 or 24 hours. */
export function readTime(input: string): Reading<string> {
	const text = trimmed(input.normalize('NFKC')).replace(/\s+/g, ' ');
	const time = timeOf(text, TIME);
	if (time?.rest === '') return read(time.time.slice(0, 8));
	return refusedAs('notOne', 'is not a time', 'Write it as 14:30 or 14:30:00.');
}
