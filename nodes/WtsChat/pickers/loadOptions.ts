import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { asList, collect, listRecords } from '../../../client';
import { connect } from '../platform/account';
import { searchAgents } from './agents';
import { searchChannels } from './channels';
import { searchDepartments } from './departments';

function byName(options: INodePropertyOptions[]): INodePropertyOptions[] {
	return options.sort((a, b) => a.name.localeCompare(b.name));
}

/** Agents for multi-selects; the value is the user's ID. */
export async function getAgents(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const { results } = await searchAgents.call(this);
	return results.map(({ name, value }) => ({ name, value }));
}

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
	const tags = asList(await client.request('GET /core/v1/tag', {}), 'GET /core/v1/tag');
	return byName(tags.flatMap(({ id, name }) => (id ? [{ name: name ?? id, value: id }] : [])));
}

/** Portfolios of contacts. */
export async function getPortfolios(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const client = await connect(this);
	const portfolios = await collect(listRecords(client, 'GET /core/v1/portfolio', {}));
	return byName(portfolios.flatMap(({ id, name }) => (id ? [{ name: name ?? id, value: id }] : [])));
}
