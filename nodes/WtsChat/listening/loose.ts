import { isRecord } from '../../../client';

/** A record of which nothing is known for sure. */
export type Loose = Record<string, unknown>;

/** A record, or an empty one in place of anything else. */
export function recordOf(value: unknown): Loose {
	return isRecord(value) ? value : {};
}

export function listOf(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

/** Text that is not empty, or null. */
export function textOf(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}

/** The texts of a list; whatever else is in it is left out. */
export function textsOf(value: unknown): string[] {
	return listOf(value).flatMap((one) => (typeof one === 'string' && one !== '' ? [one] : []));
}

/** An ID: text, or a number as some systems write it. The ID of nobody is none. */
export function idOf(value: unknown): string | null {
	if (typeof value === 'number' && Number.isFinite(value)) return String(value);
	const text = textOf(value)?.trim();
	return text === undefined || text === '' || /^[0-]+$/.test(text) ? null : text;
}

/** The first of several values that is there. */
export function firstOf<T>(...values: Array<T | null | undefined>): T | null {
	return values.find((value) => value !== null && value !== undefined) ?? null;
}

/** How deep a value is carried on; nothing that the platform sends comes near it. */
const DEEPEST = 40;

/** A copy of a JSON value without the given key, at whatever depth; what is nested beyond reason is cut off. */
export function copyWithout(value: unknown, key: string, depth = 0): unknown {
	if (typeof value !== 'object' || value === null) return value;
	if (depth >= DEEPEST) return null;
	if (Array.isArray(value)) return value.map((one) => copyWithout(one, key, depth + 1));
	const pairs = Object.entries(value).filter(([name]) => name !== key && name !== '__proto__');
	return Object.fromEntries(pairs.map(([name, one]) => [name, copyWithout(one, key, depth + 1)]));
}
