import { Random } from './random.mts';
import { seedContacts } from './seed/contacts.mts';
import { seedCrm } from './seed/crm.mts';
import { seedContactFields } from './seed/fields.mts';
import { seedMessaging } from './seed/messaging.mts';
import { seeder } from './seed/seeder.mts';
import { seedSessions } from './seed/sessions.mts';
import { seedTeam } from './seed/team.mts';
import type { Account, Named } from './state.mts';

/** The least number of contacts that the conversations of the seed need. */
export const LEAST_CONTACTS = 150;

/**
 * A believable account. The same seed and number of contacts give the same IDs and data; dates are relative to now,
 * since reply windows are.
 */
export function createAccount(seed: number, contacts: number): Account {
	const random = new Random(seed);
	const account = emptyAccount(random.uuid());
	const seeding = seeder(random, account);
	seedContactFields(seeding);
	const team = seedTeam(seeding);
	const people = seedContacts(seeding, Math.max(contacts, LEAST_CONTACTS), team);
	const tools = seedMessaging(seeding, { ...team, ...people });
	const talks = seedSessions(seeding, { ...team, ...people, ...tools });
	const boards = seedCrm(seeding, { ...team, ...people, ...talks });
	account.named = { ...team, ...people, ...tools, ...talks, ...boards };
	return account;
}

function emptyAccount(companyId: string): Account {
	return {
		companyId,
		channels: new Map(),
		agents: new Map(),
		departments: new Map(),
		tags: new Map(),
		contactFields: [],
		panelFields: [],
		contacts: new Map(),
		portfolios: new Map(),
		portfolioContacts: [],
		templates: new Map(),
		chatbots: new Map(),
		sequences: new Map(),
		sequenceContacts: [],
		sessions: new Map(),
		messages: new Map(),
		messagesOfSession: new Map(),
		notes: new Map(),
		dispatches: new Map(),
		otps: new Map(),
		scheduled: new Map(),
		panels: new Map(),
		steps: new Map(),
		panelTags: new Map(),
		lostReasons: new Map(),
		cards: new Map(),
		cardNotes: new Map(),
		files: new Map(),
		uploads: new Map(),
		subscriptions: new Map(),
		officeHours: {},
		nextCardNumber: 1,
		nextSessionNumber: 1,
		// Filled by createAccount before anybody sees the account.
		named: {} as Named,
	};
}
