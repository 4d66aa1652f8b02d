import type { Account } from './state.mts';

/** How many records of a kind the page offers: the newest ones. */
const OFFERED = 60;

/** What the page shows: who can write, what is open, and who listens. */
export function pageOf(account: Account): object {
	const newest = <T extends { createdAt: string }>(records: Iterable<T>): T[] =>
		[...records].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
	const nameOf = (id: string | null): string => account.contacts.get(id ?? '')?.name ?? 'unknown';
	const named = account.named;
	const contacts = [
		named.contactAna,
		...newest(account.contacts.values()).filter(({ id }) => id !== named.contactAna.id),
	];
	return {
		contacts: contacts.slice(0, OFFERED).map(({ id, name, phoneNumber }) => ({ id, name, phone: phoneNumber })),
		sessions: newest(account.sessions.values())
			.filter(({ status }) => status !== 'COMPLETED')
			.slice(0, OFFERED)
			.map(({ id, number, status, contactId, userId }) => ({
				id,
				name: nameOf(contactId),
				label: `${nameOf(contactId)}, ${number ?? ''}, ${status}${userId === null ? '' : ', with an agent'}`,
				last: account.messagesOfSession
					.get(id)
					?.slice(-6)
					.map(({ direction, origin, text, type }) => ({ direction, origin, text, type })),
			})),
		cards: newest(account.cards.values())
			.filter(({ status }) => status === 'OPEN')
			.slice(0, OFFERED)
			.map(({ id, key, title, panelId, stepId }) => ({
				id,
				label: `${key ?? ''} ${title ?? ''}, ${account.steps.get(stepId)?.title ?? ''}`,
				steps: [...account.steps.values()]
					.filter((step) => step.panelId === panelId)
					.map((step) => ({ id: step.id, title: step.title })),
			})),
		agents: [...account.agents.values()].flatMap(({ userId, name }) =>
			userId === undefined ? [] : [{ id: userId, name }],
		),
		subscriptions: [...account.subscriptions.values()].map(({ id, name, url, enabled, events }) => ({
			id,
			name,
			url,
			enabled,
			events,
		})),
	};
}
