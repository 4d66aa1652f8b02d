import type { Reading } from './reading';
import { trimmed } from './text';

/** How long a text a channel takes. */
export interface TextLimit {
	most: number;
	/** Characters are counted as UTF-16 does, where an emoji has two, unless the channel counts the bytes of UTF-8. */
	inBytes?: boolean;
}

/** Blanks at which a line may be broken: all but those that were made to hold words together. */
const BLANKS = /[^\S\u00a0\u2007\u202f\ufeff]+/g;
const LINE_BREAKS = /\r\n?|[\n\u2028\u2029]/g;
const SENTENCE_END = /[.!?…][\p{Pe}\p{Pf}"'*_~]*$/u;
/** Sentences of scripts that write no blank after them. */
const WIDE_SENTENCE_END = /[。！？｡][」』”’）]*/g;
const LINK = /(?:[a-z][a-z0-9+.-]{0,20}:\/\/|www\.)[^\s<>"「」『』“”，、。！？；：（）]+/gi;

/** Characters beyond the limit that are looked at, to see what a cut there would part. */
const AHEAD = 64;

/** From the best place for a cut to the worst. */
const PLACES = ['paragraph', 'line', 'sentence', 'word'] as const;
type Place = (typeof PLACES)[number];

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The length of a text in the measure of a limit. */
export function lengthOf(text: string, { inBytes = false }: Omit<TextLimit, 'most'>): number {
	let length = 0;
	for (const character of text) length += inBytes ? bytesOf(character) : character.length;
	return length;
}

function bytesOf(character: string): number {
	const code = character.codePointAt(0) ?? 0;
	if (code < 0x80) return 1;
	if (code < 0x800) return 2;
	return code < 0x10000 ? 3 : 4;
}

/**
 * Splits a text into parts that a channel takes, which joined are the text again.
 *
 * Cuts between paragraphs where a part holds one, else between lines, sentences, words and, in a word that is too long,
 * characters as people see them; never within a link. The blanks of a cut stay at the end of the part before it and
 * do not count; what a message of a part says is the part without them. Refused is a link that is too long by itself.
 */
export function splitText(text: string, limit: TextLimit): Reading<string[]> {
	const parts: string[] = [];
	const end = text.trimEnd().length;
	let from = 0;
	for (;;) {
		const fits = from + lengthThatFits(text, from, limit);
		if (fits >= end) break;
		const cut = cutBefore(text, from, fits);
		if (cut === undefined) {
			return { ok: false, problem: `has a link that is longer than the ${limit.most.toLocaleString('en')} allowed` };
		}
		parts.push(text.slice(from, cut));
		from = cut;
	}
	parts.push(text.slice(from));
	return { ok: true, value: parts };
}

/** How many UTF-16 units from here on are within the limit; never half a character. */
function lengthThatFits(text: string, from: number, { most, inBytes = false }: TextLimit): number {
	let length = 0;
	let at = from;
	while (at < text.length) {
		const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
		length += inBytes ? bytesOf(character) : character.length;
		if (length > most) break;
		at += character.length;
	}
	return at - from;
}

/** Where a part that begins at `from` and fits up to `fits` is to end; undefined when a link does not fit. */
function cutBefore(text: string, from: number, fits: number): number | undefined {
	const segments = graphemes.segment(text.slice(from, fits + AHEAD));
	const isWhole = (at: number) => at >= fits + AHEAD || segments.containing(at - from)?.index === at - from;
	const best: Partial<Record<Place, number>> = {};
	const take = (place: Place, at: number) => {
		if (isWhole(at)) best[place] = Math.max(best[place] ?? 0, at);
	};
	BLANKS.lastIndex = from;
	for (let run = BLANKS.exec(text); run !== null && run.index <= fits; run = BLANKS.exec(text)) {
		const before = text.slice(from, run.index);
		// Blanks at the start are the indentation of a line.
		if (before === '') continue;
		const { place, length } = placeOf(run[0], before);
		take(place, run.index + length);
	}
	for (const { 0: end, index } of text.slice(from, fits).matchAll(WIDE_SENTENCE_END)) {
		take('sentence', from + index + end.length);
	}
	const place = PLACES.find((one) => best[one] !== undefined);
	return place === undefined ? cutInWord(text, from, fits, segments) : best[place];
}

/**
 * What kind of border a run of blanks is, and how much of it belongs to what is before: not the indentation after it.
 */
function placeOf(blanks: string, before: string): { place: Place; length: number } {
	const breaks = [...blanks.matchAll(LINE_BREAKS)];
	const last = breaks.at(-1);
	if (last !== undefined) {
		return { place: breaks.length > 1 ? 'paragraph' : 'line', length: last.index + last[0].length };
	}
	return { place: SENTENCE_END.test(before.slice(-16)) ? 'sentence' : 'word', length: blanks.length };
}

function cutInWord(text: string, from: number, fits: number, segments: Intl.Segments): number | undefined {
	const within = segments.containing(fits - from)?.index ?? 0;
	// A character that is too long by itself, with thousands of accents, is none that anybody reads.
	const cut = within === 0 ? fits : from + within;
	for (const { 0: link, index } of text.slice(from, fits + AHEAD).matchAll(LINK)) {
		const start = from + index;
		if (start >= cut || start + link.length <= cut) continue;
		if (trimmed(text.slice(from, start)) === '') return undefined;
		return start;
	}
	return cut;
}
