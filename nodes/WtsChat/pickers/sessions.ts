import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import type { Session, WtsClient } from '../../../client';
import { connect } from '../platform/account';
import { filteredResult, humanize, PICKER_PAGE, pagedResult, pageOf } from './results';

/** The route has no text search: sessions of contacts that match are shown, and newest ones that show the text. */
const CONTACTS_SEARCHED = 10;

function asResult({ id, contactDetails, title, number, status, channelDetails }: Session) {
	const who = contactDetails?.name ?? title ?? contactDetails?.phonenumberFormatted ?? number ?? id;
	const details = [humanize(status), channelDetails?.displayName].filter(Boolean).join(', ');
	return id ? [{ name: details === '' ? String(who) : `${who} (${details})`, value: id }] : [];
}

/** The newest sessions, for a text that is in what the picker shows. */
const RECENT_SEARCHED = 100;

async function sessionsOf(client: WtsClient, filter: string): Promise<Session[]> {
	const contacts = await client.request('POST /core/v1/contact/filter', {
		body: { textFilter: filter, pageNumber: 1, pageSize: CONTACTS_SEARCHED },
	});
	const pages = await Promise.all([
		client.request('GET /chat/v2/session', {
			query: { IncludeDetails: DETAILS, PageSize: RECENT_SEARCHED },
		}),
		...(contacts?.items ?? []).map(
			async ({ id }) =>
				await client.request('GET /chat/v2/session', {
					query: { ContactId: id, IncludeDetails: DETAILS, PageSize: PICKER_PAGE },
				}),
		),
	]);
	const [recent, ...ofContacts] = pages.map(({ items }) => items ?? []);
	const shown = (recent ?? []).filter((session) => filteredResult(asResult(session), filter).results.length > 0);
	const byId = new Map([...shown, ...ofContacts.flat()].map((session) => [session.id, session]));
	return [...byId.values()];
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
