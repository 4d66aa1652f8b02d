import type { OperationId } from './contract-types.mts';
import type { Scope } from './tokens.mts';

/**
 * The ways in which the platform departs from what its documentation promises. Every one may be changed at any time and
 * shows from the next request on.
 */
export interface Quirks {
	/** Look-ups by ID or phone that find nothing answer HTTP 500 with key FORM_ERROR; when false a real 404. */
	notFoundAs500: boolean;
	/** Errors of the platform travel in the envelope with HTTP 200 and `error: true`. */
	errorsAs200: boolean;
	/** How the envelope spells `httpStatusCode`: .NET name, number, or upper case name. */
	httpStatusCodeStyle: 'name' | 'number' | 'upper';
	/** 4xx of `/chat/v1/send/*` come as RFC 7807 ProblemDetails; when false as the usual envelope. */
	problemDetailsOnSend: boolean;
	/** Successful answers without a body: for all operations, or for the named ones. */
	emptyBodies: boolean | OperationId[];
	/** An unknown route answers 401 even with a valid token. Without a token it always does. */
	unauthorizedOnUnknownRoute: boolean;
	/** What a path without its service prefix answers. */
	missingPrefixStatus: 400 | 401;
	/** Page 1 for ever: always, or only for requests that use the given spelling of the page parameter. */
	repeatFirstPage: boolean | 'PageNumber' | 'pageNumber' | 'Page';
	/** `GET /core/v1/contact` ignores query parameters that it does not know (search text) instead of refusing them. */
	ignoreTextSearchOnGet: boolean;
	/** Unknown filters of any list are ignored silently. They stay recorded as violations. */
	ignoreUnknownFilters: boolean;
	/** Unknown enum values and a PageSize over 100 answer HTTP 500, as the platform does, instead of a clear 400. */
	invalidValuesAs500: boolean;
	/** The next so many card updates answer 200 without applying step and tags. */
	cardUpdateNotApplied: number;
	/** The next so many assignments of a session answer 200 without changing the agent. */
	assignNotApplied: number;
	/** `agent.id` in place of `agent.userId`: 200 and no effect; when false it is refused as unknown. */
	agentIdAccepted: boolean;
	/** Custom fields with an unknown key or a wrong type are dropped silently; when false refused with 400. */
	droppedUnknownCustomFields: boolean;
	/** What tags do when no operation is sent: as documented per endpoint, always merge, or always replace. */
	tagMergeDefault: 'documented' | 'merge' | 'replace';
	/** Scopes that every token lacks (403). */
	forbiddenScopes: Scope[];
	/** Tokens that were not used for long vanish: every token is refused with 401. */
	tokensVanished: boolean;
	/** Events that no documentation names are delivered too (TEMPLATE_UPDATE after each real event). */
	newWebhookEvents: boolean;
	/** Free text on WhatsApp outside the 24 h window: refused at once, or accepted and FAILED later. */
	refuseTextOutsideWindow: 'refuse' | 'fail';
	/** When set, `status` of every record in an answer has this value, which no enum knows. */
	statusUnknownEnum: string | null;
	/** Properties that are null in every record of an answer. */
	nullFields: string[];
	/** `GET /chat/v1/send/{message,chatbot}/{id}` finds by the caller's senderId too. */
	sendStatusBySenderId: boolean;
	/** Sends to `/chat/v1/send/*` answer the message's own ID instead of an ID of the dispatch. */
	sendIdIsMessageId: boolean;
	/** Requests to `/chat/v1/send/*` count against the account's limits too. */
	sendsCountOnAccount: boolean;
	/** Seconds in the Retry-After of a 429 of the limits, or null for none (as documented). */
	retryAfterOn429: number | null;
	/** Results of batches: in order, shuffled, or with the last one missing. */
	batchResults: 'ordered' | 'shuffled' | 'incomplete';
	/** Messages stay QUEUED and never reach an outcome. */
	messagesStayQueued: boolean;
	/** How long the sync routes wait for an outcome before they answer the last known state. */
	syncWaitMs: number;
	/** Each webhook is delivered so many times more, although it was answered 2xx. */
	webhookDuplicates: number;
	/** Webhooks arrive out of order: each waits for the next one and then goes second. */
	webhookDisorder: boolean;
	/** A delivery that failed is tried again after this time (about nine minutes on the platform). */
	webhookRetryDelayMs: number;
	/** How often a failed delivery is tried again. */
	webhookRetries: number;
	/** Every message changes its session, and SESSION_UPDATE says so; when false only messages are told. */
	sessionUpdateOnMessage: boolean;
	/** Events of cards do not say what changed. */
	cardChangesUnknown: boolean;
	/** An update of metadata replaces all keys instead of merging them. */
	metadataReplaced: boolean;
	/** How many subscriptions an account may have, or null for any number. */
	subscriptionLimit: number | null;
	/** Inbound messages say TO_HUB and outbound ones FROM_HUB, as one report has it. */
	directionReversed: boolean;
	/** Address that deliveries claim to come from (X-Forwarded-For), or null for none. */
	webhookSourceAddress: string | null;
	/** How long the signature of a file's public URL is good for. */
	publicUrlLifetimeMs: number;
	/** How long an upload URL is good for. */
	uploadUrlLifetimeMs: number;
}

/** The quirks as they are after a start or a reset. */
export function defaultQuirks(): Quirks {
	return {
		notFoundAs500: true,
		errorsAs200: false,
		httpStatusCodeStyle: 'name',
		problemDetailsOnSend: true,
		emptyBodies: false,
		unauthorizedOnUnknownRoute: false,
		missingPrefixStatus: 400,
		repeatFirstPage: false,
		ignoreTextSearchOnGet: false,
		ignoreUnknownFilters: false,
		invalidValuesAs500: false,
		cardUpdateNotApplied: 0,
		assignNotApplied: 0,
		agentIdAccepted: true,
		droppedUnknownCustomFields: true,
		tagMergeDefault: 'documented',
		forbiddenScopes: [],
		tokensVanished: false,
		newWebhookEvents: false,
		refuseTextOutsideWindow: 'fail',
		statusUnknownEnum: null,
		nullFields: [],
		sendStatusBySenderId: true,
		sendIdIsMessageId: false,
		sendsCountOnAccount: false,
		retryAfterOn429: null,
		batchResults: 'ordered',
		messagesStayQueued: false,
		syncWaitMs: 25_000,
		webhookDuplicates: 0,
		webhookDisorder: false,
		webhookRetryDelayMs: 200,
		webhookRetries: 1,
		sessionUpdateOnMessage: true,
		cardChangesUnknown: false,
		metadataReplaced: false,
		subscriptionLimit: null,
		directionReversed: false,
		webhookSourceAddress: '18.215.79.89',
		publicUrlLifetimeMs: 3_600_000,
		uploadUrlLifetimeMs: 900_000,
	};
}
