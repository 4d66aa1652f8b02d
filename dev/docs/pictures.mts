import { existsSync } from 'node:fs';
import path from 'node:path';

/** Made by `npm run pictures`; each picture is there twice, for light and for dark pages. */
export const PICTURES = 'docs/pictures';

/** A picture of a panel is as wide as the panel is in n8n; that of a canvas as wide as there is room. */
export const PANEL_WIDTH = 420;

/** A picture for readers of either theme, as a page in a folder of docs/ shows it; nothing when there is none yet. */
export function picture(docs: string, name: string, alt: string, width?: number): string | undefined {
	if (!existsSync(path.join(PICTURES, `${name}.webp`))) return undefined;
	const from = `${docs}/pictures/${name}`.replace(/^\.\//, '');
	const size = width === undefined ? '' : ` width="${width}"`;
	return [
		'<picture>',
		`  <source media="(prefers-color-scheme: dark)" srcset="${from}.dark.webp">`,
		`  <img alt="${alt.replaceAll('"', '&quot;')}"${size} src="${from}.webp">`,
		'</picture>',
	].join('\n');
}
