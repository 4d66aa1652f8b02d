import type { WtsClient } from '../../core/client';
import { asError, isAmbiguous, refuse, WtsApiError } from '../../core/errors';
import { ifFound } from '../../core/memo';
import type { AnswerOf, ChatSchemas } from '../../core/routes';
import type { OpenSend } from '../../core/sends';
import { isSince, LOOKS_AFTER_MS } from './looking';

/** What the family `POST /chat/v1/send/*` sends, as far as it can be looked up. */
export type DispatchKind = 'message' | 'chatbot' | 'otp';

/** The IDs under which a dispatch can be looked up. */
export interface SenderIds {
	/** Look it up before it is sent, because the ID stands for one message for ever. */
	skipIfSent?: boolean;
	/** The user's own; nobody promises that it was not used before. */
	senderId?: string;
	/** One that nothing else has, for when the user gives none. */
	ownSenderId?: string;
}

/** What a look-up of a dispatch answers. */
interface Found {
	message: AnswerOf<'GET /chat/v1/send/message/{id}'>;
	chatbot: AnswerOf<'GET /chat/v1/send/chatbot/{id}'>;
	otp: AnswerOf<'GET /chat/v1/send/otp/{id}'>;
}

const LOOKUPS: { [Kind in DispatchKind]: (client: WtsClient, id: string) => Promise<Found[Kind]> } = {
	message: async (client, id) => await client.request('GET /chat/v1/send/message/{id}', { path: { id } }),
	chatbot: async (client, id) => await client.request('GET /chat/v1/send/chatbot/{id}', { path: { id } }),
	otp: async (client, id) => await client.request('GET /chat/v1/send/otp/{id}', { path: { id } }),
};

/**
 * Sends one dispatch of the family `POST /chat/v1/send/*`, with `send`, which is given the sender ID
 * to send along.
 *
 * When it fails so that nobody knows whether it took effect, it is looked up by that ID (GET
 * /chat/v1/send/{kind}/{id}) and never sent again: a hit is returned like an answer; a miss proves
 * nothing, because sends are queued. The user's own IDs may have been used before: a message that was
 * recorded before this send began, or that is another one's, is no hit.
 * @throws {WtsApiError} the error of the send.
 */
export async function dispatch<T extends { id?: string }, Kind extends DispatchKind>(
	client: WtsClient,
	kind: Kind,
	ids: SenderIds,
	send: (senderId: string | undefined) => Promise<T | undefined>,
): Promise<T | Found[Kind] | undefined> {
	const { sends, runtime } = client;
	const senderId = ids.senderId ?? ids.ownSenderId;
	if (senderId !== undefined && (client.lookFirst || (ids.skipIfSent === true && ids.senderId !== undefined))) {
		const found = await sentBefore(client, kind, senderId);
		if (found !== undefined) return found;
	}
	const open = ids.senderId === undefined ? undefined : sends.begin(`${kind} ${ids.senderId}`, runtime.now());
	try {
		const answer = await send(senderId);
		if (open !== undefined) sends.settle(open, answer?.id, runtime.now());
		return answer;
	} catch (error) {
		if (senderId === undefined || !isAmbiguous(error)) {
			if (open !== undefined) sends.settle(open, undefined, runtime.now());
			throw asError(error);
		}
		if (open !== undefined) sends.lose(open, runtime.now());
		const found = await lookUp(client, kind, senderId, open && { open, sentAt: error.sentAt ?? open.startedAt });
		if (found === undefined) throw notFoundYet(error, senderId);
		if (open !== undefined) sends.settle(open, found.id, runtime.now());
		return found;
	}
}

/**
 * What was sent under a sender ID before; undefined when nothing was, or when it failed.
 * @throws {WtsApiError} when it cannot be found out: then nothing must be sent.
 */
async function sentBefore<Kind extends DispatchKind>(
	client: WtsClient,
	kind: Kind,
	senderId: string,
): Promise<Found[Kind] | undefined> {
	const found = await ifFound(LOOKUPS[kind](client, senderId));
	return found?.id === undefined || found.status === 'FAILED' ? undefined : found;
}

/** How one message of a batch ended. */
export type BatchOutcome = { record: ChatSchemas['SendResult'] } | { error: WtsApiError };

/** What is known of the sender IDs of a batch. */
export interface BatchIds {
	/** Look each of them up before anything is sent. */
	skipIfSent?: boolean;
	/** Those that nothing else has. */
	ownSenderIds?: ReadonlySet<string>;
}

/**
 * Sends a batch of the family (`POST /chat/v1/send/{template,chatbot}/batch`), with `send`.
 *
 * `senderIds` are those of its messages, each of them once. Returns how each of them ended, matched by sender ID and
 * never by position. What the answer does not name, and everything when there is no
 * answer that can be trusted, is looked up like a single dispatch; a miss is an ambiguous error. So is
 * an error, though not an ambiguous one, what the platform answers as failed.
 * @throws {WtsApiError} when the whole batch was surely refused.
 */
export async function dispatchBatch(
	client: WtsClient,
	kind: 'message' | 'chatbot',
	senderIds: readonly string[],
	send: (senderIds: ReadonlySet<string>) => Promise<ChatSchemas['SendBatchResult'] | undefined>,
	{ skipIfSent = false, ownSenderIds }: BatchIds = {},
): Promise<BatchOutcome[]> {
	if (client.lookFirst || skipIfSent) {
		const before = await Promise.all(senderIds.map(async (id) => await sentBefore(client, kind, id)));
		const left = senderIds.filter((_, place) => before[place] === undefined);
		const sent =
			left.length === 0 ? [] : await sendBatch(client, kind, left, async () => await send(new Set(left)), ownSenderIds);
		let next = 0;
		return before.map((record): BatchOutcome => {
			return record === undefined ? (sent[next++] ?? { error: unnamed(kind) }) : { record };
		});
	}
	return await sendBatch(client, kind, senderIds, async () => await send(new Set(senderIds)), ownSenderIds);
}

async function sendBatch(
	client: WtsClient,
	kind: 'message' | 'chatbot',
	senderIds: readonly string[],
	send: () => Promise<ChatSchemas['SendBatchResult'] | undefined>,
	ownSenderIds: ReadonlySet<string> = new Set(),
): Promise<BatchOutcome[]> {
	const { sends, runtime } = client;
	const opened = new Map(senderIds.map((id) => [id, sends.begin(`${kind} ${id}`, runtime.now())]));
	const answered = new Map<string, ChatSchemas['SendResult']>();
	let missing: WtsApiError;
	try {
		const answer = await send();
		const { results } = answer ?? {};
		const listed: ReadonlyArray<ChatSchemas['SendResult'] | null> = Array.isArray(results) ? results : [];
		for (const result of listed) {
			if (result?.senderId) answered.set(result.senderId, result);
		}
		missing = unnamed(kind);
	} catch (error) {
		if (!isAmbiguous(error)) {
			for (const open of opened.values()) sends.settle(open, undefined, runtime.now());
			throw asError(error);
		}
		missing = error;
	}
	for (const [senderId, open] of opened) {
		const record = answered.get(senderId);
		if (record === undefined) sends.lose(open, runtime.now());
		else sends.settle(open, record.id, runtime.now());
	}
	return await Promise.all(
		senderIds.map(async (senderId): Promise<BatchOutcome> => {
			const open = opened.get(senderId);
			const since = open && !ownSenderIds.has(senderId) && { open, sentAt: missing.sentAt ?? open.startedAt };
			const record = answered.get(senderId) ?? (await lookUp(client, kind, senderId, since || undefined));
			if (record === undefined) return { error: notFoundYet(missing, senderId) };
			if (open !== undefined) sends.settle(open, record.id, runtime.now());
			return record.status === 'FAILED' ? { error: refusedOne(kind, record) } : { record };
		}),
	);
}

/**
 * Looks a dispatch up; undefined when it is not found, or cannot be told from another one. `since` is there when others
 * may have used the sender ID.
 */
async function lookUp<Kind extends DispatchKind>(
	client: WtsClient,
	kind: Kind,
	senderId: string,
	since?: { open: OpenSend; sentAt: number },
): Promise<Found[Kind] | undefined> {
	const { runtime } = client;
	runtime.log?.debug(`Looking a ${kind} up that may have been sent`);
	const look = async () => await LOOKUPS[kind](client, senderId);
	for (const ms of LOOKS_AFTER_MS) {
		try {
			await runtime.sleep(ms, runtime.signal);
			const found = await look();
			if (found.id !== undefined && (since === undefined || (await isOwn(client, found, since, look)))) return found;
		} catch (error) {
			// A look that fails says as little as one that finds nothing.
			const unknown = error instanceof WtsApiError && error.code === 'NOT_FOUND';
			if (!unknown) return undefined;
		}
	}
	return undefined;
}

/** Whether what was found was made by this send and by no other one. */
async function isOwn(
	client: WtsClient,
	{ id, createdAt }: { id?: string; createdAt?: string },
	{ open, sentAt }: { open: OpenSend; sentAt: number },
	look: () => Promise<unknown>,
): Promise<boolean> {
	if (id === undefined) return false;
	const { sends, runtime } = client;
	const isFree = () => !sends.isClaimed(id, runtime.now()) && !sends.isContested(open);
	// Others go on while the clock is read.
	return isFree() && (await isSince(client, createdAt, sentAt, look)) && isFree();
}

function notFoundYet(error: WtsApiError, senderId: string): WtsApiError {
	return error.withDetails({
		hint:
			`It may have been sent all the same, so it was not sent again. Look it up by its sender ID ${senderId} ` +
			'before you send it again.',
	});
}

function refusedOne(kind: 'message' | 'chatbot', { failedReason }: ChatSchemas['SendResult']): WtsApiError {
	return unnamed(kind).withDetails({
		code: 'INVALID_REQUEST',
		message: `The platform refused this one of the batch${failedReason ? `: ${failedReason}` : ''}`,
		text: failedReason ?? null,
		ambiguous: false,
		hint: 'The others of the batch are not affected. Correct this one and send it again.',
	});
}

function unnamed(kind: 'message' | 'chatbot'): WtsApiError {
	return refuse(
		'The server took the batch, but its answer does not name this message',
		'',
		`POST /chat/v1/send/${kind === 'message' ? 'template' : kind}/batch`,
	).withDetails({ code: 'SERVER_ERROR', httpStatus: 200, ambiguous: true });
}
