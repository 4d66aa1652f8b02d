import { type Reading, read, refusedAs } from './reading';
import { folded } from './text';

const YES = new Set(['true', '1', 'sim', 's\u00ed', 'si', 'yes', 'verdadeiro', 'verdadero']);
const NO = new Set(['false', '0', 'n\u00e3o', 'nao', 'no', 'falso']);
const NEITHER = refusedAs('notOne', 'must be true or false');

/** Reads a yes or no: one, 1 or 0, or a word of English, Portuguese or Spanish in any case. Blank is none. */
export function readFlag(value: unknown): Reading<boolean | undefined> {
	if (typeof value === 'boolean') return read(value);
	if (typeof value !== 'string' && typeof value !== 'number') return NEITHER;
	const word = folded(String(value));
	if (word === '') return read(undefined);
	if (YES.has(word)) return read(true);
	return NO.has(word) ? read(false) : NEITHER;
}
