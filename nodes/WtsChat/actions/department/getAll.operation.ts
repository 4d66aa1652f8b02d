import { listDepartments } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { listFields, readListOptions, readSimplify, simplifyField } from '../../shared/lists';
import { optionsField } from '../../shared/runOptions';
import { named, nameFilterField } from '../../shared/wholeLists';
import { simplifyDepartment } from './output';

export const getAll = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many departments',
	description: 'Get the departments of the account',
	fields: [
		...listFields,
		collectionField('Filters', 'filters', 'Add filter', [nameFilterField]),
		simplifyField,
		optionsField(),
	],
	read: (item) => ({
		list: readListOptions(item),
		simplify: readSimplify(item),
		name: item.group('filters').optionalText('name'),
	}),
	async execute({ list, simplify, name }, client) {
		const departments = named(await listDepartments(client), name, list);
		return simplify ? departments.map(simplifyDepartment) : departments;
	},
});
