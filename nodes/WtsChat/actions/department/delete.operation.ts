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
	async prepare(params, client) {
		const {
			id = params.id,
			name,
			agents,
		} = await client.request('GET /core/v1/department/{id}', {
			path: params,
			query: { includeDetails: 'Agents' },
		});
		const sessions = await countOpenSessions(client, { DepartmentId: id });
		return { id, name, affected: compact({ sessions, agents: agents?.length }) };
	},
	async execute({ id, name, affected }, client) {
		await client.request('DELETE /core/v1/department/{id}', { path: { id } });
		return { deleted: true, id, name, affected };
	},
});
