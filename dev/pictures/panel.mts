import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';

import type { Frame } from './camera.mts';

const MARGIN = 12;
const HEIGHT = 1000;

/** Opens a node's panel with nothing lying over it; answers where its fields are, from its name to the last one. */
export async function openPanel(page: Page, workflow: string, node: string): Promise<Frame> {
	await page.setViewportSize({ width: 1500, height: HEIGHT });
	await page.goto(`/workflow/${workflow}/${node}`);
	const panel = page.getByTestId('ndv').locator('.node-settings');
	const parameters = page.getByTestId('node-parameters');
	await parameters.locator('[data-test-id="parameter-item"]').first().waitFor();
	await page.addStyleTag({
		content:
			'.el-notification, .el-popper, [data-test-id="ask-assistant-floating-button"] { display: none !important }',
	});
	// Lists and forms are read from the account after the panel has opened.
	for (let quiet = 0; quiet < 4; quiet += 1) {
		await sleep(500);
		if ((await parameters.locator('input:disabled, .el-skeleton, .n8n-loading').count()) > 0) quiet = 0;
	}
	await page.mouse.move(5, 5);
	const hidden = await parameters.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
	if (hidden > 0) {
		await page.setViewportSize({ width: 1500, height: HEIGHT + hidden + 20 });
		await sleep(500);
	}
	const box = await panel.boundingBox();
	if (box === null) throw new Error('The panel is not visible');
	const end = await parameters.evaluate((element) =>
		Math.max(
			...[
				...element.querySelectorAll('[data-test-id="parameter-item"], [data-test-id="collection-parameter-add"]'),
			].map((field) => field.getBoundingClientRect().bottom),
		),
	);
	return { ...box, height: Math.min(box.height, end - box.y + MARGIN) };
}
