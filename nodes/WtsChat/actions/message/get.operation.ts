import { defineOperation } from '../../core/operation';
import { readSimplify, simplifyField } from '../../shared/lists';
import { downloadFileFields, messageOutput, readDownloadField } from '../../shared/messageFiles';
import { optionsField } from '../../shared/runOptions';
import { messageIdField } from './messageId';

export const get = defineOperation({
	value: 'get',
	name: 'Get',
	action: 'Get message',
	description: 'Get one message, on request with its file',
	fields: [messageIdField('The message to get'), simplifyField, optionsField(downloadFileFields)],
	read: (item) => ({
		id: item.id('messageId'),
		simplify: readSimplify(item),
		download: readDownloadField(item),
	}),
	async execute({ id, ...output }, client) {
		return messageOutput(await client.request('GET /chat/v1/message/{id}', { path: { id } }), output);
	},
});
