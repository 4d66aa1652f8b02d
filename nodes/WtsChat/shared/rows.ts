import type { INodeProperties } from 'n8n-workflow';

import { isNothing, isRecord, isWordForNothing, trimmed } from '../../../client';
import { saysNothing } from '../core/fromModel';
import { CLEAR, type ParameterReader, quoted } from '../core/reader';
import { ADVICE } from '../platform/advice';

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

/** Nothing, or a text that shows nothing. */
export function isBlank(value: unknown): boolean {
	return value === undefined || value === null || (typeof value === 'string' && trimmed(value) === '');
}

/**
 * The value of a key as JSON has it: the word that clears becomes null. What stands for no value, such as the word
 * "undefined" or NaN, is refused, because JSON has nothing for it.
 */
function valueOf(item: ParameterReader, name: string, key: string, value: unknown): unknown {
	if (!isNothing(value)) return typeof value === 'string' && trimmed(value) === CLEAR ? null : (value ?? '');
	throw item.inputError(name, `has ${quoted(value)} for "${key}", which stands for no value`, ADVICE.nothing);
}

/** What a model leaves empty it does not know. */
function known(item: ParameterReader, entries: ReadonlyArray<[string, unknown]>): Array<[string, unknown]> {
	return entries.filter(([, value]) => !(item.asTool && saysNothing(value)));
}

/** Reads rows as an object; undefined when there is none. */
export function readRows(item: ParameterReader, name: string): Record<string, unknown> | undefined {
	const rows = item.rows(name);
	const entries = rows.map((row): [string, unknown] => {
		const key = typeof row.key === 'string' || typeof row.key === 'number' ? trimmed(String(row.key)) : '';
		if (key === '' || isWordForNothing(key)) {
			throw item.inputError(name, 'has a row without a key', 'Give each row a key, or remove the row.');
		}
		return [key, row.value];
	});
	const seen = new Set<string>();
	for (const [key] of entries) {
		if (seen.has(key)) throw item.inputError(name, `has the key "${key}" twice`, 'Give each key once.');
		seen.add(key);
	}
	const values = known(item, entries).map(([key, value]): [string, unknown] => [key, valueOf(item, name, key, value)]);
	return values.length === 0 ? undefined : Object.fromEntries(values);
}

/** Reads a JSON field as an object; undefined when it is empty. */
export function readJsonObject(item: ParameterReader, name: string): Record<string, unknown> | undefined {
	const value = item.json(name);
	if (value === undefined) return undefined;
	if (isRecord(value)) return value;
	throw item.inputError(name, 'must be a JSON object', {
		panel: 'Write it as {"key": "value"}, or give an object by expression.',
		model: 'Send an object such as {"key": "value"}.',
	});
}

/** Reads a JSON field as values by key: null clears, what stands for no value is refused. */
export function readJsonValues(item: ParameterReader, name: string): Record<string, unknown> | undefined {
	const object = readJsonObject(item, name);
	return (
		object &&
		Object.fromEntries(
			known(item, Object.entries(object)).map(([key, value]) => [
				key,
				value === null ? null : valueOf(item, name, key, value),
			]),
		)
	);
}

/** Rows and JSON together; undefined when both are empty. */
export function readKeyValues(
	rows: { item: ParameterReader; name: string },
	json: { item: ParameterReader; name: string },
): Record<string, unknown> | undefined {
	const fromRows = readRows(rows.item, rows.name);
	const fromJson = readJsonValues(json.item, json.name);
	return fromRows === undefined && fromJson === undefined ? undefined : { ...fromRows, ...fromJson };
}
