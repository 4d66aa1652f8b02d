import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { readExamples } from '../../dev/examples.mts';

const STICKY = 'n8n-nodes-base.stickyNote';
/** As much as a picture may weigh, and all of them together. */
const MOST_BYTES = 60_000;
const MOST_TOGETHER = 4_000_000;

const examples = readExamples();
const slug = (file: string) => file.replace(/\.json$/, '');
const pageOf = (file: string) => readFileSync(`docs/templates/${slug(file)}.md`, 'utf8');
const linked = (page: string) =>
	[...page.matchAll(/(?:src|srcset)="([^"]+)"|\]\(([^)#\s]+)[^)]*\)/g)].map(([, one, other]) => one ?? other ?? '');

describe.each(examples)('examples/$file', ({ file, workflow }) => {
	const notes = workflow.nodes.filter(({ type }) => type === STICKY);
	const text = notes.map(({ parameters }) => String(parameters['content'])).join('\n');

	test('says in a note what it does and what to set, under its own name', () => {
		expect(notes.length).toBeGreaterThan(0);
		expect(text.split('\n')[0]).toBe(`## ${workflow.name}`);
		expect(text.length).toBeGreaterThan(workflow.name.length + 80);
		expect(text).toMatch(/^\*\*To set\*\*$/m);
	});

	test('names in its note only nodes that it has', () => {
		const names = [...text.matchAll(/\*\*(.+?)\*\*/g)].map(([, name = '']) => name).filter((name) => name !== 'To set');
		expect(names.filter((name) => !workflow.nodes.some((node) => node.name === name))).toEqual([]);
	});

	test('has a page with the workflow to copy, just as it is in the file', () => {
		const copied = /```json\n(.*?)\n```/s.exec(pageOf(file))?.[1] ?? '';
		expect(JSON.parse(copied)).toEqual(workflow);
	});

	test('has a picture on it, for light and for dark pages', () => {
		const pictures = linked(pageOf(file)).filter((one) => one.endsWith('.webp'));
		expect(pictures).toEqual(['.dark.webp', '.webp'].map((end) => `../pictures/templates/${slug(file)}${end}`));
	});

	test('is in the index', () => {
		expect(readFileSync('docs/templates/README.md', 'utf8')).toContain(`[${workflow.name}](${slug(file)}.md)`);
	});
});

describe('pictures and links', () => {
	const pages = [
		'README.md',
		...['docs', 'docs/operations', 'docs/templates', 'docs/pt-BR'].flatMap((folder) => pagesIn(folder)),
	];

	test.each(pages)('of %s are there', (page) => {
		const targets = linked(readFileSync(page, 'utf8')).filter((one) => !/^(https?:|mailto:|#)/.test(one));
		const missing = targets.filter((one) => !existsSync(path.join(path.dirname(page), one)));
		expect(missing).toEqual([]);
	});

	test('are small: at most 60 KB each, 4 MB together', () => {
		const sizes = pages
			.flatMap((page) =>
				linked(readFileSync(page, 'utf8'))
					.filter((one) => one.endsWith('.webp'))
					.map((one) => path.join(path.dirname(page), one)),
			)
			.map((file) => ({ file, bytes: statSync(file).size }));
		expect(sizes.length).toBeGreaterThan(0);
		expect(sizes.filter(({ bytes }) => bytes > MOST_BYTES)).toEqual([]);
		const together = new Map(sizes.map(({ file, bytes }) => [file, bytes]));
		expect([...together.values()].reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(MOST_TOGETHER);
	});
});

function pagesIn(folder: string): string[] {
	return existsSync(folder)
		? readdirSync(folder)
				.filter((file) => file.endsWith('.md'))
				.map((file) => `${folder}/${file}`)
		: [];
}
