import type { WtsClient } from '../core/client';
import { notFound, refuse } from '../core/errors';
import { ifAllowed, perClient } from '../core/memo';
import { collect, listRecords } from '../core/pagination';
import type { BodyOf, ChatSchemas } from '../core/routes';
import { isSameIgnoringCase } from '../values/text';
import { resolveSender, type Sender } from './channels';
import { type BatchOutcome, dispatch, dispatchBatch, type SenderIds } from './sending/dispatch';

/** A chatbot start: the body of the contract. */
export type ChatbotStart = BodyOf<'POST /chat/v1/chatbot/send'>;

/** What became of a chatbot start: the session, or the queued dispatch. */
export type ChatbotStarted = ChatSchemas['SessionSummary'] | ChatSchemas['SendResult'];

/**
 * Starts a chatbot for a recipient or in a session.
 *
 * Answers the session (POST /chat/v1/chatbot/send) or, with `queued`, the dispatch
 * (POST /chat/v1/send/chatbot), which can be looked up by its ID; `ownSenderId` goes along with it
 * when the body has no sender ID.
 * @throws {WtsApiError} INVALID_REQUEST without a chatbot, or without both recipient and session.
 */
export async function sendChatbot(
	client: WtsClient,
	body: ChatbotStart,
	options?: { queued?: false },
): Promise<ChatSchemas['SessionSummary']>;
export async function sendChatbot(
	client: WtsClient,
	body: ChatbotStart,
	options: { queued: true } & Omit<SenderIds, 'senderId'>,
): Promise<ChatSchemas['SendResult']>;
export async function sendChatbot(
	client: WtsClient,
	body: ChatbotStart,
	options?: { queued?: boolean } & Omit<SenderIds, 'senderId'>,
): Promise<ChatbotStarted>;
export async function sendChatbot(
	client: WtsClient,
	body: ChatbotStart,
	{ queued = false, ...otherIds }: { queued?: boolean } & Omit<SenderIds, 'senderId'> = {},
): Promise<ChatbotStarted> {
	if (!body.botKey) throw refuse('No chatbot is given', 'Choose a chatbot.');
	if (!body.to && !body.sessionId) {
		throw refuse('No recipient is given', 'Give a phone number, an @name, or a session ID.');
	}
	const ids = { ...otherIds, senderId: body.senderId ?? undefined };
	const answer = queued
		? await dispatch(
				client,
				'chatbot',
				ids,
				async (senderId) => await client.request('POST /chat/v1/send/chatbot', { body: { ...body, senderId } }),
			)
		: await client.request('POST /chat/v1/chatbot/send', { body });
	return answer ?? {};
}

/**
 * The account's chatbots (GET /chat/v1/chatbot), asked for once per client; undefined when the token may not list them.
 */
const chatbotsIfAllowed = perClient(
	async (client) => await ifAllowed(collect(listRecords(client, 'GET /chat/v1/chatbot', {}))),
);

/**
 * The key by which a chatbot is started, from its key or its ID. What was given goes through when the token may not
 * list the chatbots.
 * @throws {WtsApiError} NOT_FOUND when no chatbot of the account has it.
 */
export async function resolveBotKey(client: WtsClient, keyOrId: string): Promise<string> {
	const chatbots = await chatbotsIfAllowed(client);
	if (chatbots === undefined) return keyOrId;
	const found =
		chatbots.find(({ key }) => isSameIgnoringCase(key, keyOrId)) ??
		chatbots.find(({ id }) => isSameIgnoringCase(id, keyOrId));
	if (found?.key) return found.key;
	throw notFound(
		`No chatbot of the account has the key or ID ${keyOrId}`,
		'A chatbot has a key and an ID: either is understood.',
		'GET /chat/v1/chatbot',
		'listed',
	);
}

/** What all starts of a batch share. */
export interface ChatbotBatch {
	botKey: string;
	sender?: Sender;
	options?: ChatSchemas['SendChatbotOptions'];
	/** Look each start up by its sender ID first. */
	skipIfSent?: boolean;
}

/** One start of a batch; the sender ID is unique within it, because results are found by it. */
export type ChatbotBatchMessage = ChatSchemas['SendChatbotBatchItem'] & { senderId: string };

/**
 * Starts one chatbot for up to 100 recipients or sessions in one request (POST /chat/v1/send/chatbot/batch). Returns
 * how each start ended, in the order given. `ownSenderIds` are the sender IDs that nothing else has.
 * @throws {WtsApiError} when the whole batch was surely refused, or the channel is not there.
 */
export async function sendChatbotBatch(
	client: WtsClient,
	{ botKey, sender, options, skipIfSent }: ChatbotBatch,
	messages: readonly ChatbotBatchMessage[],
	ownSenderIds?: ReadonlySet<string>,
): Promise<BatchOutcome[]> {
	const from = sender === undefined ? undefined : await resolveSender(client, sender);
	return await dispatchBatch(
		client,
		'chatbot',
		messages.map(({ senderId }) => senderId),
		async (left) =>
			await client.request('POST /chat/v1/send/chatbot/batch', {
				body: { botKey, from, options, messages: messages.filter(({ senderId }) => left.has(senderId)) },
			}),
		{ skipIfSent, ownSenderIds },
	);
}
