import { prepareSend, sendChatbotBatch } from '../../../../client';
import { defineBatchOperation } from '../../core/operation';
import { batchSizeField, readBatchSize } from '../../shared/batch';
import { optionsField } from '../../shared/runOptions';
import { chatbotStartFields, chatbotStartKey, chatbotStartOptions, readChatbotStart } from './start';

export const sendBatch = defineBatchOperation({
	value: 'sendBatch',
	name: 'Send Batch',
	action: 'Send batch of chatbots',
	description: 'Start chatbots for the recipients or sessions of all input items, up to 100 per request',
	fields: [...chatbotStartFields, optionsField([...chatbotStartOptions, batchSizeField('Starts')])],
	read(item) {
		const start = readChatbotStart(item);
		const { botKey, options, senderId = start.ownSenderId, ...message } = start.body;
		return {
			shared: { botKey, sender: start.sender, options, skipIfSent: start.skipIfSent },
			message: { ...message, senderId },
			key: chatbotStartKey(start),
			batchSize: readBatchSize(item.group('options')),
		};
	},
	prepare: async (params, client) => ({
		...params,
		shared: { ...params.shared, ...(await prepareSend(client, params.shared)) },
	}),
	batchSize: ({ batchSize }) => batchSize,
	groupKey: ({ shared }) => JSON.stringify(shared),
	// Results are found by sender ID; two starts for one recipient go one after the other.
	identities: ({ message, key }) => [`sender ${message.senderId}`, key],
	async executeBatch(batch, client) {
		const [first] = batch;
		if (first === undefined) return [];
		const outcomes = await sendChatbotBatch(
			client,
			first.shared,
			batch.map(({ message }) => message),
		);
		return outcomes.map((outcome) => ('error' in outcome ? outcome : { records: [outcome.record] }));
	},
});
