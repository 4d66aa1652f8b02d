import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';

import { listSubscriptions, subscribableEvents } from '../../../client';
import { connect } from '../platform/account';
import { filteredResult, humanize } from './results';

/** Webhook subscriptions by name and address. */
export async function searchWebhooks(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const subscriptions = await listSubscriptions(await connect(this));
	return filteredResult(
		subscriptions.flatMap(({ id, name, url, enabled }) => {
			if (!id) return [];
			const state = enabled === false ? ' (off)' : '';
			return [{ name: `${[name, url].filter(Boolean).join(': ') || id}${state}`, value: id }];
		}),
		filter,
	);
}

/** The events that can be subscribed to. */
export async function getWebhookEvents(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const events = await subscribableEvents(await connect(this));
	return events.flatMap(({ event, description }) =>
		event ? [{ name: humanize(event), value: event, description: description ?? undefined }] : [],
	);
}
