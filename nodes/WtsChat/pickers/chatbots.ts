import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { connect } from '../platform/account';
import { PICKER_PAGE, pagedResult, pageOf } from './results';

/** Automation chatbots by name; the value is the chatbot's key, which is what the sends take. */
export async function searchChatbots(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const client = await connect(this);
	const page = pageOf(paginationToken);
	const answer = await client.request('GET /chat/v1/chatbot', {
		query: {
			Name: filter === '' ? undefined : filter,
			Types: ['Automation'],
			PageNumber: page,
			PageSize: PICKER_PAGE,
		},
	});
	const results = (answer.items ?? []).flatMap(({ key, name, archived, publishStatus }) => {
		if (!key || archived === true) return [];
		const state = publishStatus && publishStatus !== 'READY' ? ' (not published)' : '';
		return [{ name: `${name ?? key}${state}`, value: key }];
	});
	return pagedResult(results, page, answer.hasMorePages);
}
