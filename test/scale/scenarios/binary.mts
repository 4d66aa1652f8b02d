import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { chat, publishNodes, type Scenario, untilOver, webhook } from '../world.mts';

export const binary: Scenario = {
	name: "binary data: a file that another process has put into n8n's database is sent from a worker",
	async run(world) {
		const { simulator } = world;
		const hook = randomUUID();
		const sendFile = chat({
			resource: 'session',
			operation: 'sendFile',
			sessionId: { __rl: true, mode: 'id', value: simulator.account.named.sessionInProgress.id },
			fileSource: 'binary',
			binaryPropertyName: 'contract',
			caption: 'Signed',
			options: {},
		});
		const workflow = await publishNodes(world, [webhook(hook), sendFile], hook);
		// Larger than what n8n would keep beside the items.
		const bytes = randomBytes(3_000_000);
		const form = new FormData();
		form.append('contract', new Blob([bytes], { type: 'application/pdf' }), 'Contrato nº 7.pdf');
		const answer = await fetch(workflow.url, { method: 'POST', body: form });
		assert.equal(answer.status, 200, await answer.text());
		const [done] = await untilOver(world, workflow.id, 1);
		assert.equal(done?.status, 'success');
		const sent = [...simulator.account.messages.values()].filter(({ text }) => text === 'Signed');
		assert.equal(sent.length, 1);
		const [stored] = [...simulator.account.files.values()].filter(({ name }) => name === 'Contrato nº 7.pdf');
		assert.equal(stored?.uploadedSize, bytes.length);
		assert.equal(stored.sha256, createHash('sha256').update(bytes).digest('hex'));
	},
};
