import { type Reading, read, refused } from './reading';
import { trimmed } from './text';

/**
 * The parts of a list: those of an array, of the JSON text of one, or of a text with commas. Blank is an empty list.
 * What is neither is a list of one.
 */
export function readList(value: unknown): Reading<unknown[]> {
	if (Array.isArray(value)) return read(value);
	if (typeof value !== 'string') return read([value]);
	const text = trimmed(value);
	if (/^\[[^]*\]$/.test(text)) {
		const parsed = parse(text);
		if (Array.isArray(parsed)) return read(parsed);
		// ['VIP'] is meant as a list; [VIP] may be the name of something.
		if (/^\[\s*["'[{]/.test(text)) return refused('is not a list', 'Write it as JSON, such as ["a", "b"].');
	}
	if (/^\{[^]*\}$/.test(text) && parse(text) !== undefined) {
		return refused('must be a list, but is an object', 'Write it as JSON, such as ["a", "b"], or with commas.');
	}
	return read(text.split(',').flatMap((part) => (trimmed(part) === '' ? [] : [part])));
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
