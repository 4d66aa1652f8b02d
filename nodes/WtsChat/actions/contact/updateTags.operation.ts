import { knownContactNames, updateContactTags } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { contactKey, requireContactReference } from '../../shared/contactReference';
import { readSimplify, simplifyField } from '../../shared/lists';
import { contactLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { readTagOperation, readTags, tagFields, tagOperationField } from '../../shared/tags';
import { simplifiedContact } from './output';

export const updateTags = defineOperation({
	value: 'updateTags',
	name: 'Update Tags',
	action: 'Update tags of contact',
	description: 'Add, remove or replace the tags of a contact',
	fields: [
		contactLocator({ description: 'The contact whose tags change' }),
		tagOperationField,
		...tagFields('getContactTags'),
		simplifyField,
		optionsField([
			{
				displayName: 'Allow Empty Replacement',
				name: 'allowEmpty',
				type: 'boolean',
				default: false,
				description: 'Whether Replace without any tag removes all tags of the contact, instead of failing',
			},
		]),
	],
	read(item) {
		const tags = readTags(item);
		const operation = readTagOperation(item).pascal;
		const empty = tags.tagIds === undefined && tags.tagNames === undefined;
		const allowEmpty = item.group('options').flag('allowEmpty');
		if (empty && !(operation === 'ReplaceAll' && allowEmpty)) {
			throw item.inputError(
				'tagIds',
				`and "${item.label('tagNames')}" are both empty`,
				'Give at least one tag. To remove all tags, choose Replace and switch on "Allow Empty Replacement" in ' +
					'the options.',
			);
		}
		return {
			reference: requireContactReference(item),
			body: { ...(empty ? { tagIds: [] } : tags), operation },
			simplify: readSimplify(item),
		};
	},
	prepare: async ({ body, ...params }, client) => ({
		...params,
		body: { ...body, ...(await knownContactNames(client, body)) },
	}),
	orderKey: ({ reference }) => contactKey(reference),
	execute: async ({ reference, body, simplify }, client) =>
		simplifiedContact(await updateContactTags(client, reference, body), simplify),
});
