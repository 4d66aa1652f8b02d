import type { Portfolio, PortfolioContact } from '../../../../client';
import { compact, plainPhone, type Simple } from '../../shared/output';

/** A portfolio as people and models use it. */
export function simplifyPortfolio(portfolio: Portfolio): Simple {
	return compact({
		id: portfolio.id,
		name: portfolio.name,
		type: portfolio.type,
		contactsCount: portfolio.contactsCount ?? undefined,
		automaticAttribution: portfolio.automaticAttribution,
		expirationDurationInMonths: portfolio.expirationDurationInMonths ?? undefined,
		departments: portfolio.departments ?? undefined,
		active: portfolio.active,
		createdAt: portfolio.createdAt,
		updatedAt: portfolio.updatedAt,
	});
}

/** A contact of a portfolio as people and models use it. */
export function simplifyPortfolioContact(member: PortfolioContact): Simple {
	const { contactDetails: contact } = member;
	return compact({
		id: member.id,
		portfolioId: member.portfolioId,
		contactId: member.contactId,
		contactName: contact?.name ?? undefined,
		contactPhone: plainPhone(contact?.phonenumber) ?? undefined,
		contactInstagram: contact?.instagram ?? undefined,
		contactEmail: contact?.email ?? undefined,
		active: member.active,
		createdAt: member.createdAt,
	});
}
