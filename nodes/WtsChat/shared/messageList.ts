import type { INodeProperties } from 'n8n-workflow';

import { collect, listRecords, type QueryOf, type WtsClient } from '../../../client';
import type { OutputRecord } from '../core/operation';
import type { ParameterReader } from '../core/reader';
import { collectionField } from './collections';
import {
	dateRangeFields,
	listFields,
	readChangeDates,
	readListOptions,
	readSimplify,
	readSort,
	simplifyField,
	sortField,
} from './lists';
import { sessionLocator } from './locators';
import { downloadFileFields, messageOutput, readDownloadField } from './messageFiles';
import { optionsField } from './runOptions';

type MessageQuery = Omit<QueryOf<'GET /chat/v1/session/{id}/message'>, 'PageNumber' | 'PageSize'>;

/** Filters of the messages and of the notes of a session. */
export const messageFilters: INodeProperties = collectionField('Filters', 'filters', 'Add filter', [
	...dateRangeFields('Created', 'createdAt'),
	...dateRangeFields('Updated', 'updatedAt'),
]);

/** Reads the filters and the sort order. */
export function readMessageQuery(item: ParameterReader): MessageQuery {
	return { ...readChangeDates(item.group('filters')), ...readSort(item) };
}

function readMessageList(item: ParameterReader) {
	return {
		id: item.id('sessionId'),
		list: readListOptions(item),
		query: readMessageQuery(item),
		simplify: readSimplify(item),
		download: readDownloadField(item),
	};
}

async function listMessages(
	{ id, list, query, ...output }: ReturnType<typeof readMessageList>,
	client: WtsClient,
): Promise<OutputRecord[]> {
	const messages = await collect(
		listRecords(client, 'GET /chat/v1/session/{id}/message', { path: { id }, query }, list),
	);
	return messages.map((message) => messageOutput(message, output));
}

/** The messages of a session, as the resources Message and Session offer them. */
export const messageList = {
	description: 'Get the messages of a session, sent and received, on request with their files',
	fields: [
		sessionLocator({ description: 'The session whose messages to get' }),
		...listFields,
		messageFilters,
		sortField(['createdAt', 'updatedAt']),
		simplifyField,
		optionsField(downloadFileFields),
	],
	read: readMessageList,
	execute: listMessages,
};
