import { PICKER_PAGE, pagedPicker, withoutDetails } from './results';

/** Automation chatbots by name; the value is the chatbot's key, which is what the sends take. */
export const searchChatbots = pagedPicker(async (client, { text, page }) => {
	const answer = await client.request('GET /chat/v1/chatbot', {
		query: { Name: withoutDetails(text), Types: ['Automation'], PageNumber: page, PageSize: PICKER_PAGE },
	});
	const choices = (answer.items ?? []).flatMap(({ key, name, archived, publishStatus }) => {
		if (!key || archived === true) return [];
		const state = publishStatus && publishStatus !== 'READY' ? ' (not published)' : '';
		return [{ name: `${name ?? key}${state}`, value: key }];
	});
	return { choices, hasMorePages: answer.hasMorePages };
});
