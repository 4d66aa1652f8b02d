import { resolveAgentId, updateAgent } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { requireChanges } from '../../shared/changes';
import { collectionField } from '../../shared/collections';
import { nameField, optionalEmail, phoneNumberField } from '../../shared/contactData';
import { readSimplify, simplifyField } from '../../shared/lists';
import { agentLocator } from '../../shared/locators';
import { filled, readName } from '../../shared/names';
import { optionsField } from '../../shared/runOptions';
import { AVAILABILITIES, availabilityField, emailField, PROFILES, profileField } from './details';
import { changedAgent } from './output';

export const update = defineOperation({
	value: 'update',
	name: 'Update',
	action: 'Update agent',
	description: 'Change the given fields of an agent; a text that is added and left empty is cleared, but for the name',
	fields: [
		agentLocator({ description: 'The agent to update' }, 'searchManagedAgents'),
		collectionField('Update Fields', 'updateFields', 'Add field', [
			availabilityField,
			emailField,
			nameField,
			phoneNumberField,
			profileField,
			{
				displayName: 'Short Name',
				name: 'shortName',
				type: 'string',
				default: '',
				placeholder: 'e.g. Maria',
				description: 'Name that contacts see',
			},
		]),
		simplifyField,
		optionsField(),
	],
	read(item) {
		const fields = item.group('updateFields');
		const changes = {
			name: fields.isAdded('name') ? readName(fields, 'name', 100) : undefined,
			shortName: fields.clearable('shortName', (name) => filled(fields, name)),
			email: fields.clearable('email', (name) => optionalEmail(fields, name)),
			phoneNumber: fields.clearable('phoneNumber', (name) => (fields.has(name) ? fields.phone(name) : undefined)),
			profile: fields.optionalChoice('profile', PROFILES),
			availability: fields.optionalChoice('availability', AVAILABILITIES),
		};
		requireChanges(item, changes);
		return { agentId: item.id('agentId'), changes, simplify: readSimplify(item) };
	},
	prepare: async ({ agentId, ...params }, client) => ({ id: await resolveAgentId(client, agentId), ...params }),
	orderKey: ({ id }) => id,
	execute: async ({ id, changes, simplify }, client) => changedAgent(await updateAgent(client, id, changes), simplify),
});
