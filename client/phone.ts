/** A phone number or user name as requests carry it, or what is wrong with the one given. */
export type Recipient = { ok: true; value: string } | { ok: false; problem: string };

const BRAZIL = '55';

/** Removes what programs put around a number: `tel:`, `whatsapp:`, `@c.us`, masks and invisible marks. */
function strip(input: string): string {
	return input
		.normalize('NFKC')
		.trim()
		.replace(/^(tel|whatsapp|sms):/i, '')
		.replace(/@(c\.us|s\.whatsapp\.net|lid)$/i, '')
		.replace(/[\s()[\]./|\u200e\u200f\u202a-\u202e\u2010-\u2015-]/g, '');
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
	if (!/^\+?\d+$/.test(text)) return { ok: false, problem: 'is not a phone number' };

	const international = text.startsWith('+') || text.startsWith('00');
	const digits = text.replace(/^\+|^00/, '');
	if (international) {
		// +55 (0) 11 ...: the 0 is dialled within the country only.
		const value = digits.replace(/^550(?=\d{10,11}$)/, BRAZIL);
		return inRange(value);
	}
	const national = withoutTrunk(digits);
	if (national.length === 10 || national.length === 11) return inRange(BRAZIL + national);
	if (national.length === 8 || national.length === 9) {
		return { ok: false, problem: 'has no area code' };
	}
	return inRange(national);
}

function inRange(value: string): Recipient {
	if (value.length < 8) return { ok: false, problem: 'is too short for a phone number with its country code' };
	if (value.length > 15) return { ok: false, problem: 'is too long for a phone number' };
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
