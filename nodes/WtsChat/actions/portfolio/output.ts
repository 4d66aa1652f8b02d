import type { PortfolioContact } from '../../../../client';
import { compact, plainPhone, type Simple } from '../../shared/output';

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
