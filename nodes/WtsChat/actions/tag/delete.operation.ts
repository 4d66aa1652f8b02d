import { countContacts, refuse, requireTag } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { allowDeletionField, refuseUnlessAllowed } from '../../shared/deletion';
import { tagLocator } from '../../shared/locators';
import { compact } from '../../shared/output';
import { optionsField } from '../../shared/runOptions';

export const deleteTag = defineOperation({
	value: 'delete',
	name: 'Delete',
	action: 'Delete tag',
	description: 'Delete a tag permanently and say how many contacts had it',
	fields: [
		tagLocator({ description: 'The tag to delete' }),
		{
			displayName: 'Remove From Contacts',
			name: 'removeFromContacts',
			type: 'boolean',
			default: false,
			description: 'Whether to take the tag from all contacts that have it; without this a tag in use is not deleted',
		},
		optionsField([allowDeletionField]),
	],
	read(item) {
		const id = item.id('tagId');
		const removeFromContacts = item.flag('removeFromContacts');
		refuseUnlessAllowed(item);
		return { id, removeFromContacts };
	},
	async prepare({ id, removeFromContacts }, client) {
		const { name } = await requireTag(client, id);
		const contacts = await countContacts(client, { tagIds: [id] });
		if (contacts && !removeFromContacts) {
			throw refuse(
				`The tag "${name ?? id}" is on ${contacts} contacts`,
				'Switch on "Remove From Contacts" to take it from all of them.',
			);
		}
		return { id, name, contacts, body: { removeFromContacts } };
	},
	async execute({ id, name, contacts, body }, client) {
		await client.request('DELETE /core/v1/tag/{id}', { path: { id }, body });
		return { deleted: true, id, name, affected: compact({ contacts }) };
	},
});
