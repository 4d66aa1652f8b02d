import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { accepted, changedSections, measures, TRANSLATED } from '../../dev/docs/translated.mts';

const read = (file: string) => readFileSync(file, 'utf8');
const pairs = Object.entries(TRANSLATED).map(([page, twin]) => ({ page, twin }));

test('every page of docs/pt-BR has a twin', () => {
	const pages = readdirSync('docs/pt-BR').map((file) => `docs/pt-BR/${file}`);
	expect(pages.sort()).toEqual(Object.keys(TRANSLATED).sort());
	expect(pairs.filter(({ twin }) => !existsSync(twin))).toEqual([]);
});

test.each(pairs)('$page is as new as $twin', ({ page, twin }) => {
	// When this fails: npm run translated
	expect(changedSections(read(twin), read(page))).toEqual([]);
});

test.each(pairs)('$page has one mark, and its title after it', ({ page }) => {
	expect(read(page)).toMatch(/^<!-- translation of [^\n]+ -->\n# /);
});

test.each(pairs)('$page says all that $twin says', ({ page, twin }) => {
	const sizes = (text: string) => measures(text).map(({ title: _, ...size }) => size);
	expect(sizes(read(page))).toEqual(sizes(read(twin)));
});

describe('a page whose twin changes', () => {
	const english = '# Values\n\nAll.\n\n## Phones\n\nAny.\n\n## Dates\n\nISO.\n';
	const page = accepted(english, '# Valores\n\nTudo.\n', 'docs/values.md');

	test('is up to date as long as nothing does, also when it is marked twice', () => {
		expect(changedSections(english, page)).toEqual([]);
		expect(accepted(english, page, 'docs/values.md')).toBe(page);
	});

	test('is stale in what was changed, added, and nowhere else', () => {
		expect(changedSections(english.replace('Any.', 'Many.'), page)).toEqual(['Phones']);
		expect(changedSections(`${english}\n## Numbers\n\nAll.\n`, page)).toEqual(['Numbers']);
		expect(changedSections(english.replace('All.', 'Some.'), page)).toEqual(['Values']);
	});

	test('is not stale because of what a program writes', () => {
		const block = '\n<!-- generated: x (npm run docs) -->\n\n| a |\n\n<!-- end of generated -->\n';
		expect(changedSections(english.replace('ISO.\n', `ISO.\n${block}`), page)).toEqual([]);
	});

	test('is stale when nothing is known', () => {
		expect(changedSections(english, '# Valores\n')).toEqual(['Values', 'Phones', 'Dates']);
	});
});
