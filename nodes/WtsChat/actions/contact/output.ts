import type { Contact } from '../../../../client';
import { compact, orSuccess, plainPhone, type Simple } from '../../shared/output';

/** A contact as people and models use it. */
export function simplifyContact(contact: Contact): Simple {
	return compact({
		id: contact.id,
		name: contact.name,
		phoneNumber: plainPhone(contact.phoneNumber),
		email: contact.email,
		instagram: contact.instagram,
		status: contact.status,
		annotation: contact.annotation,
		tagNames: contact.tagNames ?? undefined,
		portfolioIds: contact.portfolioIds ?? undefined,
		portfolioNames: contact.portfolioNames ?? undefined,
		customFields: contact.customFields ?? undefined,
		metadata: contact.metadata ?? undefined,
		createdAt: contact.createdAt,
		updatedAt: contact.updatedAt,
	});
}

/** The contact that a write answered, or that it was accepted when the answer is empty. */
export function simplifiedContact(answer: Contact | undefined, simplify: boolean): object {
	if (answer === undefined) return orSuccess({});
	return simplify ? simplifyContact(answer) : answer;
}
