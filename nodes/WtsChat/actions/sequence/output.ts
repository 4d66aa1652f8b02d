import type { SequenceContact } from '../../../../client';
import { compact, plainPhone, type Simple } from '../../shared/output';

/** A contact of a sequence as people and models use it. */
export function simplifySequenceContact(member: SequenceContact): Simple {
	const { contactDetails: contact } = member;
	return compact({
		id: member.id,
		sequenceId: member.sequenceId,
		contactId: member.contactId,
		contactName: member.contactName ?? contact?.name,
		contactPhone: plainPhone(contact?.phonenumber),
		contactInstagram: contact?.instagram ?? undefined,
		contactEmail: contact?.email ?? undefined,
		active: member.active,
		origin: member.origin,
		createdAt: member.createdAt,
		lastAddedAt: member.lastAddedAt,
	});
}
