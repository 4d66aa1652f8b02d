import { collect, listRecords } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { listFields, readListOptions, readSimplify, simplifyField, sortField } from '../../shared/lists';
import { sessionLocator } from '../../shared/locators';
import { messageFilters, readMessageQuery } from '../../shared/messageList';
import { simplifyMessage } from '../../shared/output';
import { optionsField } from '../../shared/runOptions';

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
		const notes = await collect(listRecords(client, 'GET /chat/v1/session/{id}/note', { path: { id }, query }, list));
		return simplify ? notes.map(simplifyMessage) : notes;
	},
});
