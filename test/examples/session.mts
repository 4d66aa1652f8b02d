import { flatMessage } from '../../nodes/WtsChat/listening/conversation';
import { located } from '../bed/located.mts';
import type { Examples } from './example.mts';

export const sessionExamples: Examples = {
	sendText: ({ account: { named } }) => ({
		parameters: {
			sessionId: located('id', '={{ $json.session }}'),
			text: '={{ $json.text }}',
			chatTarget: '={{ $json.target }}',
		},
		items: [
			{ session: named.sessionInProgress.id, text: 'Good morning', target: 'contact' },
			{ session: named.sessionInProgress.id, text: 'Asks for a refund', target: 'agents' },
			{ session: named.sessionInProgress.id, text: 'We are on it', target: 'both' },
		],
		bad: {
			item: { session: 'not-an-id', text: 'Hello', target: 'contact' },
			message: /"Session" is not a valid ID: "not-an-id"/,
		},
	}),
	get: ({ account: { named } }) => ({
		parameters: { sessionId: located('id', '={{ $json.session }}') },
		items: [{ session: named.sessionInProgress.id }, { session: named.sessionCompleted.id }],
		bad: { item: { session: '' }, message: /"Session" is empty/ },
	}),
	getAll: () => ({
		parameters: { returnAll: false, limit: '={{ $json.limit }}', filters: { status: '={{ $json.status }}' } },
		items: [
			{ limit: 2, status: ['IN_PROGRESS'] },
			{ limit: 1, status: ['COMPLETED', 'PENDING'] },
		],
		bad: { item: { limit: 1, status: ['SLEEPING'] }, message: /"Status" has "SLEEPING"/ },
	}),
	joinAgentSession: ({ account: { named } }) => ({
		parameters: {
			securityUser: located('id', '={{ $json.user }}'),
			sessionId: located('id', '={{ $json.session }}'),
			joinAsAgent: located('id', '={{ $json.agent }}'),
			allowImpersonation: '={{ $json.impersonate }}',
		},
		items: [
			{ user: named.agentMaria.userId, session: named.sessionPending.id, agent: '', impersonate: false },
			{ user: named.agentMaria.id, session: named.sessionStarted.id, agent: named.agentJoao.userId, impersonate: true },
		],
		bad: {
			item: { user: named.agentMaria.userId, session: named.sessionPending.id, agent: 'joao', impersonate: true },
			message: /"Join As Agent" is not a valid ID: "joao"/,
			asTool: 'understood',
		},
	}),
	sendFile: ({ account: { named } }) => ({
		parameters: {
			sessionId: located('id', '={{ $json.session }}'),
			fileSource: '={{ $json.source }}',
			binaryPropertyName: '={{ $json.field }}',
			fileUrl: '={{ $json.url }}',
			fileId: '={{ $json.file }}',
			caption: '={{ $json.caption }}',
			chatTarget: '={{ $json.target }}',
		},
		binary: {
			photo: { data: Buffer.from('a photo').toString('base64'), mimeType: 'image/png', fileName: 'photo.png' },
		},
		items: [
			{
				session: named.sessionInProgress.id,
				source: 'url',
				url: 'https://example.com/a.pdf',
				caption: 'Invoice',
				target: 'contact',
			},
			{ session: named.sessionInProgress.id, source: 'binary', field: 'photo', caption: 'As promised', target: 'both' },
			{ session: named.sessionInProgress.id, source: 'fileId', file: named.fileDocument.id, target: 'agents' },
		],
		bad: {
			item: { session: named.sessionInProgress.id, source: 'binary', field: 'invoice', target: 'contact' },
			message: /"Input Binary Field" is "invoice", but the item has "photo"/,
		},
	}),
	sendTemplate: ({ account: { named } }) => ({
		parameters: {
			sessionId: located('id', '={{ $json.session }}'),
			templateId: located('id', '={{ $json.template }}'),
			templateParametersMode: 'json',
			templateParametersJson: '={{ $json.values }}',
		},
		items: [
			{
				session: named.sessionInProgress.id,
				template: named.templateWithParams.id,
				values: { nome: 'Ana', pedido: 1042 },
			},
			{ session: named.sessionExpiredWindow.id, template: named.templateWithoutParams.id, values: {} },
		],
		bad: {
			item: { session: named.sessionInProgress.id, template: named.templateWithParams.id, values: { nome: 'Ana' } },
			message: /The template "Confirmação de pedido" lacks a value for "pedido"/,
		},
	}),
	getMessages: ({ account: { named } }) => ({
		parameters: { sessionId: located('id', '={{ $json.session }}'), limit: '={{ $json.limit }}' },
		items: [
			{ session: named.sessionInProgress.id, limit: 3 },
			{ session: named.sessionExpiredWindow.id, limit: 1 },
		],
		bad: { item: { session: named.sessionInProgress.id, limit: 0 }, message: /"Limit" must be at least 1, but is 0/ },
	}),
	sendAndWait: ({ account: { named } }) => ({
		parameters: {
			recipientType: 'session',
			sessionId: located('id', '={{ $json.session }}'),
			message: '={{ $json.question }}',
			responseType: 'approval',
			approvalOptions: { values: { approveLabel: 'Sim', disapproveLabel: 'Não' } },
		},
		items: [{ session: named.sessionInProgress.id, question: 'Can you come on Friday?' }],
		bad: { item: { session: named.sessionInProgress.id, question: ' ' }, message: /"Message" is empty/ },
		waitsFor: {
			data: {
				approved: true,
				message: { ...flatMessage({ ...named.messageInbound }) },
				respondedAt: named.messageInbound.createdAt,
				responder: { id: named.contactAna.id, name: named.contactAna.name, phone: '5511999999999' },
			},
			outcome: 'replied',
			sessionId: named.sessionInProgress.id,
		},
	}),
	getHandling: ({ account: { named } }) => ({
		parameters: { sessionId: located('id', '={{ $json.session }}') },
		items: [{ session: named.sessionInProgress.id }, { session: named.sessionPending.id }],
		bad: { item: { session: 'Ana' }, message: /"Session" is not a valid ID: "Ana"/ },
	}),
	collectMessages: (simulator) => {
		const { sessionInProgress, sessionPending } = simulator.account.named;
		const write = ({ id }: { id: string }, text: string) => {
			const { session, message } = simulator.receiveMessage({ sessionId: id, text });
			return { session: session.id, message: message.id };
		};
		write(sessionInProgress, 'Hi');
		return {
			parameters: {
				sessionId: located('id', '={{ $json.session }}'),
				messageId: '={{ $json.message }}',
				quietSeconds: 1,
			},
			items: [write(sessionInProgress, 'Are you open?'), write(sessionPending, 'Where is my order?')],
			bad: {
				item: { session: sessionInProgress.id, message: 'the last one' },
				message: /"Message ID" is not a valid ID: "the last one"/,
			},
		};
	},
	assignAgent: ({ account: { named } }) => ({
		parameters: { sessionId: located('id', '={{ $json.session }}'), agentId: located('id', '={{ $json.agent }}') },
		items: [
			{ session: named.sessionPending.id, agent: named.agentMaria.id },
			{ session: named.sessionStarted.id, agent: named.agentJoao.userId },
		],
		bad: {
			item: { session: named.sessionPending.id, agent: named.agentWithoutUser.id },
			message: /The agent Integração Externa has no user/,
		},
	}),
	transfer: ({ account: { named } }) => ({
		parameters: {
			sessionId: located('id', '={{ $json.session }}'),
			transferTo: '={{ $json.to }}',
			departmentId: located('id', '={{ $json.department }}'),
			agentId: located('id', '={{ $json.agent }}'),
		},
		items: [
			{ session: named.sessionPending.id, to: 'department', department: named.departmentSales.id },
			{ session: named.sessionStarted.id, to: 'agent', agent: named.agentJoao.id },
		],
		bad: {
			item: { session: named.sessionPending.id, to: 'department', department: '' },
			message: /"Department" is empty/,
		},
	}),
	changeStatus: ({ account: { named } }) => ({
		parameters: { sessionId: located('id', '={{ $json.session }}'), newStatus: '={{ $json.status }}' },
		items: [
			{ session: named.sessionInProgress.id, status: 'PENDING' },
			{ session: named.sessionPending.id, status: 'IN_PROGRESS' },
		],
		bad: {
			item: { session: named.sessionInProgress.id, status: 'SLEEPING' },
			message: /"New Status" is "SLEEPING", which is not one of/,
		},
	}),
	complete: ({ account: { named } }) => ({
		parameters: {
			sessionId: located('id', '={{ $json.session }}'),
			options: { reactivateOnNewMessage: '={{ $json.again }}' },
		},
		items: [
			{ session: named.sessionInProgress.id, again: true },
			{ session: named.sessionPending.id, again: false },
		],
		bad: { item: { session: named.sessionCompleted.id, again: true }, message: /Atendimento já finalizado/ },
	}),
	update: ({ account: { named } }) => ({
		parameters: {
			sessionId: located('id', '={{ $json.session }}'),
			updateFields: {
				number: '={{ $json.number }}',
				metadataJson: '={{ $json.metadata }}',
			},
		},
		items: [
			{ session: named.sessionInProgress.id, number: '2026-1', metadata: { order: 7 } },
			{ session: named.sessionPending.id, number: '2026-2', metadata: { order: 8 } },
		],
		bad: {
			item: { session: named.sessionInProgress.id, number: '2026-3', metadata: [1] },
			message: /"Metadata \(JSON\)" must be a JSON object/,
		},
	}),
	createNote: ({ account: { named } }) => ({
		parameters: {
			sessionId: located('id', '={{ $json.session }}'),
			text: '={{ $json.text }}',
			additionalFields: { fileUrls: '={{ $json.urls }}' },
		},
		items: [
			{ session: named.sessionInProgress.id, text: 'Prefers mornings', urls: '' },
			{ session: named.sessionPending.id, text: '', urls: ['https://example.com/contract.pdf'] },
		],
		bad: {
			item: { session: named.sessionInProgress.id, text: '', urls: '' },
			message: /"Text" is empty, and there is no file either/,
		},
	}),
	getAllNotes: ({ account: { named } }) => ({
		parameters: { sessionId: located('id', '={{ $json.session }}'), returnAll: true },
		items: [{ session: named.sessionInProgress.id }, { session: named.noteInternal.sessionId }],
		bad: { item: { session: 'x' }, message: /"Session" is not a valid ID: "x"/ },
	}),
	getNote: ({ account: { named, notes } }) => {
		const other = { ...named.noteInternal, id: 'a1b2c3d4-0000-4000-8000-00000000abce' };
		notes.set(other.id, other);
		return {
			parameters: { noteId: '={{ $json.note }}' },
			items: [{ note: named.noteInternal.id }, { note: other.id }],
			bad: { item: { note: 'first' }, message: /"Note ID" is not a valid ID: "first"/ },
		};
	},
	deleteNote: ({ account: { named, notes } }) => {
		const other = { ...named.noteInternal, id: 'a1b2c3d4-0000-4000-8000-00000000abcd' };
		notes.set(other.id, other);
		return {
			parameters: { noteId: '={{ $json.note }}' },
			items: [{ note: named.noteInternal.id }, { note: other.id }],
			bad: { item: { note: '' }, message: /"Note ID" is empty/ },
		};
	},
};
