import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';

import { collect, isId, listRecords, panelWithSteps } from '../../../client';
import { connect } from '../platform/account';
import { searchAgents } from './agents';
import { searchChannels } from './channels';
import { searchDepartments } from './departments';
import { searchPortfolios } from './portfolios';
import { sorted } from './results';
import { searchTags } from './tags';

type Search = (this: ILoadOptionsFunctions) => Promise<INodeListSearchResult>;

/** What a picker finds without a search, for multi-selects. */
function allOf(search: Search): (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]> {
	return async function (this: ILoadOptionsFunctions) {
		const { results } = await search.call(this);
		return results.map(({ name, value }) => ({ name, value }));
	};
}

/** Agents; the value is the user's ID. */
export const getAgents = allOf(searchAgents);

/** Channels; the value is the channel's ID. */
export const getChannels = allOf(searchChannels);

/** Departments; the value is the department's ID. */
export const getDepartments = allOf(searchDepartments);

/** Tags of contacts; those of panels are another catalogue. */
export const getContactTags = allOf(searchTags);

/** Portfolios of contacts. */
export const getPortfolios = allOf(searchPortfolios);

/** Panels for multi-selects. */
export async function getPanels(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const client = await connect(this);
	const panels = await collect(listRecords(client, 'GET /crm/v2/panel', {}));
	return sorted(panels.flatMap(({ id, title }) => (id ? [{ name: title ?? id, value: id }] : [])));
}

/** Panels whose steps are shown when none is chosen. */
const PANELS_SHOWN = 20;

/** The steps of the chosen panels, or of the first ones. */
export async function getSteps(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const client = await connect(this);
	const filters: unknown = this.getCurrentNodeParameter('filters');
	const chosen: unknown =
		typeof filters === 'object' && filters !== null ? Reflect.get(filters, 'panelIds') : undefined;
	const wanted = Array.isArray(chosen) ? chosen.filter((id): id is string => isId(id)) : [];
	const panels = wanted.length > 0 ? wanted : (await getPanels.call(this)).map(({ value }) => String(value));
	const read = await Promise.all(panels.slice(0, PANELS_SHOWN).map(async (id) => await panelWithSteps(client, id)));
	return read.flatMap(({ title, steps }) =>
		[...(steps ?? [])]
			.sort((a, b) => (a.position ?? 0) - (b.position ?? 0))
			.flatMap((step) => (step.id ? [{ name: `${title ?? 'Panel'}: ${step.title ?? step.id}`, value: step.id }] : [])),
	);
}
