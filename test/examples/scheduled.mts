import type { ScheduledMessage, Simulator } from '../simulator/index.mts';

/** Puts messages that are to go out in many years into the account. */
export function scheduleInAccount(
	{ account }: Simulator,
	...given: Array<Partial<ScheduledMessage>>
): ScheduledMessage[] {
	const { named } = account;
	return given.map((one) => {
		const place = account.scheduled.size + 1;
		const message: ScheduledMessage = {
			id: `5c4ed01e-0000-4000-8000-${String(place).padStart(12, '0')}`,
			createdAt: '2026-01-01T12:00:00Z',
			updatedAt: '2026-01-01T12:00:00Z',
			active: true,
			companyId: account.companyId,
			sessionId: null,
			contactId: named.contactAna.id,
			userId: named.agentOwner.userId ?? account.companyId,
			channelId: named.channelWhatsapp.id,
			departmentId: null,
			status: 'SCHEDULED',
			type: 'TEMPLATE',
			templateId: named.templateWithParams.id,
			botId: null,
			scheduling: '2099-01-31T14:00:00.0000000Z',
			hiddenSession: false,
			failureReason: null,
			templateParams: {
				parameters: Object.fromEntries((named.templateWithParams.params ?? []).map(({ name }) => [name ?? '', 'Ana'])),
			},
			...one,
		};
		account.scheduled.set(message.id, message);
		return message;
	});
}
