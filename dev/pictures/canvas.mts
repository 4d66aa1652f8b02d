import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';

import type { Frame } from './camera.mts';

/** What lies over the canvas, or behind it, and says nothing about the workflow. */
const QUIET = `
	.vue-flow__background, .vue-flow__controls, .vue-flow__minimap, .el-notification, .el-popper,
	[data-test-id="canvas-controls"], [data-test-id="canvas-minimap"], [data-test-id="canvas-execute-workflow-button"],
	[data-test-id^="execute-workflow-button"], [data-test-id="node-creator-plus-button"],
	[data-test-id="canvas-handle-plus-wrapper"],
	[data-test-id="ask-assistant-floating-button"], [class*="executionButtons"], [class*="nodeButtonsWrapper"],
	[class*="focusPanel"], [data-test-id="canvas-wrapper"] [class*="bottomMenu"] { display: none !important }
`;
const MARGIN = 20;
/** As long as n8n takes to glide to where it shows all. */
const GLIDE_MS = 1_200;

/** The canvas at an address of n8n with all of its workflow in view and nothing over it; answers where that is. */
export async function openCanvas(page: Page, address: string): Promise<Frame> {
	const view = { width: 1600, height: 1000 };
	await page.setViewportSize(view);
	await page.goto(address);
	await page.locator('.vue-flow__node').first().waitFor();
	await page.addStyleTag({ content: QUIET });
	await page.keyboard.press('1');
	// Where nothing shows a button of its own under the mouse.
	await page.mouse.move(5, 5);
	await sleep(GLIDE_MS);
	// Names and subtitles stand below their nodes.
	const inNodes = ['abel', 'escription', 'ubtitle'].map((part) => `.vue-flow__node [class*="${part}"]`);
	const shown = ['.vue-flow__node', '.vue-flow__edge-label', '.vue-flow__edges path', ...inNodes].join(', ');
	const boxes = await page.locator(shown).evaluateAll((elements) =>
		elements
			.map((element) => element.getBoundingClientRect())
			.filter(({ width, height }) => width + height > 0)
			.map(({ left, top, right, bottom }) => ({ left, top, right, bottom })),
	);
	const x = Math.max(0, Math.min(...boxes.map(({ left }) => left)) - MARGIN);
	const y = Math.max(0, Math.min(...boxes.map(({ top }) => top)) - MARGIN);
	return {
		x,
		y,
		width: Math.min(view.width, Math.max(...boxes.map(({ right }) => right)) + MARGIN) - x,
		height: Math.min(view.height, Math.max(...boxes.map(({ bottom }) => bottom)) + MARGIN) - y,
	};
}
