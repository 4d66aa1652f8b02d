/** A phone number or user name as requests carry it, or what is wrong with the one given. */
export type Recipient = { ok: true; value: string } | { ok: false; problem: string };

const BRAZIL = '55';

/** Removes what programs put around a number: `tel:`, `whatsapp:`, `@c.us`, masks and invisible marks. */
function strip(input: string): string {
	return (
		input
			.normalize('NFKC')
			.replace(/[\s\p{Cf}]/gu, '')
			.replace(/^(tel|whatsapp|sms):/i, '')
			// WhatsApp's own IDs always begin with the country code; a `@lid` is no phone number.
			.replace(/^\+?(\d+)(:\d+)?@(c\.us|s\.whatsapp\.net)$/i, '+$1')
			.replace(/[()[\]./|\u2212\p{Pd}]/gu, '')
	);
}

/** A number as it is dialled within Brazil, without the leading 0 and the carrier that may follow it. */
function withoutTrunk(digits: string): string {
	if (!digits.startsWith('0')) return digits;
	const rest = digits.slice(1);
	// 0 + two digits of a carrier + area code + number
	return rest.length === 12 || rest.length === 13 ? rest.slice(2) : rest;
}

/**
 * Reads a phone number in any usual spelling.
 *
 * Takes `(11) 99999-9999`, `+55|11999999999`, `011 99999-9999`, `+1 415 555 2671` and the like.
 * Returns digits with the country code (`5511999999999`). Without `+`, 10 or 11 digits are
 * Brazilian: length decides, so that area code 55 is not taken for the country. The ninth digit is
 * never added or removed here.
 */
export function readPhone(input: string): Recipient {
	const text = strip(input);
	if (text === '') return { ok: false, problem: 'is empty' };
	// A spreadsheet's number: without its point it would be somebody else's.
	const isDecimal = /^\+?\d{8,}[.,]\d{1,2}$/.test(input.trim());
	if (isDecimal || !/^\+?\d+$/.test(text)) return { ok: false, problem: 'is not a phone number' };

	if (text.startsWith('+') || text.startsWith('00')) return withCountry(text.replace(/^\+|^00/, ''));
	const national = withoutTrunk(text);
	if (national.length === 8 || national.length === 9) return { ok: false, problem: 'has no area code' };
	if (national.length === 10 || national.length === 11) return withCountry(BRAZIL + national);
	return withCountry(national);
}

function withCountry(digits: string): Recipient {
	// +55 (0) 11 ...: the 0 is dialled within the country only.
	const value = digits.replace(/^550(?=[1-9]\d{9,10}$)/, BRAZIL);
	// Two digits of an area, never beginning with 0, and eight or nine of the number.
	if (/^55(\d{8,9}|0\d{9,10})$/.test(value)) return { ok: false, problem: 'has no area code' };
	if (value.length < 8) return { ok: false, problem: 'is too short for a phone number with its country code' };
	const longest = value.startsWith(BRAZIL) ? 13 : 15;
	if (value.length > longest) return { ok: false, problem: 'is too long for a phone number' };
	if (value.startsWith('0')) return { ok: false, problem: 'has no country code that starts with 0' };
	return { ok: true, value };
}

/** Reads a recipient: a phone number, or the name of an Instagram user with its `@`. */
export function readRecipient(input: string): Recipient {
	const text = input.trim();
	if (!text.startsWith('@')) return readPhone(text);
	return /^@[A-Za-z0-9._]{1,30}$/.test(text)
		? { ok: true, value: text }
		: { ok: false, problem: 'is not an Instagram user name: letters, digits, dots and underscores after the @' };
}

/**
 * The ways a number may be stored, for look-ups: as given first, then with the Brazilian ninth digit
 * added or left out. Takes and returns digits with the country code.
 */
export function lookupVariants(digits: string): string[] {
	const match = /^55(\d{2})(9?)([6-9]\d{7})$/.exec(digits);
	if (match === null) return [digits];
	const [, area = '', ninth = '', number = ''] = match;
	return [digits, `${BRAZIL}${area}${ninth === '' ? '9' : ''}${number}`];
}
