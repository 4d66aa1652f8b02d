import { located } from '../bed/located.mts';
import type { Examples } from './example.mts';

export const portfolioExamples: Examples = {
	addContact: ({ account: { named } }) => ({
		parameters: { portfolioId: located('id', named.portfolioNorth.id), contactId: '={{ $json.contact }}' },
		items: [{ contact: named.contactForeign.id }, { contact: '(31) 98888-7777' }],
		bad: { item: { contact: 'ana' }, message: /"Contact" is neither a valid ID nor a phone number/ },
	}),
	addContacts: ({ account: { named } }) => ({
		parameters: {
			portfolioId: located('id', named.portfolioNorth.id),
			contactIds: '={{ $json.ids }}',
			phoneNumbers: '={{ $json.phones }}',
		},
		items: [
			{ ids: [named.contactForeign.id], phones: '(31) 98888-7777' },
			{ ids: named.contactWithoutSession.id, phones: '' },
		],
		bad: { item: { ids: [], phones: '' }, message: /"Contact IDs" and "Phone Numbers" are both empty/ },
	}),
	getContacts: ({ account: { named } }) => ({
		parameters: {
			portfolioId: located('id', named.portfolioNorth.id),
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
			{ limit: 1, name: '' },
			{ limit: 50, name: 'sul' },
		],
		bad: { item: { limit: 'many', name: '' }, message: /"Limit" must be a whole number/ },
	}),
	removeContact: ({ account: { named, portfolioContacts } }) => {
		const [, second] = portfolioContacts.filter(({ portfolioId }) => portfolioId === named.portfolioNorth.id);
		return {
			parameters: { portfolioId: located('id', named.portfolioNorth.id), contactId: '={{ $json.contact }}' },
			items: [{ contact: '(11) 99999-9999' }, { contact: second?.contactId }],
			bad: { item: { contact: '' }, message: /"Contact" is empty/ },
		};
	},
	removeContacts: ({ account: { named, portfolioContacts } }) => {
		const members = portfolioContacts
			.filter(
				({ portfolioId, contactId }) => portfolioId === named.portfolioNorth.id && contactId !== named.contactAna.id,
			)
			.map(({ contactId }) => contactId);
		return {
			parameters: {
				portfolioId: located('id', named.portfolioNorth.id),
				contactIds: '={{ $json.ids }}',
				phoneNumbers: '={{ $json.phones }}',
			},
			items: [
				{ ids: members.slice(0, 2), phones: '' },
				{ ids: '', phones: ['(11) 99999-9999'] },
			],
			bad: { item: { ids: '', phones: '' }, message: /"Contact IDs" and "Phone Numbers" are both empty/ },
		};
	},
};
