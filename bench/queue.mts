/**
 * n8n in queue mode: 2 x 1,000 sends of one account on two workers, beside n8n's HTTP Request, batched as its reader
 * would: part g of the bench. Time runs four times as fast, for the account, the node and the batches alike.
 */
import { endOnSignals } from '../dev/n8n/processes.mts';
import type { WorkflowNode } from '../dev/n8n/rest.mts';
import { CREDENTIAL_TYPE } from '../dev/stage.mts';
import { type Shared, share } from '../test/scale/sharing.mts';
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

interface Result {
	rows: Array<Record<string, string | number>>;
	aims: Array<{ aim: string; met: boolean }>;
}

/** Starts n8n with two workers, and lets each of the senders send. */
export async function queueMode(): Promise<Result> {
	const state: { ground?: Ground } = {};
	endOnSignals(async () => await state.ground?.stop());
	const ground = await startGround((line) => console.log(`   ${line}`));
	state.ground = ground;
	const results: Array<Shared & { node: string }> = [];
	try {
		for (const [name, nodeFor] of SENDERS) results.push({ node: name, ...(await share(ground, FACTOR, nodeFor)) });
	} finally {
		await ground.stop();
	}
	const [own, , other] = results;
	return {
		rows: results.map(({ node, sent, doubled, refused, requests, seconds }) => ({
			node,
			sent,
			'sent twice': doubled,
			'429s': refused,
			'429s %': Number(((refused / requests) * 100).toFixed(1)),
			seconds: Math.round(seconds),
		})),
		aims: [
			{ aim: 'nothing set: all sent, none twice', met: own?.sent === 2_000 && own.doubled === 0 },
			{ aim: 'nothing set: at most 2 % refused', met: own !== undefined && own.refused <= own.requests * 0.02 },
			{
				aim: 'nothing set: sooner than HTTP Request that keeps within the limit',
				met: own !== undefined && other !== undefined && own.seconds < other.seconds,
			},
		],
	};
}
