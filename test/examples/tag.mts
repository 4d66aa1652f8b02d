import { located } from '../bed/located.mts';
import type { Examples } from './example.mts';

export const tagExamples: Examples = {
	getAll: () => ({
		parameters: { returnAll: '={{ $json.all }}', limit: 2, filters: { name: '={{ $json.name }}' } },
		items: [
			{ all: false, name: '' },
			{ all: true, name: 'pos-venda' },
		],
		bad: { item: { all: 'perhaps', name: '' }, message: /"Return All" must be true or false/ },
	}),
	create: () => ({
		parameters: { name: '={{ $json.name }}', additionalFields: { color: '={{ $json.color }}' } },
		items: [
			{ name: 'Retorno', color: 'SKY_200' },
			{ name: 'Feira 2026', color: '' },
		],
		bad: { item: { name: 'Feira', color: 'TURQUOISE' }, message: /"TURQUOISE", which is no color of the palette/ },
	}),
	update: ({ account: { named } }) => ({
		parameters: {
			tagId: located('id', '={{ $json.tag }}'),
			updateFields: { name: '={{ $json.name }}', color: '={{ $json.color }}' },
		},
		items: [
			{ tag: named.tagVip.id, name: 'VIP 2026', color: '' },
			{ tag: named.tagLead.id, name: 'Lead', color: 'red 100' },
		],
		bad: {
			item: { tag: named.tagVip.id, name: 'VIP', color: 'TURQUOISE' },
			message: /"TURQUOISE", which is no color of the palette/,
		},
	}),
	getColors: () => ({
		parameters: { returnAll: false, limit: '={{ $json.limit }}' },
		items: [{ limit: 1 }, { limit: 5 }],
		bad: { item: { limit: 'few' }, message: /"Limit" must be a whole number/ },
	}),
	delete: ({ account: { named } }) => ({
		parameters: {
			tagId: located('id', '={{ $json.tag }}'),
			removeFromContacts: '={{ $json.everywhere }}',
			options: {},
		},
		items: [
			{ tag: named.tagVip.id, everywhere: true },
			{ tag: named.tagLead.id, everywhere: 'true' },
		],
		bad: {
			item: { tag: 'VIP', everywhere: true },
			message: /"Tag" is not a valid ID: "VIP"/,
			asTool: /"Allow Deletion by AI Agents" is off/,
		},
	}),
};
