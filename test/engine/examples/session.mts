import { located } from '../located.mts';
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
		},
	}),
};
