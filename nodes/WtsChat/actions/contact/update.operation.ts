import { updateContact } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { requireChanges } from '../../shared/changes';
import { resolveContact } from '../../shared/contactData';
import { contactKey, requireContactReference } from '../../shared/contactReference';
import { readSimplify, simplifyField } from '../../shared/lists';
import { contactLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { contactChangeFields, readContactChanges } from './changes';
import { simplifiedContact } from './output';

export const update = defineOperation({
	value: 'update',
	name: 'Update',
	action: 'Update contact',
	description: 'Change the given fields of a contact; a field that is added and left empty is cleared',
	fields: [
		contactLocator({ description: 'The contact to update' }),
		...contactChangeFields,
		simplifyField,
		optionsField(),
	],
	read(item) {
		const { changes, customFields, tagsOperation } = readContactChanges(item);
		requireChanges(item, { ...changes, customFields }, ['updateFields', 'customFields']);
		const reference = requireContactReference(item);
		return { reference, changes, customFields, tagsOperation, simplify: readSimplify(item) };
	},
	prepare: async ({ customFields, ...params }, client) => ({
		...params,
		changes: await resolveContact(params.changes, customFields, client),
	}),
	orderKey: ({ reference }) => contactKey(reference),
	async execute({ reference, changes, tagsOperation, simplify }, client) {
		const answer = await updateContact(client, reference, changes, tagsOperation);
		return simplifiedContact(answer, simplify);
	},
});
