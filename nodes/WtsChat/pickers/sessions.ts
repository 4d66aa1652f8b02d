import { ifFound, isId, type Session, type WtsClient } from '../../../client';
import { contactsWith } from './contacts';
import { type Choice, humanize, isFoundBy, PICKER_PAGE, pagedPicker, withoutDetails } from './results';

/** The route has no text search: sessions of contacts that match are shown, and newest ones that show the text. */
const CONTACTS_SEARCHED = 10;

/** The newest sessions, for a text that is in what the picker shows; further ones when nothing else has it. */
const RECENT_SEARCHED = 100;
const FURTHER_PAGES = [2, 3, 4, 5];

const DETAILS = ['ContactDetails' as const, 'ChannelDetails' as const];

function asChoice({ id, contactDetails, title, number, status, channelDetails }: Session): Choice[] {
	if (!id) return [];
	const { name, phonenumber, phonenumberFormatted, instagram } = contactDetails ?? {};
	const who = name ?? title ?? phonenumberFormatted ?? number ?? id;
	const details = [humanize(status), channelDetails?.displayName].filter(Boolean).join(', ');
	return [
		{
			name: details === '' ? who : `${who} (${details})`,
			value: id,
			also: [title, number, phonenumber, phonenumberFormatted, instagram],
			detail: number,
		},
	];
}

async function recent(client: WtsClient, page: number): Promise<Choice[]> {
	const { items } = await client.request('GET /chat/v2/session', {
		query: { IncludeDetails: DETAILS, PageNumber: page, PageSize: RECENT_SEARCHED },
	});
	return (items ?? []).flatMap(asChoice);
}

async function ofContacts(client: WtsClient, text: string): Promise<Choice[]> {
	const contacts = await contactsWith(client, text, CONTACTS_SEARCHED);
	const pages = await Promise.all(
		contacts.slice(0, CONTACTS_SEARCHED).map(
			async ({ id }) =>
				await client.request('GET /chat/v2/session', {
					query: { ContactId: id, IncludeDetails: DETAILS, PageSize: PICKER_PAGE },
				}),
		),
	);
	return pages.flatMap(({ items }) => items ?? []).flatMap(asChoice);
}

async function withId(client: WtsClient, id: string): Promise<Choice[]> {
	const query = { includeDetails: DETAILS };
	const session = client.request('GET /chat/v2/session/{id}', { path: { id }, query });
	return asChoice((await ifFound(session)) ?? {});
}

async function sessionsWith(client: WtsClient, given: string): Promise<Choice[]> {
	// Numbers of sessions are written with and without it.
	const text = given.replace(/^#\s*(?=\d)/, '');
	if (isId(text)) return await withId(client, text);
	const name = withoutDetails(text) ?? text;
	const [newest, others] = await Promise.all([recent(client, 1), ofContacts(client, name)]);
	const found = [...newest.filter((choice) => isFoundBy(choice, text)), ...others];
	const byId = new Map(found.map((choice) => [choice.value, choice]));
	// Numbers of sessions are in no search.
	if (byId.size > 0 || newest.length < RECENT_SEARCHED || !/\d/.test(text)) return [...byId.values()];
	const further = await Promise.all(FURTHER_PAGES.map(async (page) => await recent(client, page)));
	return further.flat().filter((choice) => isFoundBy(choice, text));
}

/** Sessions by their contact (name, phone, e-mail, Instagram), number or ID; the newest first without a text. */
export const searchSessions = pagedPicker(async (client, { text, page }) => {
	if (text !== undefined) return { choices: await sessionsWith(client, text) };
	const answer = await client.request('GET /chat/v2/session', {
		query: { IncludeDetails: DETAILS, PageNumber: page, PageSize: PICKER_PAGE },
	});
	return { choices: (answer.items ?? []).flatMap(asChoice), hasMorePages: answer.hasMorePages };
});
