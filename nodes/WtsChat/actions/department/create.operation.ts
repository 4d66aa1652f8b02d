import { resolveMembers } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { readSimplify, simplifyField } from '../../shared/lists';
import { readMembers } from '../../shared/memberships';
import { readName } from '../../shared/names';
import { optionsField } from '../../shared/runOptions';
import { departmentDetailFields, departmentNameField, readDepartmentDetails } from './changes';
import { memberFields } from './members';
import { changedDepartment } from './output';

export const create = defineOperation({
	value: 'create',
	name: 'Create',
	action: 'Create department',
	description: 'Create a department with its agents and channels',
	fields: [
		{ ...departmentNameField, required: true },
		collectionField('Additional Fields', 'additionalFields', 'Add field', [...departmentDetailFields, ...memberFields]),
		simplifyField,
		optionsField(),
	],
	read(item) {
		const more = item.group('additionalFields');
		return {
			body: { ...readDepartmentDetails(more), name: readName(item, 'name', 100) },
			members: readMembers(more, 'agentIds', 'supervisorIds'),
			simplify: readSimplify(item),
		};
	},
	prepare: async ({ body, members, simplify }, client) => ({
		body: { ...body, agents: members.length === 0 ? undefined : await resolveMembers(client, members) },
		simplify,
	}),
	execute: async ({ body, simplify }, client) =>
		changedDepartment(await client.request('POST /core/v1/department', { body }), simplify),
});
