import type { INodeProperties } from 'n8n-workflow';

import type { ParameterReader } from '../core/reader';
import { jsonField, readKeyValues, rowsField } from './rows';

/** Metadata as rows and as JSON; `removable` adds the keys to be removed. For a collection. */
export function metadataFields({ removable }: { removable: boolean }): INodeProperties[] {
	return [
		rowsField('Metadata', 'metadata', 'Free values by key; a key that exists is overwritten', 'customerId'),
		jsonField('Metadata (JSON)', 'metadataJson', '{"customerId": 7}'),
		...(removable
			? [
					{
						displayName: 'Metadata Keys to Remove',
						name: 'metadataRemove',
						type: 'string' as const,
						default: '',
						placeholder: 'e.g. customerId, oldKey',
						description: 'Keys to remove, separated by commas',
					},
				]
			: []),
	];
}

/** Reads metadata; a removed key is null. Undefined when the user gave none. */
export function readMetadata(item: ParameterReader): Record<string, unknown> | undefined {
	const values = readKeyValues({ item, name: 'metadata' }, { item, name: 'metadataJson' });
	const removed = item.optionalTexts('metadataRemove');
	for (const key of removed ?? []) {
		if (values !== undefined && Object.hasOwn(values, key)) {
			throw item.inputError(
				'metadataRemove',
				`has the key "${key}", which is also given a value`,
				'Give it a value, or remove it.',
			);
		}
	}
	if (values === undefined && removed === undefined) return undefined;
	return { ...values, ...Object.fromEntries((removed ?? []).map((key) => [key, null])) };
}

/** Values of the session that a send starts or goes on in. */
export const sessionMetadataRows: INodeProperties = rowsField(
	'Session Metadata',
	'sessionMetadata',
	'Values that chatbots and webhooks see while the session is active',
	'orderNumber',
);

/** The same as JSON. */
export const sessionMetadataJson: INodeProperties = jsonField(
	'Session Metadata (JSON)',
	'sessionMetadataJson',
	'{"orderNumber": 1042}',
);

/** Both, for a collection. */
export const sessionMetadataFields: INodeProperties[] = [sessionMetadataRows, sessionMetadataJson];

/** Reads them: the JSON from the options, the rows from there too or from the operation's own fields. */
export function readSessionMetadata(
	options: ParameterReader,
	rows: ParameterReader = options,
): Record<string, unknown> | undefined {
	return readKeyValues({ item: rows, name: 'sessionMetadata' }, { item: options, name: 'sessionMetadataJson' });
}
