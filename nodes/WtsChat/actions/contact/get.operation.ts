import { getContact, WtsApiError } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { readContactReference } from '../../shared/contactReference';
import { readSimplify, simplifyField } from '../../shared/lists';
import { contactLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { contactDetails } from './details';
import { simplifyContact } from './output';

export const get = defineOperation({
	value: 'get',
	name: 'Get',
	action: 'Get contact',
	description: 'Get one contact by ID or by phone number',
	fields: [
		contactLocator({ description: 'The contact to get' }),
		simplifyField,
		optionsField([
			{
				displayName: 'If Not Found',
				name: 'ifNotFound',
				type: 'options',
				options: [
					{ name: 'Fail', value: 'error', description: 'The item fails with a Not Found error' },
					{ name: 'Return an Empty Item', value: 'empty', description: 'The item goes on without data' },
				],
				default: 'error',
				description: 'What to do when the account has no such contact',
			},
			contactDetails.field,
		]),
	],
	read(item) {
		const reference = readContactReference(item);
		if (reference === undefined) throw item.emptyError('contactId');
		return {
			reference,
			simplify: readSimplify(item),
			includeDetails: contactDetails.read(item),
			ifNotFound: item.group('options').optionalChoice('ifNotFound', ['error', 'empty']),
		};
	},
	async execute({ reference, simplify, includeDetails, ifNotFound }, client) {
		const contact = await getContact(client, reference, includeDetails).catch((error: unknown) => {
			if (ifNotFound === 'empty' && error instanceof WtsApiError && error.code === 'NOT_FOUND') {
				return undefined;
			}
			throw error;
		});
		if (contact === undefined) return {};
		return simplify ? simplifyContact(contact) : contact;
	},
});
