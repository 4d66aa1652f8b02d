import type { WtsClient } from '../../core/client';
import { WtsApiError } from '../../core/errors';
import { perClient } from '../../core/memo';
import type { AnswerOf, ChatSchemas } from '../../core/routes';

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

/** Sends are queued, so what was just taken may not be found at once. Milliseconds before each look. */
const LOOKS_AFTER_MS = [500, 2_000];

/** How far the server's clock may be behind. */
const CLOCK_SKEW_MS = 2_000;

/** IDs of dispatches that are known to be those of other sends of the client. */
const takenOf = perClient(async () => new Set<string>());

/**
 * Sends one dispatch of the family `POST /chat/v1/send/*`, with `send`, which is given the sender ID
 * to send along.
 *
 * When it fails so that nobody knows whether it took effect, it is looked up by that ID (GET
 * /chat/v1/send/{kind}/{id}) and never sent again: a hit is returned like an answer; a miss proves
 * nothing, because sends are queued.
 * @throws {WtsApiError} the error of the send.
 */
export async function dispatch<T extends { id?: string }, Kind extends DispatchKind>(
	client: WtsClient,
	kind: Kind,
	ids: SenderIds,
	send: (senderId: string | undefined) => Promise<T | undefined>,
): Promise<T | Found[Kind] | undefined> {
	const senderId = ids.senderId ?? ids.ownSenderId;
	if (senderId !== undefined && (client.lookFirst || (ids.skipIfSent === true && ids.senderId !== undefined))) {
		const found = await sentBefore(client, kind, senderId);
		if (found !== undefined) return found;
	}
	const taken = await takenOf(client);
	const since = ids.senderId === undefined ? undefined : client.runtime.now() - CLOCK_SKEW_MS;
	try {
		const answer = await send(senderId);
		if (answer?.id !== undefined && since !== undefined) taken.add(answer.id);
		return answer;
	} catch (error) {
		if (senderId === undefined || !isAmbiguous(error)) throw asError(error);
		const found = await lookUp(client, kind, senderId, { since, taken });
		if (found === undefined) throw notFoundYet(error, senderId);
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
	const found = await LOOKUPS[kind](client, senderId).catch((error: unknown) => {
		if (error instanceof WtsApiError && error.code === 'NOT_FOUND') return undefined;
		throw error;
	});
	return found?.id === undefined || found.status === 'FAILED' ? undefined : found;
}

/** How one message of a batch ended. */
export type BatchOutcome = { record: ChatSchemas['SendResult'] } | { error: WtsApiError };

/**
 * Sends a batch of the family (`POST /chat/v1/send/{template,chatbot}/batch`), with `send`.
 *
 * `senderIds` are those of its messages, each of them once. Returns how each of them ended, matched
 * by sender ID and never by position. What the answer does not name, and everything when there is no
 * answer that can be trusted, is looked up like a single dispatch; a miss is an ambiguous error. So is
 * an error, though not an ambiguous one, what the platform answers as failed.
 * @throws {WtsApiError} when the whole batch was surely refused.
 */
export async function dispatchBatch(
	client: WtsClient,
	kind: 'message' | 'chatbot',
	senderIds: readonly string[],
	send: (senderIds: ReadonlySet<string>) => Promise<ChatSchemas['SendBatchResult'] | undefined>,
	skipIfSent = false,
): Promise<BatchOutcome[]> {
	if (client.lookFirst || skipIfSent) {
		const before = await Promise.all(senderIds.map(async (id) => await sentBefore(client, kind, id)));
		const left = senderIds.filter((_, place) => before[place] === undefined);
		const sent = left.length === 0 ? [] : await sendBatch(client, kind, left, async () => await send(new Set(left)));
		let next = 0;
		return before.map((record): BatchOutcome => {
			return record === undefined ? (sent[next++] ?? { error: unnamed(kind) }) : { record };
		});
	}
	return await sendBatch(client, kind, senderIds, async () => await send(new Set(senderIds)));
}

async function sendBatch(
	client: WtsClient,
	kind: 'message' | 'chatbot',
	senderIds: readonly string[],
	send: () => Promise<ChatSchemas['SendBatchResult'] | undefined>,
): Promise<BatchOutcome[]> {
	const since = client.runtime.now() - CLOCK_SKEW_MS;
	const answered = new Map<string, ChatSchemas['SendResult']>();
	let missing: WtsApiError;
	try {
		const answer = await send();
		for (const result of answer?.results ?? []) {
			if (result.senderId) answered.set(result.senderId, result);
		}
		missing = unnamed(kind);
	} catch (error) {
		if (!isAmbiguous(error)) throw asError(error);
		missing = error;
	}
	const taken = new Set([...answered.values()].flatMap(({ id }) => id ?? []));
	return await Promise.all(
		senderIds.map(async (senderId): Promise<BatchOutcome> => {
			const record = answered.get(senderId) ?? (await lookUp(client, kind, senderId, { since, taken }));
			if (record === undefined) return { error: notFoundYet(missing, senderId) };
			return record.status === 'FAILED' ? { error: refusedOne(kind, record) } : { record };
		}),
	);
}

function isAmbiguous(error: unknown): error is WtsApiError {
	return error instanceof WtsApiError && error.ambiguous;
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** Looks a dispatch up; undefined when it is not found, or cannot be told from another one. */
async function lookUp<Kind extends DispatchKind>(
	client: WtsClient,
	kind: Kind,
	senderId: string,
	{ since, taken }: { since?: number; taken: ReadonlySet<string> },
): Promise<Found[Kind] | undefined> {
	const { runtime } = client;
	runtime.log?.debug(`Looking a ${kind} up that may have been sent`);
	for (const ms of LOOKS_AFTER_MS) {
		try {
			await runtime.sleep(ms, runtime.signal);
			const found = await LOOKUPS[kind](client, senderId);
			const isNew = since === undefined || !(Date.parse(found.createdAt ?? '') < since);
			if (isNew && found.id !== undefined && !taken.has(found.id)) return found;
		} catch (error) {
			// A look that fails says as little as one that finds nothing.
			const unknown = error instanceof WtsApiError && error.code === 'NOT_FOUND';
			if (!unknown) return undefined;
		}
	}
	return undefined;
}

function notFoundYet(error: WtsApiError, senderId: string): WtsApiError {
	return new WtsApiError({
		...error.toDetails(),
		hint: `It may have been sent all the same, so it was not sent again. Look it up by its sender ID ${senderId} before you send it again.`,
	});
}

function refusedOne(kind: 'message' | 'chatbot', { failedReason }: ChatSchemas['SendResult']): WtsApiError {
	return new WtsApiError({
		...unnamed(kind).toDetails(),
		code: 'INVALID_REQUEST',
		message: `The platform refused this one of the batch${failedReason ? `: ${failedReason}` : ''}`,
		text: failedReason ?? null,
		ambiguous: false,
		hint: 'The others of the batch are not affected. Correct this one and send it again.',
	});
}

function unnamed(kind: 'message' | 'chatbot'): WtsApiError {
	return new WtsApiError({
		code: 'SERVER_ERROR',
		message: 'The server took the batch, but its answer does not name this message',
		httpStatus: 200,
		key: null,
		text: null,
		supportId: null,
		endpoint: `POST /chat/v1/send/${kind === 'message' ? 'template' : kind}/batch`,
		retryable: false,
		ambiguous: true,
		hint: '',
	});
}
