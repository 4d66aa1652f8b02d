import { NotFound, refusedAs500 } from './errors.mts';
import { contactEvent } from './events.mts';
import { digitsOf, storedPhone } from './phones.mts';
import { contactRecord } from './records.mts';
import type { Agent, Card, Channel, Chatbot, Contact, Message, Session, Template } from './state.mts';
import type { World } from './world.mts';

/** Finds by ID or answers the platform's "not found". */
export function find<T>(map: Map<string, T>, id: string, what: string): T {
	// IDs are compared as the platform's GUIDs are, whatever the case.
	const record = map.get(id) ?? map.get(id.toLowerCase());
	if (record === undefined) throw new NotFound(`${what} não encontrado`);
	return record;
}

export const findSession = ({ account }: World, id: string): Session => find(account.sessions, id, 'Atendimento');
export const findContact = ({ account }: World, id: string): Contact => find(account.contacts, id, 'Contato');
export const findMessage = ({ account }: World, id: string): Message => find(account.messages, id, 'Mensagem');
export const findTemplate = ({ account }: World, id: string): Template => find(account.templates, id, 'Modelo');
export const findCard = ({ account }: World, id: string): Card => find(account.cards, id, 'Card');

/** Sends name a bot by its key; its ID is not accepted in place of it. */
export function findChatbot({ account }: World, key: string | null | undefined): Chatbot {
	for (const bot of account.chatbots.values()) if (bot.key === key) return bot;
	throw new NotFound('Chatbot não encontrado');
}

/** Agents are addressed by either ID: the contract does not say which of the two a path means. */
export function findAgent({ account }: World, id: string): Agent {
	const agent = account.agents.get(id) ?? [...account.agents.values()].find((candidate) => candidate.userId === id);
	if (agent === undefined) throw new NotFound('Agente não encontrado');
	return agent;
}

/** Exact match of all digits with the country code; a missing ninth digit is not guessed. */
export function contactByPhone({ account }: World, phone: string): Contact | undefined {
	const digits = digitsOf(phone);
	if (digits === '') return undefined;
	for (const contact of account.contacts.values()) {
		const stored = contact.phoneNumber;
		// "+" and "|" are the two characters that are no digits: cheap to tell apart before comparing.
		if (stored !== null && stored.length === digits.length + 2 && digitsOf(stored) === digits) return contact;
	}
	return undefined;
}

export function findContactByPhone(world: World, phone: string): Contact {
	const contact = contactByPhone(world, phone);
	if (contact === undefined) throw new NotFound('Contato não encontrado');
	return contact;
}

export function contactByInstagram({ account }: World, name: string): Contact | undefined {
	const wanted = name.replace(/^@/, '').toLowerCase();
	for (const contact of account.contacts.values()) {
		if (contact.instagram !== null && contact.instagram.replace(/^@/, '').toLowerCase() === wanted) return contact;
	}
	return undefined;
}

/** The recipient of a send: an unknown one becomes a contact. */
export function recipient(world: World, to: string): Contact {
	const known = to.startsWith('@') ? contactByInstagram(world, to) : contactByPhone(world, to);
	return known ?? newContact(world, to);
}

/** Registers somebody who was only addressed so far. */
export function newContact(world: World, to: string): Contact {
	const contact = contactRecord({
		id: world.random.uuid(),
		createdAt: world.clock.now(),
		companyId: world.account.companyId,
		name: to,
		origin: 'CREATED_FROM_HUB',
		...(to.startsWith('@') ? { instagram: to } : { phoneNumber: storedPhone(digitsOf(to)) }),
	});
	world.account.contacts.set(contact.id, contact);
	contactEvent(world, 'CONTACT_NEW', contact);
	return contact;
}

/** The channel that `from` names: its number, its @name or its ID. Anything else is the platform's 500. */
export function channelFrom({ account }: World, from: string): Channel {
	const digits = digitsOf(from);
	for (const channel of account.channels.values()) {
		if (channel.id === from) return channel;
		if (from.startsWith('@')) {
			if (channel.identity.humanId?.toLowerCase() === from.toLowerCase()) return channel;
		} else if (digits !== '' && channel.number !== null && digitsOf(channel.number) === digits) {
			return channel;
		}
	}
	throw refusedAs500('Canal não encontrado');
}
