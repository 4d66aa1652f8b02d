import { located } from '../bed/located.mts';
import type { Examples } from './example.mts';

export const contactExamples: Examples = {
	create: () => ({
		parameters: {
			name: '={{ $json.name }}',
			phoneNumber: '={{ $json.phone }}',
			additionalFields: { email: '={{ $json.email }}', tagNames: 'VIP' },
		},
		items: [
			{ name: 'Olga Reis', phone: '(11) 97777-0101', email: 'olga@cliente.example' },
			{ name: 'Paulo Reis', phone: '+1 415 555 2671', email: '' },
			{ name: '', phone: '', email: 'quirino@cliente.example' },
		],
		bad: { item: { name: 'Rita Reis', phone: '97777-0101', email: '' }, message: /"Phone Number" has no area code/ },
	}),
	upsert: () => ({
		parameters: {
			name: '={{ $json.name }}',
			phoneNumber: '={{ $json.phone }}',
			additionalFields: { annotation: '={{ $json.note }}' },
		},
		items: [
			{ name: 'Ana S.', phone: '(11) 99999-9999', note: 'Called' },
			{ name: 'Olga Reis', phone: '(11) 97777-0101', note: '' },
		],
		bad: { item: { name: 'Nobody', phone: '', note: '' }, message: /"Phone Number" is empty, and so are/ },
	}),
	upsertBatch: () => ({
		parameters: {
			name: '={{ $json.name }}',
			phoneNumber: '={{ $json.phone }}',
			additionalFields: { email: '={{ $json.email }}' },
		},
		items: [
			{ name: 'Ana S.', phone: '(11) 99999-9999', email: '' },
			{ name: 'Olga Reis', phone: '(11) 97777-0101', email: 'olga@cliente.example' },
			{ name: 'Paulo Reis', phone: '', email: 'paulo@cliente.example' },
		],
		bad: { item: { name: 'Rita', phone: '', email: 'rita' }, message: /"Email" is not an email address: "rita"/ },
	}),
	get: ({ account: { named } }) => ({
		parameters: { contactId: located('={{ $json.mode }}', '={{ $json.contact }}') },
		items: [
			{ mode: 'id', contact: named.contactAna.id },
			{ mode: 'phone', contact: '(31) 98888-7777' },
		],
		bad: { item: { mode: 'id', contact: 'ana' }, message: /"Contact" is not a valid ID: "ana"/ },
	}),
	getAll: () => ({
		parameters: {
			returnAll: false,
			limit: '={{ $json.limit }}',
			filters: { name: '={{ $json.name }}', tagNames: '={{ $json.tags }}' },
		},
		items: [
			{ limit: 3, name: '', tags: '' },
			{ limit: 1, name: 'Ana', tags: ['VIP'] },
		],
		bad: { item: { limit: 0, name: '', tags: '' }, message: /"Limit" must be at least 1/ },
	}),
	update: ({ account: { named } }) => ({
		parameters: {
			contactId: located('id', '={{ $json.contact }}'),
			updateFields: { annotation: '={{ $json.note }}', status: '={{ $json.status }}' },
		},
		items: [
			{ contact: named.contactAna.id, note: 'Called', status: 'ACTIVE' },
			{ contact: named.contactForeign.id, note: '', status: 'ARCHIVED' },
		],
		bad: {
			item: { contact: named.contactForeign.id, note: '', status: 'GONE' },
			message: /"Status" is "GONE", which is not one of ACTIVE, ARCHIVED, BLOCKED/,
		},
	}),
	updateTags: ({ account: { named } }) => ({
		parameters: {
			contactId: located('id', '={{ $json.contact }}'),
			tagOperation: '={{ $json.operation }}',
			tagNames: '={{ $json.tags }}',
		},
		items: [
			{ contact: named.contactAna.id, operation: 'remove', tags: 'VIP' },
			{ contact: named.contactForeign.id, operation: 'add', tags: ['VIP', 'Lead'] },
		],
		bad: {
			item: { contact: named.contactAna.id, operation: 'replace', tags: [] },
			message: /"Tag Names or IDs" and "Tag Names" are both empty/,
		},
	}),
};
