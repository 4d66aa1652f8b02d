import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';

import { type Card, isId, type Panel, panelIdOfCard, panelWithSteps, type WtsClient } from '../../../client';
import { connect } from '../platform/account';
import { filteredResult, humanize, locatedValue, PICKER_PAGE, pagedResult, pageOf } from './results';

/** Cards are listed per panel: without one, some of the fullest panels are shown. */
const PANELS_SEARCHED = 10;
const CARDS_PER_PANEL = 10;

/** Operations without a card; one that was chosen for another operation does not count. */
const WITHOUT_CARD = ['createCard', 'getAllCards', 'upsertCard'];

/** The panel that the panel field names, or the panel of the chosen card. */
export async function chosenPanelId(context: ILoadOptionsFunctions, client: WtsClient): Promise<string | undefined> {
	const panelId = locatedValue(context, 'panelId');
	if (isId(panelId)) return panelId;
	const cardId = locatedValue(context, 'cardId');
	if (!isId(cardId) || WITHOUT_CARD.includes(locatedValue(context, 'operation'))) return undefined;
	return await panelIdOfCard(client, cardId);
}

/** Panels by title. */
export async function searchPanels(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const client = await connect(this);
	const page = pageOf(paginationToken);
	const answer = await client.request('GET /crm/v2/panel', {
		query: { Title: filter === '' ? undefined : filter, PageNumber: page, PageSize: PICKER_PAGE },
	});
	const results = (answer.items ?? []).flatMap(({ id, title, archived }) =>
		id ? [{ name: `${title ?? id}${archived === true ? ' (archived)' : ''}`, value: id }] : [],
	);
	return pagedResult(results, page, answer.hasMorePages);
}

/** Steps in the order of the panel. */
function stepsOf({ steps }: Panel, filter: string | undefined): INodeListSearchResult {
	const inOrder = [...(steps ?? [])].sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
	const all = inOrder.flatMap(({ id, title, archived }) =>
		id && archived !== true ? [{ name: title ?? id, value: id }] : [],
	);
	const fitting = new Set(filteredResult(all, filter).results.map(({ value }) => value));
	return { results: all.filter(({ value }) => fitting.has(value)) };
}

/** The steps of the chosen panel, or of the panel of the chosen card. */
export async function searchSteps(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const client = await connect(this);
	const panelId = await chosenPanelId(this, client);
	return panelId === undefined ? { results: [] } : stepsOf(await panelWithSteps(client, panelId), filter);
}

/** The steps of the panel to copy to; without one, of the card's own. */
export async function searchTargetSteps(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const client = await connect(this);
	const targetId = locatedValue(this, 'copyToPanelId');
	const panelId = isId(targetId) ? targetId : await chosenPanelId(this, client);
	return panelId === undefined ? { results: [] } : stepsOf(await panelWithSteps(client, panelId), filter);
}

function asResult({ id, key, title, stepTitle, panelTitle, contacts, status }: Card, withPanel: boolean) {
	if (!id) return [];
	const state = status === 'OPEN' ? undefined : humanize(status);
	const names = (contacts ?? []).map(({ name }) => name).filter(Boolean);
	const details = [withPanel ? panelTitle : undefined, stepTitle, ...names, state].filter(Boolean).join(', ');
	const name = [key, title].filter(Boolean).join(' ') || id;
	return [{ name: details === '' ? name : `${name} (${details})`, value: id }];
}

const DETAILS = ['Contacts' as const, 'PanelTitle' as const, 'StepTitle' as const];

/** The panels with the most cards; empty ones are left out. */
async function fullestPanels(client: WtsClient): Promise<string[]> {
	const { items } = await client.request('GET /crm/v2/panel', {
		query: { IncludeDetails: ['StepsCardCount'], PageSize: 100 },
	});
	const counted = (items ?? []).flatMap(({ id, steps }) => {
		if (!id) return [];
		const count = steps?.reduce((sum, { cardCount }) => sum + (cardCount ?? 1), 0) ?? 1;
		return count === 0 ? [] : [{ id, count }];
	});
	return counted
		.sort((a, b) => b.count - a.count)
		.slice(0, PANELS_SEARCHED)
		.map(({ id }) => id);
}

async function cardsOfPanels(client: WtsClient, text: string | undefined): Promise<Card[]> {
	const panels = await fullestPanels(client);
	const pages = await Promise.all(
		panels.map(
			async (id) =>
				await client.request('GET /crm/v2/panel/card', {
					query: { PanelId: id, TextFilter: text, IncludeDetails: DETAILS, PageSize: CARDS_PER_PANEL },
				}),
		),
	);
	return pages.flatMap(({ items }) => items ?? []);
}

/** Cards by their texts, on the chosen panel; without one, on the panels with the most cards. */
export async function searchCards(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const client = await connect(this);
	const text = filter?.trim() === '' ? undefined : filter?.trim();
	const panelId = locatedValue(this, 'panelId');
	if (!isId(panelId)) {
		const cards = await cardsOfPanels(client, text);
		return { results: cards.flatMap((card) => asResult(card, true)) };
	}
	const page = pageOf(paginationToken);
	const answer = await client.request('GET /crm/v2/panel/card', {
		query: { PanelId: panelId, TextFilter: text, IncludeDetails: DETAILS, PageNumber: page, PageSize: PICKER_PAGE },
	});
	const results = (answer.items ?? []).flatMap((card) => asResult(card, false));
	return pagedResult(results, page, answer.hasMorePages);
}

/** Why cards of the chosen panel are lost. */
export async function searchLostReasons(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const client = await connect(this);
	const id = await chosenPanelId(this, client);
	// Only panels of sales have reasons; the platform refuses to list those of others.
	if (id === undefined || (await panelWithSteps(client, id)).type === 'MANAGEMENT') return { results: [] };
	const { items } = await client.request('GET /crm/v1/panel/{id}/lost-reason', {
		path: { id },
		query: { PageSize: 100 },
	});
	const reasons = (items ?? []).flatMap((reason) =>
		reason.id ? [{ name: reason.description ?? reason.id, value: reason.id }] : [],
	);
	return filteredResult(reasons, filter);
}

/** Tags of the chosen panel, or of the panel of the chosen card; those of contacts are another catalogue. */
export async function getPanelTags(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const client = await connect(this);
	const panelId = await chosenPanelId(this, client);
	const { tags } = panelId === undefined ? {} : await panelWithSteps(client, panelId);
	return (tags ?? [])
		.flatMap(({ id, name }) => (id ? [{ name: name ?? id, value: id }] : []))
		.sort((a, b) => a.name.localeCompare(b.name));
}
