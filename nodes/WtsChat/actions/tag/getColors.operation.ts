import { asList } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { listFields, readListOptions } from '../../shared/lists';
import { optionsField } from '../../shared/runOptions';

export const getColors = defineOperation({
	value: 'getColors',
	name: 'Get Colors',
	action: 'Get colors of tags',
	description: 'Get the palette that tags take their colors from',
	fields: [...listFields, optionsField()],
	read: (item) => readListOptions(item),
	execute: async ({ limit = Infinity }, client) => {
		const route = 'GET /core/v1/tag/color';
		return asList(await client.request(route, {}), route).slice(0, limit);
	},
});
