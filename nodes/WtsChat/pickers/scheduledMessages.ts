import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import type { ScheduledMessage } from '../../../client';
import { connect } from '../platform/account';
import { filteredResult, PICKER_PAGE, pagedResult, pageOf } from './results';

/** The route has no text search: a text is looked for in the next ones. */
const SEARCHED = 100;

function asResult({ id, contact, scheduling, template, chatbot }: ScheduledMessage) {
	if (!id) return [];
	const who = contact?.name ?? contact?.phonenumberFormatted ?? id;
	const what = template?.name ?? chatbot?.name;
	const when = scheduling?.slice(0, 16).replace('T', ' ');
	const details = [what, when === undefined ? undefined : `${when} UTC`].filter(Boolean).join(', ');
	return [{ name: details === '' ? who : `${who} (${details})`, value: id }];
}

/** Scheduled messages that are still to go out, by contact, template and time. */
export async function searchScheduledMessages(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const client = await connect(this);
	const wanted = filter?.trim() ?? '';
	const page = wanted === '' ? pageOf(paginationToken) : 1;
	const answer = await client.request('GET /chat/v1/scheduled-message', {
		query: {
			Status: 'SCHEDULED',
			IncludeDetails: ['Contact', 'Template', 'Chatbot'],
			PageNumber: page,
			PageSize: wanted === '' ? PICKER_PAGE : SEARCHED,
		},
	});
	const results = (answer.items ?? []).flatMap(asResult);
	return wanted === '' ? pagedResult(results, page, answer.hasMorePages) : filteredResult(results, wanted);
}
