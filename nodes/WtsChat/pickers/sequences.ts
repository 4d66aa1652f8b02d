import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';

import { collect, listRecords, type Sequence } from '../../../client';
import { connect } from '../platform/account';
import { PICKER_PAGE, pagedResult, pageOf } from './results';

function asOption({ id, name, enabled }: Sequence): Array<{ name: string; value: string }> {
	if (!id) return [];
	const label = name ?? id;
	return [{ name: enabled === false ? `${label} (off)` : label, value: id }];
}

/** Sequences by name. */
export async function searchSequences(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const client = await connect(this);
	const page = pageOf(paginationToken);
	const answer = await client.request('GET /chat/v1/sequence', {
		query: { Name: filter === '' ? undefined : filter, PageNumber: page, PageSize: PICKER_PAGE },
	});
	return pagedResult((answer.items ?? []).flatMap(asOption), page, answer.hasMorePages);
}

/** Sequences for multi-selects. */
export async function getSequences(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const client = await connect(this);
	const sequences = await collect(listRecords(client, 'GET /chat/v1/sequence', {}));
	return sequences.flatMap(asOption).sort((a, b) => a.name.localeCompare(b.name));
}
