import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { readName } from '../../shared/names';
import { orSuccess } from '../../shared/output';
import { optionsField } from '../../shared/runOptions';
import { colorField, readColor, tagNameField } from './fields';

export const create = defineOperation({
	value: 'create',
	name: 'Create',
	action: 'Create tag',
	description: 'Create a tag for contacts',
	fields: [
		{ ...tagNameField, required: true },
		collectionField('Additional Fields', 'additionalFields', 'Add field', [colorField]),
		optionsField(),
	],
	read: (item) => ({
		name: readName(item, 'name', 255),
		color: readColor(item.group('additionalFields')),
	}),
	execute: async (body, client) => orSuccess((await client.request('POST /core/v1/tag', { body })) ?? {}),
});
