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

/** Kinds of fields that can be emptied by a word. */
const CLEARABLE = new Set<INodeProperties['type']>(['dateTime', 'multiOptions', 'number', 'resourceLocator', 'string']);

/** Fields of an update, whose descriptions say how they are emptied: a model is shown nothing else. */
export function clearableFields(
	fields: readonly INodeProperties[],
	except: readonly string[] = ['metadataRemove'],
): INodeProperties[] {
	return fields.map((field) => {
		if (!CLEARABLE.has(field.type) || except.includes(field.name)) return field;
		const how = 'Empties it when left empty; as a tool, only with the word __clear__';
		const given = field.description?.replace(/\.$/, '');
		if (given === undefined) return { ...field, description: how };
		// n8n wants the sentence about lists and expressions at the end.
		const sentences = given.startsWith('Choose from the list') ? [how, given] : [given, how];
		return { ...field, description: `${sentences.join('. ')}.` };
	});
}
