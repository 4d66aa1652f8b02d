import { NotFound, refused } from '../errors.mts';
import { contains, inDates, page, pageOf } from '../lists.mts';
import { contactByPhone, find, findContact, findContactByPhone, newContact } from '../lookups.mts';
import { digitsOf } from '../phones.mts';
import type { Contact, SequenceContact } from '../state.mts';
import { sequenceContactView } from '../views.mts';
import type { Handlers, World } from '../world.mts';

type Ids =
	| 'listSequences'
	| 'addSequenceContact'
	| 'removeSequenceContact'
	| 'addSequenceContacts'
	| 'removeSequenceContacts'
	| 'listSequenceContacts';

/** Sequences and who is in them. */
export const sequenceHandlers: Handlers<Ids> = {
	listSequences: ({ world, query }) => {
		const { account } = world;
		const within = query.ContactId && account.sequenceContacts.filter((m) => m.contactId === query.ContactId);
		const sequences = [...account.sequences.values()].filter(
			(sequence) =>
				(!query.Name || contains(sequence.name, query.Name)) &&
				(!within || within.some((member) => member.sequenceId === sequence.id)),
		);
		const counted = query.IncludeDetails?.includes('ContactExecutingCount') ?? false;
		return pageOf(sequences.filter(inDates(query)), query, (sequence) => ({
			...sequence,
			contactExecutingCount: counted
				? account.sequenceContacts.filter((m) => m.sequenceId === sequence.id && m.active).length
				: 0,
		}));
	},
	listSequenceContacts: ({ world, path, query }) => {
		const { account } = world;
		const sequence = find(account.sequences, path.id, 'Sequência');
		const phone = query.PhoneNumber && digitsOf(query.PhoneNumber);
		const members = account.sequenceContacts.filter((member) => {
			const contact = account.contacts.get(member.contactId);
			return (
				member.sequenceId === sequence.id &&
				(!query.ContactId || member.contactId === query.ContactId) &&
				(!query.Name || contains(contact?.name, query.Name)) &&
				(!phone || digitsOf(contact?.phoneNumber ?? '') === phone)
			);
		});
		const details = query.IncludeDetails?.includes('ContactDetails') ?? false;
		return pageOf(members.filter(inDates(query)), query, (member) => sequenceContactView(world, member, details));
	},
	addSequenceContact: ({ world, path, body }) => {
		const sequence = find(world.account.sequences, path.id, 'Sequência');
		const contact = body.contactId
			? findContact(world, body.contactId)
			: body.phoneNumber
				? known(world, body.phoneNumber)
				: undefined;
		if (contact === undefined) throw refused('Informe contactId ou phoneNumber');
		return sequenceContactView(world, add(world, sequence.id, contact), true);
	},
	addSequenceContacts: ({ world, path, body }) => {
		const sequence = find(world.account.sequences, path.id, 'Sequência');
		const contacts = named(world, body, known);
		const added = contacts.map((contact) => add(world, sequence.id, contact));
		return page(added, { pageSize: Math.min(100, Math.max(1, added.length)) }, (m) =>
			sequenceContactView(world, m, true),
		);
	},
	removeSequenceContact: ({ world, path, body }) => {
		const sequence = find(world.account.sequences, path.id, 'Sequência');
		const contact = body.contactId
			? findContact(world, body.contactId)
			: body.phoneNumber
				? findContactByPhone(world, body.phoneNumber)
				: undefined;
		if (contact === undefined) throw refused('Informe contactId ou phoneNumber');
		if (!remove(world, sequence.id, [contact])) throw new NotFound('Contato não encontrado na sequência');
		return undefined;
	},
	removeSequenceContacts: ({ world, path, body }) => {
		const sequence = find(world.account.sequences, path.id, 'Sequência');
		const ids = body.contactIds ?? [];
		const phones = body.phoneNumbers ?? [];
		if (ids.length + phones.length === 0) {
			// Nothing is narrowed down: everybody goes. The reason why a client must never send it.
			world.account.sequenceContacts = world.account.sequenceContacts.filter((m) => m.sequenceId !== sequence.id);
			return undefined;
		}
		const contacts = [
			...ids.map((id) => world.account.contacts.get(id)),
			...phones.map((phone) => contactByPhone(world, phone)),
		];
		remove(
			world,
			sequence.id,
			contacts.filter((contact) => contact !== undefined),
		);
		return undefined;
	},
};

/** The contact of a number; an unknown number becomes a contact. */
function known(world: World, phone: string): Contact {
	return contactByPhone(world, phone) ?? newContact(world, phone);
}

function named(
	world: World,
	body: { contactIds?: string[] | null; phoneNumbers?: string[] | null },
	byPhone: (world: World, phone: string) => Contact,
): Contact[] {
	const contacts = [
		...(body.contactIds ?? []).map((id) => findContact(world, id)),
		...(body.phoneNumbers ?? []).map((phone) => byPhone(world, phone)),
	];
	if (contacts.length === 0) throw refused('Informe contactIds ou phoneNumbers');
	return contacts;
}

/** Adds a contact, or marks the one that is in already as added again. */
export function add(world: World, sequenceId: string, contact: Contact): SequenceContact {
	const { account } = world;
	const now = world.clock.now();
	const present = account.sequenceContacts.find((m) => m.sequenceId === sequenceId && m.contactId === contact.id);
	if (present) {
		present.lastAddedAt = present.updatedAt = now;
		present.active = true;
		return present;
	}
	const member: SequenceContact = {
		id: world.random.uuid(),
		active: true,
		createdAt: now,
		updatedAt: now,
		companyId: account.companyId,
		sequenceId,
		contactId: contact.id,
		origin: 'API',
		addedByUserId: null,
		addedByChatbotId: null,
		lastAddedAt: now,
	};
	account.sequenceContacts.push(member);
	return member;
}

function remove(world: World, sequenceId: string, contacts: Contact[]): boolean {
	const { account } = world;
	const ids = new Set(contacts.map((contact) => contact.id));
	const before = account.sequenceContacts.length;
	account.sequenceContacts = account.sequenceContacts.filter(
		(member) => member.sequenceId !== sequenceId || !ids.has(member.contactId),
	);
	return account.sequenceContacts.length < before;
}
