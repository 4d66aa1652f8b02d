import { defineOperation } from '../../core/operation';
import { readSimplify, simplifyField } from '../../shared/lists';
import { departmentLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { simplifyDepartment } from './output';

const DETAILS = ['Agents', 'All', 'Channels'] as const;

export const get = defineOperation({
	value: 'get',
	name: 'Get',
	action: 'Get department',
	description: 'Get one department with its agents and channels',
	fields: [
		departmentLocator({ description: 'The department to get' }),
		simplifyField,
		optionsField([
			{
				displayName: 'Include Details',
				name: 'includeDetails',
				type: 'options',
				options: [
					{ name: 'Agents', value: 'Agents' },
					{ name: 'All', value: 'All' },
					{ name: 'Channels', value: 'Channels' },
				],
				default: 'All',
				description: 'Related records to return with the department',
			},
		]),
	],
	read: (item) => ({
		id: item.id('departmentId'),
		simplify: readSimplify(item),
		includeDetails: item.group('options').optionalChoice('includeDetails', DETAILS) ?? 'All',
	}),
	async execute({ id, simplify, includeDetails }, client) {
		const department = await client.request('GET /core/v1/department/{id}', {
			path: { id },
			query: { includeDetails },
		});
		return simplify ? simplifyDepartment(department) : department;
	},
});
