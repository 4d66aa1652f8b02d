import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';

import { asList, listTags } from '../../../client';
import { connect } from '../platform/account';
import { filteredResult, humanize } from './results';

/** Tags of contacts by name; those of panels are another catalogue. */
export async function searchTags(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const tags = await listTags(await connect(this));
	return filteredResult(
		tags.flatMap(({ id, name }) => (id ? [{ name: name ?? id, value: id }] : [])),
		filter,
	);
}

/** The palette of tags, in its own order. */
export async function getTagColors(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const client = await connect(this);
	const colors = asList(await client.request('GET /core/v1/tag/color', {}), 'GET /core/v1/tag/color');
	return colors.flatMap(({ color }) => (color ? [{ name: humanize(color), value: color }] : []));
}
