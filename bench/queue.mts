/**
 * n8n in queue mode: 2 x 1,000 sends of one account on two workers, beside n8n's HTTP Request, batched as its reader
 * would: `npm run bench:queue`. Time runs four times as fast, for the account, the node and the batches alike. Writes
 * artifacts/bench-queue.json.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT } from '../dev/n8n/package.mts';
import { endOnSignals } from '../dev/n8n/processes.mts';
import type { WorkflowNode } from '../dev/n8n/rest.mts';
import { CREDENTIAL_TYPE } from '../dev/stage.mts';
import { share } from '../test/scale/sharing.mts';
import { chat, type Ground, node, sendText, startGround } from '../test/scale/world.mts';

const FACTOR = 4;

/** HTTP Request doing the same call, so many at once every 13.5 seconds. */
function httpRequest(url: string, batchSize: number): WorkflowNode {
	return {
		...node('HTTP Request', 'n8n-nodes-base.httpRequest', 4.2, {
			authentication: 'predefinedCredentialType',
			nodeCredentialType: CREDENTIAL_TYPE,
			method: 'POST',
			url: `${url}/chat/v1/send/text`,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: '={{ JSON.stringify({ sessionId: $json.item.session, text: $json.item.text, delayTyping: 0 }) }}',
			options: { batching: { batch: { batchSize, batchInterval: 13_500 / FACTOR } } },
		}),
		...{ onError: 'continueRegularOutput' },
		credentials: { [CREDENTIAL_TYPE]: {} },
	};
}

const SENDERS: ReadonlyArray<readonly [name: string, nodeFor: (url: string) => WorkflowNode]> = [
	['WTS Chat, nothing set', () => chat(sendText({ delayTyping: 0 }))],
	['WTS Chat, Limit Share 50', () => chat(sendText({ delayTyping: 0, limitShare: 50 }))],
	['HTTP Request, half a limit for each worker: 50 every 13.5 s', (url) => httpRequest(url, 50)],
	['HTTP Request, as for one n8n: 100 every 13.5 s', (url) => httpRequest(url, 100)],
];

async function main(): Promise<void> {
	const state: { ground?: Ground } = {};
	endOnSignals(async () => await state.ground?.stop());
	const ground = await startGround((line) => console.log(line));
	state.ground = ground;
	const rows = [];
	try {
		for (const [name, nodeFor] of SENDERS) {
			const { sent, doubled, requests, refused, seconds } = await share(ground, FACTOR, nodeFor);
			rows.push({
				node: name,
				sent,
				'sent twice': doubled,
				'429s': refused,
				'429s %': Number(((refused / requests) * 100).toFixed(1)),
				seconds: Math.round(seconds),
			});
		}
	} finally {
		await ground.stop();
	}
	console.log('\nq) 2 x 1,000 sends of one account on two workers; the limits allow them in 120 s');
	console.table(rows);
	const folder = path.join(PROJECT, 'artifacts');
	mkdirSync(folder, { recursive: true });
	writeFileSync(path.join(folder, 'bench-queue.json'), JSON.stringify(rows, undefined, '\t'));
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
