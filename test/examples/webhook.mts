import { located } from '../bed/located.mts';
import type { Simulator, Subscription } from '../simulator/index.mts';
import type { Examples } from './example.mts';

/** Puts subscriptions into the account. */
export function subscribeInAccount({ account }: Simulator, ...given: Array<Partial<Subscription>>): Subscription[] {
	return given.map((one) => {
		const place = account.subscriptions.size + 1;
		const subscription: Subscription = {
			id: `5ab5c21b-0000-4000-8000-${String(place).padStart(12, '0')}`,
			createdAt: '2026-01-01T12:00:00Z',
			updatedAt: '2026-01-01T12:00:00Z',
			companyId: account.companyId,
			name: `Subscription ${place}`,
			url: `https://example.com/events/${place}`,
			enabled: true,
			events: ['MESSAGE_RECEIVED'],
			...one,
		};
		account.subscriptions.set(subscription.id, subscription);
		return subscription;
	});
}

export const webhookExamples: Examples = {
	getAll: (simulator) => {
		subscribeInAccount(simulator, { name: 'Orders' }, { name: 'Paused', enabled: false });
		return {
			parameters: { returnAll: true, filters: { name: '={{ $json.name }}' } },
			items: [{ name: '' }, { name: 'orders' }],
			bad: { item: { name: ['a'] }, message: /"Name" must be text/, asTool: 'understood' },
		};
	},
	get: (simulator) => {
		const [first, second] = subscribeInAccount(simulator, {}, {});
		return {
			parameters: { webhookId: located('id', '={{ $json.webhook }}') },
			items: [{ webhook: first?.id }, { webhook: second?.id }],
			bad: { item: { webhook: '' }, message: /"Webhook" is empty/ },
		};
	},
	create: () => ({
		parameters: {
			name: 'New messages',
			url: '={{ $json.url }}',
			events: '={{ $json.events }}',
			additionalFields: { enabled: false },
		},
		items: [
			{ url: 'https://example.com/a', events: ['MESSAGE_RECEIVED', 'MESSAGE_SENT'] },
			{ url: 'https://example.com/b', events: 'session_new, SESSION_COMPLETE' },
		],
		bad: { item: { url: 'example.com/c', events: 'SESSION_NEW' }, message: /"URL" is not a web address/ },
	}),
	update: (simulator) => {
		const [one] = subscribeInAccount(simulator, {});
		return {
			parameters: {
				webhookId: located('id', String(one?.id)),
				updateFields: { events: '={{ $json.events }}', enabled: '={{ $json.enabled }}' },
			},
			items: [
				{ events: ['CONTACT_NEW'], enabled: false },
				{ events: 'CONTACT_NEW,CONTACT_UPDATE', enabled: 'true' },
			],
			bad: { item: { events: 'CONTACT_BORN', enabled: true }, message: /The account has no event "CONTACT_BORN"/ },
		};
	},
	getEvents: () => ({
		parameters: { returnAll: '={{ $json.all }}', limit: 3 },
		items: [{ all: true }, { all: false }],
		bad: { item: { all: 'most' }, message: /"Return All" must be true or false/ },
	}),
	delete: (simulator) => {
		const [first, second] = subscribeInAccount(simulator, {}, {});
		return {
			parameters: { webhookId: located('id', '={{ $json.webhook }}'), options: {} },
			items: [{ webhook: first?.id }, { webhook: second?.id }],
			bad: { item: { webhook: 'all' }, message: /"Webhook" is not a valid ID: "all"/ },
		};
	},
};
