import { codeOf, expression, isExpression, joined } from './expressions.mts';
import { byId, listControls, located, type OlderResource, phone, requiredId } from './fields.mts';
import { group, type JsonObject, some } from './json.mts';
import type { OlderNode } from './older-node.mts';

const RAW = { simplify: false };

const REMOVED = 'The output was an empty text; now it is {"deleted": true, "id": ...}.';

const sequence = (old: OlderNode): JsonObject => ({ sequenceId: requiredId(old, 'sequenceId') });

export const sequences: OlderResource = {
	defaultOperation: 'addContactToSequence',
	renamed: {},
	operations: {
		addContactToSequence: { to: 'addContact', map: (old) => ({ ...sequence(old), ...oneContact(old), ...RAW }) },
		addContactsToSequence: {
			to: 'addContacts',
			output: 'The output was the whole list in one item; now each contact is an item of its own.',
			map: (old) => ({ ...sequence(old), ...severalContacts(old), ...RAW }),
		},
		listSequences: {
			to: 'getAll',
			list: true,
			map: (old) => ({
				...listControls(old, some({ name: old.value('name'), contactId: byId(old, 'contactId') })),
				...group('options', { includeDetails: old.choices('includeDetailsSequence') }),
			}),
		},
		getContactsBySequence: {
			to: 'getContacts',
			list: true,
			map: (old) => ({ ...sequence(old), returnAll: true, ...RAW }),
		},
		removeContactToSequence: {
			to: 'removeContact',
			output: REMOVED,
			map: (old) => ({ ...sequence(old), ...oneContact(old) }),
		},
		removeContactsToSequence: {
			to: 'removeContacts',
			output: REMOVED,
			map: (old) => ({ ...sequence(old), ...severalContacts(old) }),
		},
	},
};

/** By ID or by phone number; the older node sent both when it had both. */
function oneContact(old: OlderNode): JsonObject {
	const id = byId(old, 'contactId');
	const number = phone(old, 'phonenumber');
	if (id === undefined && number === undefined) {
		old.todo.push('It had neither a contact nor a phone number: choose the contact.');
	}
	if (id === undefined) return { contactId: located('phone', number ?? '') };
	if (number === undefined) return { contactId: id };
	const value = id.value ?? '';
	if (!isExpression(value)) {
		old.changed.push('The contact is given by its ID; the phone number beside it is left out.');
		return { contactId: id };
	}
	// Each item has the one or the other.
	const [byExpression, otherwise] = [codeOf(value), codeOf(number)];
	return {
		contactId: {
			...located(expression(`${byExpression} ? "id" : "phone"`), expression(`${byExpression} || ${otherwise}`)),
		},
	};
}

function severalContacts(old: OlderNode): JsonObject {
	const contactIds = joined(old.list('contactsId'));
	const phoneNumbers = joined(old.list('phonenumbers'));
	if (contactIds === undefined && phoneNumbers === undefined) {
		old.todo.push('It had neither contacts nor phone numbers: an empty list is refused, as it could mean everybody.');
	}
	return some({ contactIds, phoneNumbers });
}
