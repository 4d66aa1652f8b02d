import { countOpenSessions } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { allowDeletionField, refuseUnlessAllowed } from '../../shared/deletion';
import { departmentLocator } from '../../shared/locators';
import { compact } from '../../shared/output';
import { optionsField } from '../../shared/runOptions';

export const deleteDepartment = defineOperation({
	value: 'delete',
	name: 'Delete',
	action: 'Delete department',
	description: 'Delete a department permanently and say how many agents and open conversations it had',
	fields: [departmentLocator({ description: 'The department to delete' }), optionsField([allowDeletionField])],
	read(item) {
		const id = item.id('departmentId');
		refuseUnlessAllowed(item);
		return { id };
	},
	prepare: async ({ id }, client) =>
		await client.request('GET /core/v1/department/{id}', { path: { id }, query: { includeDetails: 'Agents' } }),
	async execute(department, client) {
		const { id = '', name, agents } = department;
		const sessions = await countOpenSessions(client, { DepartmentId: id });
		await client.request('DELETE /core/v1/department/{id}', { path: { id } });
		return { deleted: true, id, name, affected: compact({ sessions, agents: agents?.length }) };
	},
});
