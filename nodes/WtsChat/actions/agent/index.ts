import { defineResource } from '../../core/operation';
import { create } from './create.operation';
import { deleteAgent } from './delete.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { logOut } from './logOut.operation';
import { setDepartments } from './setDepartments.operation';
import { setStatus } from './setStatus.operation';
import { update } from './update.operation';

export const agent = defineResource('agent', 'Agent', [
	get,
	getAll,
	create,
	update,
	setDepartments,
	setStatus,
	logOut,
	deleteAgent,
]);
