import type { WtsClient } from '../core/client';
import { notFound } from '../core/errors';
import { perClient } from '../core/memo';
import type { CrmSchemas } from '../core/routes';
import { isSameIgnoringCase } from '../values/text';
import { type CustomField, withoutGroups } from './customFields';
import { findByNames, quotedNames } from './tags';

export type Panel = CrmSchemas['Panel'];
export type PanelTag = CrmSchemas['PanelTag'];

const PANEL = 'GET /crm/v1/panel/{id}';

/** A panel with its steps and tags (GET /crm/v1/panel/{id}), asked for once per client and panel. */
export const panelWithSteps = perClient(
	async (client, id): Promise<Panel> =>
		await client.request(PANEL, { path: { id }, query: { IncludeDetails: ['Steps', 'Tags'] } }),
);

/** The custom fields of a panel without groups (GET /crm/v1/panel/{id}/custom-fields), asked for once. */
export const listPanelFields = perClient(
	async (client, id): Promise<CustomField[]> =>
		withoutGroups(await client.request('GET /crm/v1/panel/{id}/custom-fields', { path: { id } })),
);

/**
 * Checks that a step belongs to a panel: a card goes to the panel of its step, whatever panel was
 * meant.
 * @throws {WtsApiError} NOT_FOUND when the panel has no such step, or when there is no such panel.
 */
export async function checkStep(client: WtsClient, panelId: string, stepId: string): Promise<void> {
	const { steps, title } = await panelWithSteps(client, panelId);
	if (!steps || steps.some(({ id }) => isSameIgnoringCase(id, stepId))) return;
	throw notFound(
		`The panel "${title ?? panelId}" has no step with the ID ${stepId}`,
		'Choose the step again: it may be one of the panel that was chosen before.',
		PANEL,
	);
}

/**
 * The IDs of a panel's tags by their names, in any case.
 * @throws {WtsApiError} NOT_FOUND naming the tags that the panel does not have.
 */
export async function panelTagIds(client: WtsClient, panelId: string, names: readonly string[]): Promise<string[]> {
	const { tags, title } = await panelWithSteps(client, panelId);
	const { found, unknown } = findByNames(tags ?? [], names);
	if (unknown.length === 0) return found.flatMap(({ id }) => id ?? []);
	const known = quotedNames((tags ?? []).map(({ name }) => name));
	throw notFound(
		`The panel "${title ?? panelId}" has no tag ${quotedNames(unknown)}`,
		known === '' ? 'The panel has no tags.' : `Its tags are ${known}.`,
		PANEL,
	);
}
