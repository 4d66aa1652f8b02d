import { located } from '../bed/located.mts';
import type { Examples } from './example.mts';
import { scheduleInAccount } from './scheduled.mts';

export const messageExamples: Examples = {
	sendText: ({ account: { named } }) => ({
		parameters: {
			from: located('list', named.channelWhatsapp.id),
			recipientType: '={{ $json.type }}',
			to: '={{ $json.to }}',
			sessionId: located('id', '={{ $json.session }}'),
			contactId: located('id', '={{ $json.contact }}'),
			text: '={{ $json.text }}',
		},
		items: [
			{ type: 'phone', to: '(11) 99999-9999', text: 'Good morning' },
			{ type: 'session', session: named.sessionPending.id, text: 'We are on it' },
			{ type: 'contact', contact: named.contactAna.id, text: 'Anything else?' },
		],
		bad: { item: { type: 'phone', to: '99999-9999', text: 'Hello' }, message: /"To" has no area code: "99999-9999"/ },
	}),
	sendFile: ({ account: { named } }) => ({
		parameters: {
			recipientType: 'phone',
			from: located('number', String(named.channelWhatsapp.number)),
			to: '={{ $json.to }}',
			fileSource: '={{ $json.source }}',
			binaryPropertyName: '={{ $json.field }}',
			fileUrl: '={{ $json.url }}',
			fileId: '={{ $json.file }}',
			caption: '={{ $json.caption }}',
		},
		binary: {
			photo: { data: Buffer.from('a photo').toString('base64'), mimeType: 'image/png', fileName: 'photo.png' },
		},
		items: [
			{ to: '(11) 99999-9999', source: 'binary', field: 'photo', caption: 'As promised' },
			{ to: '(11) 98888-0001', source: 'binary', field: 'photo' },
			{ to: '(11) 99999-9999', source: 'url', url: 'https://example.com/a.pdf', caption: 'Invoice' },
			{ to: '(11) 99999-9999', source: 'fileId', file: named.fileDocument.id },
		],
		bad: {
			item: { to: '(11) 99999-9999', source: 'binary', field: 'invoice' },
			message: /"Input Binary Field" is "invoice", but the item has "photo"/,
		},
	}),
	sendTemplate: ({ account: { named } }) => ({
		parameters: {
			recipientType: '={{ $json.type }}',
			from: located('list', named.channelWhatsapp.id),
			to: '={{ $json.to }}',
			sessionId: located('id', '={{ $json.session }}'),
			contactId: located('id', '={{ $json.contact }}'),
			templateId: located('id', '={{ $json.template }}'),
			templateParametersMode: 'json',
			templateParametersJson: '={{ $json.values }}',
		},
		items: [
			{
				type: 'phone',
				to: '(21) 97777-0001',
				template: named.templateWithParams.id,
				values: { nome: 'Ana', pedido: 7 },
			},
			{ type: 'session', session: named.sessionExpiredWindow.id, template: named.templateWithoutParams.id, values: {} },
		],
		bad: {
			item: { type: 'phone', to: '(21) 97777-0001', template: named.templateWithParams.id, values: { nome: 'Ana' } },
			message: /The template "Confirmação de pedido" lacks a value for "pedido"/,
		},
	}),
	sendTextOrTemplate: ({ account: { named } }) => ({
		parameters: {
			recipientType: '={{ $json.type }}',
			from: located('list', named.channelWhatsapp.id),
			to: '={{ $json.to }}',
			sessionId: located('id', '={{ $json.session }}'),
			contactId: located('id', '={{ $json.contact }}'),
			text: 'Your order has left the warehouse',
			templateId: located('id', '={{ $json.template }}'),
			templateParametersMode: 'json',
			templateParametersJson: '={{ $json.values }}',
		},
		items: [
			{ type: 'session', session: named.sessionInProgress.id, template: named.templateWithoutParams.id, values: {} },
			{ type: 'session', session: named.sessionExpiredWindow.id, template: named.templateWithoutParams.id, values: {} },
			{
				type: 'phone',
				to: '(21) 97777-0001',
				template: named.templateWithParams.id,
				values: { nome: 'Ana', pedido: 7 },
			},
		],
		bad: {
			item: { type: 'phone', to: '(21) 97777-0001', template: named.templateWithParams.id, values: { nome: 'Ana' } },
			message: /The template "Confirmação de pedido" lacks a value for "pedido"/,
		},
	}),
	sendTemplateBatch: ({ account: { named } }) => ({
		parameters: {
			recipientType: '={{ $json.type }}',
			from: located('list', named.channelWhatsapp.id),
			to: '={{ $json.to }}',
			contactId: located('id', '={{ $json.contact }}'),
			templateId: located('id', named.templateWithParams.id),
			templateParametersMode: 'json',
			templateParametersJson: '={{ $json.values }}',
		},
		items: [
			{ type: 'phone', to: '(21) 97777-0001', values: { nome: 'Bia', pedido: 1 } },
			{ type: 'contact', contact: named.contactAna.id, values: { nome: 'Ana', pedido: 2 } },
			{ type: 'phone', to: '(21) 97777-0003', values: { nome: 'Caio', pedido: 3 } },
		],
		bad: { item: { type: 'phone', to: '', values: {} }, message: /"To" is empty/ },
	}),
	sendOtp: ({ account: { named } }) => ({
		parameters: {
			from: located('list', named.channelWhatsapp.id),
			to: '={{ $json.to }}',
			options: { code: '={{ $json.code }}' },
		},
		items: [
			{ to: '(11) 99999-9999', code: '48213' },
			{ to: '(21) 97777-0001', code: '' },
		],
		bad: { item: { to: '@ana.souza', code: '' }, message: /"To" is an Instagram user/ },
	}),
	sendTyping: ({ account: { named } }) => ({
		parameters: { sessionId: located('id', '={{ $json.session }}') },
		items: [{ session: named.sessionInProgress.id }, { session: named.sessionPending.id }],
		bad: { item: { session: 'x' }, message: /"Session" is not a valid ID: "x"/ },
	}),
	get: ({ account: { named } }) => ({
		parameters: { messageId: '={{ $json.message }}', options: { downloadFile: '={{ $json.download }}' } },
		items: [
			{ message: named.messageInbound.id, download: false },
			{ message: named.messageWithImage.id, download: true },
		],
		bad: { item: { message: '', download: false }, message: /"Message ID" is empty/ },
	}),
	getAll: ({ account: { named } }) => ({
		parameters: { sessionId: located('id', '={{ $json.session }}'), limit: '={{ $json.limit }}' },
		items: [
			{ session: named.sessionInProgress.id, limit: 3 },
			{ session: named.sessionExpiredWindow.id, limit: 1 },
		],
		bad: { item: { session: named.sessionInProgress.id, limit: 0 }, message: /"Limit" must be at least 1, but is 0/ },
	}),
	getStatus: ({ account: { named } }) => ({
		parameters: { messageId: '={{ $json.message }}', sentBy: '={{ $json.by }}' },
		items: [
			{ message: named.messageOutbound.id, by: 'auto' },
			{ message: named.messageInbound.id, by: 'message' },
		],
		bad: { item: { message: 'order-7', by: 'message' }, message: /"Message ID" is not a valid ID: "order-7"/ },
	}),
	getAllTemplates: ({ account: { named } }) => ({
		parameters: {
			limit: '={{ $json.limit }}',
			filters: { channelId: located('id', '={{ $json.channel }}'), name: '={{ $json.name }}' },
		},
		items: [
			{ limit: 2, channel: named.channelWhatsapp.id, name: '' },
			{ limit: 50, channel: '', name: 'Aviso' },
		],
		bad: {
			item: { limit: 1, channel: 'main', name: '' },
			message: /"Channel" is not a valid ID: "main"/,
			asTool: /"Channel" is neither an ID nor a name/,
		},
	}),
	delete: ({ account: { named } }) => ({
		parameters: { messageId: '={{ $json.message }}' },
		items: [{ message: named.messageOutbound.id }, { message: named.messageInbound.id }],
		bad: { item: { message: 'x' }, message: /"Message ID" is not a valid ID: "x"/ },
	}),
	schedule: ({ account: { named } }) => ({
		parameters: {
			from: located('list', named.channelWhatsapp.id),
			recipientType: 'phone',
			to: '={{ $json.to }}',
			scheduledAt: '={{ $json.at }}',
			messageType: '={{ $json.type }}',
			chatbotKey: located('id', named.chatbotAutomation.key),
			templateId: located('id', named.templateWithParams.id),
			templateParametersMode: 'json',
			templateParametersJson: '={{ $json.values }}',
		},
		items: [
			{
				to: '(11) 99999-9999',
				at: '2099-01-31T14:00:00',
				type: 'template',
				values: Object.fromEntries((named.templateWithParams.params ?? []).map(({ name }) => [name ?? '', 'Ana'])),
			},
			{ to: '(11) 98888-0001', at: '2099-02-01T09:30:00-03:00', type: 'chatbot', values: {} },
		],
		bad: {
			item: { to: '(11) 99999-9999', at: '2020-01-31T14:00:00', type: 'chatbot', values: {} },
			message: /"Scheduled At" is in the past: 2020-01-31T14:00:00-03:00/,
		},
	}),
	getScheduled: (simulator) => {
		const [first, second] = scheduleInAccount(simulator, {}, { status: 'SENT' });
		return {
			parameters: { scheduledMessageId: located('id', '={{ $json.message }}') },
			items: [{ message: first?.id }, { message: second?.id }],
			bad: { item: { message: '1' }, message: /"Scheduled Message" is not a valid ID: "1"/ },
		};
	},
	getAllScheduled: (simulator) => {
		scheduleInAccount(simulator, {}, { status: 'SENT' }, { contactId: simulator.account.named.contactForeign.id });
		return {
			parameters: {
				returnAll: false,
				limit: '={{ $json.limit }}',
				filters: { status: '={{ $json.status }}', contactId: located('phone', '={{ $json.phone }}') },
			},
			items: [
				{ limit: 1, status: '', phone: '' },
				{ limit: 50, status: 'SCHEDULED', phone: '(11) 99999-9999' },
			],
			bad: { item: { limit: 1, status: 'LATE', phone: '' }, message: /"Status" is "LATE", which is not one of/ },
		};
	},
	reschedule: (simulator) => {
		const [first, second, sent] = scheduleInAccount(simulator, {}, {}, { status: 'SENT' });
		return {
			parameters: { scheduledMessageId: located('id', '={{ $json.message }}'), scheduledAt: '={{ $json.at }}' },
			items: [
				{ message: first?.id, at: '2099-03-01T10:00:00' },
				{ message: second?.id, at: '2099-03-02T10:00:00' },
			],
			bad: { item: { message: sent?.id, at: '2099-03-01T10:00:00' }, message: /was sent already/ },
		};
	},
	cancelScheduled: (simulator) => {
		const [first, second, cancelled] = scheduleInAccount(simulator, {}, {}, { status: 'CANCELED' });
		return {
			parameters: { scheduledMessageId: located('id', '={{ $json.message }}') },
			items: [{ message: first?.id }, { message: second?.id }],
			bad: { item: { message: cancelled?.id }, message: /was cancelled already/ },
		};
	},
	cancelAllScheduled: (simulator) => {
		const { contactForeign, contactAna } = simulator.account.named;
		const [first, second] = scheduleInAccount(simulator, {}, {}, { contactId: contactForeign.id });
		return {
			parameters: {
				scheduledMessageIds: '={{ $json.ids }}',
				filters: { contactId: '={{ $json.contact }}' },
				options: {},
			},
			items: [
				{ ids: [first?.id, second?.id], contact: '' },
				{ ids: '', contact: contactForeign.id },
			],
			bad: {
				item: { ids: '', contact: '', other: contactAna.id },
				message: /"Scheduled Message IDs" and "Filters" are both empty/,
			},
		};
	},
};
