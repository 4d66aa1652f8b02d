import { requireTag, updateTag } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { requireChanges } from '../../shared/changes';
import { collectionField } from '../../shared/collections';
import { tagLocator } from '../../shared/locators';
import { readName } from '../../shared/names';
import { orSuccess } from '../../shared/output';
import { optionsField } from '../../shared/runOptions';
import { colorField, readColor, tagNameField } from './fields';

export const update = defineOperation({
	value: 'update',
	name: 'Update',
	action: 'Update tag',
	description: 'Rename a tag or give it another color, for all contacts that have it',
	fields: [
		tagLocator({ description: 'The tag to update' }),
		collectionField('Update Fields', 'updateFields', 'Add field', [colorField, tagNameField]),
		optionsField(),
	],
	read(item) {
		const fields = item.group('updateFields');
		const name = fields.isAdded('name') ? readName(fields, 'name', 255) : undefined;
		const color = readColor(fields);
		requireChanges(item, { name, color });
		return { id: item.id('tagId'), name, color };
	},
	async prepare({ id, name, color }, client) {
		const currentName = name === undefined ? (await requireTag(client, id)).name : undefined;
		return { id, changes: { name, color, currentName } };
	},
	orderKey: ({ id }) => id,
	execute: async ({ id, changes }, client) => orSuccess((await updateTag(client, id, changes)) ?? {}),
});
