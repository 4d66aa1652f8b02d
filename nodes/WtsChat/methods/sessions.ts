import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import type { Session, WtsClient } from '../../../client';
import { connect } from '../account';
import { humanize, PICKER_PAGE, pagedResult, pageOf } from './results';

/** The route has no text search: the sessions of the contacts that match best are shown. */
const CONTACTS_SEARCHED = 5;

function asResult({ id, contactDetails, title, number, status, channelDetails }: Session) {
	const who = contactDetails?.name ?? title ?? contactDetails?.phonenumberFormatted ?? number ?? id;
	const details = [humanize(status), channelDetails?.displayName].filter(Boolean).join(', ');
	return id ? [{ name: details === '' ? String(who) : `${who} (${details})`, value: id }] : [];
}

async function sessionsOf(client: WtsClient, filter: string): Promise<Session[]> {
	const contacts = await client.request('POST /core/v1/contact/filter', {
		body: { textFilter: filter, pageNumber: 1, pageSize: CONTACTS_SEARCHED },
	});
	const pages = await Promise.all(
		(contacts?.items ?? []).map(async ({ id }) =>
			await client.request('GET /chat/v2/session', {
				query: { ContactId: id, IncludeDetails: DETAILS, PageSize: PICKER_PAGE },
			}),
		),
	);
	return pages.flatMap((page) => page.items ?? []);
}

const DETAILS = ['ContactDetails' as const, 'ChannelDetails' as const];

/** Sessions by their contact: name, phone, e-mail or Instagram; the newest first without a text. */
export async function searchSessions(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const client = await connect(this);
	const wanted = filter?.trim() ?? '';
	if (wanted !== '') return { results: (await sessionsOf(client, wanted)).flatMap(asResult) };
	const page = pageOf(paginationToken);
	const answer = await client.request('GET /chat/v2/session', {
		query: { IncludeDetails: DETAILS, PageNumber: page, PageSize: PICKER_PAGE },
	});
	return pagedResult((answer.items ?? []).flatMap(asResult), page, answer.hasMorePages);
}
