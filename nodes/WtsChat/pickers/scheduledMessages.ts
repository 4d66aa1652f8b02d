import type { ScheduledMessage } from '../../../client';
import { type Choice, isFoundBy, PICKER_PAGE, pagedPicker } from './results';

/** The route has no text search: a text is looked for in the next ones. */
const SEARCHED = 100;

function asChoice({ id, contact, scheduling, template, chatbot }: ScheduledMessage): Choice[] {
	if (!id) return [];
	const who = contact?.name ?? contact?.phonenumberFormatted ?? id;
	const what = template?.name ?? chatbot?.name;
	const when = scheduling?.slice(0, 16).replace('T', ' ');
	const details = [what, when === undefined ? undefined : `${when} UTC`].filter(Boolean).join(', ');
	return [{ name: details === '' ? who : `${who} (${details})`, value: id, also: [contact?.phonenumberFormatted] }];
}

/** Scheduled messages that are still to go out, by contact, template and time. */
export const searchScheduledMessages = pagedPicker(async (client, { text, page }) => {
	const answer = await client.request('GET /chat/v1/scheduled-message', {
		query: {
			Status: 'SCHEDULED',
			IncludeDetails: ['Contact', 'Template', 'Chatbot'],
			PageNumber: text === undefined ? page : 1,
			PageSize: text === undefined ? PICKER_PAGE : SEARCHED,
		},
	});
	const choices = (answer.items ?? []).flatMap(asChoice);
	if (text === undefined) return { choices, hasMorePages: answer.hasMorePages };
	return { choices: choices.filter((choice) => isFoundBy(choice, text)) };
});
