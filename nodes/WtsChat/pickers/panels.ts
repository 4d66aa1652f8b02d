import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { type Card, isId, type Panel, panelIdOfCard, panelWithSteps, type WtsClient } from '../../../client';
import { connect } from '../platform/account';
import {
	type Choice,
	humanize,
	isFoundBy,
	type ListSearch,
	listPicker,
	locatedValue,
	type PanelFields,
	PICKER_PAGE,
	pagedPicker,
	picker,
	sorted,
	toldApart,
	withoutDetails,
} from './results';

/** Cards are listed per panel: without one, some of the fullest panels are shown. */
const PANELS_SEARCHED = 10;
const CARDS_PER_PANEL = 10;

/** Finds the panel that a picker is about: what the panel field names, or for operations on a card the card's own. */
export type PanelOf = (context: PanelFields, client: WtsClient) => Promise<string | undefined>;

/** The chosen panel. */
export const chosenPanel: PanelOf = async (context) => {
	const panelId = locatedValue(context, 'panelId');
	return isId(panelId) ? panelId : undefined;
};

/** The chosen panel, or the panel of the chosen card. */
export const panelOfCard: PanelOf = async (context, client) => {
	const cardId = locatedValue(context, 'cardId');
	return (await chosenPanel(context, client)) ?? (isId(cardId) ? await panelIdOfCard(client, cardId) : undefined);
};

/** The panel to copy to; without one, that of the card. */
const targetPanel: PanelOf = async (context, client) => {
	const targetId = locatedValue(context, 'copyToPanelId');
	return isId(targetId) ? targetId : await panelOfCard(context, client);
};

/** Panels by title. */
export const searchPanels = pagedPicker(async (client, { text, page }) => {
	const answer = await client.request('GET /crm/v2/panel', {
		query: { Title: withoutDetails(text), PageNumber: page, PageSize: PICKER_PAGE },
	});
	const choices = (answer.items ?? []).flatMap(({ id, title, archived }) =>
		id ? [{ name: `${title ?? id}${archived === true ? ' (archived)' : ''}`, value: id }] : [],
	);
	return { choices, hasMorePages: answer.hasMorePages };
});

/** Steps in the order of the panel. */
function stepPicker(panelOf: PanelOf): ListSearch {
	return picker(async (client, { text }, fields) => {
		const panelId = await panelOf(fields, client);
		const { steps }: Panel = panelId === undefined ? {} : await panelWithSteps(client, panelId);
		const inOrder = [...(steps ?? [])].sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
		const choices = inOrder.flatMap(({ id, title, archived }) =>
			id && archived !== true ? [{ name: title ?? id, value: id }] : [],
		);
		return { results: toldApart(choices.filter((choice) => isFoundBy(choice, text))) };
	});
}

/** The steps of the chosen panel. */
export const searchSteps = stepPicker(chosenPanel);

/** The steps of the chosen panel, or of the panel of the chosen card. */
export const searchStepsOfCard = stepPicker(panelOfCard);

/** The steps of the panel to copy to; without one, of the card's own. */
export const searchTargetSteps = stepPicker(targetPanel);

function asChoice({ id, key, title, stepTitle, panelTitle, contacts, status }: Card, withPanel: boolean): Choice[] {
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

/** A key that the picker shows before the title: the search of the platform may know titles only. */
const KEY = /^\S*\d\s+(?=\S)/;

/** Cards by their texts, on the chosen panel; without one, on the panels with the most cards. */
export const searchCards = pagedPicker(async (client, { text, page }, context) => {
	const wanted = withoutDetails(text);
	const found = await cardsWith(client, context, wanted, page);
	if (found.choices.length > 0 || wanted === undefined || !KEY.test(wanted)) return found;
	const byTitle = await cardsWith(client, context, wanted.replace(KEY, ''), page);
	return { ...byTitle, choices: byTitle.choices.filter((choice) => isFoundBy(choice, wanted)) };
});

async function cardsWith(
	client: WtsClient,
	context: PanelFields,
	text: string | undefined,
	page: number,
): Promise<{ choices: Choice[]; hasMorePages?: boolean }> {
	const panelId = await chosenPanel(context, client);
	if (panelId === undefined) {
		return { choices: (await cardsOfPanels(client, text)).flatMap((card) => asChoice(card, true)) };
	}
	const answer = await client.request('GET /crm/v2/panel/card', {
		query: { PanelId: panelId, TextFilter: text, IncludeDetails: DETAILS, PageNumber: page, PageSize: PICKER_PAGE },
	});
	return { choices: (answer.items ?? []).flatMap((card) => asChoice(card, false)), hasMorePages: answer.hasMorePages };
}

/** Why cards of the chosen panel, or of the panel of the chosen card, are lost. */
export const searchLostReasons = listPicker(async (client, context) => {
	const id = await panelOfCard(context, client);
	// Only panels of sales have reasons; the platform refuses to list those of others.
	if (id === undefined || (await panelWithSteps(client, id)).type === 'MANAGEMENT') return [];
	const { items } = await client.request('GET /crm/v1/panel/{id}/lost-reason', {
		path: { id },
		query: { PageSize: 100 },
	});
	return (items ?? []).flatMap((reason) =>
		reason.id ? [{ name: reason.description ?? reason.id, value: reason.id }] : [],
	);
});

type LoadOptions = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

/** Tags of a panel; those of contacts are another catalogue. */
function panelTags(panelOf: PanelOf): LoadOptions {
	return async function () {
		const client = await connect(this);
		const panelId = await panelOf(this, client);
		const { tags }: Panel = panelId === undefined ? {} : await panelWithSteps(client, panelId);
		return sorted((tags ?? []).flatMap(({ id, name }) => (id ? [{ name: name ?? id, value: id }] : [])));
	};
}

/** Tags of the chosen panel. */
export const getPanelTags = panelTags(chosenPanel);

/** Tags of the chosen panel, or of the panel of the chosen card. */
export const getPanelTagsOfCard = panelTags(panelOfCard);
