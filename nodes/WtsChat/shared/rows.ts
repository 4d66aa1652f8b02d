import type { INodeProperties } from 'n8n-workflow';

import type { ParameterReader } from '../core/reader';

/** Rows of key and value, as metadata and filters on custom fields take them. */
export function rowsField(displayName: string, name: string, description: string, keyExample: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add field',
		default: {},
		description,
		options: [
			{
				displayName: 'Values',
				name: 'values',
				values: [
					{
						displayName: 'Key',
						name: 'key',
						type: 'string',
						default: '',
						placeholder: `e.g. ${keyExample}`,
					},
					{ displayName: 'Value', name: 'value', type: 'string', default: '' },
				],
			},
		],
	};
}

/** The same as JSON, for values by expression. */
export function jsonField(displayName: string, name: string, example: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'json',
		default: '',
		placeholder: `e.g. ${example}`,
		description: 'An object as JSON or by expression; its keys win over those of the rows',
	};
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads rows as an object; undefined when there is none. */
export function readRows(item: ParameterReader, name: string): Record<string, unknown> | undefined {
	const rows = item.rows(name);
	const entries = rows.map((row): [string, unknown] => {
		const key = typeof row.key === 'string' || typeof row.key === 'number' ? String(row.key).trim() : '';
		if (key === '') throw item.refusal(name, 'has a row without a key');
		return [key, row.value ?? ''];
	});
	const seen = new Set<string>();
	for (const [key] of entries) {
		if (seen.has(key)) throw item.refusal(name, `has the key "${key}" twice`);
		seen.add(key);
	}
	return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** Reads a JSON field as an object; undefined when it is empty. */
export function readJsonObject(item: ParameterReader, name: string): Record<string, unknown> | undefined {
	const value = item.json(name);
	if (value === undefined) return undefined;
	if (!isRecord(value)) throw item.refusal(name, 'must be a JSON object, such as {"key": "value"}');
	return value;
}

/** Rows and JSON together; undefined when both are empty. */
export function readKeyValues(
	rows: { item: ParameterReader; name: string },
	json: { item: ParameterReader; name: string },
): Record<string, unknown> | undefined {
	const fromRows = readRows(rows.item, rows.name);
	const fromJson = readJsonObject(json.item, json.name);
	return fromRows === undefined && fromJson === undefined ? undefined : { ...fromRows, ...fromJson };
}
