import { refuse } from '../../core/errors';
import type { ChatSchemas } from '../../core/routes';

/**
 * What a route that waits for the channel answered.
 * @throws {WtsApiError} INVALID_REQUEST when the channel did not take the message: the platform answers that as a
 * success whose status is FAILED.
 */
export function unlessFailed(message: ChatSchemas['Message'] | undefined, endpoint: string): ChatSchemas['Message'] {
	if (message?.status !== 'FAILED') return message ?? {};
	const reason = message.failedReason ?? message.details?.errors?.find(({ text }) => text)?.text ?? null;
	throw refuse(
		`The channel did not take the message${message.id ? ` ${message.id}` : ''}${reason === null ? '' : `: ${reason}`}`,
		'Nothing was delivered. On WhatsApp, outside the 24 hours after the last message of the contact, only a ' +
			'template arrives.',
		endpoint,
	).withDetails({ httpStatus: 200, text: reason });
}
