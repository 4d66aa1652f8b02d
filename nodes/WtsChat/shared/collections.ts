import type { INodeProperties } from 'n8n-workflow';

/** A collection of optional fields, sorted by name as n8n shows them. */
export function collectionField(
	displayName: string,
	name: string,
	placeholder: string,
	fields: readonly INodeProperties[],
): INodeProperties {
	return {
		displayName,
		name,
		type: 'collection',
		placeholder,
		default: {},
		options: [...fields].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}
