import { located } from '../bed/located.mts';
import type { Examples } from './example.mts';

export const chatbotExamples: Examples = {
	send: ({ account: { named } }) => ({
		parameters: {
			chatbotKey: located('id', named.chatbotAutomation.key),
			from: located('list', named.channelWhatsapp.id),
			to: '={{ $json.to }}',
			sessionId: located('id', '={{ $json.session }}'),
			sessionMetadata: { values: [{ key: 'order', value: '={{ $json.order }}' }] },
		},
		items: [
			{ to: '(11) 99999-9999', session: '', order: '1' },
			{ to: '', session: named.sessionPending.id, order: '2' },
		],
		bad: { item: { to: '', session: '', order: '3' }, message: /"To" and "Session" are both empty/ },
	}),
	sendBatch: ({ account: { named } }) => ({
		parameters: {
			chatbotKey: located('id', named.chatbotAutomation.key),
			from: located('list', named.channelWhatsapp.id),
			to: '={{ $json.to }}',
			sessionId: located('id', '={{ $json.session }}'),
			options: { contactMetadataJson: '={{ $json.metadata }}' },
		},
		items: [
			{ to: '(11) 99999-9999', session: '', metadata: { customer: 1 } },
			{ to: '', session: named.sessionPending.id, metadata: { customer: 2 } },
			{ to: '+1 415 555 2671', session: '', metadata: '' },
		],
		bad: { item: { to: '99999-9999', session: '', metadata: '' }, message: /"To" has no area code/ },
	}),
	getSendStatus: ({ account }) => {
		const dispatch = (id: string, senderId: string) =>
			account.dispatches.set(id, {
				id,
				createdAt: '2026-01-01T12:00:00Z',
				updatedAt: null,
				companyId: account.companyId,
				sessionId: account.named.sessionPending.id,
				status: 'SENT',
				senderId,
				statusUrl: null,
				sentAt: '2026-01-01T12:00:01Z',
				failedReason: null,
				callbackUrl: null,
				waitReply: false,
				kind: 'chatbot',
				messageId: null,
			});
		dispatch('a1b2c3d4-0000-4000-8000-000000000001', 'order-1');
		dispatch('a1b2c3d4-0000-4000-8000-000000000002', 'order-2');
		return {
			parameters: { sendId: '={{ $json.send }}' },
			items: [{ send: 'a1b2c3d4-0000-4000-8000-000000000001' }, { send: 'order-2' }],
			bad: { item: { send: '' }, message: /"Send ID" is empty/ },
		};
	},
	getAll: () => ({
		parameters: { returnAll: true, filters: { types: '={{ $json.types }}', name: '={{ $json.name }}' } },
		items: [
			{ types: ['Reactive'], name: '' },
			{ types: 'Automation, Reactive', name: 'satisfação' },
		],
		bad: { item: { types: ['Proactive'], name: '' }, message: /"Types" has "Proactive", which is not one of/ },
	}),
	respond: () => ({
		parameters: {
			respondWith: '={{ $json.kind }}',
			response: 'CUSTOMER_EXISTS',
			text: '={{ $json.text }}',
			questionType: 'LIST',
			questionOptions: { values: [{ text: '={{ $json.first }}', description: 'Opening hours', url: '' }] },
			questionOptionsJson: '["Support"]',
			additionalFields: {
				contactJson: '{"cnpj": "00.000.000/0000-00"}',
				fileUrls: 'https://example.com/invoice.pdf',
				metadata: { values: [{ key: 'known', value: 'yes' }] },
			},
		},
		items: [
			{ kind: 'answer', text: 'Here is your invoice.', first: '' },
			{ kind: 'question', text: 'How can we help?', first: 'Sales' },
		],
		bad: {
			item: { kind: 'question', text: '', first: '' },
			message: /"Question Options" has an option without a text/,
		},
	}),
};
