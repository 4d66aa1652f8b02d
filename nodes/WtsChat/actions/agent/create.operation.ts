import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { nameField, optionalEmail, phoneNumberField } from '../../shared/contactData';
import { readSimplify, simplifyField } from '../../shared/lists';
import { readName } from '../../shared/names';
import { optionsField } from '../../shared/runOptions';
import { AVAILABILITIES, availabilityField, emailField, PROFILES, profileField } from './details';
import { changedAgent } from './output';

export const create = defineOperation({
	value: 'create',
	name: 'Create',
	action: 'Create agent',
	description: 'Create an agent, who can sign in to the platform and is put on conversations',
	fields: [
		{ ...nameField, required: true },
		emailField,
		profileField,
		collectionField('Additional Fields', 'additionalFields', 'Add field', [availabilityField, phoneNumberField]),
		simplifyField,
		optionsField(),
	],
	read(item) {
		const more = item.group('additionalFields');
		const email = optionalEmail(item, 'email');
		const phoneNumber = more.has('phoneNumber') ? more.phone('phoneNumber') : undefined;
		if (email === undefined && phoneNumber === undefined) {
			throw item.inputError(
				'email',
				`and "${more.label('phoneNumber')}" are both empty`,
				'An agent signs in with one of them.',
			);
		}
		return {
			simplify: readSimplify(item),
			body: {
				name: readName(item, 'name', 100),
				email,
				phoneNumber,
				profile: item.choice('profile', PROFILES),
				availability: more.optionalChoice('availability', AVAILABILITIES),
			},
		};
	},
	execute: async ({ body, simplify }, client) =>
		changedAgent(await client.request('POST /core/v1/agent', { body }), simplify),
});
