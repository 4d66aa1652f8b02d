import { asStored, contactIdentities, saveContacts } from '../../../../client';
import { defineBatchOperation } from '../../core/operation';
import { batchSizeField, readBatchSize } from '../../shared/batch';
import { newContactFields, readUpsert, resolveContact } from '../../shared/contactData';
import { readSimplify, simplifyField } from '../../shared/lists';
import { optionsField } from '../../shared/runOptions';
import { tagOperationField } from '../../shared/tags';
import { simplifiedContact } from './output';

export const upsertBatch = defineBatchOperation({
	value: 'upsertBatch',
	name: 'Create or Update Batch',
	action: 'Create or update batch of contacts',
	description: 'Create or update the contacts of all input items, up to 100 per request; only filled fields change',
	fields: [
		...newContactFields({ upsert: true, more: [tagOperationField] }),
		simplifyField,
		optionsField([
			{
				...batchSizeField('Contacts'),
				description:
					'Contacts per request, at most 100. Items that fill in different fields go into separate requests.',
			},
			{
				displayName: 'Look Up Phone Numbers First',
				name: 'lookUpPhones',
				type: 'boolean',
				default: false,
				description:
					'Whether to look for mobile numbers of Brazil, Mexico and Argentina in both of their spellings first, ' +
					'at one or two requests per number, so that a contact stored under the other one is updated instead ' +
					'of created a second time',
			},
		]),
	],
	read(item) {
		const options = item.group('options');
		return {
			...readUpsert(item),
			simplify: readSimplify(item),
			batchSize: readBatchSize(options),
			lookUpPhones: options.flag('lookUpPhones'),
		};
	},
	prepare: async ({ customFields, ...params }, client) => ({
		...params,
		contact: await resolveContact(
			params.lookUpPhones ? await asStored(client, params.contact) : params.contact,
			customFields,
			client,
		),
	}),
	batchSize: ({ batchSize }) => batchSize,
	// The options hold for a whole request.
	groupKey: ({ options }) => JSON.stringify(options),
	onceKeys: ({ contact }) => contactIdentities(contact),
	async executeBatch(batch, client) {
		const contacts = batch.map(({ contact }) => contact);
		const saved = await saveContacts(client, contacts, batch[0]?.options ?? {});
		return saved.map((result, index) =>
			'error' in result ? result : { records: [simplifiedContact(result.contact, batch[index]?.simplify ?? true)] },
		);
	},
});
