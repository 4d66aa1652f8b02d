import { isRecord } from '../values/record';
import type { AnswerOf, Route } from './routes';

/** Routes that answer a list, with or without pages. */
type ListRoute = {
	[R in Route]: [AnswerOf<R>] extends [undefined]
		? never
		: AnswerOf<R> extends readonly unknown[] | { items?: readonly unknown[] | null }
			? 'items' extends keyof AnswerOf<R>
				? R
				: AnswerOf<R> extends readonly unknown[]
					? R
					: never
			: never;
}[Route];

/** Each of them once: one that the contract gains or loses does not compile. */
const LISTS: Record<ListRoute, true> = {
	'GET /chat/v1/channel': true,
	'GET /chat/v1/chatbot': true,
	'GET /chat/v1/message': true,
	'GET /chat/v1/scheduled-message': true,
	'GET /chat/v1/sequence': true,
	'GET /chat/v1/session/{id}/message': true,
	'GET /chat/v1/session/{id}/note': true,
	'GET /chat/v1/template': true,
	'GET /chat/v2/sequence/{id}/contact': true,
	'GET /chat/v2/session': true,
	'GET /core/v1/agent': true,
	'GET /core/v1/contact': true,
	'GET /core/v1/contact/custom-field': true,
	'GET /core/v1/custom-field': true,
	'GET /core/v1/portfolio': true,
	'GET /core/v1/portfolio/{id}/contact': true,
	'GET /core/v1/tag': true,
	'GET /core/v1/tag/color': true,
	'GET /core/v1/webhook/event': true,
	'GET /core/v1/webhook/subscription': true,
	'GET /core/v2/department': true,
	'GET /crm/v1/panel/card/{cardId}/note': true,
	'GET /crm/v1/panel/{id}/custom-fields': true,
	'GET /crm/v1/panel/{id}/lost-reason': true,
	'GET /crm/v2/panel': true,
	'GET /crm/v2/panel/card': true,
	'POST /chat/v1/scheduled-message/batch-cancel': true,
	'POST /chat/v1/sequence/{id}/contact/batch': true,
	'POST /core/v1/contact/filter': true,
	'POST /core/v1/portfolio/{id}/contact/batch': true,
	'POST /core/v2/contact/batch': true,
	'PUT /core/v1/department/{id}/agents': true,
};

/** Whether the contract says that a route answers a list. */
export function answersList(route: Route): boolean {
	return Object.hasOwn(LISTS, route);
}

/** The entries of a list that are any: records, or texts where all of them are. */
function entriesOf(list: readonly unknown[]): unknown[] {
	if (list.every((entry) => typeof entry === 'string' || isRecord(entry))) return [...list];
	return list.filter(isRecord);
}

/** An answer of a list route without entries that are no records; undefined when it is no list. */
export function tidyList(answer: unknown, route: Route): unknown {
	if (answer === undefined) return answer;
	if (Array.isArray(answer)) return entriesOf(answer);
	if (!isRecord(answer)) return undefined;
	const { items } = answer;
	if (Array.isArray(items)) return { ...answer, items: entriesOf(items) };
	// Pages of nothing may come without their list; what was written has one.
	const isPage = route.startsWith('GET ') || route.endsWith('/filter');
	return isPage && (items === undefined || items === null) ? answer : undefined;
}
