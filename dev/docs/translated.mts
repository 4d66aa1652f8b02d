import { createHash } from 'node:crypto';

import { sections, withoutBlocks } from './page.mts';

/** Pages that readers in Brazil find in their language, and their English twins. */
export const TRANSLATED: Readonly<Record<string, string>> = Object.fromEntries([
	['docs/pt-BR/README.md', 'README.md'],
	...['agents', 'conversations', 'credentials', 'errors', 'migration', 'scale', 'trigger', 'values'].map((name) => [
		`docs/pt-BR/${name}.md`,
		`docs/${name}.md`,
	]),
]);

const HEAD = /^<!-- translation of (\S+); its sections: ([0-9a-f ]*?) \(npm run translated\) -->\n/;

/** What a page is about, without what is made by a program. */
function parts(page: string): string[] {
	return sections(withoutBlocks(page.replace(HEAD, '')));
}

const hashOf = (part: string): string => createHash('sha256').update(part.trim()).digest('hex').slice(0, 8);
const titleOf = (part: string): string => /^##? (.*)$/m.exec(part)?.[1] ?? 'its beginning';

/** The titles of the English sections that were added or changed since they were translated. */
export function changedSections(english: string, translation: string): string[] {
	const known = new Set(HEAD.exec(translation)?.[2]?.split(' ') ?? []);
	return parts(english)
		.filter((part) => !known.has(hashOf(part)))
		.map(titleOf);
}

/** The translation, marked as being that of the English page as it is now. */
export function accepted(english: string, translation: string, twin: string): string {
	const hashes = parts(english).map(hashOf).join(' ');
	return (
		`<!-- translation of ${twin}; its sections: ${hashes} (npm run translated) ` +
		`-->\n${translation.replace(HEAD, '')}`
	);
}

/** How much is in each section: what a translation has less of is left out. */
export function measures(page: string): Array<{ title: string; rows: number; blocks: number; points: number }> {
	return parts(page).map((part) => ({
		title: titleOf(part),
		rows: part.match(/^\|/gm)?.length ?? 0,
		blocks: part.match(/^\s*```/gm)?.length ?? 0,
		points: part.match(/^(- |\d+\. )/gm)?.length ?? 0,
	}));
}
