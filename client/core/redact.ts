/** What stands in the place of a secret. */
const CUT = '[secret]';

/** So much of a secret in a row is cut out too: servers shorten what they show, and break it over lines. */
const SHORTEST_PART = 12;

/** So many different characters it must have: zeros in a row are in many an ID. */
const DIFFERENT = 6;

/** Shorter pieces tell where to look closer. */
const PIECE = 6;

/** A power of two, so large that few texts share a slot with a piece by chance. */
const SLOTS = 8_192;

/** What may stand between the characters of a secret without hiding it: blanks, line breaks, what nobody sees. */
const BETWEEN = /[\s\p{Cc}\p{Cf}]+/gu;

/** One way to write a secret, in small letters. */
interface Spelling {
	text: string;
	/** What belongs to it wherever it stands. */
	kind: 'plain' | 'base64';
}

/** Small letters, each character in its place. */
const small = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** The characters that Base64 makes of a text whatever stands before and after it, for each of the three places. */
function encodings(secret: string): string[] {
	return [0, 1, 2].map((before) => {
		const bytes = Buffer.from(`${' '.repeat(before)}${secret}`);
		// The first characters mix with what stands before, the last with what follows.
		const usable = bytes.length - (bytes.length % 3);
		return bytes
			.subarray(0, usable)
			.toString('base64')
			.slice(before === 0 ? 0 : 4);
	});
}

function spellingsOf(secret: string): Spelling[] {
	const hex = Buffer.from(secret).toString('hex');
	const plain = [
		secret,
		encodeURIComponent(secret),
		JSON.stringify(secret).slice(1, -1),
		hex,
		hex.replace(/../g, '%$&'),
		hex.replace(/../g, '\\u00$&'),
	];
	const base64 = encodings(secret)
		.flatMap((one) => [one, one.replaceAll('+', '-').replaceAll('/', '_')])
		.filter((one) => one.length >= 8);
	const all: Array<[Spelling['kind'], string[]]> = [
		['plain', plain],
		['base64', base64],
	];
	return all.flatMap(([kind, texts]) => [...new Set(texts.map(small))].map((text) => ({ kind, text })));
}

/** The text without what may stand between the characters of a secret, and where each of its characters comes from. */
function squeezed(text: string): { text: string; places: number[] } {
	const places: number[] = [];
	let left = '';
	let from = 0;
	const keep = (to: number) => {
		left += text.slice(from, to);
		for (let place = from; place < to; place++) places.push(place);
	};
	for (const { 0: gap, index } of text.matchAll(BETWEEN)) {
		keep(index);
		from = index + gap.length;
	}
	keep(text.length);
	return { text: small(left), places };
}

type Range = [from: number, to: number];

/** Where enough of a spelling stands in a text. */
function rangesOf(text: string, { text: spelling }: Spelling): Range[] {
	const ranges: Range[] = [];
	const least = Math.min(SHORTEST_PART, spelling.length);
	const last = spelling.length - PIECE;
	for (let at = 0; at <= last; at = at === last ? last + 1 : Math.min(at + PIECE, last)) {
		const piece = spelling.slice(at, at + PIECE);
		for (let found = text.indexOf(piece); found !== -1; found = text.indexOf(piece, found + 1)) {
			let before = 0;
			while (before < at && text[found - before - 1] === spelling[at - before - 1]) before++;
			let after = PIECE;
			while (at + after < spelling.length && text[found + after] === spelling[at + after]) after++;
			const range: Range = [found - before, found + after];
			const telling = before + after === spelling.length || new Set(text.slice(...range)).size >= DIFFERENT;
			if (before + after >= least && telling) ranges.push(range);
		}
	}
	return ranges;
}

/** A range in its text with what belongs to it: the word before a token, the rest of what Base64 has encoded. */
function widened(text: string, [from, to]: Range, { kind }: Spelling): Range {
	if (kind === 'plain') {
		const before = /Bearer(?:\s|%20|\+)+$/i.exec(text.slice(Math.max(0, from - 40), from))?.[0] ?? '';
		return [from - before.length, to];
	}
	let start = from;
	while (start > 0 && /[\w+/-]/.test(text.charAt(start - 1))) start--;
	const rest = /^[\w+/-]*={0,2}/.exec(text.slice(to))?.[0] ?? '';
	return [start, to + rest.length];
}

function without(text: string, spellings: readonly Spelling[]): string {
	const { text: bare, places } = squeezed(text);
	const ranges = spellings.flatMap((spelling) =>
		rangesOf(bare, spelling).map(([from, to]) =>
			widened(text, [places[from] ?? 0, (places[to - 1] ?? text.length) + 1], spelling),
		),
	);
	let clean = '';
	let done = 0;
	for (const [from, to] of ranges.sort(([one], [other]) => one - other)) {
		// Parts that follow one another are one secret, broken over lines.
		const gap = from > done ? text.slice(done, from) : '';
		if (done === 0 || gap.replace(BETWEEN, '') !== '') clean += `${gap}${CUT}`;
		done = Math.max(done, to);
	}
	return clean + text.slice(done);
}

/** A number that is the same for the same four characters. */
function slotOf(text: string, at: number): number {
	let number = 0;
	for (let place = at; place < at + 4; place++) number = number * 31 + text.charCodeAt(place);
	return number & (SLOTS - 1);
}

/**
 * Makes a function that cuts a secret out of texts: as it is, after `Bearer`, percent-encoded, in hexadecimal digits,
 * and in Base64 (alone or as part of something longer), in any case, broken over lines, and parts of it. A secret of
 * less than six characters would take ordinary words along, so it is left alone.
 */
export function redactorOf(secret: string): (text: string) => string {
	if (secret.length < PIECE) return (text) => text;
	const spellings = spellingsOf(secret);
	const whole = spellings.some(({ text }) => text.length < 2 * PIECE - 1);
	const pieces = new Set<string>();
	for (const { text } of spellings) {
		for (let at = 0; at + PIECE <= text.length; at++) pieces.add(text.slice(at, at + PIECE));
	}
	const taken = new Uint8Array(SLOTS);
	for (const piece of pieces) taken[slotOf(piece, 0)] = 1;
	// Of so many characters in a row one of these pieces is a whole one. Most texts have none.
	const step = whole ? 1 : PIECE;
	const suspicious = (text: string) => {
		const bare = text.replace(BETWEEN, '').toLowerCase();
		for (let at = 0; at + PIECE <= bare.length; at += step) {
			// To look the slot up costs a fifth of cutting the piece out.
			if (taken[slotOf(bare, at)] === 1 && pieces.has(bare.slice(at, at + PIECE))) return true;
		}
		return false;
	};
	return (text) => (text.length >= PIECE && suspicious(text) ? without(text, spellings) : text);
}
