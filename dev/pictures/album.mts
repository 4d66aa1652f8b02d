import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';

import type { World } from '../../test/e2e/world.mts';
import { readExamples } from '../examples.mts';
import type { WorkflowFile } from '../n8n/rest.mts';
import { CREDENTIAL_TYPE } from '../stage.mts';
import { Camera, THEMES, type Theme } from './camera.mts';
import { openCanvas } from './canvas.mts';
import { photographConversation } from './conversation.mts';
import { openPanel } from './panel.mts';
import { shownPanels, shownWorkflow } from './shown.mts';

/** Takes the pictures whose names fit. */
export async function takePictures(world: World, wanted: RegExp): Promise<void> {
	const camera = new Camera(world.page);
	const pages = new Map<Theme, Page>();
	for (const theme of THEMES) pages.set(theme, await Camera.page(world.page, theme, world.n8n.url));
	// A node without its credential has a red mark.
	const httpBearerAuth = await world.rest.createCredential('MCP token', 'httpBearerAuth', { token: randomUUID() });
	const credentials = { ...world.credentials, httpBearerAuth };
	const photographCanvas = async (workflow: WorkflowFile, name: string): Promise<void> => {
		const id = await world.rest.importWorkflow(workflow, credentials);
		for (const [theme, page] of pages) await camera.take(page, await openCanvas(page, `/workflow/${id}`), name, theme);
	};

	if (wanted.test('canvas')) await photographCanvas(shownWorkflow(), 'canvas');
	for (const { page: name, ...shown } of shownPanels(world.simulator)) {
		if (!wanted.test(name)) continue;
		const node = {
			id: 'shown',
			typeVersion: 1,
			position: [0, 0] as const,
			credentials: { [CREDENTIAL_TYPE]: world.credential },
			...shown,
		};
		const id = await world.rest.importWorkflow({ name: shown.name, nodes: [node], connections: {} });
		for (const [theme, page] of pages) await camera.take(page, await openPanel(page, id, node.id), name, theme);
	}
	for (const { file, workflow } of readExamples()) {
		const name = `templates/${file.replace('.json', '')}`;
		if (wanted.test(name)) await photographCanvas(workflow, name);
	}
	if (wanted.test('conversation')) await photographConversation(world, camera, pages);
	for (const page of pages.values()) await page.context().close();
}
