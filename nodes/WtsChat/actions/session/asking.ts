import {
	checkTemplate,
	getContact,
	isWindowOpen,
	type KnownSession,
	listSubscriptions,
	newestSession,
	putSubscription,
	refuse,
	removeSubscription,
	type SentMessage,
	sendMessageTemplate,
	sendSessionText,
	type WtsClient,
} from '../../../../client';
import type { WaitingPlace } from '../../core/reader';
import { isOneOf } from '../../shared/ask';
import { ASK_EVENTS, ASK_KEY, ASK_PREFIX, isPast } from '../../shared/awaited';
import { hop, resumeUrlOf } from '../../shared/hop';
import {
	clearMarker,
	instanceMark,
	isLive,
	type Marker,
	putMarker,
	readMarker,
	writtenMarker,
} from '../../shared/marker';
import { fittedName, isOfWorkflow } from '../../shared/subscription';
import type { Question } from './question';

/** The session in which a question is asked; undefined when only a template can start one. */
export type Target = KnownSession | undefined;

/**
 * Finds the session to ask in, and checks all that can be checked before something is sent.
 * @throws {WtsApiError} INVALID_REQUEST when nobody could answer there, or nobody who may.
 */
export async function findTarget(client: WtsClient, question: Question): Promise<Target> {
	const session = await newestSession(client, question.recipient, question.sender, { openOnly: true });
	if (session?.type === 'GROUP') {
		throw refuse('The session is a group', 'Nobody can tell who answers there. Ask in a session with one contact.');
	}
	if (session?.status === 'COMPLETED') {
		throw refuse(
			'The session is completed, so nobody would answer in it',
			'Give the contact or the phone in place of the session: then a template starts a new one.',
		);
	}
	await checkApprover(client, question, session);
	if (session !== undefined && isWindowOpen(session)) return session;
	if (question.template === undefined) {
		throw refuse(
			session === undefined
				? 'The contact has no open session, so a text cannot be sent'
				: 'The reply window of the session is closed, so a text would not arrive',
			'Choose a Fallback Template in the options.',
		);
	}
	await templateValues(client, question.template);
	return session;
}

/** The values that a template takes; its list is asked for once. */
async function templateValues(client: WtsClient, { id, parameters }: NonNullable<Question['template']>) {
	return await checkTemplate(client, { templateId: id, parameters, hasFile: false });
}

const asIs = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

async function checkApprover(client: WtsClient, { approvers, recipient }: Question, session: Target): Promise<void> {
	if (approvers.length === 0) return;
	const phone =
		session?.contactDetails?.phonenumber ??
		('to' in recipient
			? recipient.to
			: 'contact' in recipient
				? (await getContact(client, recipient.contact)).phoneNumber
				: undefined);
	if (isOneOf(approvers, phone)) return;
	throw refuse(
		'The contact is not one of the approvers',
		'Ask in the session of an approver, or add the phone to Approver Phones.',
	);
}

/** A question that was sent. */
export interface Asked {
	sent: SentMessage;
	sessionId: string | null;
	route: 'text' | 'template';
}

/** What is needed to ask: where this n8n waits, and the question's names. */
export interface Asking {
	place: WaitingPlace;
	marker: Marker;
	senderId: string;
}

/**
 * Marks the session and then sends: a reply that comes at once finds the mark. When it surely was not sent, the mark
 * goes again. A template that starts a session brings its mark along.
 * @throws {WtsApiError} INVALID_REQUEST while another n8n waits in this session.
 */
export async function ask(client: WtsClient, question: Question, target: Target, asking: Asking): Promise<Asked> {
	const { place, marker } = asking;
	const before = readMarker(target?.metadata);
	if (before !== undefined && before.instance !== instanceMark(place.instanceId) && isLive(before)) {
		throw refuse(
			'Another n8n waits for an answer in this session',
			'Its question is left alone. Ask when it is answered, or when its time is over.',
		);
	}
	if (target !== undefined) await putMarker(client, target.id, target.metadata, marker);
	const asked = await send(client, question, target, asking).catch(async (error: unknown) => {
		if (target !== undefined) await clearMarker(client, target.id, marker.question).catch(() => {});
		throw asIs(error);
	});
	if (before !== undefined && isLive(before) && before.execution !== marker.execution && target !== undefined) {
		// The newer question wins, and the execution of the older one is told.
		await hop(client, resumeUrlOf(place.base, before), { sessionId: target.id });
	}
	return asked;
}

async function send(
	client: WtsClient,
	{ text, template, recipient, sender }: Question,
	target: Target,
	{ marker, senderId }: Asking,
): Promise<Asked> {
	if (target !== undefined && isWindowOpen(target)) {
		const sent = await sendSessionText(client, { sessionId: target.id, text, chatTarget: 'contact', senderId });
		return { sent, sessionId: target.id, route: 'text' };
	}
	if (template === undefined) throw refuse('No template is given', 'Choose a Fallback Template in the options.');
	const sent = await sendMessageTemplate(client, {
		recipient: target === undefined ? recipient : { sessionId: target.id },
		sender,
		templateId: template.id,
		parameters: await templateValues(client, template),
		sessionMetadata: { [ASK_KEY]: writtenMarker(marker) },
		senderId,
	});
	const started = 'sessionId' in sent ? sent.sessionId : undefined;
	return { sent, sessionId: target?.id ?? started ?? null, route: 'template' };
}

/** How the names of subscriptions begin that listen for one question alone. */
const ALONE_PREFIX = `${ASK_PREFIX}one question until `;
const ALONE = /^n8n Ask: one question until (\S+) .*#([0-9a-f]{12})$/s;

/**
 * Listens for one question, where no published workflow does: in the editor. The platform calls the waiting execution
 * itself. What earlier runs of this n8n left behind is removed when its time is over. Returns the subscription's ID;
 * undefined when the published workflow listens after all: workers are not told that it is published.
 */
export async function listenForOne(
	client: WtsClient,
	{ place, marker }: Asking,
	until: Date,
): Promise<string | undefined> {
	const subscriptions = await listSubscriptions(client);
	const listens = subscriptions.some(
		({ name, enabled }) => enabled !== false && isOfWorkflow(name, ASK_PREFIX, marker.instance, place.workflow.id),
	);
	if (listens) return undefined;
	for (const { id, name } of subscriptions) {
		const [, end = '', instance] = ALONE.exec(name ?? '') ?? [];
		if (id === undefined || instance !== marker.instance || !isPast(Date.parse(end))) continue;
		await removeSubscription(client, id).catch(() => {});
	}
	return await putSubscription(
		client,
		{ current: undefined, superfluous: [] },
		{
			name: fittedName(
				ALONE_PREFIX,
				`${until.toISOString()} ${place.workflow.name} / ${place.nodeName}`,
				` #${marker.instance}`,
			),
			url: resumeUrlOf(place.base, marker),
			events: ASK_EVENTS,
		},
	);
}

/** Stops listening for a question that was not sent. */
export async function stopListening(client: WtsClient, id: string): Promise<void> {
	await removeSubscription(client, id).catch(() => {});
}
