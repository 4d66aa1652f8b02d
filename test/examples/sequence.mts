import { located } from '../bed/located.mts';
import type { Examples } from './example.mts';

export const sequenceExamples: Examples = {
	addContact: ({ account: { named } }) => ({
		parameters: {
			sequenceId: located('id', named.sequenceEmpty.id),
			contactId: '={{ $json.contact }}',
		},
		items: [{ contact: named.contactAna.id }, { contact: '(31) 98888-7777' }, { contact: '+1 415 555 2671' }],
		bad: { item: { contact: 'ana' }, message: /"Contact" is neither a valid ID nor a phone number/ },
	}),
	addContacts: ({ account: { named } }) => ({
		parameters: {
			sequenceId: located('id', '={{ $json.sequence }}'),
			contactIds: '={{ $json.ids }}',
			phoneNumbers: '={{ $json.phones }}',
		},
		items: [
			{ sequence: named.sequenceEmpty.id, ids: [named.contactAna.id, named.contactForeign.id], phones: '' },
			{ sequence: named.sequenceWelcome.id, ids: named.contactForeign.id, phones: '(31) 98888-7777, +1 415 555 2671' },
		],
		bad: {
			item: { sequence: named.sequenceEmpty.id, ids: [], phones: '' },
			message: /"Contact IDs" and "Phone Numbers" are both empty/,
		},
	}),
	getContacts: ({ account: { named } }) => ({
		parameters: {
			sequenceId: located('id', named.sequenceWelcome.id),
			returnAll: false,
			limit: '={{ $json.limit }}',
			filters: { contactId: located('phone', '={{ $json.phone }}') },
		},
		items: [
			{ limit: 2, phone: '' },
			{ limit: 5, phone: '(11) 99999-9999' },
		],
		bad: { item: { limit: 5, phone: '999' }, message: /"Contact" is too short/ },
	}),
	getAll: () => ({
		parameters: { returnAll: false, limit: '={{ $json.limit }}', filters: { name: '={{ $json.name }}' } },
		items: [
			{ limit: 2, name: '' },
			{ limit: 50, name: 'Boas' },
		],
		bad: { item: { limit: 'many', name: '' }, message: /"Limit" must be a whole number/ },
	}),
	removeContact: ({ account: { named, contacts, sequenceContacts } }) => {
		const [second] = sequenceContacts.filter(
			({ sequenceId, contactId }) => sequenceId === named.sequenceWelcome.id && contactId !== named.contactAna.id,
		);
		return {
			parameters: { sequenceId: located('id', named.sequenceWelcome.id), contactId: '={{ $json.contact }}' },
			items: [{ contact: '(11) 99999-9999' }, { contact: contacts.get(second?.contactId ?? '')?.id }],
			bad: { item: { contact: '' }, message: /"Contact" is empty/ },
		};
	},
	removeContacts: ({ account: { named, sequenceContacts } }) => {
		const members = sequenceContacts
			.filter(
				({ sequenceId, contactId }) => sequenceId === named.sequenceWelcome.id && contactId !== named.contactAna.id,
			)
			.map(({ contactId }) => contactId);
		return {
			parameters: {
				sequenceId: located('id', named.sequenceWelcome.id),
				contactIds: '={{ $json.ids }}',
				phoneNumbers: '={{ $json.phones }}',
			},
			items: [
				{ ids: members.slice(0, 2), phones: '' },
				{ ids: '', phones: ['+55|11999999999'] },
			],
			bad: { item: { ids: '', phones: '' }, message: /"Contact IDs" and "Phone Numbers" are both empty/ },
		};
	},
};
