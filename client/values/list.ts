import { type Reading, read, refused } from './reading';
import { trimmed } from './text';

/** The next part of a text with commas: in double quotes, as sheets write what has a comma itself, or plain. */
const PART = /\s*"((?:[^"]|"")*)"\s*(?:[,\n]|$)|([^",\n]*)(?:[,\n]|$)/y;

/** The parts of a text in which some are quoted; undefined when its quotes are something else. */
function quotedParts(text: string): string[] | undefined {
	const parts: string[] = [];
	for (PART.lastIndex = 0; PART.lastIndex < text.length; ) {
		const match = PART.exec(text);
		if (match === null) return undefined;
		parts.push(match[1]?.replace(/""/g, '"') ?? match[2] ?? '');
	}
	return parts;
}

/**
 * The parts of a list: those of an array, of the JSON text of one, or of a text with commas or line breaks. Blank is an
 * empty list. What is neither is a list of one.
 */
export function readList(value: unknown): Reading<unknown[]> {
	if (Array.isArray(value)) return read(value);
	if (typeof value !== 'string') return read([value]);
	const text = trimmed(value);
	const parsed = /^\[[^]*\]$/.test(text) ? parse(text) : undefined;
	if (Array.isArray(parsed)) return read(parsed);
	// ['VIP'] and ["VIP" are meant as lists; [VIP] may be the name of something.
	if (/^(?:\[\s*["'[{]|```)/.test(text)) return refused('is not a list', 'Write it as JSON, such as ["a", "b"].');
	if (/^\{[^]*\}$/.test(text) && parse(text) !== undefined) {
		return refused('must be a list, but is an object', 'Write it as JSON, such as ["a", "b"], or with commas.');
	}
	const parts = (text.includes('"') ? quotedParts(text) : undefined) ?? text.split(/[,\n]/);
	return read(parts.filter((part) => trimmed(part) !== ''));
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
