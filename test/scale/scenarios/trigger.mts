import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { CREDENTIAL_TYPE } from '../../../dev/stage.mts';
import { node, publishNodes, type Scenario, untilOver } from '../world.mts';

export const trigger: Scenario = {
	name: 'trigger: an event that the process for webhooks takes runs on a worker, once',
	async run(world) {
		const { simulator, queue, rest } = world;
		const { sessionInProgress } = simulator.account.named;
		const { id } = await publishNodes(world, [
			{
				...node('Trigger', 'n8n-nodes-wts-chat.wtsChatTrigger', 1, { events: ['MESSAGE_RECEIVED'] }),
				...{ webhookId: randomUUID() },
				credentials: { [CREDENTIAL_TYPE]: {} },
			},
			node('End', 'n8n-nodes-base.noOp', 1, {}),
		]);
		const [subscription] = simulator.account.subscriptions.values();
		assert(subscription?.url?.startsWith(queue.webhook.url), `subscribed with ${subscription?.url}`);
		// The platform may deliver an event twice.
		simulator.quirks.webhookDuplicates = 1;
		const texts = Array.from({ length: 20 }, (_, index) => `trigger ${index}`);
		for (const text of texts) simulator.receiveMessage({ sessionId: sessionInProgress.id, text });
		const list = await untilOver(world, id, texts.length);
		const ran = await Promise.all(list.map(async (one) => await rest.getExecution(one.id)));
		const seen = ran.map(({ runData }) => String(runData['Trigger']?.[0]?.data?.main?.[0]?.[0]?.json['text']));
		assert.deepEqual(seen.sort(), texts.sort());
		const logs = queue.workers.map(({ logTail }) => logTail(1_000)).join('\n');
		for (const { id: execution } of list) assert.match(logs, new RegExp(`Worker finished execution ${execution} `));
	},
};
