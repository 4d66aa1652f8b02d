import { type Reading, read, refused, refusedAs } from './reading';
import { trimmed } from './text';

const NO_NUMBER = refusedAs(
	'notOne',
	'is not a number',
	'Write it without separators of thousands, such as 1234.56 or 1234,56.',
);

/** Currencies of the countries that write to Brazil: any three letters could be a word, as in 10 MIL. */
const CODES = 'ARS|AUD|BOB|BRL|CAD|CHF|CLP|CNY|COP|CRC|DOP|EUR|GBP|GTQ|HNL|INR|JPY|MXN|NIO|PAB|PEN|PYG|USD|UYU|VES|ZAR';

/** A currency before or after a number: a sign, with the letters of its country, or an ISO code. */
const CURRENCY = `(?:[A-Z]{0,3}\\p{Sc}|(?:${CODES}))`;
const BEFORE = new RegExp(`^([+-]?)\\s*${CURRENCY}\\s*`, 'u');
const AFTER = new RegExp(`\\s*${CURRENCY}$`, 'u');

/** The digits of a text with a point for decimals; undefined when it is none, null when it could be two numbers. */
function plain(text: string): string | null | undefined {
	if (/^\d+$/.test(text)) return text;
	const [, before = '', , after = ''] = /^(\d*)([.,])(\d+)$/.exec(text) ?? [];
	if (after !== '') return after.length === 3 && /^[1-9]\d{0,2}$/.test(before) ? null : `${before || '0'}.${after}`;
	// 1.234.567 and 1,234,567, with or without the other sign for decimals.
	const grouped = /^([1-9]\d{0,2})(?:(?:\.(\d{3}))+(?:,(\d+))?|(?:,(\d{3}))+(?:\.(\d+))?)$/.exec(text);
	if (grouped === null) return undefined;
	const decimals = grouped[3] ?? grouped[5];
	const whole = text.slice(0, text.length - (decimals === undefined ? 0 : decimals.length + 1)).replace(/[.,]/g, '');
	return decimals === undefined ? whole : `${whole}.${decimals}`;
}

/**
 * Reads a number: one, or text in one of the ways people write it. Blank is none.
 *
 * `1.500` is refused: it is 1500 to some and 1.5 to others. So are spellings of programs (`0x10`, `1e3`) and
 * numbers beyond what a number can hold exactly.
 */
export function readNumber(value: unknown): Reading<number | undefined> {
	if (typeof value === 'number') return Number.isFinite(value) ? read(value) : NO_NUMBER;
	if (typeof value !== 'string') return NO_NUMBER;
	const text = trimmed(value).replace(/\u2212/g, '-');
	if (text === '') return read(undefined);
	const bare = text.replace(BEFORE, '$1').replace(AFTER, '');
	const sign = /^[+-]/.exec(bare)?.[0] ?? '';
	const digits = plain(bare.slice(sign.length));
	if (digits === undefined) return NO_NUMBER;
	if (digits === null) {
		const [whole = '', part = ''] = bare.split(/[.,]/);
		return refused(
			'could be thousands or decimals',
			`Write ${whole}${part} for thousands, or ${whole}.${part}0 for decimals.`,
		);
	}
	const number = Number(`${sign === '-' ? '-' : ''}${digits}`);
	if (!Number.isSafeInteger(Math.trunc(number))) return refused('has more digits than a number can hold');
	return read(number);
}
