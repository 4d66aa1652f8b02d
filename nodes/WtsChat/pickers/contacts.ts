import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import type { Contact } from '../../../client';
import { connect } from '../platform/account';
import { PICKER_PAGE, pagedResult, pageOf } from './results';

/** A contact as pickers show it: name and a way to tell namesakes apart. */
export function contactLabel({ id, name, phoneNumberFormatted, phoneNumber, instagram, email }: Contact): string {
	const address = phoneNumberFormatted ?? phoneNumber ?? instagram ?? email;
	if (!name) return address ?? id ?? 'Contact';
	return address ? `${name} (${address})` : name;
}

/** Contacts by any of their texts: name, phone, e-mail, Instagram. */
export async function searchContacts(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const client = await connect(this);
	const pageNumber = pageOf(paginationToken);
	const answer = await client.request('POST /core/v1/contact/filter', {
		body: { textFilter: filter === '' ? undefined : filter, pageNumber, pageSize: PICKER_PAGE },
	});
	const results = (answer?.items ?? []).flatMap((contact) =>
		contact.id ? [{ name: contactLabel(contact), value: contact.id }] : [],
	);
	return pagedResult(results, pageNumber, answer?.hasMorePages);
}
