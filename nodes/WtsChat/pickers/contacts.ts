import { type Contact, readRecipient, type WtsClient } from '../../../client';
import { type Choice, digitsOfNumber, PICKER_PAGE, pagedPicker, withoutDetails } from './results';

/** A contact as pickers show it: name and a way to tell namesakes apart. */
function asChoice({ id, name, phoneNumberFormatted, phoneNumber, instagram, email }: Contact): Choice[] {
	if (!id) return [];
	const address = phoneNumberFormatted ?? phoneNumber ?? instagram ?? email;
	if (!name) return [{ name: address ?? id, value: id }];
	return [{ name: address ? `${name} (${address})` : name, value: id }];
}

/**
 * What the platform may find a contact by when this is typed: numbers are stored as `+55|51990000001`, and nobody types
 * them so; an @name may be stored without its @.
 */
function spellingsOf(text: string): string[] {
	if (text.startsWith('@')) return [text, text.slice(1)].filter((one) => one !== '');
	const digits = digitsOfNumber(text);
	if (digits === undefined) return [text];
	const number = readRecipient(text);
	const whole = number.ok ? number.value : digits;
	const national = /^\+?\s*55/.test(text) || number.ok ? whole.replace(/^55(?=\d{2})/, '') : digits;
	return [...new Set([text, digits, national])];
}

/**
 * Contacts of which the name, the phone, the e-mail or the Instagram name holds the text in one of its spellings: each
 * contact once, at most `size` of each spelling.
 */
export async function contactsWith(client: WtsClient, text: string, size: number): Promise<Contact[]> {
	const pages = await Promise.all(
		spellingsOf(text).map(
			async (textFilter) =>
				await client.request('POST /core/v1/contact/filter', { body: { textFilter, pageNumber: 1, pageSize: size } }),
		),
	);
	const found = pages.flatMap((page) => page?.items ?? []);
	return [...new Map(found.map((contact) => [contact.id, contact])).values()];
}

/** Contacts by any of their texts: name, phone, e-mail, Instagram. */
export const searchContacts = pagedPicker(async (client, { text, page }) => {
	const wanted = withoutDetails(text);
	if (wanted !== undefined && spellingsOf(wanted).length > 1) {
		return { choices: (await contactsWith(client, wanted, PICKER_PAGE)).flatMap(asChoice) };
	}
	const answer = await client.request('POST /core/v1/contact/filter', {
		body: { textFilter: wanted, pageNumber: page, pageSize: PICKER_PAGE },
	});
	return { choices: (answer?.items ?? []).flatMap(asChoice), hasMorePages: answer?.hasMorePages };
});
