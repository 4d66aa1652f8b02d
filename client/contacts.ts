import type { WtsClient } from './client';
import { WtsApiError } from './errors';
import { lookupVariants } from './phone';
import type { CoreSchemas } from './routes';

export type Contact = CoreSchemas['Contact'];
export type ContactDetail = CoreSchemas['ContactDetail'];

/** Which contact: by ID, or by phone number (digits with the country code). */
export type ContactReference = { id: string } | { phone: string };

/**
 * Gets a contact by ID (GET /core/v1/contact/{id}) or by phone number
 * (GET /core/v1/contact/phonenumber/{phone}). A Brazilian mobile number is looked up with and
 * without its ninth digit.
 * @throws {WtsApiError} NOT_FOUND when there is no such contact.
 */
export async function getContact(
	client: WtsClient,
	reference: ContactReference,
	includeDetails?: ContactDetail[],
): Promise<Contact> {
	const query = { IncludeDetails: includeDetails };
	if ('id' in reference) {
		return await client.request('GET /core/v1/contact/{id}', { path: { id: reference.id }, query });
	}
	const [asGiven = reference.phone, ...others] = lookupVariants(reference.phone);
	const byPhone = async (phone: string) =>
		await client.request('GET /core/v1/contact/phonenumber/{phone}', { path: { phone }, query });
	const first = await orNotFound(byPhone(asGiven));
	if (!(first instanceof WtsApiError)) return first;
	for (const phone of others) {
		const found = await orNotFound(byPhone(phone));
		if (!(found instanceof WtsApiError)) return found;
	}
	throw first;
}

/** The answer, or the error when it says that there is no such thing. Other errors are thrown. */
async function orNotFound<T>(answer: Promise<T>): Promise<T | WtsApiError> {
	return await answer.catch((error: unknown) => {
		if (error instanceof WtsApiError && error.code === 'NOT_FOUND') return error;
		throw error;
	});
}
