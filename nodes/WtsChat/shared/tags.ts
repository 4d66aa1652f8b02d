import type { INodeProperties } from 'n8n-workflow';

import type { ParameterReader } from '../core/reader';
import { accountList } from './accountList';

/** Tags by name or by ID. `method` lists the right catalogue: contacts and panels have one each. */
export function tagFields(
	method: 'getContactTags' | 'getPanelTags' | 'getPanelTagsOfCard',
	dependsOn: string[] = [],
): INodeProperties[] {
	const list = accountList('Tag', 'tagIds', method);
	return [
		{
			displayName: 'Tag Names',
			name: 'tagNames',
			type: 'string',
			default: '',
			placeholder: 'e.g. VIP, Newsletter',
			description: 'Names of tags, separated by commas; not together with tags by ID',
		},
		dependsOn.length === 0 ? list : { ...list, typeOptions: { ...list.typeOptions, loadOptionsDependsOn: dependsOn } },
	];
}

/** Filters by tags of contacts: `what` has these tags. */
export function tagFilterFields(what: string): INodeProperties[] {
	return [
		{
			displayName: 'Tag Names',
			name: 'tagNames',
			type: 'string',
			default: '',
			placeholder: 'e.g. VIP, Newsletter',
			description: `${what} with these tags, separated by commas`,
		},
		accountList('Tag', 'tagIds', 'getContactTags', `${what} with these tags`),
	];
}

/** How given tags change those that are there. */
export const tagOperationField: INodeProperties = {
	displayName: 'Tag Operation',
	name: 'tagOperation',
	type: 'options',
	options: [
		{ name: 'Add', value: 'add', description: 'Add the given tags to those that are there' },
		{ name: 'Remove', value: 'remove', description: 'Remove the given tags' },
		{ name: 'Replace', value: 'replace', description: 'Leave exactly the given tags' },
	],
	default: 'add',
	description: 'What to do with the given tags',
};

/** The contract spells the same operation in two ways. */
const OPERATIONS = {
	add: { pascal: 'InsertIfNotExists', upper: 'INSERTIFNOTEXISTS' },
	remove: { pascal: 'DeleteIfExists', upper: 'DELETEIFEXISTS' },
	replace: { pascal: 'ReplaceAll', upper: 'REPLACEALL' },
} as const;

/** Reads the tag operation in both spellings; adding is what people expect when they say nothing. */
export function readTagOperation(item: ParameterReader): (typeof OPERATIONS)[keyof typeof OPERATIONS] {
	// Adding none to those that are there would clear nothing.
	if (item.cleared('tagIds') || item.cleared('tagNames')) return OPERATIONS.replace;
	return OPERATIONS[item.optionalChoice('tagOperation', ['add', 'remove', 'replace']) ?? 'add'];
}

/** Reads tags by ID or by name; the platform ignores names when IDs are given, so both are refused. */
export function readTags(item: ParameterReader): { tagIds?: string[]; tagNames?: string[] } {
	const tagIds = item.optionalIds('tagIds');
	const tagNames = item.optionalTexts('tagNames');
	if (tagIds !== undefined && tagNames !== undefined) {
		throw item.inputError(
			'tagNames',
			`cannot be combined with "${item.label('tagIds')}"`,
			'Give tags by name or by ID.',
		);
	}
	return { tagIds, tagNames };
}

/** The same for changes: an empty list means something only where it replaces all tags. */
export function readTagChanges(update: ParameterReader): { tagIds?: string[]; tagNames?: string[] } {
	if (update.cleared('tagIds') || update.cleared('tagNames')) return { tagIds: [] };
	const tags = readTags(update);
	const name = ['tagIds', 'tagNames'].find((one) => update.isAdded(one));
	if (name === undefined || tags.tagIds !== undefined || tags.tagNames !== undefined) return tags;
	if (readTagOperation(update).pascal === 'ReplaceAll') return { tagIds: [] };
	throw update.inputError(
		name,
		'is empty',
		'Give at least one tag. To remove all tags, choose Replace as "Tag Operation".',
	);
}
