import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { addressOf, listSubscriptions, subscribableEvents } from '../../../client';
import { connect } from '../platform/account';
import { humanize, listPicker } from './results';

/** Webhook subscriptions by name and address; what follows the address may be a key. */
export const searchWebhooks = listPicker(async (client) =>
	(await listSubscriptions(client)).flatMap(({ id, name, url, enabled }) => {
		if (!id) return [];
		const state = enabled === false ? ' (off)' : '';
		return [{ name: `${[name, addressOf(url)].filter(Boolean).join(': ') || id}${state}`, value: id }];
	}),
);

/** The events that can be subscribed to. */
export async function getWebhookEvents(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const events = await subscribableEvents(await connect(this));
	return events.flatMap(({ event, description }) =>
		event ? [{ name: humanize(event), value: event, description: description ?? undefined }] : [],
	);
}
