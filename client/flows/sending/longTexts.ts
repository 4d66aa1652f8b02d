import type { WtsClient } from '../../core/client';
import { asError, isAmbiguous, refuse, WtsApiError, type WtsApiErrorDetails } from '../../core/errors';
import { ifAllowed, perClient } from '../../core/memo';
import { lengthOf, splitText, type TextLimit } from '../../values/parts';
import { trimmed } from '../../values/text';
import { findChannel, type Sender } from '../channels';
import {
	createSessionNote,
	type SentMessage,
	type SessionSendResult,
	type SessionText,
	sendSessionText,
	toHalfDone,
} from '../sessions';
import { type Delivery, waitForDelivery } from './delivery';
import type { SenderIds } from './dispatch';
import { type PreparedSend, prepareSend, sendMessageText, type TextMessage } from './messages';
import { type KnownRecipient, type RecipientReference, resolveAddresses } from './recipients';

/** What fits every channel: the limit of Instagram, which counts bytes. */
const LEAST: TextLimit = { most: 1_000, inBytes: true };

/** The limits of channels that take more, by a word in the name of their type. */
const LIMITS: ReadonlyArray<[RegExp, TextLimit]> = [
	[/whatsapp/i, { most: 4_096 }],
	[/messenger/i, { most: 2_000 }],
];

const limitOfType = (type: string | null | undefined): TextLimit =>
	LIMITS.find(([name]) => name.test(type ?? ''))?.[1] ?? LEAST;

const typeOfSession = perClient(
	async (client, id) =>
		(await ifAllowed(client.request('GET /chat/v2/session/{id}', { path: { id } })))?.channelType ?? undefined,
);

/** To whom a text goes; what was prepared and what is known of the recipient is not looked up. */
interface TextRecipient extends Pick<KnownRecipient, 'session'> {
	recipient: RecipientReference;
	sender?: Sender | undefined;
	prepared?: PreparedSend;
}

/**
 * The parts in which a text goes to a recipient: as long as the channel takes, without the blanks between them. Looks
 * the channel up only when the text is too long for some channel (GET /chat/v2/session/{id}, GET /chat/v1/channel, GET
 * /core/v1/contact/...); one that cannot be known takes the least.
 * @throws {WtsApiError} INVALID_REQUEST for a link that no part can hold.
 */
export async function partsOf(client: WtsClient, text: string, to: TextRecipient): Promise<string[]> {
	if (lengthOf(text, LEAST) <= LEAST.most) return [text];
	const split = splitText(text, await limitFor(client, to));
	if (!split.ok) {
		const advice = 'Shorten the link, or send the text in one piece.';
		throw refuse(`The text ${split.problem}`, advice, null, 'longLink');
	}
	const [only, ...others] = split.value;
	return others.length === 0 && only !== undefined
		? [only]
		: split.value.map((part) => part.trimEnd()).filter((part) => trimmed(part) !== '');
}

async function limitFor(
	client: WtsClient,
	{ recipient, sender, prepared, session }: TextRecipient,
): Promise<TextLimit> {
	const from = sender && ('channelId' in sender ? sender.channelId : sender.address);
	if (from !== undefined) {
		const channel = await ifAllowed(findChannel(client, from));
		return limitOfType(channel?.type ?? channel?.identity?.platform);
	}
	if ('sessionId' in recipient) {
		return limitOfType(session === undefined ? await typeOfSession(client, recipient.sessionId) : session.channelType);
	}
	// Without a channel the platform chooses one: only names are Instagram's.
	const { to } = prepared?.addresses ?? (await resolveAddresses(client, recipient));
	return limitOfType(to.startsWith('@') ? 'Instagram' : 'WhatsApp');
}

/** What became of a part: sent, or lost under this sender ID; null when it was surely not sent. */
export type PartState = { sent: SentMessage } | { unsure: string } | null;

/** A part that failed, and what became of the others: with it the work goes on where it stopped. */
export class PartFailedError extends WtsApiError {
	constructor(
		details: WtsApiErrorDetails,
		readonly parts: readonly PartState[],
		{ retryAfterMs, sentAt }: Pick<WtsApiError, 'retryAfterMs' | 'sentAt'> = {},
	) {
		super(details, retryAfterMs, 'partsLeft');
		this.sentAt = sentAt;
	}

	/** Whether another try may do what is left: a part that may have been sent must be known by its sender ID. */
	get canGoOn(): boolean {
		const unsure = this.parts.some((part) => part !== null && 'unsure' in part);
		return this.ambiguous ? unsure : this.parts.some((part) => part !== null);
	}
}

/** How a text goes in parts. */
export interface InParts {
	parts: readonly string[];
	/** What an earlier try left. */
	before?: readonly PartState[];
	/** How far each part must come. */
	delivery?: Delivery;
}

/** What came of a text in parts: the first message, and all of them in order. */
export type PartsResult = SessionSendResult & { parts: SentMessage[]; deliveryReached?: boolean };

/** A part that has left lets the next one go; so long is waited for that, in milliseconds. */
const LEAVES_WITHIN_MS = 30_000;

/** Characters for which a second of typing is shown. */
const TYPED_IN_A_SECOND = 1_000;

/**
 * Sends a text in a session in parts; notes hold the whole text, in one piece.
 *
 * Parts go one after the other, each when the one before has left, each under a sender ID of its own: the given one for
 * the first, and with `-2`, `-3` ... for those that follow.
 * @throws {PartFailedError} when a part fails: what was sent before, and what is left.
 */
export async function sendSessionTextInParts(
	client: WtsClient,
	request: SessionText,
	how: InParts,
): Promise<PartsResult> {
	const { sessionId, text, chatTarget } = request;
	const sent = await sendParts(client, request, how, async (part) =>
		sendSessionText(client, { ...request, ...part, chatTarget: 'contact', splitLongText: true }),
	);
	if (chatTarget !== 'both') return sent;
	try {
		return { ...sent, note: await createSessionNote(client, sessionId, { text }) };
	} catch (error) {
		throw toHalfDone(error, sent);
	}
}

/**
 * Sends a text to a recipient in parts, as in a session; a session that is to be started is started by the first one.
 * @throws {PartFailedError}
 */
export async function sendMessageTextInParts(
	client: WtsClient,
	request: TextMessage,
	how: InParts,
): Promise<PartsResult> {
	// The addresses are those of all parts: after the first one the session may be another one.
	const prepared =
		request.prepared?.addresses === undefined
			? await prepareSend(client, { ...request, chatbotPicked: true }, 'message')
			: request.prepared;
	return await sendParts(client, request, how, async ({ first, ...part }) =>
		sendMessageText(client, {
			...request,
			...part,
			prepared,
			forceStartSession: first ? request.forceStartSession : undefined,
			splitLongText: true,
		}),
	);
}

/** One message of several. */
interface Part extends SenderIds {
	text: string;
	first: boolean;
	delayTyping?: number;
	replyToId?: string;
}

async function sendParts(
	client: WtsClient,
	request: SenderIds & { delayTyping?: number; replyToId?: string },
	{ parts, before = [], delivery }: InParts,
	send: (part: Part) => Promise<SentMessage>,
): Promise<PartsResult> {
	const states: PartState[] = parts.map((_, place) => before[place] ?? null);
	const longest = Math.max(...parts.map((part) => part.length));
	for (const [place, text] of parts.entries()) {
		const state = states[place] ?? null;
		if (state !== null && 'sent' in state) continue;
		const ids = idsOf(request, place);
		try {
			const delayTyping = typingOf(text, place, longest, request.delayTyping);
			const first = place === 0;
			const replyToId = first ? request.replyToId : undefined;
			const sent =
				state === null
					? await send({ ...ids, text, first, delayTyping, replyToId })
					: await found(client, state.unsure);
			states[place] = { sent };
			if (place < parts.length - 1) {
				const timeoutMs = LEAVES_WITHIN_MS + (delayTyping ?? 0) * 1_000;
				await settled(client, states, place, { goal: 'sent', timeoutMs });
			}
		} catch (error) {
			// Another one's message may have the user's own ID: only one that nothing else has can be looked up later.
			const own = ids.senderId === undefined ? ids.ownSenderId : undefined;
			if (isAmbiguous(error) && own !== undefined && state === null) states[place] = { unsure: own };
			throw failedPart(error, states, place);
		}
	}
	const reached = delivery === undefined ? undefined : await allDelivered(client, states, delivery);
	const sent = sentOf(states);
	return { ...sent[0], parts: sent, ...(reached === undefined ? {} : { deliveryReached: reached }) };
}

const sentOf = (states: readonly PartState[]): SentMessage[] =>
	states.flatMap((state) => (state !== null && 'sent' in state ? [state.sent] : []));

function idsOf({ senderId, ownSenderId, skipIfSent }: SenderIds, place: number): SenderIds {
	const ofPart = (id: string | undefined) => (id === undefined || place === 0 ? id : `${id}-${place + 1}`);
	return { senderId: ofPart(senderId), ownSenderId: ofPart(ownSenderId), skipIfSent };
}

/** Seconds of typing before a part: the user's for the longest one, less for a shorter one. */
function typingOf(text: string, place: number, longest: number, wanted: number | undefined): number | undefined {
	if (wanted !== undefined) return Math.ceil((wanted * text.length) / longest);
	return place === 0 ? undefined : Math.min(25, Math.ceil(text.length / TYPED_IN_A_SECOND));
}

/** A part of which an earlier try could not tell whether it was sent. It is never sent again. */
async function found(client: WtsClient, senderId: string): Promise<SentMessage> {
	const path = { id: senderId };
	return await client.request('GET /chat/v1/send/message/{id}', { path }).catch((error: unknown) => {
		if (!(error instanceof WtsApiError) || error.code !== 'NOT_FOUND') throw asError(error);
		throw refuse(
			'It is not known whether it was sent before',
			`It may have been sent, so it was not sent again. Look it up by its sender ID ${senderId}.`,
			error.endpoint,
		).withDetails({ ambiguous: true });
	});
}

/** Waits for a part, and keeps what is known of it then. */
async function settled(client: WtsClient, states: PartState[], place: number, delivery: Delivery): Promise<boolean> {
	const state = states[place] ?? null;
	if (state === null || !('sent' in state)) return false;
	try {
		const waited: SentMessage & { deliveryReached: boolean } = await waitForDelivery(client, state.sent, delivery);
		const { deliveryReached, ...sent } = waited;
		states[place] = { sent };
		return deliveryReached;
	} catch (error) {
		// One that was taken and failed has not arrived; all else leaves it sent.
		if (error instanceof WtsApiError && error.code === 'INVALID_REQUEST') states[place] = null;
		throw asError(error);
	}
}

async function allDelivered(client: WtsClient, states: PartState[], { goal, timeoutMs }: Delivery): Promise<boolean> {
	const { runtime } = client;
	const deadline = runtime.now() + timeoutMs;
	let all = true;
	for (const place of states.keys()) {
		try {
			const left = Math.max(0, deadline - runtime.now());
			if (!(await settled(client, states, place, { goal, timeoutMs: left }))) all = false;
		} catch (error) {
			throw failedPart(error, states, place);
		}
	}
	return all;
}

function failedPart(error: unknown, states: readonly PartState[], place: number): Error {
	if (!(error instanceof WtsApiError) || states.length === 1) return asError(error);
	const sent = sentOf(states);
	const ids = sent.flatMap(({ id }) => (id === undefined ? [] : [id]));
	const which = ids.length === 0 ? '' : ` (${ids.length === 1 ? 'ID' : 'IDs'} ${ids.join(', ')})`;
	const { message, hint } = error;
	return new PartFailedError(
		{
			...error.toDetails(),
			message:
				`Part ${place + 1} of ${states.length} failed; ${sent.length} of ${states.length} parts were ` +
				`sent${which}: ${message}`,
			hint: `${hint} What is left can be sent without sending the other parts again.`,
		},
		states,
		error,
	);
}
