import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { asList, listContactTags } from '../../../client';
import { connect } from '../platform/account';
import { humanize, listPicker } from './results';

/** Tags of contacts by name; those of panels are another catalogue. */
export const searchTags = listPicker(async (client) =>
	(await listContactTags(client)).flatMap(({ id, name }) => (id ? [{ name: name ?? id, value: id }] : [])),
);

/** The palette of tags, in its own order. */
export async function getTagColors(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const client = await connect(this);
	const colors = asList(await client.request('GET /core/v1/tag/color', {}), 'GET /core/v1/tag/color');
	return colors.flatMap(({ color }) => (color ? [{ name: humanize(color), value: color }] : []));
}
