import { type ChatbotBatch, prepareSend, sendChatbotBatch } from '../../../../client';
import { defineBatchOperation } from '../../core/operation';
import { batchSizeField, readBatchSize, sendTogether } from '../../shared/batch';
import { readSimplify, simplifyField } from '../../shared/lists';
import { optionsField } from '../../shared/runOptions';
import { chatbotStartFields, chatbotStartKey, chatbotStartOptions, readChatbotStart } from './start';

/** What all starts of a request share: whether they are looked up first is said of each batch. */
type Shared = ChatbotBatch & Required<Pick<ChatbotBatch, 'skipIfSent'>>;

export const sendBatch = defineBatchOperation({
	value: 'sendBatch',
	name: 'Send Batch',
	action: 'Send batch of chatbots',
	description: 'Start chatbots for the recipients or sessions of all input items, up to 100 per request',
	fields: [...chatbotStartFields, simplifyField, optionsField([...chatbotStartOptions, batchSizeField('Starts')])],
	read(item) {
		const start = readChatbotStart(item);
		const { botKey, options, senderId = start.ownSenderId, ...message } = start.body;
		return {
			shared: { botKey, sender: start.sender, options, skipIfSent: start.skipIfSent },
			message: { ...message, senderId },
			chatbotPicked: start.chatbotPicked,
			ownSenderId: start.ownSenderId,
			key: chatbotStartKey(start),
			simplify: readSimplify(item),
			batchSize: readBatchSize(item.group('options')),
		};
	},
	async prepare({ shared: given, chatbotPicked, ...params }, client) {
		const { sender, botKey } = given;
		const found = await prepareSend(client, { sender, chatbotKey: botKey, chatbotPicked });
		const shared: Shared = { ...given, botKey: found.chatbotKey ?? botKey, sender: found.sender };
		return { ...params, shared };
	},
	batchSize: ({ batchSize }) => batchSize,
	groupKey: ({ shared }) => JSON.stringify(shared),
	// Results are found by sender ID; two starts for one recipient go one after the other.
	onceKeys: ({ message, key }) => [`sender ${message.senderId}`, key],
	executeBatch: async (batch, client) => await sendTogether(sendChatbotBatch, batch, client),
});
