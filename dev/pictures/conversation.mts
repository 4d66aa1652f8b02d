import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';

import { Publishing, until } from '../../test/e2e/publishing.mts';
import type { World } from '../../test/e2e/world.mts';
import { type Camera, THEMES, type Theme } from './camera.mts';
import { openCanvas } from './canvas.mts';
import { waitingWorkflow } from './shown.mts';

interface Step {
	readonly title: string;
	readonly canvas: Buffer;
	readonly chat: Buffer;
}

/** Three steps of a conversation that waits: the canvas in n8n, and beside it the chat on the page of the simulator. */
export async function photographConversation(
	world: World,
	camera: Camera,
	pages: ReadonlyMap<Theme, Page>,
): Promise<void> {
	const { simulator, rest } = world;
	simulator.reset();
	const publishing = new Publishing(world);
	const hook = randomUUID();
	const id = await publishing.import(waitingWorkflow(hook));
	await publishing.publish(id);
	const sessionId = simulator.account.named.sessionPending.id;
	simulator.account.messagesOfSession.set(sessionId, []);
	simulator.receiveMessage({ sessionId, text: 'Oi! Quero marcar um horário.' });
	const steps = new Map<Theme, Step[]>(THEMES.map((theme) => [theme, []]));
	const execution = async () => {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
		const { results } = await rest.call<{ results: Array<{ id: string; status: string }> }>(
			'GET',
			`/rest/executions?limit=5&filter=${filter}`,
		);
		return results[0];
	};
	const photograph = async (title: string): Promise<void> => {
		const run = await execution();
		for (const [theme, page] of pages) {
			const canvas = await photographExecution(page, id, run?.id ?? '');
			const chat = await photographChat(page, simulator.url, sessionId);
			steps.get(theme)?.push({ title, canvas, chat });
		}
	};
	try {
		await fetch(`${world.n8n.url}/webhook/${hook}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ sessionId, name: 'Patrícia' }),
		});
		await until('it waits', async () => (await execution())?.status === 'waiting');
		await photograph('The question is in the chat. The execution waits: minutes or days, also while n8n restarts.');
		simulator.receiveMessage({ sessionId, text: 'amanhã?' });
		await sleep(3_000);
		await photograph('Something else was written: the node asks again and keeps waiting.');
		simulator.receiveMessage({ sessionId, text: 'Confirmo' });
		await until('it went on', async () => (await execution())?.status === 'success');
		await sleep(1_000);
		await photograph('The answer resumes the execution where it stood.');
	} finally {
		await publishing.unpublishAll();
	}
	for (const [theme, page] of pages) {
		await page.setViewportSize({ width: 940, height: 1800 });
		await page.setContent(composed(steps.get(theme) ?? [], theme));
		await page.waitForFunction('[...document.images].every(({ complete }) => complete)');
		const box = await page.locator('main').boundingBox();
		if (box === null) throw new Error('The steps are not visible');
		await camera.take(page, box, 'conversation', theme);
	}
}

async function photographExecution(page: Page, workflow: string, execution: string): Promise<Buffer> {
	const clip = await openCanvas(page, `/workflow/${workflow}/executions/${execution}`);
	return await page.screenshot({ clip, animations: 'disabled' });
}

async function photographChat(page: Page, url: string, sessionId: string): Promise<Buffer> {
	await page.setViewportSize({ width: 1000, height: 1200 });
	await page.goto(`${url}/__simulator`);
	await page.locator('#session').selectOption(sessionId);
	await sleep(300);
	return await page.locator('#talk').screenshot();
}

function composed(steps: readonly Step[], theme: Theme): string {
	const dark = theme === 'dark';
	const image = (png: Buffer, alt: string): string =>
		`<img alt="${alt}" src="data:image/png;base64,${png.toString('base64')}">`;
	const rows = steps.map(
		({ title, canvas, chat }, at) => `
			<h2><b>${at + 1}</b> ${title}</h2>
			<div class="row">
				<div class="canvas">${image(canvas, 'canvas')}</div><div class="chat">${image(chat, 'chat')}</div>
			</div>`,
	);
	return `<!doctype html><style>
		body { margin: 0; background: ${dark ? '#0d1117' : '#fff'}; color: ${dark ? '#e6edf3' : '#1f2328'};
			font: 15px/1.4 system-ui, sans-serif }
		main { padding: 4px 8px 10px; width: 900px }
		h2 { font-size: 16px; font-weight: 500; margin: 14px 0 8px; display: flex; align-items: center; gap: 10px }
		h2 b { background: #0f766e; color: #fff; border-radius: 50%; width: 26px; height: 26px; text-align: center;
			line-height: 26px; flex: none }
		.row { display: flex; gap: 14px; align-items: stretch }
		.row > div { border: 1px solid ${dark ? '#333' : '#ddd'}; border-radius: 8px; overflow: hidden; display: flex;
			align-items: center }
		.canvas { flex: 0 0 580px; background: ${dark ? '#171717' : '#f5f5f5'} }
		.chat { flex: 1; background: ${dark ? '#1d1f21' : '#f4f4f4'} }
		img { width: 100%; display: block }
	</style><main>${rows.join('')}</main>`;
}
