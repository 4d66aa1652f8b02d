import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';

import { PICTURES, rememberWidth } from '../docs/pictures.mts';

export type Theme = 'light' | 'dark';
export const THEMES: readonly Theme[] = ['light', 'dark'];

/** A part of a page, in its pixels. */
export interface Frame {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** Twice as many pixels as are shown: sharp on today's screens. */
const SCALE = 2;
/** As much as a picture may weigh. */
const MOST_BYTES = 60_000;

/** Takes pictures and keeps them small; makes them with the browser that is there anyway. */
export class Camera {
	constructor(private readonly encoder: Page) {}

	/** A page of a theme, logged in like the one given. */
	static async page(like: Page, theme: Theme, baseURL: string): Promise<Page> {
		const context = await browserOf(like).newContext({
			baseURL,
			viewport: { width: 1600, height: 1000 },
			deviceScaleFactor: SCALE,
			colorScheme: theme,
			locale: 'en-US',
			storageState: await like.context().storageState(),
		});
		context.setDefaultTimeout(60_000);
		context.setDefaultNavigationTimeout(90_000);
		return await context.newPage();
	}

	async take(page: Page, clip: Frame, name: string, theme: Theme): Promise<void> {
		const png = await page.screenshot({ clip, animations: 'disabled' });
		await this.keep(png, name, theme);
		rememberWidth(name, clip.width);
	}

	/** Writes it as WebP to the docs, and as it is to artifacts/pictures, to be looked at. */
	async keep(png: Buffer, name: string, theme: Theme): Promise<void> {
		const file = `${name}${theme === 'dark' ? '.dark' : ''}`;
		write(path.join('artifacts', 'pictures', `${file}.png`), png);
		for (const [quality, scale] of [
			[0.9, 1],
			[0.8, 1],
			[0.7, 1],
			[0.8, 0.75],
			[0.7, 0.6],
		] as const) {
			const webp = await this.encode(png, quality, scale);
			if (webp.length > MOST_BYTES && quality * scale > 0.43) continue;
			write(path.join(PICTURES, `${file}.webp`), webp);
			console.log(`${file}.webp  ${Math.round(webp.length / 1000)} KB  (quality ${quality}, scale ${scale})`);
			return;
		}
	}

	private async encode(png: Buffer, quality: number, scale: number): Promise<Buffer> {
		const given = JSON.stringify([`data:image/png;base64,${png.toString('base64')}`, quality, scale]);
		const base64: unknown = await this.encoder.evaluate(`(${ENCODE})(...${given})`);
		return Buffer.from(String(base64), 'base64');
	}
}

/** Runs in the browser: a picture, smaller if wanted, as WebP in Base64. */
const ENCODE = `async (source, quality, scale) => {
	const image = await createImageBitmap(await (await fetch(source)).blob());
	const canvas = new OffscreenCanvas(Math.round(image.width * scale), Math.round(image.height * scale));
	const context = canvas.getContext('2d');
	context.imageSmoothingQuality = 'high';
	context.drawImage(image, 0, 0, canvas.width, canvas.height);
	const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
	let text = '';
	for (const byte of new Uint8Array(await blob.arrayBuffer())) text += String.fromCharCode(byte);
	return btoa(text);
}`;

function browserOf(page: Page): Browser {
	const browser = page.context().browser();
	if (browser === null) throw new Error('The browser is gone');
	return browser;
}

function write(file: string, bytes: Buffer): void {
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, bytes);
}
