import { collect, listRecords } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { listFields, readListOptions, readSimplify, simplifyField, sortField } from '../../shared/lists';
import { sessionLocator } from '../../shared/locators';
import { downloadFileFields, messageOutput, readDownloadField } from '../../shared/messageFiles';
import { messageFilters, readMessageQuery } from '../../shared/messageList';
import { optionsField } from '../../shared/runOptions';

export const getAll = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many messages',
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
