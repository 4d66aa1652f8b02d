import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { findChannel, isId, type QueryOf, type Template, type WtsClient } from '../../../client';
import { connect } from '../platform/account';
import { locatedValue, PICKER_PAGE, pagedResult, pageOf } from './results';

/** The channel whose templates fit: that which sends, or that of the session. */
async function channelIdOf(context: ILoadOptionsFunctions, client: WtsClient): Promise<string | undefined> {
	// Fields of another resource may still have their values.
	const inSession = locatedValue(context, 'resource') === 'session';
	if (!inSession && locatedValue(context, 'recipientType') !== 'session') {
		const from = locatedValue(context, 'from');
		return from === '' ? undefined : (await findChannel(client, from))?.id;
	}
	const sessionId = locatedValue(context, 'sessionId');
	if (!isId(sessionId)) return undefined;
	return (await client.request('GET /chat/v2/session/{id}', { path: { id: sessionId } })).channelId;
}

function asResult({ id, name, categoryName, fileType, archived }: Template) {
	if (!id || archived === true) return [];
	const file = fileType && fileType !== 'UNDEFINED' ? `with ${fileType.toLowerCase()}` : undefined;
	const details = [categoryName, file].filter(Boolean).join(', ');
	return [{ name: details === '' ? (name ?? id) : `${name ?? id} (${details})`, value: id }];
}

async function search(
	context: ILoadOptionsFunctions,
	filter: string | undefined,
	paginationToken: string | undefined,
	Type?: QueryOf<'GET /chat/v1/template'>['Type'],
): Promise<INodeListSearchResult> {
	const client = await connect(context);
	const page = pageOf(paginationToken);
	const answer = await client.request('GET /chat/v1/template', {
		query: {
			ApprovedOnly: true,
			Archived: false,
			Type,
			ChannelId: await channelIdOf(context, client),
			Name: filter === '' ? undefined : filter,
			PageNumber: page,
			PageSize: PICKER_PAGE,
		},
	});
	return pagedResult((answer.items ?? []).flatMap(asResult), page, answer.hasMorePages);
}

/** Approved templates by name, those of the chosen channel or session. */
export async function searchTemplates(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await search(this, filter, paginationToken);
}

/** The same, of templates for one-time passwords. */
export async function searchOtpTemplates(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await search(this, filter, paginationToken, 'AUTHENTICATION');
}
