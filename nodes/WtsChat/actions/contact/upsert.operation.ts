import { contactIdentities } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { contactFieldValues, newContactFields, readUpsert } from '../../shared/contactData';
import { readSimplify, simplifyField } from '../../shared/lists';
import { optionsField } from '../../shared/runOptions';
import { tagOperationField } from '../../shared/tags';
import { simplifiedContact } from './output';

export const upsert = defineOperation({
	value: 'upsert',
	name: 'Create or Update',
	action: 'Create or update contact',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	fields: [...newContactFields({ upsert: true, more: [tagOperationField] }), simplifyField, optionsField()],
	read: (item) => ({ ...readUpsert(item), simplify: readSimplify(item) }),
	prepare: async (params, client) => ({
		...params,
		customFields: await contactFieldValues(params.customFields, client),
	}),
	orderKey: ({ contact }) => contactIdentities(contact)[0],
	async execute({ contact, customFields, options, simplify }, client) {
		const answer = await client.request('POST /core/v1/contact', {
			body: {
				...contact,
				customFields,
				options: { upsert: true, ...options },
			},
		});
		return simplifiedContact(answer, simplify);
	},
});
