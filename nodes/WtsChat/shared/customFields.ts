import type { INodeProperties } from 'n8n-workflow';

import type { CustomField } from '../../../client';
import type { ItemReader, ParameterReader } from '../core/reader';
import { fitCustomFields } from './customFieldValues';
import { jsonField, readJsonObject, readKeyValues } from './rows';

/**
 * A form made from the account's custom fields. `method` lists them; `dependsOn` reloads it. Where
 * records are changed (`mode` map), n8n does not insist on the required ones.
 */
export function customFieldsField(
	method: 'getContactCustomFields' | 'getPanelCustomFields',
	dependsOn: string[] = [],
	mode: 'add' | 'map' = 'add',
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
				mode,
				valuesLabel: 'Custom Fields',
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
export function readCustomFields(item: ItemReader, more: ParameterReader): Record<string, unknown> | undefined {
	const mapped = item.mapped('customFields');
	const json = readJsonObject(more, 'customFieldsJson');
	return mapped === undefined && json === undefined ? undefined : { ...mapped, ...json };
}

/** Custom fields as the user gave them; the account's own definitions say how they are sent. */
export interface GivenCustomFields {
	/**
	 * The values in the types of the fields.
	 * @throws {NodeOperationError} for a key that the account does not have and for a value that does
	 * not fit: the platform would drop both without a word, and a filter with them.
	 */
	fit(definitions: readonly CustomField[]): Record<string, unknown>;
}

/**
 * Reads custom fields that are to be sent. An empty text is left out, or clears where records are
 * changed (`empty`). Undefined when the user gave none.
 */
export function readGivenCustomFields(
	item: ItemReader,
	more: ParameterReader,
	empty: 'leaveOut' | 'clear',
): GivenCustomFields | undefined {
	const given = Object.entries(readCustomFields(item, more) ?? {});
	const values = given.flatMap(([key, value]): Array<[string, unknown]> => {
		if (value !== '') return [[key, value]];
		return empty === 'clear' ? [[key, null]] : [];
	});
	return values.length === 0 ? undefined : { fit: (definitions) => fitCustomFields(item, values, definitions) };
}

/** Reads custom fields to search for: rows of key and value, and JSON. Undefined when there are none. */
export function readCustomFieldFilter(filters: ParameterReader): GivenCustomFields | undefined {
	const wanted = readKeyValues({ item: filters, name: 'customFields' }, { item: filters, name: 'customFieldsJson' });
	if (wanted === undefined) return undefined;
	return { fit: (definitions) => fitCustomFields(filters, Object.entries(wanted), definitions) };
}
