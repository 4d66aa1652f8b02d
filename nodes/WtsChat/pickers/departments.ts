import { asList } from '../../../client';
import { listPicker } from './results';

/** Departments by name. */
export const searchDepartments = listPicker(async (client) =>
	asList(await client.request('GET /core/v2/department', {}), 'GET /core/v2/department').flatMap(({ id, name }) =>
		id ? [{ name: name ?? id, value: id }] : [],
	),
);
