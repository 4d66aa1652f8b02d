/**
 * What no reader sees: zero-width characters, marks of direction, fillers, control characters other than line breaks
 * and tabs. Not the tag characters, which end the flags of England, Scotland and Wales.
 */
const UNSEEN_RANGES: ReadonlyArray<[from: number, to: number]> = [
	[0x0000, 0x0008],
	[0x000e, 0x001f],
	[0x007f, 0x009f],
	[0x00ad, 0x00ad],
	[0x034f, 0x034f],
	[0x061c, 0x061c],
	[0x115f, 0x1160],
	[0x17b4, 0x17b5],
	[0x180b, 0x180e],
	[0x200b, 0x200f],
	[0x202a, 0x202e],
	[0x2060, 0x206f],
	[0x2800, 0x2800],
	[0x3164, 0x3164],
	[0xfeff, 0xfeff],
	[0xffa0, 0xffa0],
	[0xfff9, 0xfffb],
];

const escaped = (code: number) => `\\u${code.toString(16).padStart(4, '0')}`;
const UNSEEN = UNSEEN_RANGES.map(([from, to]) => `${escaped(from)}-${escaped(to)}`).join('');

const ANY_UNSEEN = new RegExp(`[${UNSEEN}]`, 'g');
const HAS_UNSEEN = new RegExp(`[${UNSEEN}]`);
const UNSEEN_START = new RegExp(`^[\\s${UNSEEN}]+`);
const UNSEEN_END = new RegExp(`[\\s${UNSEEN}]+$`);

/** What changes the look of the character before it: with none before it, it shows nothing. */
const CHANGE = '(?:[\\ufe00-\\ufe0f]|[\\u{e0000}-\\u{e007f}]|[\\u{e0100}-\\u{e01ef}])';
const CHANGES_START = new RegExp(`^[\\s${UNSEEN}]*${CHANGE}(?:[\\s${UNSEEN}]|${CHANGE})*`, 'u');
const ANY_CHANGE = new RegExp(CHANGE, 'gu');

/** Characters of which none is taken away: visible ones of ASCII and the accents of Latin languages, and blanks. */
const PLAIN = /^[\t-\r -~\u00c0-\u024f]*$/;

/** Half of a surrogate pair, which no encoding can carry. */
const HALF = /\p{Surrogate}/gu;

/**
 * A text as it can be sent and seen: invisible characters at its ends are taken away, halves of a surrogate pair become
 * U+FFFD. Blanks stay.
 */
export function seen(text: string): string {
	// Most texts have nothing of the kind.
	if (PLAIN.test(text)) return text;
	const paired = /[\ud800-\udfff]/.test(text) ? text.replace(HALF, '\ufffd') : text;
	const whole = paired.replace(CHANGES_START, (start) => start.replace(ANY_CHANGE, ''));
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

/** Whether a name is this one, as people spell it; what has no name is nothing that is looked up by one. */
export const isSameName = (one: string | null | undefined, name: string): boolean =>
	one ? folded(one) === folded(name) : false;

/** Whether an ID or a word of the platform is this one: it gives and takes them in either case. */
export const isSameIgnoringCase = (one: string | null | undefined, other: string): boolean =>
	one?.toLowerCase() === other.toLowerCase();

/** As people compare words: neither case nor accents matter. */
export const unaccented = (text: string): string =>
	text
		.normalize('NFD')
		.replace(/\p{Diacritic}/gu, '')
		.toLowerCase();

/** What programs and sheets write where there is no value, in exactly this case: people are called Null. */
const NOTHING = [
	/^(?:null|undefined|NaN|\[object \w+\](?:, ?\[object \w+\])*|Invalid Date(?:Time)?)$/,
	/^#(?:N\/[AD]|¿?(?:NAME|NOME|NOMBRE)\?)$/,
	/^#¡?(?:REF|VALUE|VALOR|DIV\/0|NUM|NÚM|NULL|NULO|ERROR|ERRO|SPILL|DESPEJAR|DERRAME|CALC)!$/,
];

/** Whether a text stands for no value at all, though it is one. */
export function isWordForNothing(text: string): boolean {
	const plain = trimmed(text).normalize('NFC');
	return NOTHING.some((pattern) => pattern.test(plain));
}

/** Whether a value that was found or reckoned stands for none, as a text or as a number that is none. */
export const isNothing = (value: unknown): boolean =>
	typeof value === 'number' ? !Number.isFinite(value) : typeof value === 'string' && isWordForNothing(value);

/** The same for phones, e-mail addresses and user names, where people write more of them. */
export const isNoIdentity = (text: string): boolean => {
	const name = trimmed(text);
	return isWordForNothing(name.replace(/^@/, '')) || /^@?(?:n\/[ad]|[-\u2010-\u2015\u2212]+|\.+)$/i.test(name);
};
