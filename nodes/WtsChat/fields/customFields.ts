import type { INodeProperties } from 'n8n-workflow';

import type { ParameterReader } from '../reader';
import { jsonField, readJsonObject } from './rows';

/** A form made from the account's custom fields. `method` lists them; `dependsOn` reloads it. */
export function customFieldsField(
	method: 'getContactCustomFields' | 'getPanelCustomFields',
	dependsOn: string[] = [],
): INodeProperties {
	return {
		displayName: 'Custom Fields',
		name: 'customFields',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		typeOptions: {
			...(dependsOn.length === 0 ? {} : { loadOptionsDependsOn: dependsOn }),
			resourceMapper: {
				resourceMapperMethod: method,
				mode: 'add',
				fieldWords: { singular: 'custom field', plural: 'custom fields' },
				addAllFields: false,
				supportAutoMap: false,
			},
		},
	};
}

/** The same as JSON, for values by expression. */
export const customFieldsJsonField: INodeProperties = jsonField(
	'Custom Fields (JSON)',
	'customFieldsJson',
	'{"city": "Recife"}',
);

/**
 * Reads custom fields by key: the form, and JSON from `more` (a collection) whose keys win.
 * Undefined when the user gave none.
 */
export function readCustomFields(
	item: ParameterReader,
	more: ParameterReader,
): Record<string, unknown> | undefined {
	const mapped = item.mapped('customFields');
	const json = readJsonObject(more, 'customFieldsJson');
	return mapped === undefined && json === undefined ? undefined : { ...mapped, ...json };
}
