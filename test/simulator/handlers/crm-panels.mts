import { refused } from '../errors.mts';
import { contains, inDates, pageOf } from '../lists.mts';
import { find } from '../lookups.mts';
import { fieldViews, panelView } from '../views.mts';
import type { Handlers } from '../world.mts';

type Ids = 'listPanels' | 'getPanel' | 'listPanelCustomFields' | 'listPanelLostReasons';

/** Panels, their fields and lost reasons. */
export const panelHandlers: Handlers<Ids> = {
	listPanels: ({ world, query }) => {
		const details = query.IncludeDetails ?? [];
		const panels = [...world.account.panels.values()].filter(
			(panel) =>
				!panel.archived &&
				(!query.Title || contains(panel.title, query.Title)) &&
				(!query.Type || panel.type === query.Type),
		);
		return pageOf(panels.filter(inDates(query)), query, (panel) =>
			panelView(world, panel, {
				tags: details.includes('Tags'),
				steps: details.includes('Steps') || details.includes('StepsCardCount'),
				counts: details.includes('StepsCardCount'),
				overdue: details.includes('PanelCardOverdueCount'),
			}),
		);
	},
	getPanel: ({ world, path, query }) => {
		const details = query.IncludeDetails ?? [];
		return panelView(world, find(world.account.panels, path.id, 'Painel'), {
			tags: details.includes('Tags'),
			steps: details.some((detail) => detail !== 'Tags'),
			fields: details.includes('StepsFields'),
			counts: details.includes('StepsCardCount'),
			cards: details.includes('Cards'),
		});
	},
	listPanelCustomFields: ({ world, path, query }) => {
		const panel = find(world.account.panels, path.id, 'Painel');
		const fields = world.account.panelFields.filter((field) => field.scopeId === panel.id);
		return fieldViews(fields, query.NestedList ?? false);
	},
	listPanelLostReasons: ({ world, path, query }) => {
		const panel = find(world.account.panels, path.id, 'Painel');
		if (panel.type !== 'SALES') throw refused('O painel não é de vendas');
		const reasons = [...world.account.lostReasons.values()].filter((reason) => reason.panelId === panel.id);
		return pageOf(reasons.filter(inDates(query)), query, (reason) => reason);
	},
};
