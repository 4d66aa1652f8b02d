import { contactIdentities, createContact } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { newContactFields, readNewContact, resolveContact } from '../../shared/contactData';
import { requireCustomFields } from '../../shared/customFields';
import { readSimplify, simplifyField } from '../../shared/lists';
import { optionsField } from '../../shared/runOptions';
import { simplifiedContact } from './output';

export const create = defineOperation({
	value: 'create',
	name: 'Create',
	action: 'Create contact',
	description: 'Create a contact',
	fields: [
		...newContactFields({ upsert: false }),
		simplifyField,
		optionsField([
			{
				displayName: 'Get If Exists',
				name: 'getIfExists',
				type: 'boolean',
				default: false,
				description:
					'Whether to return the contact unchanged when one with this phone number, Instagram user or email ' +
					'exists, instead of failing',
			},
		]),
	],
	read(item) {
		const given = readNewContact(item);
		requireCustomFields(item, item.group('additionalFields'));
		const { name, phoneNumber, email, instagram } = given.contact;
		if ([name, phoneNumber, email, instagram].every((value) => value === undefined)) {
			throw item.inputError(
				'name',
				`is empty, and so are "${item.label('phoneNumber')}", "Email" and "Instagram"`,
				'Give the contact a name, a phone number, an email address or an Instagram user.',
			);
		}
		return {
			...given,
			simplify: readSimplify(item),
			getIfExists: item.group('options').flag('getIfExists'),
		};
	},
	prepare: async ({ customFields, ...params }, client) => ({
		...params,
		contact: await resolveContact(params.contact, customFields, client),
	}),
	orderKey: ({ contact }) => contactIdentities(contact)[0],
	execute: async ({ contact, simplify, getIfExists }, client) =>
		simplifiedContact(await createContact(client, contact, { getIfExists }), simplify),
});
