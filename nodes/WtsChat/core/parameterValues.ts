import { isRecord, seen, trimmed } from '../../../client';

/** The word that empties a field that can be emptied: a model that knows nothing says nothing, or null. */
export const CLEAR = '__clear__';

/** A picked value and how it was picked: `list`, `id`, `phone` ... */
export interface Located {
	mode: string;
	value: string;
}

/** Shows a value in an error without flooding it. */
export function quoted(value: unknown): string {
	const text = typeof value === 'object' ? (JSON.stringify(value) ?? String(value)) : String(value);
	return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}

/** A value as it can be sent: invisible characters at the ends of its texts are gone, half surrogate pairs repaired. */
export function cleaned(value: unknown): unknown {
	if (typeof value === 'string') return seen(value);
	if (Array.isArray(value)) return value.map(cleaned);
	if (!isRecord(value) || !isPlain(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [seen(key), cleaned(one)]));
}

/** Not a date, or another thing that is more than its properties. */
function isPlain(value: object): boolean {
	return Object.prototype.toString.call(value) === '[object Object]' && !('toISO' in value);
}

/** What is text, or can be nothing else. */
export function textOf(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
		? String(value)
		: undefined;
}

/** Rows of key and value; a model may give an object with the values by key. */
export function rowsOf(value: unknown): unknown {
	if (!isRecord(value)) return value;
	if (Array.isArray(value.values)) return value.values;
	return Object.entries(value).map(([key, one]) => ({ key, value: one }));
}

/** The option that a text names, whatever the way its accents are encoded. */
export function optionOf<T extends string>(values: readonly T[], value: unknown): T | undefined {
	const wanted = typeof value === 'string' ? trimmed(value).normalize('NFC') : value;
	return values.find((one) => one.normalize('NFC') === wanted);
}

export function rangeText(min: number, max: number): string {
	if (max === Infinity) return `at least ${min}`;
	if (min === -Infinity) return `at most ${max}`;
	return `between ${min} and ${max}`;
}

export function boundsAdvice(min: number, max: number, integer: boolean): string {
	const bounds = min === -Infinity && max === Infinity ? '' : ` ${rangeText(min, max)}`;
	return `Write a ${integer ? 'whole ' : ''}number${bounds}, such as ${integer || max >= 12 ? '12' : max}.`;
}

export function isLocator(value: unknown): value is { __rl: boolean; mode: string; value: unknown } {
	return isRecord(value) && 'mode' in value && typeof value.mode === 'string' && 'value' in value;
}

export function plain(value: unknown): unknown {
	return isLocator(value) ? value.value : value;
}

export function isEmpty(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	return typeof value === 'string' ? trimmed(value) === '' : Array.isArray(value) && value.length === 0;
}

export function isClear(value: unknown): boolean {
	const bare = plain(value);
	return typeof bare === 'string' && trimmed(bare) === CLEAR;
}
