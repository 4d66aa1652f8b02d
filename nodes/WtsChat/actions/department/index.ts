import { defineResource } from '../../core/operation';
import { create } from './create.operation';
import { deleteDepartment } from './delete.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { getChannels } from './getChannels.operation';
import { setAgents } from './setAgents.operation';
import { update } from './update.operation';

export const department = defineResource('department', 'Department', [
	get,
	getAll,
	create,
	update,
	setAgents,
	getChannels,
	deleteDepartment,
]);
