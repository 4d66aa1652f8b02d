import { collect, listRecords } from '../../../../client';
import { listFields, readListOptions, readSimplify, simplifyField, sortField } from '../../fields/lists';
import { sessionLocator } from '../../fields/locators';
import { messageFilters, readMessageQuery } from '../../fields/messageList';
import { optionsField } from '../../fields/runOptions';
import { simplifyMessage } from '../../fields/simplify';
import { defineOperation } from '../../operation';

export const getAllNotes = defineOperation({
	value: 'getAllNotes',
	name: 'Get Many Notes',
	action: 'Get many notes of session',
	description: 'Get the internal notes of a session, which its contact does not see',
	fields: [
		sessionLocator({ description: 'The session whose notes to get' }),
		...listFields,
		messageFilters,
		sortField(['createdAt', 'updatedAt']),
		simplifyField,
		optionsField(),
	],
	read: (item) => ({
		id: item.id('sessionId'),
		list: readListOptions(item),
		query: readMessageQuery(item),
		simplify: readSimplify(item),
	}),
	async execute({ id, list, query, simplify }, client) {
		const notes = await collect(
			listRecords(client, 'GET /chat/v1/session/{id}/note', { path: { id }, query }, list),
		);
		return simplify ? notes.map(simplifyMessage) : notes;
	},
});
