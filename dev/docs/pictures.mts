import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Made by `npm run pictures`; each picture is there twice, for light and for dark pages. */
export const PICTURES = 'docs/pictures';

/** How wide each picture is in n8n: it has more pixels than that. */
const WIDTHS = path.join(PICTURES, 'widths.json');
/** As wide as a page of GitHub or npm is. */
const PAGE = 830;

function widths(): Record<string, number> {
	return existsSync(WIDTHS) ? (JSON.parse(readFileSync(WIDTHS, 'utf8')) as Record<string, number>) : {};
}

export function rememberWidth(name: string, width: number): void {
	const all = Object.entries({ ...widths(), [name]: Math.round(width) }).sort(([a], [b]) => a.localeCompare(b));
	writeFileSync(WIDTHS, `${JSON.stringify(Object.fromEntries(all), null, '\t')}\n`);
}

/** A picture for readers of either theme, as a page in a folder of docs/ shows it; nothing when there is none yet. */
export function picture(docs: string, name: string, alt: string): string | undefined {
	if (!existsSync(path.join(PICTURES, `${name}.webp`))) return undefined;
	const from = `${docs}/pictures/${name}`.replace(/^\.\//, '');
	const width = Math.min(PAGE, widths()[name] ?? PAGE);
	return [
		'<picture>',
		`  <source media="(prefers-color-scheme: dark)" srcset="${from}.dark.webp">`,
		`  <img alt="${alt.replaceAll('"', '&quot;')}" width="${width}" src="${from}.webp">`,
		'</picture>',
	].join('\n');
}
