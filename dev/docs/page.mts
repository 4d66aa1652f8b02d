/** What is written by hand, and between marks what is made from the description. */

const BEGIN = /<!-- generated: .*? -->/;
const BLOCK = new RegExp(`\\n*${BEGIN.source}\\n.*?<!-- end of generated -->\\n*`, 'gs');

/** A block with its marks; who reads the page sees no marks. */
export function block(name: string, content: string): string {
	return `<!-- generated: ${name} (npm run docs) -->\n\n${content.trim()}\n\n<!-- end of generated -->`;
}

/** The page as people wrote it. */
export function withoutBlocks(page: string): string {
	return page
		.replace(BLOCK, '\n\n')
		.replace(/\n{3,}/g, '\n\n')
		.trimEnd();
}

/** The page in parts: what is before the first heading of the second level, and each of them with what is under it. */
export function sections(page: string): string[] {
	return page.split(/^(?=## )/m).map((part) => part.trimEnd());
}

/** What a reader opens when it is wanted. */
export function folded(summary: string, content: string): string {
	return `<details>\n<summary>${summary}</summary>\n\n${content.trim()}\n\n</details>`;
}
