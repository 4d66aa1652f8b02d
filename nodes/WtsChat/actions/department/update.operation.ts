import { updateDepartment } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { requireChanges } from '../../shared/changes';
import { collectionField } from '../../shared/collections';
import { readSimplify, simplifyField } from '../../shared/lists';
import { departmentLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { departmentDetailFields, departmentNameField, readDepartmentDetails } from './changes';
import { changedDepartment } from './output';

export const update = defineOperation({
	value: 'update',
	name: 'Update',
	action: 'Update department',
	description: 'Change the given fields of a department; its agents are set with Set Agents',
	fields: [
		departmentLocator({ description: 'The department to update' }),
		collectionField('Update Fields', 'updateFields', 'Add field', [departmentNameField, ...departmentDetailFields]),
		simplifyField,
		optionsField(),
	],
	read(item) {
		const changes = readDepartmentDetails(item.group('updateFields'));
		requireChanges(item, changes);
		return { id: item.id('departmentId'), changes, simplify: readSimplify(item) };
	},
	orderKey: ({ id }) => id,
	execute: async ({ id, changes, simplify }, client) =>
		changedDepartment(await updateDepartment(client, id, changes), simplify),
});
