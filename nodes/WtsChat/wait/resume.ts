import type { IDataObject, INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import {
	asError,
	byAge,
	type Message,
	newestMessages,
	removeSubscription,
	type Session,
	sendSessionText,
	type WtsClient,
} from '../../../client';
import { forModel } from '../core/forModel';
import { USUAL_ANSWER } from '../core/toolAnswer';
import { type Answer, answerOf } from '../listening/answers';
import { type Ask, isOneOf, readAsk } from '../listening/ask';
import { authorOf } from '../listening/author';
import { flatMessage } from '../listening/conversation';
import { idOf, recordOf, textOf } from '../listening/loose';
import { putMarker, readMarker } from '../listening/marker';
import { connect } from '../platform/account';
import { isReviewNode, isToolNode, uuidOf } from '../platform/identity';
import { readEvent, sessionIdOf } from '../trigger/events';
import { concerns } from './router';

const TIMEOUT_MS = 10_000;

/** Messages that are looked through at most; nobody writes as many in answer to one question. */
const MOST_MESSAGES = 300;

/**
 * Takes a call to a waiting execution: goes on when its question is answered or can be answered no more, and stays
 * waiting otherwise. Of the call nothing is trusted but that somebody had better look. Never throws: n8n would end the
 * execution.
 */
export async function takeCallToWaiting(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		return await take(context);
	} catch (error) {
		context.logger.warn(`WTS Chat: an answer was not read: ${asError(error).message}`);
		const response = context.getResponseObject();
		if (!response.headersSent) response.status(503).json({ wts: 'later' });
		return { noWebhookResponse: true };
	}
}

const say = (wts: string): IWebhookResponseData => ({ webhookResponse: { wts } });

async function take(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const ask = readAsk(context.evaluateExpression('{{ $json.ask }}', 0));
	const called: unknown = Reflect.get(context.getQueryData(), 'q');
	if (ask === undefined || called !== ask.question) return say('stale');
	const where = placeOf(context.getBodyData());
	if (where === undefined) return say('waiting');
	if (ask.sessionId !== null && where !== ask.sessionId.toLowerCase()) return say('waiting');
	const client = await connect(context, { timeoutMs: TIMEOUT_MS });
	const session = await client.request('GET /chat/v2/session/{id}', {
		path: { id: where },
		query: { includeDetails: ['ContactDetails', 'AgentDetails'] },
	});
	const marker = readMarker(session.metadata);
	if (marker !== undefined && marker.question !== ask.question) {
		// Of a session that is not known for sure to be that of the question, nothing follows.
		return ask.sessionId === null
			? say('waiting')
			: await goOn(context, client, ask, where, undefined, { outcome: 'superseded' });
	}
	if (marker === undefined && ask.sessionId === null) return say('waiting');
	const ended = await endOf(client, ask, { ...session, id: where });
	if (ended === undefined) return say('waiting');
	return await goOn(context, client, ask, where, marker === undefined ? undefined : session, ended);
}

/** The session that a call is about: the router names it, and so does an event. */
function placeOf(body: unknown): string | undefined {
	const event = readEvent(body);
	if (event !== undefined) return concerns(event) ? (sessionIdOf(event)?.toLowerCase() ?? undefined) : undefined;
	return idOf(recordOf(body).sessionId)?.toLowerCase() ?? undefined;
}

/** How a question ended. */
interface Ending extends IDataObject {
	outcome: 'replied' | 'closed' | 'takenOver' | 'superseded';
	data?: IDataObject;
}

async function goOn(
	context: IWebhookFunctions,
	client: WtsClient,
	ask: Ask,
	sessionId: string,
	marked: Session | undefined,
	ending: Ending,
): Promise<IWebhookResponseData> {
	// Before the execution goes on: it may ask again in this session at once.
	if (marked !== undefined) await putMarker(client, sessionId, marked.metadata, null).catch(() => {});
	if (ask.subscriptionId !== null) await removeSubscription(client, ask.subscriptionId).catch(() => {});
	const json: IDataObject = { data: {}, ...ending, sessionId };
	const items = [{ json, pairedItem: { item: 0 } }];
	return { workflowData: [await asRead(context, client, ask, items)], webhookResponse: { wts: 'resumed' } };
}

/** As whoever asked reads it: a model gets what every other tool would answer. */
async function asRead(
	context: IWebhookFunctions,
	client: WtsClient,
	{ answerSize }: Ask,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const node = context.getNode();
	if (!isToolNode(node) || isReviewNode(node)) return items;
	return await forModel(items, client, { timezone: context.getTimezone(), most: answerSize ?? USUAL_ANSWER });
}

/** How the question ended, or undefined when it still waits. What the contact answered goes before all else. */
async function endOf(client: WtsClient, ask: Ask, session: Session & { id: string }): Promise<Ending | undefined> {
	const since = await messagesSince(client, ask, session.id);
	const replies = since.filter((message) => authorOf({ ...message }).author === 'contact');
	if (mayAnswer(ask, session)) {
		for (const message of replies) {
			const flat = flatMessage({ ...message });
			const answer = answerOf(ask.expected, flat.text, flat.files.length > 0);
			if (answer !== undefined) return replied(answer, message, session);
		}
	}
	if (session.status === 'COMPLETED') return { outcome: 'closed' };
	const agent = session.userId ?? null;
	if (agent !== null && agent !== ask.userId) {
		return { outcome: 'takenOver', agent: { id: agent, name: session.agentDetails?.name ?? null } };
	}
	await askAgain(client, ask, session.id, since, replies.at(-1));
	return undefined;
}

function replied(answer: Answer, message: Message, { contactId, contactDetails }: Session): Ending {
	return {
		outcome: 'replied',
		data: {
			...answer,
			message: { ...flatMessage({ ...message }) },
			respondedAt: message.createdAt ?? null,
			responder: {
				id: contactId ?? null,
				name: contactDetails?.name ?? null,
				phone: textOf(contactDetails?.phonenumber?.replace(/\D/g, '')),
			},
		},
	};
}

/** Whether the contact of a session may answer: a message has no other author that could be trusted. */
function mayAnswer({ approvers }: Ask, { contactDetails, type }: Session): boolean {
	if (type === 'GROUP') return false;
	return approvers.length === 0 || isOneOf(approvers, contactDetails?.phonenumber);
}

/** What was said after the question, oldest first. */
async function messagesSince(client: WtsClient, ask: Ask, sessionId: string): Promise<Message[]> {
	const seen: Message[] = [];
	let asked = false;
	for await (const message of newestMessages(client, sessionId, { pageSize: 50 })) {
		if (message.senderId === ask.senderId) {
			asked = true;
			seen.push(message);
			break;
		}
		if (Date.parse(message.createdAt ?? '') < Date.parse(ask.since) - 60_000) break;
		seen.push(message);
		if (seen.length >= MOST_MESSAGES) break;
	}
	const inOrder = seen.sort(byAge);
	if (asked) return inOrder.slice(inOrder.findIndex(({ senderId }) => senderId === ask.senderId) + 1);
	return inOrder.filter(({ createdAt }) => Date.parse(createdAt ?? '') > Date.parse(ask.since));
}

/** The sender ID of a repetition: the same whoever sends it, so that it is found and not sent twice. */
function repetitionId({ question }: Ask, number: number): string {
	return uuidOf(`${question} ${number}`);
}

/** Asks again when the contact wrote something else since the question, or since it was asked again. */
async function askAgain(
	client: WtsClient,
	ask: Ask,
	sessionId: string,
	since: readonly Message[],
	last: Message | undefined,
): Promise<void> {
	if (last === undefined || ask.retryText === '') return;
	const ids = Array.from({ length: ask.maxRetries }, (_, number) => repetitionId(ask, number + 1));
	const repeated = since.filter(({ senderId }) => ids.includes(senderId ?? ''));
	const senderId = ids[repeated.length];
	const latest = repeated.at(-1);
	if (senderId === undefined || (latest !== undefined && byAge(latest, last) > 0)) return;
	await sendSessionText(client, {
		sessionId,
		text: ask.retryText,
		chatTarget: 'contact',
		senderId,
		skipIfSent: true,
	}).catch(() => {});
}
