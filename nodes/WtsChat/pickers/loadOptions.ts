import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { listContactTags, listPortfolios } from '../../../client';
import { connect } from '../platform/account';
import { searchChannels } from './channels';
import { searchDepartments } from './departments';
import { sorted } from './results';

/** Channels for multi-selects; the value is the channel's ID. */
export async function getChannels(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const { results } = await searchChannels.call(this);
	return results.map(({ name, value }) => ({ name, value }));
}

/** Departments for multi-selects; the value is the department's ID. */
export async function getDepartments(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const { results } = await searchDepartments.call(this);
	return results.map(({ name, value }) => ({ name, value }));
}

/** Tags of contacts; those of panels are another catalogue. */
export async function getContactTags(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const client = await connect(this);
	const tags = await listContactTags(client);
	return sorted(tags.flatMap(({ id, name }) => (id ? [{ name: name ?? id, value: id }] : [])));
}

/** Portfolios of contacts. */
export async function getPortfolios(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const client = await connect(this);
	const portfolios = await listPortfolios(client);
	return sorted(portfolios.flatMap(({ id, name }) => (id ? [{ name: name ?? id, value: id }] : [])));
}
