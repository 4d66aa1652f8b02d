import fc from 'fast-check';

import { lengthOf, splitText, type TextLimit } from '../../../client';

const split = (text: string, most: number, inBytes = false): string[] => {
	const found = splitText(text, { most, inBytes });
	if (!found.ok) throw new Error(found.problem);
	return found.value;
};
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const bordersOf = (text: string) => new Set([...graphemes.segment(text)].map(({ index }) => index));

/** Where a text is cut. */
function cutsOf(parts: readonly string[]): number[] {
	let at = 0;
	return parts.slice(0, -1).map((part) => (at += part.length));
}

const piece = fc.oneof(
	fc.constantFrom(' ', '\n', '\n\n', '\r\n', '. ', '! ', '。', '\u00a0', '   ', '\n  '),
	fc.constantFrom('👩‍👩‍👧‍👦', '🇧🇷', 'e\u0301', '👍🏽', '❤️', 'ção', '日本'),
	fc.constantFrom('https://a.io/x?y=1', 'www.b.com/z', 'Olá', 'order', 'supercalifragilistic'),
	fc.string({ maxLength: 6, unit: 'grapheme' }),
);
const texts = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));

describe('a long text in parts', () => {
	test('joined they are the text, and each is within the limit', () => {
		fc.assert(
			fc.property(texts, fc.integer({ min: 40, max: 90 }), fc.boolean(), (text, most, inBytes) => {
				const limit: TextLimit = { most, inBytes };
				const found = splitText(text, limit);
				if (!found.ok) return /(:\/\/|www\.)/i.test(text);
				expect(found.value.join('')).toBe(text);
				for (const part of found.value) expect(lengthOf(part.trimEnd(), limit)).toBeLessThanOrEqual(most);
				return true;
			}),
			{ numRuns: 2_000 },
		);
	});

	test('no character as people see it is cut', () => {
		fc.assert(
			fc.property(texts, fc.integer({ min: 40, max: 90 }), (text, most) => {
				const found = splitText(text, { most });
				if (!found.ok) return;
				const borders = bordersOf(text);
				for (const cut of cutsOf(found.value)) expect(borders.has(cut)).toBe(true);
			}),
			{ numRuns: 2_000 },
		);
	});

	test('no link is cut', () => {
		const link = fc.constantFrom('https://example.com/a-b.c?d=e&f=1', 'www.example.com/path', 'wa.me/5511999999999');
		const word = fc.constantFrom('one', 'two. ', 'three\n', ' ', '\n\n', 'four');
		fc.assert(
			fc.property(
				fc.array(
					fc.oneof(
						link.map((one) => ` ${one} `),
						word,
					),
					{ maxLength: 60 },
				),
				(pieces) => {
					const text = pieces.join('');
					const cuts = new Set(cutsOf(split(text, 50)));
					for (const { 0: one, index } of text.matchAll(/(?:https:\/\/|www\.|wa\.me)\S+/g)) {
						for (let at = index + 1; at < index + one.length; at++) expect(cuts.has(at)).toBe(false);
					}
				},
			),
			{ numRuns: 1_000 },
		);
	});

	test.each<[string, string, number, string[]]>([
		['one that fits is left alone', ' Hi \n', 5, [' Hi \n']],
		['paragraphs before sentences', 'One. Two.\n\nThree. Four.', 20, ['One. Two.\n\n', 'Three. Four.']],
		['several paragraphs in one part', 'a\n\nb\n\nc', 4, ['a\n\nb\n\n', 'c']],
		['lines before sentences', 'One. Two\nThree. Four', 16, ['One. Two\n', 'Three. Four']],
		['sentences before words', 'One two. Three four five', 18, ['One two. ', 'Three four five']],
		['a sentence in quotes', 'He said "no." Then he left', 17, ['He said "no." ', 'Then he left']],
		['words before characters', 'one two three', 9, ['one two ', 'three']],
		['characters of a word that is too long', 'abcdefghij', 4, ['abcd', 'efgh', 'ij']],
		['blanks at a cut do not count', 'abcd    efgh', 4, ['abcd    ', 'efgh']],
		['the indentation of a line stays with it', 'abc\n\n  def', 5, ['abc\n\n', '  def']],
		['sentences without blanks', '你好。再见。', 4, ['你好。', '再见。']],
		['words that belong together', 'a b\u00a0c', 4, ['a ', 'b\u00a0c']],
		['a word is cut before the link in it', '日本語日本語https://a.bc', 14, ['日本語日本語', 'https://a.bc']],
	])('%s', (_name, text, most, parts) => {
		expect(split(text, most)).toEqual(parts);
	});

	test('bytes count where the channel counts them', () => {
		expect(split('ãããã', 4, true)).toEqual(['ãã', 'ãã']);
		expect(split('👍👍', 4, true)).toEqual(['👍', '👍']);
		expect(lengthOf('aã日👍', { inBytes: true })).toBe(10);
		expect(lengthOf('aã日👍', {})).toBe(5);
	});

	test('a link that no part can hold is refused', () => {
		expect(splitText(`See https://example.com/${'a'.repeat(100)} now`, { most: 50 })).toMatchObject({
			ok: false,
			problem: expect.stringContaining('link'),
		});
	});

	test('a megabyte takes no minute', () => {
		const started = Date.now();
		const text = 'word '.repeat(200_000);
		expect(split(text, 4_096).join('')).toBe(text);
		expect(split('x'.repeat(1_000_000), 4_096).join('')).toHaveLength(1_000_000);
		expect(Date.now() - started).toBeLessThan(20_000);
	});
});
