import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { listChannels } from '../../../client';
import { connect } from '../platform/account';
import { filteredResult } from './results';

/** Channels by name and number; the value is the channel's ID. */
export async function searchChannels(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const client = await connect(this);
	const channels = await listChannels(client);
	return filteredResult(
		channels.flatMap(({ id, type, identity, number, numberFormatted }) => {
			if (!id) return [];
			const address = numberFormatted ?? number ?? identity?.humanId;
			const name = identity?.displayName ?? address ?? id;
			const details = [address === name ? undefined : address, type].filter(Boolean).join(', ');
			return [{ name: details === '' ? name : `${name} (${details})`, value: id }];
		}),
		filter,
	);
}
