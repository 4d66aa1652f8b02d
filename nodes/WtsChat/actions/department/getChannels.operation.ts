import { departmentChannels } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { listFields, readListOptions } from '../../shared/lists';
import { departmentLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';

export const getChannels = defineOperation({
	value: 'getChannels',
	name: 'Get Channels',
	action: 'Get channels of department',
	description: 'Get the channels that a department may use, and whether they are all or selected ones',
	fields: [departmentLocator({ description: 'The department whose channels to get' }), ...listFields, optionsField()],
	read: (item) => ({ id: item.id('departmentId'), ...readListOptions(item) }),
	async execute({ id, limit = Infinity }, client) {
		const { scope, channels } = await departmentChannels(client, id);
		return channels.slice(0, limit).map((channel) => ({ ...channel, departmentId: id, scope }));
	},
});
