import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { asList } from '../../../client';
import { connect } from '../platform/account';
import { filteredResult } from './results';

/** Departments by name. */
export async function searchDepartments(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const client = await connect(this);
	const departments = asList(await client.request('GET /core/v2/department', {}), 'GET /core/v2/department');
	return filteredResult(
		departments.flatMap(({ id, name }) => (id ? [{ name: name ?? id, value: id }] : [])),
		filter,
	);
}
