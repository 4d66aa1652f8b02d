import { contactIdentities } from '../../../../client';
import {
	checkContactFields,
	contactFieldValues,
	newContactFields,
	readUpsert,
} from '../../fields/contactData';
import { readSimplify, simplifyField } from '../../fields/lists';
import { optionsField } from '../../fields/runOptions';
import { simplifiedContact } from '../../fields/simplify';
import { tagOperationField } from '../../fields/tags';
import { defineOperation } from '../../operation';

export const upsert = defineOperation({
	value: 'upsert',
	name: 'Create or Update',
	action: 'Create or update contact',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	fields: [
		...newContactFields({ upsert: true, more: [tagOperationField] }),
		simplifyField,
		optionsField(),
	],
	read: (item) => ({ ...readUpsert(item), simplify: readSimplify(item) }),
	check: async ({ customFields }, client) => await checkContactFields(customFields, client),
	orderKey: ({ contact }) => contactIdentities(contact)[0],
	async execute({ contact, customFields, options, simplify }, client) {
		const answer = await client.request('POST /core/v1/contact', {
			body: {
				...contact,
				customFields: await contactFieldValues(customFields, client),
				options: { upsert: true, ...options },
			},
		});
		return simplifiedContact(answer, simplify);
	},
});
