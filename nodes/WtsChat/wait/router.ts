import { type IWebhookFunctions, type IWebhookResponseData, sleep } from 'n8n-workflow';

import { asError, isId, Recent, type Session, type WtsClient } from '../../../client';
import { credentialOf } from '../listening/awaited';
import { LIMIT_SHARE } from '../listening/limitShare';
import { idOf } from '../listening/loose';
import { clearMarker, instanceMark, isLive, type Marker, readMarker } from '../listening/marker';
import {
	type CallRefusal,
	isTooLarge,
	NOT_READY,
	refuseCall,
	TOO_LARGE,
	WRONG_KEY,
	WRONG_METHOD,
	WRONG_SHAPE,
} from '../listening/refusals';
import { hasKey } from '../listening/subscription';
import { callWaitingExecution, type ResumeAnswer, resumeUrlOf } from '../listening/waitingExecution';
import { connect } from '../platform/account';
import { waitingBaseOf } from '../platform/waiting';
import { type PlatformEvent, plainName, readEvent, sessionIdOf } from '../trigger/events';

const TIMEOUT_MS = 10_000;

/** For a question that could not be called just now. */
const LATER: CallRefusal = {
	...NOT_READY,
	log: 'the execution cannot be called now; the event is to be delivered again',
};

/** What became of an event: `later` when the platform had better deliver it again. */
type Outcome = 'resumed' | 'waiting' | 'stale' | 'none' | 'later';

/** One look and one call per event, however many asking nodes share the account. */
const handled = new Recent<Promise<Outcome>>(5_000, 600_000);

/** Questions that have been answered, so that what is written right after the answer asks for nothing. */
const ended = new Recent<true>(5_000, 600_000);

/** By question: what is under way for it. Calls go one after the other, since only one of them can resume. */
const queues = new Map<string, Promise<unknown>>();

/**
 * Takes one event: finds the question that waits in its session, and calls the execution that asked. Never starts a
 * run, and trusts nothing of the event but where to look.
 */
export async function takeEvent(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		return await take(context);
	} catch (error) {
		context.logger.error(`WTS Chat: a reply was not routed: ${asError(error).message}`);
		return refuse(context, NOT_READY);
	}
}

async function take(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	if (!hasKey(context)) return refuse(context, WRONG_KEY);
	if (context.getRequestObject().method !== 'POST') return refuse(context, WRONG_METHOD);
	if (isTooLarge(context)) return refuse(context, TOO_LARGE);
	const event = readEvent(context.getBodyData());
	if (event === undefined) return refuse(context, WRONG_SHAPE);
	const sessionId = sessionIdOf(event);
	if (sessionId === null || !isId(sessionId) || !concerns(event)) return { webhookResponse: { wts: 'none' } };
	const outcome = await once(context, event, sessionId);
	return outcome === 'later' ? refuse(context, LATER) : { webhookResponse: { wts: outcome } };
}

/** Whether an event can end a question: something inbound, a session that closes or goes to an agent. */
export function concerns({ type, message, changes, content }: PlatformEvent): boolean {
	if (type === 'MESSAGE_RECEIVED') return message?.direction === 'inbound';
	if (type === 'SESSION_COMPLETE') return true;
	if (type !== 'SESSION_UPDATE') return false;
	if (changes === undefined) return idOf(content.userId) !== null;
	return changes.some((change) => plainName(change.property) === 'userid' && idOf(change.currentValue) !== null);
}

async function once(context: IWebhookFunctions, event: PlatformEvent, sessionId: string): Promise<Outcome> {
	const key = [credentialOf(context.getNode()), event.type, event.id, event.updatedAt ?? event.date].join(' ');
	const before = handled.get(key, Date.now());
	if (before !== undefined) return await before;
	const routing = route(context, event, sessionId);
	handled.set(key, routing, Date.now());
	const outcome = await routing.catch((error: unknown) => {
		handled.delete(key);
		throw error;
	});
	// Delivered again, it is looked at again.
	if (outcome === 'later') handled.delete(key);
	return outcome;
}

async function route(context: IWebhookFunctions, event: PlatformEvent, sessionId: string): Promise<Outcome> {
	const client = await connect(context, { limitShare: LIMIT_SHARE, timeoutMs: TIMEOUT_MS });
	const metadata = event.kind === 'session' && 'metadata' in event.content ? event.content.metadata : undefined;
	const marker = readMarker(metadata ?? (await readSession(client, sessionId)).metadata);
	if (marker === undefined || marker.instance !== instanceMark(context.getInstanceId())) return 'none';
	if (ended.get(marker.question, Date.now()) === true) return 'stale';
	return await inTurn(marker.question, async () => await call(context, client, sessionId, marker));
}

async function readSession(client: WtsClient, id: string): Promise<Session> {
	return await client.request('GET /chat/v2/session/{id}', { path: { id } });
}

async function inTurn<T>(question: string, work: () => Promise<T>): Promise<T> {
	const before = queues.get(question) ?? Promise.resolve();
	const mine = before.then(work, work);
	queues.set(question, mine);
	try {
		return await mine;
	} finally {
		if (queues.get(question) === mine) queues.delete(question);
	}
}

/** Before each try, in milliseconds: an execution that runs may be about to wait. */
const TRIES_AFTER = [0, 150, 350, 750, 1_500, 3_000];

/** For how long after it was marked an event that finds a question not waiting yet is to be delivered again. */
const BEGINS_WITHIN_MS = 60_000;

async function call(
	context: IWebhookFunctions,
	client: WtsClient,
	sessionId: string,
	marker: Marker,
): Promise<Outcome> {
	if (ended.get(marker.question, Date.now()) === true) return 'stale';
	const answer = isLive(marker) ? await callUntilTaken(context, client, sessionId, marker) : 'stale';
	switch (answer) {
		case 'resumed':
			ended.set(marker.question, true, Date.now());
			return 'resumed';
		case 'waiting':
			return 'waiting';
		case 'refused':
			context.logger.warn('WTS Chat: the marker of a question was changed, or the key of this n8n; it was left alone');
			return 'none';
		case 'running':
			// The question may still wait for its turn to be sent: then its mark is needed.
			return Date.now() - marker.askedAt < BEGINS_WITHIN_MS ? 'later' : 'stale';
		case 'failed':
			// Another call may have been first: then the marker is gone.
			if (readMarker((await readSession(client, sessionId)).metadata)?.question === marker.question) return 'later';
			return 'stale';
		default:
			break;
	}
	await clearMarker(client, sessionId, marker.question);
	return 'stale';
}

async function callUntilTaken(
	context: IWebhookFunctions,
	client: WtsClient,
	sessionId: string,
	marker: Marker,
): Promise<ResumeAnswer> {
	const url = resumeUrlOf(waitingBaseOf(context), marker);
	let answer: ResumeAnswer = 'running';
	for (const ms of TRIES_AFTER) {
		if (ms > 0) await sleep(ms);
		answer = await callWaitingExecution(client, url, { sessionId });
		if (answer !== 'running') break;
	}
	return answer;
}

const refuse = (context: IWebhookFunctions, refusal: CallRefusal) => refuseCall(context, refusal, 'WTS Chat');
