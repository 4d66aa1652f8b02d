import { type Channel, listChannels } from '../../../client';
import { type Choice, listPicker } from './results';

/** A channel as pickers show it: name, number or @name, type, and whether nothing can be sent through it. */
function channelChoice({ id, type, identity, number, numberFormatted, active }: Channel): Choice[] {
	if (!id) return [];
	const address = numberFormatted ?? number ?? identity?.humanId;
	const name = identity?.displayName ?? address ?? id;
	const state = active === false ? 'inactive' : undefined;
	const details = [address === name ? undefined : address, type, state].filter(Boolean).join(', ');
	return [{ name: details === '' ? name : `${name} (${details})`, value: id, also: [number, identity?.humanId] }];
}

/** Channels by name and number; the value is the channel's ID. */
export const searchChannels = listPicker(async (client) => (await listChannels(client)).flatMap(channelChoice));
