import type { INodeProperties } from 'n8n-workflow';

import type { CustomField } from '../../../client';
import { compact, type Simple } from './output';

/** Whether groups come with their members in them. */
export const nestedListField: INodeProperties = {
	displayName: 'Nested',
	name: 'nestedList',
	type: 'boolean',
	default: false,
	description: 'Whether to return groups with their fields in them, instead of one flat list',
};

/** The definition of a custom field as people and models use it. */
export function simplifyCustomField({ id, key, name, type, required, visible, ...field }: CustomField): Simple {
	return compact({
		id,
		key: key ?? undefined,
		name,
		type,
		required,
		visible,
		options: field.options?.map((option) => option.name),
		panelId: field.entityType === 'PANEL' ? (field.scopeId ?? undefined) : undefined,
		children: field.children?.map(simplifyCustomField),
	});
}
