import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { collect, listRecords } from '../../../client';
import { connect } from '../platform/account';
import { filteredResult } from './results';

/** Portfolios by name; their route takes no search text. */
export async function searchPortfolios(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const client = await connect(this);
	const portfolios = await collect(listRecords(client, 'GET /core/v1/portfolio', {}));
	return filteredResult(
		portfolios.flatMap(({ id, name }) => (id ? [{ name: name ?? id, value: id }] : [])),
		filter,
	);
}
