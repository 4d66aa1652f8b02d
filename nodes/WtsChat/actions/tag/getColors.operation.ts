import { asList } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { optionsField } from '../../shared/runOptions';

export const getColors = defineOperation({
	value: 'getColors',
	name: 'Get Colors',
	action: 'Get colors of tags',
	description: 'Get the palette that tags take their colors from',
	fields: [optionsField()],
	read: () => ({}),
	execute: async (_, client) => asList(await client.request('GET /core/v1/tag/color', {}), 'GET /core/v1/tag/color'),
});
