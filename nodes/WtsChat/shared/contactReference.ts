import { type ContactReference, contactIdentities, isId, readPhone } from '../../../client';
import type { ParameterReader } from '../core/reader';

/** Reads a contact locator: by ID or by phone number. Undefined when it is empty. */
export function readContactReference(item: ParameterReader, name = 'contactId'): ContactReference | undefined {
	const located = item.optionalLocated(name);
	if (located === undefined) return undefined;
	// An expression may give a bare value: an ID looks like no phone number.
	if (located.mode !== 'phone' && (located.mode !== '' || isId(located.value))) {
		return { id: item.id(name) };
	}
	const phone = readPhone(located.value, item.country);
	if (!phone.ok) {
		throw item.inputError(
			name,
			located.mode === 'phone'
				? `${phone.problem}: "${located.value}"`
				: `is neither a valid ID nor a phone number: "${located.value}"`,
			phone.advice ?? 'Write the number with area code, and with + and the country code outside the default country.',
		);
	}
	return { phone: phone.value };
}

/** The same for a contact that must be given. */
export function requireContactReference(item: ParameterReader, name = 'contactId'): ContactReference {
	const reference = readContactReference(item, name);
	if (reference === undefined) throw item.emptyError(name);
	return reference;
}

/** What keeps the order of a contact's items: numbers that differ in the ninth digit only are one. */
export function contactKey(reference: ContactReference): string | undefined {
	return 'id' in reference ? reference.id : contactIdentities({ phoneNumber: reference.phone })[0];
}
