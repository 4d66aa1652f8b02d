import type { WtsClient } from '../core/client';
import { refuse } from '../core/errors';
import { perClient } from '../core/memo';
import { type ListOptions, listRecords } from '../core/pagination';
import type { BodyOf, ChatSchemas, QueryOf } from '../core/routes';
import { isSameIgnoringCase } from '../values/text';
import { changedFields } from './changedFields';
import { resolveSender, type Sender } from './channels';
import { resolveBotKey } from './chatbots';
import { type RecipientReference, resolveAddresses } from './sending/recipients';
import { checkTemplate, type HeaderFile, hasAnyParameter, resolveHeader } from './sending/templates';

export type ScheduledMessage = ChatSchemas['ScheduledMessage'];
export type SavedScheduledMessage = ChatSchemas['SavedScheduledMessage'];

/** What is to go out: a template with its values, or a chatbot. */
export type ScheduledContent =
	| { templateId: string; parameters: Record<string, string>; file?: HeaderFile }
	/** By key or ID; `chatbotPicked` when it is surely a key, which is then not looked up. */
	| { chatbotKey: string; chatbotPicked?: boolean };

/** A message that is to go out later. */
export interface NewScheduledMessage {
	recipient: RecipientReference;
	/** The channel that sends; that of the session for a session, the platform's choice without one. */
	sender?: Sender;
	/** When, in UTC. */
	scheduling: string;
	content: ScheduledContent;
	departmentId?: string;
	hiddenSession?: boolean;
}

/** A scheduled message that is ready to be created: its recipient is found, its template has its values. */
export interface PreparedScheduledMessage {
	body: BodyOf<'POST /chat/v1/scheduled-message'>;
	header?: { templateId: string; file: HeaderFile };
}

/**
 * Finds out what a scheduled message needs, without a write: the addresses, and whether its template
 * gets all its values.
 * @throws {WtsApiError} INVALID_REQUEST naming what is missing; NOT_FOUND.
 */
export async function prepareScheduledMessage(
	client: WtsClient,
	{ recipient, sender, scheduling, content, departmentId, hiddenSession }: NewScheduledMessage,
): Promise<PreparedScheduledMessage> {
	const parameters =
		'templateId' in content
			? await checkTemplate(client, { ...content, hasFile: content.file !== undefined })
			: undefined;
	const { to, from } = await resolveAddresses(client, recipient, sender);
	if (to.startsWith('@')) {
		throw refuse(`The recipient ${to} has no phone number`, 'Scheduled messages go to phone numbers only.');
	}
	requireNumber(from);
	const common = {
		to,
		from,
		scheduling,
		hiddenSession,
		department: departmentId === undefined ? undefined : { id: departmentId },
	};
	if ('chatbotKey' in content) {
		const botKey = content.chatbotPicked ? content.chatbotKey : await resolveBotKey(client, content.chatbotKey);
		return { body: { ...common, type: 'CHATBOT', botKey } };
	}
	const { templateId, file } = content;
	return {
		body: { ...common, type: 'TEMPLATE', templateId, templateParams: { parameters } },
		...(file === undefined ? {} : { header: { templateId, file } }),
	};
}

/** Scheduled messages go from phone to phone. */
function requireNumber(from: string | undefined): void {
	if (from?.startsWith('@') !== true) return;
	throw refuse(`The channel ${from} has no phone number`, 'Scheduled messages go out from phone numbers only.');
}

/**
 * Schedules a message (POST /chat/v1/scheduled-message); the bytes of a header file are uploaded first.
 * Returns it, or undefined when the answer is empty.
 */
export async function scheduleMessage(
	client: WtsClient,
	{ body, header }: PreparedScheduledMessage,
): Promise<SavedScheduledMessage | undefined> {
	if (header === undefined) return await client.request('POST /chat/v1/scheduled-message', { body });
	const { fileId, fileUrl } = await resolveHeader(client, header.templateId, header.file);
	const templateParams = { ...body.templateParams, fileId, fileUrl };
	return await client.request('POST /chat/v1/scheduled-message', { body: { ...body, templateParams } });
}

const GET_ONE = 'GET /chat/v1/scheduled-message/{id}';

/** What became of a scheduled message, as the end of a sentence. */
const OVER: ReadonlyMap<unknown, string> = new Map<unknown, string>([
	['PROCESSED', 'is on its way'],
	['SENT', 'was sent already'],
	['DELIVERED', 'was sent already'],
	['READ', 'was sent already'],
	['CANCELED', 'was cancelled already'],
	['FAILED', 'failed'],
]);

/**
 * A scheduled message that is still to go out.
 * @throws {WtsApiError} INVALID_REQUEST when it was sent, cancelled or has failed; NOT_FOUND.
 */
export async function requireScheduled(client: WtsClient, id: string): Promise<ScheduledMessage> {
	const message = await client.request(GET_ONE, { path: { id }, query: { includeDetails: ['Template'] } });
	const over = OVER.get(message.status);
	if (over === undefined) return message;
	const when = message.scheduling === undefined ? '' : ` for ${message.scheduling}`;
	throw refuse(
		`The message that was scheduled${when} ${over}`,
		'Only a message that is still to go out can be changed or cancelled. Schedule a new one.',
		GET_ONE,
	);
}

/** What a change of a scheduled message gives; what is undefined stays. */
export interface ScheduledChanges {
	scheduling?: string;
	/** Phone number of the recipient. */
	to?: string;
	sender?: Sender;
	/** Null: no department. */
	departmentId?: string | null;
	hiddenSession?: boolean;
	templateId?: string;
	/** Values of the template; those that are not given stay, unless the template changes. */
	parameters?: Record<string, string>;
	file?: { fileUrl: string } | { fileId: string };
	/** By key or ID; `chatbotPicked` when it is surely a key. */
	chatbotKey?: string;
	chatbotPicked?: boolean;
}

type UpdateBody = BodyOf<'PUT /chat/v1/scheduled-message/{id}'>;

const FIELD_OF = {
	botKey: 'BotId',
	department: 'Department',
	from: 'From',
	hiddenSession: 'HiddenSession',
	scheduling: 'Scheduling',
	templateId: 'TemplateId',
	templateParams: 'TemplateParams',
	to: 'To',
	type: 'Type',
} as const satisfies Record<Exclude<keyof UpdateBody, 'fields'>, UpdateBody['fields'][number]>;

/** The values of the message's template with those that change, which go as a whole. */
async function changedTemplate(
	client: WtsClient,
	message: ScheduledMessage,
	{ templateId, parameters, file }: ScheduledChanges,
): Promise<UpdateBody['templateParams']> {
	if (templateId === undefined && parameters === undefined && file === undefined) return undefined;
	const before = templateId === undefined ? message.template?.templateParams : undefined;
	const kept = Object.entries(before?.parameters ?? {}).flatMap(
		([name, value]): Array<[string, string]> => (value === null ? [] : [[name, value]]),
	);
	const values = { ...Object.fromEntries(kept), ...parameters };
	const fileId = before?.file?.id;
	const source = file ?? (fileId === undefined ? undefined : { fileId });
	const id = templateId ?? message.templateId ?? undefined;
	const names = Object.keys(parameters ?? {});
	// A misspelled name would leave the old value, and nobody would know.
	if (id !== undefined && names.length > 0 && (await hasAnyParameter(client, id, parameters ?? {})) === false) {
		throw refuse(
			`The template has no parameter ${names.map((name) => `"${name}"`).join(', ')}`,
			'Write the names as the template has them.',
		);
	}
	const wanted =
		id === undefined
			? values
			: await checkTemplate(client, { templateId: id, parameters: values, hasFile: source !== undefined });
	return { parameters: wanted, ...source };
}

/**
 * Finds out, without a write, what a change of a scheduled message sends.
 * @throws {WtsApiError} INVALID_REQUEST when it is no longer to go out, when its template lacks values, or
 * when nothing is to be changed; NOT_FOUND.
 */
export async function prepareRescheduling(
	client: WtsClient,
	id: string,
	changes: ScheduledChanges,
): Promise<UpdateBody> {
	const message = await requireScheduled(client, id);
	const { scheduling, to, sender, departmentId, hiddenSession, templateId, chatbotKey } = changes;
	const from = sender === undefined ? undefined : await resolveSender(client, sender);
	requireNumber(from);
	const type = templateId === undefined ? (chatbotKey === undefined ? undefined : 'CHATBOT') : 'TEMPLATE';
	if (message.type === 'CHATBOT' && type !== 'TEMPLATE' && (changes.parameters ?? changes.file) !== undefined) {
		throw refuse('A chatbot is scheduled, which has no template', 'Give a template, or leave its values out.');
	}
	const body: Omit<UpdateBody, 'fields'> = {
		scheduling,
		to,
		from,
		department: departmentId === undefined ? undefined : { id: departmentId },
		hiddenSession,
		templateId,
		templateParams: await changedTemplate(client, message, changes),
		botKey: chatbotKey === undefined || changes.chatbotPicked ? chatbotKey : await resolveBotKey(client, chatbotKey),
		type,
	};
	return { ...body, fields: changedFields(FIELD_OF, body) };
}

/** What this client has changed: what was prepared before may be older than that. */
const changedBy = perClient(async () => new Set<string>());

/**
 * Changes a scheduled message as it was prepared (PUT /chat/v1/scheduled-message/{id}); prepared anew when this client
 * has changed it in between, so that the values that stay are those of now. Returns it, or undefined when the answer is
 * empty.
 * @throws {WtsApiError} as `prepareRescheduling` does.
 */
export async function rescheduleMessage(
	client: WtsClient,
	id: string,
	changes: ScheduledChanges,
	prepared: UpdateBody,
): Promise<SavedScheduledMessage | undefined> {
	const changed = await changedBy(client);
	const key = id.toLowerCase();
	const body = changed.has(key) ? await prepareRescheduling(client, id, changes) : prepared;
	// Before the request: what fails may have taken effect.
	changed.add(key);
	return await client.request('PUT /chat/v1/scheduled-message/{id}', { path: { id }, body });
}

/** Filters of scheduled messages; contact and session are looked for here, the platform has no such filter. */
export interface ScheduledFilter {
	query?: Omit<QueryOf<'GET /chat/v1/scheduled-message'>, 'PageNumber' | 'PageSize'>;
	contactId?: string;
	sessionId?: string;
}

/** Gets the scheduled messages that a filter finds, like `listRecords` (GET /chat/v1/scheduled-message). */
export async function* listScheduledMessages(
	client: WtsClient,
	{ query, contactId, sessionId }: ScheduledFilter,
	{ limit = Infinity, ...options }: ListOptions = {},
): AsyncGenerator<ScheduledMessage, void, undefined> {
	const filteredHere = contactId !== undefined || sessionId !== undefined;
	const pages = filteredHere ? options : { ...options, limit };
	let given = 0;
	for await (const message of listRecords(client, 'GET /chat/v1/scheduled-message', { query }, pages)) {
		if (contactId !== undefined && !isSameIgnoringCase(message.contactId, contactId)) continue;
		if (sessionId !== undefined && !isSameIgnoringCase(message.sessionId, sessionId)) continue;
		yield message;
		given++;
		if (given >= limit) return;
	}
}

/** What this client has cancelled: filters of several items may find the same message. */
const cancelledBy = perClient(async () => new Set<string>());

/** The contract names no limit; other batches take 100. */
const PER_REQUEST = 100;

/**
 * Cancels scheduled messages (POST /chat/v1/scheduled-message/batch-cancel, 100 per request), each once
 * per client. Returns them as they are then: one that went out in the meantime keeps the status that the
 * platform says, and one that the answer leaves out is read back.
 * @throws {WtsApiError} INVALID_REQUEST when one of them is no longer to go out.
 */
export async function cancelScheduledMessages(
	client: WtsClient,
	messages: readonly ScheduledMessage[],
): Promise<ScheduledMessage[]> {
	const done = await cancelledBy(client);
	const left = new Map(messages.flatMap((one) => (one.id && !done.has(one.id) ? [[one.id, one] as const] : [])));
	const ids = [...left.keys()];
	for (let start = 0; start < ids.length; start += PER_REQUEST) {
		const part = ids.slice(start, start + PER_REQUEST);
		const answer = await client.request('POST /chat/v1/scheduled-message/batch-cancel', { body: part });
		for (const id of part) done.add(id);
		const answered = new Map((answer ?? []).map((one) => [one.id, one]));
		for (const id of part) {
			// An empty answer says that all went well; the contract does not say whether others may skip some.
			const now = answered.size === 0 ? {} : (answered.get(id) ?? (await client.request(GET_ONE, { path: { id } })));
			left.set(id, { ...left.get(id), status: 'CANCELED', ...now });
		}
	}
	return [...left.values()];
}
