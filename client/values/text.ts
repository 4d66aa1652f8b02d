/**
 * What no reader sees: zero-width characters, marks of direction, fillers, control characters other than line breaks
 * and tabs. Not the tag characters, which end the flags of England, Scotland and Wales.
 */
const UNSEEN =
	'\\u0000-\\u0008\\u000e-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180e' +
	'\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb';

const ANY_UNSEEN = new RegExp(`[${UNSEEN}]`, 'g');
const HAS_UNSEEN = new RegExp(`[${UNSEEN}]`);
const UNSEEN_START = new RegExp(`^[\\s${UNSEEN}]+`);
const UNSEEN_END = new RegExp(`[\\s${UNSEEN}]+$`);

/** Half of a surrogate pair, which no encoding can carry. */
const HALF = /\p{Surrogate}/gu;

/**
 * A text as it can be sent and seen: invisible characters at its ends are taken away, halves of a surrogate pair become
 * U+FFFD. Blanks stay.
 */
export function seen(text: string): string {
	// Most texts have nothing of the kind.
	const whole = /[\ud800-\udfff]/.test(text) ? text.replace(HALF, '\ufffd') : text;
	if (!HAS_UNSEEN.test(whole)) return whole;
	// No loop over the middle of a long text: the ends are looked at from outside.
	const start = UNSEEN_START.exec(whole)?.[0] ?? '';
	const rest = whole.slice(start.length);
	const end = rest.slice(lengthWithoutEnd(rest));
	const middle = rest.slice(0, rest.length - end.length);
	return `${start.replace(ANY_UNSEEN, '')}${middle}${end.replace(ANY_UNSEEN, '')}`;
}

function lengthWithoutEnd(text: string): number {
	let length = text.length;
	while (length > 0 && UNSEEN_END.test(text.charAt(length - 1))) length -= 1;
	return length;
}

/** The same without blanks at the ends. */
export const trimmed = (text: string): string => seen(text).trim();

/** Whether characters that nobody sees are left within a text, as they are in an address copied from a web page. */
export const hasUnseen = (text: string): boolean => HAS_UNSEEN.test(text);

/** What a look-up compares: blanks, case and the way accents are encoded do not matter. */
export const folded = (text: string): string => trimmed(text).normalize('NFC').toLowerCase();

/** What programs and sheets write where there is no value, in exactly this case: Null is a surname. */
const NOTHING =
	/^(?:null|undefined|NaN|\[object Object\]|#N\/[AD]|#¡?(?:REF|VALUE|VALOR|DIV\/0|NUM|NÚM|NULL|NULO)!|#¿?(?:NAME|NOME|NOMBRE)\?)$/;

/** Whether a text stands for no value at all, though it is one. */
export const isWordForNothing = (text: string): boolean => NOTHING.test(trimmed(text).normalize('NFC'));

/** The same for phones, e-mail addresses and user names, where people write more of them. */
export const isNoIdentity = (text: string): boolean => {
	const name = trimmed(text);
	return isWordForNothing(name.replace(/^@/, '')) || /^@?(?:n\/[ad]|[-\u2010-\u2015\u2212]+|\.+)$/i.test(name);
};

export const NOTHING_ADVICE =
	'The value comes from an expression or a sheet that found nothing: correct it, or leave the field empty.';
