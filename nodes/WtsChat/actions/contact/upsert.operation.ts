import { asStored, contactIdentities } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { newContactFields, readUpsert, resolveContact } from '../../shared/contactData';
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
	prepare: async ({ customFields, ...params }, client) => ({
		...params,
		contact: await resolveContact(params.contact, customFields, client),
	}),
	orderKey: ({ contact }) => contactIdentities(contact)[0],
	async execute({ contact, options, simplify }, client) {
		// Looked up now and not before: an earlier item of the run may have saved the contact under its other spelling.
		const answer = await client.request('POST /core/v1/contact', {
			body: { ...(await asStored(client, contact)), options: { upsert: true, ...options } },
		});
		return simplifiedContact(answer, simplify);
	},
});
