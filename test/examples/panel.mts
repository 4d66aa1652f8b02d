import { located } from '../bed/located.mts';
import type { Examples } from './example.mts';

const card = located('id', '={{ $json.card }}');

export const panelExamples: Examples = {
	createCard: ({ account: { named } }) => ({
		parameters: {
			panelId: located('id', named.panelSales.id),
			stepId: located('id', '={{ $json.step }}'),
			title: '={{ $json.title }}',
			additionalFields: { monetaryAmount: '={{ $json.amount }}', tagNames: '={{ $json.tags }}' },
		},
		items: [
			{ step: named.stepNew.id, title: 'Annual plan', amount: 1200, tags: 'Quente' },
			{ step: named.stepNegotiation.id, title: 'Monthly plan', amount: 0, tags: '' },
		],
		bad: { item: { step: named.stepNew.id, title: ' ', amount: 0, tags: '' }, message: /"Title" is empty/ },
	}),
	upsertCard: ({ account: { named } }) => ({
		parameters: {
			contactId: located('={{ $json.mode }}', '={{ $json.contact }}'),
			panelId: located('id', named.panelSales.id),
			stepId: located('id', '={{ $json.step }}'),
		},
		items: [
			{ mode: 'id', contact: named.contactAna.id, step: named.stepNegotiation.id },
			{ mode: 'phone', contact: '(11) 97777-0001', step: named.stepNew.id },
		],
		bad: {
			item: { mode: 'phone', contact: '97777-0001', step: named.stepNew.id },
			message: /"Contact" has no area code/,
		},
	}),
	updateCard: ({ account: { named } }) => ({
		parameters: {
			cardId: card,
			updateFields: { status: '={{ $json.status }}', description: '={{ $json.description }}' },
		},
		items: [
			{ card: named.cardOpen.id, status: 'WON', description: 'Signed' },
			{ card: named.cardLost.id, status: 'OPEN', description: '' },
		],
		bad: {
			item: { card: named.cardWon.id, status: 'DONE', description: '' },
			message: /"Status" is "DONE", which is not one of ARCHIVED, LOST, OPEN, WON/,
		},
	}),
	duplicateCard: ({ account: { named } }) => ({
		parameters: {
			cardId: card,
			copyToStepId: located('id', '={{ $json.step }}'),
			options: { archiveOriginalCard: '={{ $json.archive }}', fields: '={{ $json.parts }}' },
		},
		items: [
			{ card: named.cardOpen.id, step: '', archive: false, parts: [] },
			{ card: named.cardWon.id, step: named.stepNew.id, archive: true, parts: ['Contacts', 'MonetaryAmount'] },
		],
		bad: {
			item: { card: named.cardOpen.id, step: '', archive: false, parts: ['Colors'] },
			message: /"Parts to Copy" has "Colors"/,
		},
	}),
	getCard: ({ account: { named } }) => ({
		parameters: { cardId: card },
		items: [{ card: named.cardOpen.id }, { card: named.cardWon.id }],
		bad: { item: { card: 'VEN-1' }, message: /"Card" is not a valid ID: "VEN-1"/ },
	}),
	getAllCards: ({ account: { named } }) => ({
		parameters: {
			panelId: located('id', '={{ $json.panel }}'),
			limit: '={{ $json.limit }}',
			filters: { statuses: '={{ $json.statuses }}' },
		},
		items: [
			{ panel: named.panelSales.id, limit: 3, statuses: ['OPEN'] },
			{ panel: named.panelManagement.id, limit: 2, statuses: 'OPEN, WON' },
		],
		bad: { item: { panel: '', limit: 1, statuses: [] }, message: /"Panel" is empty/ },
	}),
	createCardNote: ({ account: { named } }) => ({
		parameters: { cardId: card, text: '={{ $json.text }}', fileUrls: '={{ $json.files }}' },
		items: [
			{ card: named.cardOpen.id, text: 'Asked for a discount', files: '' },
			{ card: named.cardWon.id, text: '', files: ['https://example.com/contract.pdf'] },
		],
		bad: { item: { card: named.cardOpen.id, text: '', files: '' }, message: /"Text" and "File URLs" are both empty/ },
	}),
	getAllCardNotes: ({ account: { named } }) => ({
		parameters: { cardId: card, limit: '={{ $json.limit }}' },
		items: [
			{ card: named.cardOpen.id, limit: 2 },
			{ card: named.cardOpen.id, limit: 1 },
		],
		bad: { item: { card: '', limit: 1 }, message: /"Card" is empty/ },
	}),
	deleteCardNote: ({ account: { cardNotes, named } }) => {
		const [first, second] = [...cardNotes.keys()];
		return {
			parameters: { cardId: card, noteId: '={{ $json.note }}' },
			items: [
				{ card: named.cardOpen.id, note: first },
				{ card: named.cardOpen.id, note: second },
			],
			bad: { item: { card: named.cardOpen.id, note: '1' }, message: /"Note ID" is not a valid ID: "1"/ },
		};
	},
	getPanel: ({ account: { named } }) => ({
		parameters: { panelId: located('id', '={{ $json.panel }}') },
		items: [{ panel: named.panelSales.id }, { panel: named.panelManagement.id }],
		bad: {
			item: { panel: 'sales' },
			message: /"Panel" is not a valid ID: "sales"/,
			asTool: /"Panel" is neither an ID nor a name/,
		},
	}),
	getAllPanels: () => ({
		parameters: { limit: '={{ $json.limit }}', filters: { type: '={{ $json.type }}' } },
		items: [
			{ limit: 1, type: 'SALES' },
			{ limit: 2, type: '' },
		],
		bad: { item: { limit: 0, type: '' }, message: /"Limit" must be at least 1/ },
	}),
	getCustomFields: ({ account: { named } }) => ({
		parameters: { panelId: located('id', named.panelSales.id), returnAll: false, limit: '={{ $json.limit }}' },
		items: [{ limit: 1 }, { limit: 50 }],
		bad: { item: { limit: 0 }, message: /"Limit" must be at least 1/ },
	}),
	getLostReasons: ({ account: { named } }) => ({
		parameters: { panelId: located('id', '={{ $json.panel }}'), returnAll: true },
		items: [{ panel: named.panelSales.id }, { panel: named.panelSales.id }],
		bad: { item: { panel: '' }, message: /"Panel" is empty/ },
	}),
};
