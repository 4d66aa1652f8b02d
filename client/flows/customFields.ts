import { perClient } from '../core/memo';
import { asList } from '../core/pagination';
import type { CoreSchemas } from '../core/routes';

export type CustomField = CoreSchemas['CustomField'];

/** The fields that hold values: a group is none itself, its members are. */
export function withoutGroups(fields: readonly CustomField[]): CustomField[] {
	return fields.flatMap((field) => (field.type === 'GROUP' ? withoutGroups(field.children ?? []) : [field]));
}

/** The custom fields of contacts (GET /core/v1/custom-field) without groups, asked for once per client. */
export const listContactFields = perClient(async (client): Promise<CustomField[]> => {
	const fields = await client.request('GET /core/v1/custom-field', {
		query: { EntityType: 'CONTACT' },
	});
	return withoutGroups(asList(fields, 'GET /core/v1/custom-field'));
});
