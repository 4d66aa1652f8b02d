import { isWordForNothing, trimmed, unaccented } from '../../../client';

/** How the values are understood that a model fills in: it knows the form of a value less well than what it means. */

/** A record that is no date, no map: what JSON could hold. */
const isPlainObject = (value: unknown): value is Record<string, unknown> =>
	Object.prototype.toString.call(value) === '[object Object]' && typeof value === 'object' && value !== null;

/** The value of a JSON text of a list, an object or a text in quotes; undefined for any other text. */
function parsed(text: string): unknown {
	if (!/^(?:\[[^]*\]|\{[^]*\}|"[^]*")$/.test(text)) return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** JSON text as models write it: between the marks of a code block, or as JSON within JSON. */
export function jsonText(text: string): string {
	const bare = trimmed(text).replace(/^```(?:json)?\s*([^]*?)\s*```$/i, '$1');
	const once = /^"[^]*"$/.test(bare) ? parsed(bare) : undefined;
	return typeof once === 'string' ? once : bare;
}

/** An object or a list, or the JSON text of one; undefined for all else. */
export function structureOf(value: unknown): unknown {
	const found = typeof value === 'string' ? parsed(jsonText(value)) : value;
	return typeof found === 'object' && found !== null ? found : undefined;
}

/** Whether a value says that the model knows none: blank, null in any form, and lists and objects of nothing else. */
export function saysNothing(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	if (typeof value === 'string') {
		const text = trimmed(value);
		if (text === '' || text === "''" || isWordForNothing(text)) return true;
		const inside = parsed(text);
		return inside !== undefined && saysNothing(inside);
	}
	if (Array.isArray(value)) return value.every(saysNothing);
	return isPlainObject(value) && !('toISO' in value) && Object.keys(value).length === 0;
}

/** Words for "no value" where a text cannot be meant: an ID, a number, a choice, a date. */
const NO_VALUE = /^(?:null|none|nil|undefined|n\/?a|unknown|nenhum|nenhuma|ninguno|ninguna|-)$/i;

/**
 * The one value that is meant by a list of one, an object with an ID or a value, or the JSON text of these; undefined
 * where it says that there is none.
 */
export function oneValue(value: unknown): unknown {
	if (typeof value === 'string') {
		const text = trimmed(value);
		if (NO_VALUE.test(text)) return undefined;
		const inside = parsed(text);
		return inside === undefined ? value : oneValue(inside);
	}
	if (Array.isArray(value)) return value.length === 1 ? oneValue(value[0]) : value;
	if (!isPlainObject(value)) return value;
	const inside = [value.id, value.value].find((one) => typeof one === 'string' || typeof one === 'number');
	return inside === undefined ? value : oneValue(inside);
}

const letters = (text: string): string => unaccented(trimmed(text)).replace(/[\s_-]/g, '');

/** The option that a text means: by its value or its label, whatever the case, the blanks and the accents. */
export function optionMeant<T extends string>(
	values: readonly T[],
	labels: ReadonlyMap<string, string>,
	value: unknown,
): T | undefined {
	if (typeof value !== 'string') return undefined;
	const wanted = letters(value);
	if (wanted === '') return undefined;
	const meant = values.filter((one) => [one, labels.get(one) ?? ''].some((text) => letters(text) === wanted));
	return meant.length === 1 ? meant[0] : undefined;
}
