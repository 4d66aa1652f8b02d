import { betweenSlashes, readPattern } from '../../../nodes/WtsChat/shared/patterns';
import { cpuMs } from '../../bed/cpu.mts';

const reading = (text: string) => readPattern(betweenSlashes(text) ?? { source: text, flags: '' }, 2_000);
const pattern = (text: string) => {
	const found = reading(text);
	if (!found.ok) throw new Error(`${text} ${found.problem}`);
	return found.value;
};

/** The longest text that any of our nodes searches. */
const LONG = 20_000;

test.each([
	'(a+)+$',
	'(a|aa)+$',
	'^(([a-z])+.)+[A-Z]([a-z])+$',
	'(a?b?a?)*c',
	'(aa?)+b',
	'(ab)*(ab)*(ab)*(ab)*x',
	`${'a?'.repeat(60)}${'a'.repeat(60)}`,
	`${'(a|a)'.repeat(40)}b`,
	'a{0,20}a{0,20}a{0,20}a{0,20}a{0,20}a{0,20}a{0,20}b',
	'(?:a{1,9}){1,9}b',
	'(?=(a+))\\1b',
	'.*.*.*.*=',
	'/^.*.*.*x/m',
	'\\u{0,9}\\u{0,9}\\u{0,9}\\u{0,9}\\u{0,9}\\u{0,9}\\u{0,9}\\u{0,9}\\u{0,9}b',
])('%s runs away', (text) => {
	expect(reading(text)).toMatchObject({ ok: false, problem: 'can take for ever on some texts' });
});

/** Patterns of workflows, with a text that each of them matches. */
const HARMLESS: Array<[pattern: string, text: string]> = [
	['^order\\s+\\d+$', 'order 42'],
	['/pedido n?º?\\s*#?(\\d+)/i', 'Meu PEDIDO nº 7'],
	['preço', 'qual o preço?'],
	['.*boleto.*', 'cadê o boleto?'],
	['[\\w.+-]+@[\\w-]+\\.[\\w.-]+', 'sou ana.souza@example.com.br'],
	['https?://\\S+', 'veja https://example.com/a'],
	['/^(oi|olá|ola|bom dia|boa (tarde|noite))[!. ]*$/i', 'Boa tarde!'],
	['^\\d{3}\\.?\\d{3}\\.?\\d{3}-?\\d{2}$', '123.456.789-09'],
	['(\\+?55)?\\s?\\(?\\d{2}\\)?\\s?9?\\d{4}[- ]?\\d{4}', '+55 (11) 99999-9999'],
	['\\d{47}', '1'.repeat(47)],
	['(?:\\d{2}/){2}\\d{4}', '05/03/2026'],
	['(?:\\d[ -]?){13,16}', '4111 1111 1111 1111'],
	['/^\\p{Lu}\\p{Ll}+ \\p{Lu}/u', 'Ana Souza'],
	['(?<day>\\d{1,2})/(?<month>\\d{1,2})', 'dia 5/3'],
	['\\bcancelar?\\b(?!.*não)', 'quero cancelar'],
	[`/\\b(${Array.from({ length: 150 }, (_, n) => `palavra${n}`).join('|')})\\b/i`, 'a Palavra149'],
];

test.each(HARMLESS)('%s is taken', (text, matching) => {
	expect(pattern(text).matches(matching, LONG)).toBe(true);
	expect(pattern(text).matches('?', LONG)).toBe(false);
});

test('what is taken takes no time that anybody notices, on the longest texts made to be slow', async () => {
	const texts = ['a', '1', ' ', 'a ', '1 ', 'a@', 'a.', 'boleto', 'pedido ', '05/03/', '\n'].map((part) =>
		part.repeat(Math.ceil(LONG / part.length)),
	);
	const slow = ['a*a*b', '^a*a*a*b', '.*a.*b', '\\s+\\d+x', 'a{0,20}a{0,20}b', '(a|b|c)(a|b|c)a*x', '/^\\s*\\s*x/m'];
	for (const text of [...slow, ...HARMLESS.map(([one]) => one)]) {
		const { matches } = pattern(text);
		for (const strange of texts) {
			const cost = await cpuMs(() => void matches(`${strange}!`, LONG));
			expect({ text, beginning: strange.slice(0, 9), fast: cost < 5_000 }).toMatchObject({ fast: true });
		}
	}
});

test('only so much of a text is searched as was asked for', () => {
	expect(pattern('x$').matches(`${'a'.repeat(9)}x`, 10)).toBe(true);
	expect(pattern('x').matches(`${'a'.repeat(10)}x`, 10)).toBe(false);
	expect(pattern('x').matches(`${'a'.repeat(LONG - 1)}x`, LONG)).toBe(true);
	expect(pattern('a*x').matches(`${'a'.repeat(LONG - 1)}x`, LONG)).toBe(true);
});

test('a search does not depend on the one before', () => {
	const one = pattern('/a/gy');
	expect([one.matches('ba', LONG), one.matches('ba', LONG)]).toEqual([true, true]);
});

test('what is no pattern, or one that is too long, is refused', () => {
	expect(reading('/(/')).toMatchObject({ problem: 'is not a regular expression' });
	expect(reading('a'.repeat(2_001))).toMatchObject({ problem: 'is longer than 2,000 characters' });
});
