import { setTimeout as sleep } from 'node:timers/promises';
import type { Execution, WorkflowFile, WorkflowNode } from '../../dev/n8n/rest.mts';
import type { World } from './world.mts';

/** How long to wait for what must come; a busy machine takes its time. */
const PATIENCE_MS = 60_000;

interface Stored {
	versionId: string;
	nodes: WorkflowNode[];
	name: string;
	connections: unknown;
}

/** Workflows of the real n8n as people publish, change and stop them. */
export class Publishing {
	readonly #published = new Set<string>();

	constructor(private readonly world: World) {}

	async import(workflow: WorkflowFile): Promise<string> {
		return await this.world.rest.importWorkflow(workflow, this.world.credentials);
	}

	/** Publishes the workflow as it is saved, and waits until its triggers are registered or have failed. */
	async publish(id: string): Promise<void> {
		const { versionId } = await this.read(id);
		await this.world.rest.call('POST', `/rest/workflows/${id}/activate`, { versionId });
		this.#published.add(id);
		await this.world.rest.untilPublished(id);
	}

	async unpublish(id: string): Promise<void> {
		this.#published.delete(id);
		await this.world.rest.call('POST', `/rest/workflows/${id}/deactivate`, {});
	}

	async unpublishAll(): Promise<void> {
		for (const id of this.#published) await this.unpublish(id);
	}

	async read(id: string): Promise<Stored> {
		return await this.world.rest.call<Stored>('GET', `/rest/workflows/${id}`);
	}

	/** Saves a draft. */
	async save(id: string, changes: Partial<Stored>): Promise<void> {
		const { versionId, nodes, connections, name } = await this.read(id);
		await this.world.rest.call('PATCH', `/rest/workflows/${id}`, { versionId, nodes, connections, name, ...changes });
	}

	/** The workflow's executions that are over, newest first, once there are as many as expected. */
	async executions(id: string, expected: number, patience = PATIENCE_MS): Promise<Execution[]> {
		const deadline = Date.now() + patience;
		for (;;) {
			const found = await this.#list(id);
			const over = found.filter(({ status }) => !['new', 'running', 'waiting'].includes(status));
			if ((over.length === found.length && over.length >= expected) || Date.now() > deadline) {
				return await Promise.all(over.map(async (one) => await this.world.rest.getExecution(one.id)));
			}
			await sleep(200);
		}
	}

	async #list(id: string): Promise<Array<{ id: string; status: string }>> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
		const { results } = await this.world.rest.call<{ results: Array<{ id: string; status: string }> }>(
			'GET',
			`/rest/executions?filter=${filter}&limit=100`,
		);
		return results;
	}
}

/** Waits until something is so. */
export async function until(
	what: string,
	check: () => boolean | Promise<boolean>,
	patience = PATIENCE_MS,
): Promise<void> {
	const deadline = Date.now() + patience;
	while (!(await check())) {
		if (Date.now() > deadline) throw new Error(`Not within ${patience / 1000} s: ${what}`);
		await sleep(100);
	}
}
