import {
	asError,
	type Contact,
	checkTemplate,
	getContact,
	isWindowOpen,
	type KnownSession,
	listSubscriptions,
	newestSession,
	type PreparedSend,
	prepareSend,
	putSubscription,
	refuse,
	removeSubscription,
	type SentMessage,
	sendMessageTemplate,
	sendSessionText,
	type WtsClient,
} from '../../../../client';
import type { WaitingPlace } from '../../core/reader';
import { isOneOf } from '../../listening/ask';
import { ASK_EVENTS, ASK_KEY, ASK_PREFIX, isPast } from '../../listening/awaited';
import {
	clearMarker,
	instanceMark,
	isLive,
	type Marker,
	putMarker,
	readMarker,
	writtenMarker,
} from '../../listening/marker';
import { fittedName, isOfWorkflow } from '../../listening/subscription';
import { callWaitingExecution, resumeUrlOf } from '../../listening/waitingExecution';
import type { Question } from './question';

/** A template that is ready to be sent. */
interface ReadyTemplate {
	id: string;
	parameters: Record<string, string>;
	prepared: PreparedSend;
}

/** Where a question is asked, and how: by a text in a session, or by a template, which can start one. */
export type Target =
	| { session: KnownSession; template: undefined }
	| { session: KnownSession | undefined; template: ReadyTemplate };

/**
 * Finds the session to ask in, and finds out all that can be before something is sent.
 * @throws {WtsApiError} INVALID_REQUEST when nobody could answer there, or nobody who may.
 */
export async function findTarget(client: WtsClient, question: Question): Promise<Target> {
	const { recipient, sender, template, approvers } = question;
	const ofPhone = await contactOfPhone(client, recipient);
	const whom = ofPhone?.id === undefined ? recipient : { contact: { id: ofPhone.id } };
	const session = await newestSession(client, whom, sender, { openOnly: true });
	if (session?.type === 'GROUP') {
		throw refuse('The session is a group', 'Nobody can tell who answers there. Ask in a session with one contact.');
	}
	if (session?.status === 'COMPLETED') {
		throw refuse(
			'The session is completed, so nobody would answer in it',
			'Give the contact or the phone in place of the session: then a template starts a new one.',
		);
	}
	const phone = session?.contactDetails?.phonenumber ?? ('to' in recipient ? recipient.to : undefined);
	const isPhoneWanted = approvers.length > 0 && phone === undefined;
	const contact =
		ofPhone ?? (isPhoneWanted && 'contact' in recipient ? await getContact(client, recipient.contact) : undefined);
	checkApprover(approvers, phone ?? contact?.phoneNumber);
	if (session !== undefined && isWindowOpen(session)) return { session, template: undefined };
	if (template === undefined) {
		throw refuse(
			session === undefined
				? 'The contact has no open session, so a text cannot be sent'
				: 'The reply window of the session is closed, so a text would not arrive',
			'Choose a Fallback Template in the options.',
		);
	}
	const { id } = template;
	const parameters = await checkTemplate(client, { templateId: id, parameters: template.parameters, hasFile: false });
	const prepared = await prepareSend(
		client,
		{ recipient: templateRecipient(question, session), sender, session, contact },
		'template',
	);
	return { session, template: { id, parameters, prepared } };
}

/**
 * The contact that is given by its phone. It is read for its ID, by which its sessions are found, and kept: approvers
 * and the template ask for its number.
 */
async function contactOfPhone(client: WtsClient, recipient: Question['recipient']): Promise<Contact | undefined> {
	const isGivenByPhone = 'contact' in recipient && 'phone' in recipient.contact;
	return isGivenByPhone ? await getContact(client, recipient.contact) : undefined;
}

/** To whom the template goes: into the session, if there is one. */
function templateRecipient({ recipient }: Question, session: Target['session']): Question['recipient'] {
	return session === undefined ? recipient : { sessionId: session.id };
}

function checkApprover(approvers: Question['approvers'], phone: Contact['phoneNumber']): void {
	if (approvers.length === 0 || isOneOf(approvers, phone)) return;
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
 * Marks the session and then sends: a reply that comes at once finds the mark. When that fails, nobody waits for this
 * question, and the mark is again that of the one that waited before, if any. A template that starts a session brings
 * its mark along.
 * @throws {WtsApiError} INVALID_REQUEST while another n8n waits in this session.
 */
export async function ask(client: WtsClient, question: Question, target: Target, asking: Asking): Promise<Asked> {
	const { place, marker } = asking;
	const { session } = target;
	const before = readMarker(session?.metadata);
	if (before !== undefined && before.instance !== instanceMark(place.instanceId) && isLive(before)) {
		throw refuse(
			'Another n8n waits for an answer in this session',
			'Its question is left alone. Ask when it is answered, or when its time is over.',
		);
	}
	if (session !== undefined) await putMarker(client, session.id, session.metadata, marker);
	const asked = await send(client, question, target, asking).catch(async (error: unknown) => {
		if (session !== undefined) {
			const waiting = before !== undefined && isLive(before) ? before : null;
			await clearMarker(client, session.id, marker.question, waiting).catch(() => {});
		}
		throw asError(error);
	});
	if (before !== undefined && isLive(before) && before.execution !== marker.execution && session !== undefined) {
		// The newer question wins, and the execution of the older one is told.
		await callWaitingExecution(client, resumeUrlOf(place.base, before), { sessionId: session.id });
	}
	return asked;
}

async function send(
	client: WtsClient,
	question: Question,
	{ session, template }: Target,
	{ marker, senderId }: Asking,
): Promise<Asked> {
	if (template === undefined) {
		const { id: sessionId } = session;
		const sent = await sendSessionText(client, { sessionId, text: question.text, chatTarget: 'contact', senderId });
		return { sent, sessionId, route: 'text' };
	}
	const { id: templateId, parameters, prepared } = template;
	const sent = await sendMessageTemplate(client, {
		recipient: templateRecipient(question, session),
		sender: question.sender,
		prepared,
		templateId,
		parameters,
		sessionMetadata: { [ASK_KEY]: writtenMarker(marker) },
		senderId,
	});
	const started = 'sessionId' in sent ? sent.sessionId : undefined;
	return { sent, sessionId: session?.id ?? started ?? null, route: 'template' };
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
