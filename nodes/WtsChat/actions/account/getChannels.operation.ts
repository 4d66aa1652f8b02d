import { asList, type QueryOf } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { listFields, readListOptions } from '../../shared/lists';
import { optionsField } from '../../shared/runOptions';
import { contains, nameFilterField } from '../../shared/wholeLists';

type ChannelType = NonNullable<QueryOf<'GET /chat/v1/channel'>['ChannelType']>;

const TYPES = ['All', 'Instagram', 'Messenger', 'Whatsapp'] as const satisfies readonly ChannelType[];

export const getChannels = defineOperation({
	value: 'getChannels',
	name: 'Get Channels',
	action: 'Get channels of account',
	description: 'Get the channels that the account sends and receives with',
	fields: [
		...listFields,
		collectionField('Filters', 'filters', 'Add filter', [
			{
				displayName: 'Channel Type',
				name: 'channelType',
				type: 'options',
				options: [
					{ name: 'All', value: 'All' },
					{ name: 'Instagram', value: 'Instagram' },
					{ name: 'Messenger', value: 'Messenger' },
					{ name: 'WhatsApp', value: 'Whatsapp' },
				],
				default: 'All',
			},
			nameFilterField,
		]),
		optionsField(),
	],
	read(item) {
		const filters = item.group('filters');
		return {
			list: readListOptions(item),
			name: filters.optionalText('name'),
			ChannelType: filters.optionalChoice('channelType', TYPES),
		};
	},
	async execute({ list: { limit = Infinity }, name, ChannelType }, client) {
		const route = 'GET /chat/v1/channel';
		const channels = asList(await client.request(route, { query: { ChannelType } }), route);
		return channels
			.filter(({ identity }) => name === undefined || contains(identity?.displayName ?? '', name))
			.slice(0, limit);
	},
});
