import { collect, listRecords } from '../../../../client';
import { listFields, readListOptions, readSimplify, simplifyField, sortField } from '../../fields/lists';
import { sessionLocator } from '../../fields/locators';
import { downloadFileFields, messageOutput, readDownloadField } from '../../fields/messageFiles';
import { messageFilters, readMessageQuery } from '../../fields/messageList';
import { optionsField } from '../../fields/runOptions';
import { defineOperation } from '../../operation';

export const getMessages = defineOperation({
	value: 'getMessages',
	name: 'Get Messages',
	action: 'Get messages of session',
	description: 'Get the messages of a session, sent and received, on request with their files',
	fields: [
		sessionLocator({ description: 'The session whose messages to get' }),
		...listFields,
		messageFilters,
		sortField(['createdAt', 'updatedAt']),
		simplifyField,
		optionsField(downloadFileFields),
	],
	read: (item) => ({
		id: item.id('sessionId'),
		list: readListOptions(item),
		query: readMessageQuery(item),
		simplify: readSimplify(item),
		download: readDownloadField(item),
	}),
	async execute({ id, list, query, ...output }, client) {
		const messages = await collect(
			listRecords(client, 'GET /chat/v1/session/{id}/message', { path: { id }, query }, list),
		);
		return messages.map((message) => messageOutput(message, output));
	},
});
