import { existsSync } from 'node:fs';
import path from 'node:path';

/** Made by `npm run pictures`; each picture is there twice, for light and for dark pages. */
export const PICTURES = 'docs/pictures';

/** A picture for readers of either theme, as a page in a folder of docs/ shows it; nothing when there is none yet. */
export function picture(docs: string, name: string, alt: string): string | undefined {
	if (!existsSync(path.join(PICTURES, `${name}.png`))) return undefined;
	const from = `${docs}/pictures/${name}`.replace(/^\.\//, '');
	return [
		'<picture>',
		`  <source media="(prefers-color-scheme: dark)" srcset="${from}.dark.png">`,
		`  <img alt="${alt}" src="${from}.png">`,
		'</picture>',
	].join('\n');
}
