import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { FREE_FORM, isDataObject, POINTS_IN_TIME } from './answered';
import { inZone } from './moment';

/**
 * What an AI agent gets of a tool by default, in bytes of JSON: all of it is paid for, and read again with every turn.
 */
export const USUAL_ANSWER = 2_000;

export interface AnswerRules {
	/** Where dates are told. */
	timezone: string;
	/** Most bytes of the answer. */
	most: number;
}

/** What is left of long values; the first level with which enough records fit is taken. */
interface Level {
	text: number;
	list: number;
	keys: number;
	/** How many records, of those there are, make an answer. */
	wanted: number;
}

const SHORTEST: Level = { text: 60, list: 3, keys: 8, wanted: 1 };

const LEVELS: readonly Level[] = [
	{ text: 600, list: 12, keys: 40, wanted: 5 },
	{ text: 250, list: 8, keys: 25, wanted: 4 },
	{ text: 120, list: 5, keys: 15, wanted: 2 },
	SHORTEST,
];

/** What the note about cuts may take. */
const NOTE_ROOM = 420;

const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '');

/**
 * The items as a model gets them: dates in the workflow's zone, and no more than fits. What is cut is told in an item
 * of its own at the end, so that the model asks more precisely and takes no part for the whole.
 */
export function toolAnswer(items: INodeExecutionData[], { timezone, most }: AnswerRules): INodeExecutionData[] {
	const local = items.map((item) => ({ ...item, json: localDates(item.json, timezone) }));
	const records = local.map(({ json }) => json);
	if (sizeOf(records) <= most) return local;
	const lean = records.map(withoutEmpty);
	if (sizeOf(lean) <= most) return withJson(local, lean);
	const room = most - NOTE_ROOM;
	for (const level of LEVELS) {
		const cut = new Set<string>();
		const short = lean.map((record) => shortened(record, level, cut));
		const fitting = howManyFit(short, room);
		if (fitting >= Math.min(level.wanted, records.length)) {
			return withNote(withJson(local, short.slice(0, fitting)), records.length, cut, []);
		}
	}
	const cut = new Set<string>();
	const [first = {}] = lean.map((record) => shortened(record, SHORTEST, cut));
	const { record, left } = fieldsThatFit(first, room);
	return withNote(withJson(local, [record]), records.length, cut, left);
}

function withJson(items: readonly INodeExecutionData[], records: readonly IDataObject[]): INodeExecutionData[] {
	return items.slice(0, records.length).map((item, place) => ({ ...item, json: records[place] ?? {} }));
}

function withNote(
	items: INodeExecutionData[],
	count: number,
	cut: ReadonlySet<string>,
	left: readonly string[],
): INodeExecutionData[] {
	const hidden = count - items.length;
	const sentences = [
		...(hidden === 0
			? []
			: [`… ${hidden} more of ${count} are not shown: ask with a narrower filter, or for one by its ID.`]),
		...(cut.size === 0 ? [] : [`Long values are cut where "…" stands: ${some([...cut])}.`]),
		...(left.length === 0 ? [] : [`Left out: ${some(left)}.`]),
	];
	return [...items, { json: { note: sentences.join(' ') }, pairedItem: { item: 0 } }];
}

/** Some names as text; there may be hundreds. */
function some(names: readonly string[]): string {
	const shown = names.slice(0, 5).map((name) => firstOf(name, 20));
	return names.length > 5 ? `${shown.join(', ')} and ${names.length - 5} more` : shown.join(', ');
}

function howManyFit(records: readonly IDataObject[], room: number): number {
	let size = 2;
	for (const [place, record] of records.entries()) {
		size += sizeOf(record) + 1;
		if (size > room) return place;
	}
	return records.length;
}

function fieldsThatFit(record: IDataObject, room: number): { record: IDataObject; left: string[] } {
	const kept: Array<[string, IDataObject[string]]> = [];
	const left: string[] = [];
	let size = 4;
	for (const [key, value] of Object.entries(record)) {
		const more = sizeOf(key) + sizeOf(value) + 2;
		if (size + more > room) left.push(key);
		else {
			size += more;
			kept.push([key, value]);
		}
	}
	return { record: Object.fromEntries(kept), left };
}

/** Without what says nothing: null, blank texts, empty lists and objects. */
function withoutEmpty(record: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(record).flatMap(([key, value]) => {
			const lean = isDataObject(value) ? withoutEmpty(value) : value;
			const says = lean !== null && lean !== undefined && lean !== '' && !(isList(lean) && lean.length === 0);
			return says && !(isDataObject(lean) && Object.keys(lean).length === 0) ? [[key, lean]] : [];
		}),
	);
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value);

/** The record with its long values cut; the names of the fields that were go into `cut`. */
function shortened(record: IDataObject, level: Level, cut: Set<string>): IDataObject {
	return Object.fromEntries(
		Object.entries(record).map(([key, value]) => {
			const short = shorter(value, level);
			if (short.cut) cut.add(key);
			return [key, short.value];
		}),
	);
}

interface Short {
	value: IDataObject[string];
	cut: boolean;
}

function shorter(value: unknown, level: Level): Short {
	if (typeof value === 'string') return shorterText(value, level.text);
	if (isList(value)) {
		const parts = value.slice(0, level.list).map((one) => shorter(one, level));
		const more = value.length - parts.length;
		const list = [...parts.map((one) => one.value), ...(more > 0 ? [`… ${more} more`] : [])];
		return { value: list as IDataObject[string], cut: more > 0 || parts.some((one) => one.cut) };
	}
	if (!isDataObject(value)) return { value: value as IDataObject[string], cut: false };
	const entries = Object.entries(value);
	const parts = entries.slice(0, level.keys).map(([key, one]) => ({ key, ...shorter(one, level) }));
	const more = entries.length - parts.length;
	const pairs = parts.map((one): [string, Short['value']] => [one.key, one.value]);
	return {
		value: Object.fromEntries([...pairs, ...(more > 0 ? [['…', `${more} more`] as [string, string]] : [])]),
		cut: more > 0 || parts.some((one) => one.cut),
	};
}

function shorterText(text: string, most: number): Short {
	if (text.length <= most + 20) return { value: text, cut: false };
	// A part of an address leads nowhere, and a model would hand it on.
	if (/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(text))
		return { value: `… an address of ${text.length} characters`, cut: true };
	return { value: `${firstOf(text, most)}… ${text.length - most} more characters`, cut: true };
}

/** The first characters of a text; no pair of surrogates is broken. */
function firstOf(text: string, count: number): string {
	return text.slice(0, count).replace(/[\ud800-\udbff]$/, '');
}

/** What is no point in time is left alone: a field of the account's own making may hold a bare day. */
const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** The record with its dates as the clock of the workflow shows them. */
function localDates(record: IDataObject, timezone: string): IDataObject {
	return Object.fromEntries(
		Object.entries(record).map(([key, value]) => [key, FREE_FORM.has(key) ? value : localDate(key, value, timezone)]),
	);
}

function localDate(key: string, value: IDataObject[string], timezone: string): IDataObject[string] {
	if (typeof value === 'string') return POINTS_IN_TIME.has(key) && UTC.test(value) ? inZone(value, timezone) : value;
	if (isDataObject(value)) return localDates(value, timezone);
	if (!isList(value)) return value;
	return value.map((one) => (isDataObject(one) ? localDates(one, timezone) : one)) as IDataObject[string];
}
