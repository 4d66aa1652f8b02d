import type { INodeProperties } from 'n8n-workflow';

import { saysNothing } from '../core/fromModel';
import { CLEAR, type ItemReader, type ParameterReader } from '../core/reader';
import type { GivenCustomFields } from './customFieldValues';
import { isBlank, jsonField, readJsonObject, readKeyValues } from './rows';

/**
 * Whose custom fields a form shows, and whether its record is created: then the account's required ones are asked for.
 */
type FormMethod =
	| 'getContactCustomFields'
	| 'getNewContactCustomFields'
	| 'getNewCardCustomFields'
	| 'getPanelCustomFields'
	| 'getPanelCustomFieldsOfCard';

/**
 * A form made from the account's custom fields. `method` lists them; `dependsOn` reloads it. n8n shows the required
 * ones and does not insist on them (mode `map`): they may be given as JSON.
 */
export function customFieldsField(method: FormMethod, dependsOn: string[] = []): INodeProperties {
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
				mode: 'map',
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
function readCustomFields(item: ItemReader, more: ParameterReader): Record<string, unknown> | undefined {
	const mapped = item.mapped('customFields');
	const json = readJsonObject(more, 'customFieldsJson');
	return mapped === undefined && json === undefined ? undefined : { ...mapped, ...json };
}

/** Refuses a record to be created that lacks a custom field which the form marks as required. */
export function requireCustomFields(item: ItemReader, more: ParameterReader): void {
	const json = readJsonObject(more, 'customFieldsJson') ?? {};
	const missing = item.missingInForm('customFields').filter(({ id }) => json[id] === undefined);
	if (missing.length === 0) return;
	const [names, keys] = [missing.map(({ displayName }) => `"${displayName}"`), missing.map(({ id }) => id)];
	throw item.inputError(
		'customFields',
		`lacks a value for ${names.join(', ')}, which the account requires`,
		`Fill it in, or give it by its key in "${more.label('customFieldsJson')}": ${keys.join(', ')}.`,
	);
}

const givenAt = (item: ParameterReader, values: GivenCustomFields['values']): GivenCustomFields => ({
	values,
	rules: item.dateRules,
	place: item.place('customFields'),
});

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
		if (value === CLEAR && empty === 'clear') return [[key, null]];
		// What a model leaves empty it does not know.
		if (item.asTool && saysNothing(value)) return [];
		if (!isBlank(value)) return [[key, value]];
		if (empty === 'leaveOut' && value !== null) return [];
		return [[key, null]];
	});
	return values.length === 0 ? undefined : givenAt(item, values);
}

/** Reads custom fields to search for: rows of key and value, and JSON. Undefined when there are none. */
export function readCustomFieldFilter(filters: ParameterReader): GivenCustomFields | undefined {
	const wanted = readKeyValues({ item: filters, name: 'customFields' }, { item: filters, name: 'customFieldsJson' });
	return wanted === undefined ? undefined : givenAt(filters, Object.entries(wanted));
}
