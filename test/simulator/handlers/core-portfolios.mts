import { NotFound, refused } from '../errors.mts';
import { between, inDates, page, pageOf } from '../lists.mts';
import { contactByPhone, find, findContact, findContactByPhone } from '../lookups.mts';
import type { Contact, PortfolioContact } from '../state.mts';
import { portfolioContactView, portfolioView } from '../views.mts';
import type { Handlers, World } from '../world.mts';

type Ids =
	| 'listPortfolios'
	| 'listPortfolioContacts'
	| 'addPortfolioContact'
	| 'removePortfolioContact'
	| 'addPortfolioContacts'
	| 'removePortfolioContacts';

/** Portfolios and their contacts. */
export const portfolioHandlers: Handlers<Ids> = {
	listPortfolios: ({ world, query }) => {
		const portfolios = [...world.account.portfolios.values()].filter(inDates(query));
		return pageOf(portfolios, query, (portfolio) => portfolioView(world, portfolio, query.IncludeDetails));
	},
	listPortfolioContacts: ({ world, path, query }) => {
		const portfolio = find(world.account.portfolios, path.id, 'Carteira');
		const created = between(query['CreatedAt.After'], query['CreatedAt.Before']);
		const touched = between(query['UpdatedAt.After'], query['UpdatedAt.Before']);
		const members = world.account.portfolioContacts.filter(
			(member) =>
				member.portfolioId === portfolio.id &&
				(!query.ContactIds || query.ContactIds.includes(member.contactId)) &&
				created(member.createdAt) &&
				touched(member.updatedAt),
		);
		return page(
			members,
			{
				pageNumber: query.Page,
				pageSize: query.PageSize,
				orderBy: query.OrderByDesc ?? query.OrderBy,
				orderDirection: query.OrderByDesc ? 'DESCENDING' : query.OrderBy ? 'ASCENDING' : undefined,
			},
			(member) => portfolioContactView(world, member),
		);
	},
	addPortfolioContact: ({ world, path, body }) => {
		const portfolio = find(world.account.portfolios, path.id, 'Carteira');
		return portfolioContactView(world, join(world, portfolio.id, one(world, body)));
	},
	removePortfolioContact: ({ world, path, body }) => {
		const portfolio = find(world.account.portfolios, path.id, 'Carteira');
		if (!leave(world, portfolio.id, [one(world, body)])) throw new NotFound('Contato não encontrado na carteira');
		return undefined;
	},
	addPortfolioContacts: ({ world, path, body }) => {
		const portfolio = find(world.account.portfolios, path.id, 'Carteira');
		const contacts = [
			...(body.contactIds ?? []).map((id) => findContact(world, id)),
			...(body.phoneNumbers ?? []).map((phone) => findContactByPhone(world, phone)),
		];
		if (contacts.length === 0) throw refused('Informe contactIds ou phoneNumbers');
		const members = contacts.map((contact) => join(world, portfolio.id, contact));
		return page(members, { pageSize: Math.min(100, members.length) }, (member) => portfolioContactView(world, member));
	},
	removePortfolioContacts: ({ world, path, body }) => {
		const portfolio = find(world.account.portfolios, path.id, 'Carteira');
		const contacts = [
			...(body.contactIds ?? []).map((id) => world.account.contacts.get(id)),
			...(body.phoneNumbers ?? []).map((phone) => contactByPhone(world, phone)),
		].filter((contact) => contact !== undefined);
		if (!body.contactIds?.length && !body.phoneNumbers?.length) throw refused('Informe contactIds ou phoneNumbers');
		leave(world, portfolio.id, contacts);
		return undefined;
	},
};

function one(world: World, body: { contactId?: string | null; phoneNumber?: string | null }): Contact {
	if (body.contactId) return findContact(world, body.contactId);
	if (body.phoneNumber) return findContactByPhone(world, body.phoneNumber);
	throw refused('Informe contactId ou phoneNumber');
}

/** Puts a contact into a portfolio, once. */
export function join(world: World, portfolioId: string, contact: Contact): PortfolioContact {
	const { account } = world;
	const present = account.portfolioContacts.find((m) => m.portfolioId === portfolioId && m.contactId === contact.id);
	if (present) return present;
	const now = world.clock.now();
	const member: PortfolioContact = {
		id: world.random.uuid(),
		createdAt: now,
		updatedAt: now,
		active: true,
		companyId: account.companyId,
		portfolioId,
		contactId: contact.id,
	};
	account.portfolioContacts.push(member);
	return member;
}

function leave(world: World, portfolioId: string, contacts: Contact[]): boolean {
	const { account } = world;
	const before = account.portfolioContacts.length;
	account.portfolioContacts = account.portfolioContacts.filter(
		(member) => member.portfolioId !== portfolioId || !contacts.some((contact) => contact.id === member.contactId),
	);
	return account.portfolioContacts.length < before;
}
