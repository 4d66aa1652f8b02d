import type { Family } from './pacing/limits';
import type { Route } from './routes';

/** What a write is about, as the platform's events name it. */
export type Subject = 'contact' | 'session' | 'message' | 'card' | 'cardNote';

/** What the types of the contract do not say of a route. */
interface RouteFacts {
	/** It only asks, or what it leaves behind is seen by nobody. */
	harmless?: true;
	/** Whose event it sets off; routes without one set off none that anybody listens to. */
	subject?: Subject;
	/** The limit that it counts against, if not that of the account. */
	family?: 'send';
	/** It answers with a message that the platform has just made and dated by its own clock. */
	datesMessage?: true;
	/** Done twice it does no harm; `bySenderId`: when it can be looked up by a sender ID before. */
	repeatable?: 'always' | 'bySenderId';
}

type WriteRoute = Exclude<Route, `GET ${string}`>;

const SEND: RouteFacts = { subject: 'message', family: 'send', datesMessage: true, repeatable: 'bySenderId' };
/** Each item of it has a sender ID. */
const SEND_BATCH: RouteFacts = { ...SEND, repeatable: 'always' };
const SEARCH: RouteFacts = { harmless: true, repeatable: 'always' };
const LOOK_UP: RouteFacts = { ...SEARCH, family: 'send' };

/** Each of them once: one that the contract gains or loses does not compile. */
const FACTS: Record<WriteRoute, RouteFacts> = {
	'DELETE /chat/v1/message/{id}': {},
	'DELETE /chat/v1/sequence/{id}/contact': {},
	'DELETE /chat/v1/sequence/{id}/contact/batch': {},
	'DELETE /chat/v1/session/note/{id}': { subject: 'session' },
	'DELETE /core/v1/agent/{id}': {},
	'DELETE /core/v1/department/{id}': {},
	'DELETE /core/v1/portfolio/{id}/contact': {},
	'DELETE /core/v1/portfolio/{id}/contact/batch': {},
	'DELETE /core/v1/tag/{id}': {},
	'DELETE /core/v1/webhook/subscription/{subscriptionId}': {},
	'DELETE /crm/v1/panel/card/{cardId}/note/{noteId}': { subject: 'cardNote' },
	'POST /chat/v1/chatbot/send': { subject: 'session' },
	'POST /chat/v1/message/send': { subject: 'message' },
	'POST /chat/v1/message/send-sync': { subject: 'message' },
	'POST /chat/v1/scheduled-message': {},
	'POST /chat/v1/scheduled-message/batch-cancel': {},
	'POST /chat/v1/scheduled-message/{id}/cancel': {},
	'POST /chat/v1/send/audio': SEND,
	'POST /chat/v1/send/chatbot': SEND,
	'POST /chat/v1/send/chatbot/batch': SEND_BATCH,
	'POST /chat/v1/send/document': SEND,
	'POST /chat/v1/send/image': SEND,
	'POST /chat/v1/send/otp': SEND,
	'POST /chat/v1/send/template': SEND,
	'POST /chat/v1/send/template/batch': SEND_BATCH,
	'POST /chat/v1/send/text': SEND,
	'POST /chat/v1/send/typing': { subject: 'message' },
	'POST /chat/v1/send/video': SEND,
	'POST /chat/v1/sequence/{id}/contact': {},
	'POST /chat/v1/sequence/{id}/contact/batch': {},
	'POST /chat/v1/session/{id}/message': { subject: 'message', datesMessage: true },
	'POST /chat/v1/session/{id}/message/sync': { subject: 'message', datesMessage: true },
	'POST /chat/v1/session/{id}/note': { subject: 'session' },
	'POST /core/v1/agent': {},
	'POST /core/v1/agent/{id}/departments': {},
	'POST /core/v1/agent/{id}/logout': {},
	'POST /core/v1/agent/{id}/status': {},
	'POST /core/v1/contact': { subject: 'contact' },
	'POST /core/v1/contact/filter': SEARCH,
	'POST /core/v1/contact/phonenumber/{phone}/tags': { subject: 'contact' },
	'POST /core/v1/contact/{id}/tags': { subject: 'contact' },
	'POST /core/v1/department': {},
	'POST /core/v1/portfolio/{id}/contact': {},
	'POST /core/v1/portfolio/{id}/contact/batch': {},
	'POST /core/v1/tag': {},
	'POST /core/v1/webhook/subscription': {},
	'POST /core/v2/contact/batch': { subject: 'contact' },
	// Nobody sees a file before it is sent.
	'POST /core/v2/file': { harmless: true },
	'POST /crm/v1/panel/card/{cardId}/note': { subject: 'cardNote' },
	'POST /crm/v2/panel/card': { subject: 'card' },
	'POST /crm/v2/panel/card/{id}/duplicate': { subject: 'card' },
	'PUT /chat/v1/scheduled-message/{id}': {},
	'PUT /chat/v1/session/{id}/assignee': { subject: 'session' },
	'PUT /chat/v1/session/{id}/complete': { subject: 'session' },
	'PUT /chat/v1/session/{id}/status': { subject: 'session' },
	'PUT /chat/v1/session/{id}/transfer': { subject: 'session' },
	'PUT /chat/v2/session/{id}/partial': { subject: 'session' },
	'PUT /core/v1/agent/{id}': {},
	'PUT /core/v1/contact/phonenumber/{phone}': { subject: 'contact' },
	'PUT /core/v1/department/{id}': {},
	'PUT /core/v1/department/{id}/agents': {},
	'PUT /core/v1/tag/{id}': {},
	'PUT /core/v1/webhook/subscription/{subscriptionId}': {},
	'PUT /core/v2/contact/{id}': { subject: 'contact' },
	'PUT /crm/v3/panel/card/{id}': { subject: 'card' },
};

/** Look-ups that count against the limit of the sends, as the contract says. */
const LOOK_UPS: Record<Extract<Route, `GET /chat/v1/send/${string}`>, RouteFacts> = {
	'GET /chat/v1/send/chatbot/{id}': LOOK_UP,
	'GET /chat/v1/send/message/{id}': LOOK_UP,
	'GET /chat/v1/send/otp/{id}': LOOK_UP,
};

const BY_ROUTE: ReadonlyMap<string, RouteFacts> = new Map(Object.entries({ ...FACTS, ...LOOK_UPS }));

/** The family whose limit a route counts against. */
export function familyOf(route: Route): Family {
	return BY_ROUTE.get(route)?.family ?? 'account';
}

/** What a route writes, as far as the platform tells of it by events; undefined for all else. */
export function subjectOf(route: Route): Subject | undefined {
	return BY_ROUTE.get(route)?.subject;
}

/** Whether an endpoint changes something that somebody sees; bytes put to an upload URL, which is no route, do not. */
export function isWrite(endpoint: string): boolean {
	const facts = BY_ROUTE.get(endpoint);
	return facts === undefined ? !/^(GET |PUT \()/.test(endpoint) : facts.harmless !== true;
}

/** Whether a route answers with a message that the platform's clock has just dated. */
export function datesMessage(route: Route): boolean {
	return BY_ROUTE.get(route)?.datesMessage === true;
}

/** Whether a request does no harm when it is made twice. */
export function mayBeRepeated(route: Route, body: unknown): boolean {
	const facts = BY_ROUTE.get(route);
	if (facts === undefined || facts.repeatable === 'always') return true;
	return facts.repeatable === 'bySenderId' && typeof body === 'object' && body !== null && 'senderId' in body;
}
