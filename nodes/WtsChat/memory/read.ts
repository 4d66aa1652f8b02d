import type { ISupplyDataFunctions } from 'n8n-workflow';

import {
	earlierSessions,
	ifAllowed,
	ifFound,
	listAgents,
	notFound,
	type Message as PlatformMessage,
	readHistory,
	refuse,
	type WtsClient,
} from '../../../client';
import { NodeReader } from '../core/reader';
import { type Answering, readAnswering, withoutAnswered } from './answering';
import { memoryFields } from './fields';
import { counts } from './messages';

/** Which conversation an agent remembers, and how much of it. */
export interface MemoryParameters {
	/** Undefined when the item names no session. */
	sessionId: string | undefined;
	/** Messages at most. */
	limit: number;
	/** Hours; 0 for no bound. */
	maxAge: number;
	scope: 'session' | 'contact';
	includeNotes: boolean;
	includeNames: boolean;
	onMissing: 'empty' | 'error';
	answering: Answering;
}

/** Messages that may be left out as being answered: so many more are read. */
const BEING_ANSWERED_AT_MOST = 20;

/** Earlier sessions that are looked into: each costs a request. */
const MOST_SESSIONS = 20;

const HOUR_MS = 3_600_000;

/**
 * Reads the memory's parameters for one item.
 * @throws {NodeOperationError} that names the field.
 */
export function readMemoryParameters(context: ISupplyDataFunctions, itemIndex: number): MemoryParameters {
	const item = new NodeReader(
		{
			getNode: () => context.getNode(),
			getTimezone: () => context.getTimezone(),
			getNodeParameter: (name, fallback) => context.getNodeParameter(name, itemIndex, fallback),
		},
		memoryFields,
	);
	const options = item.group('options');
	return {
		sessionId: item.optionalId('sessionId'),
		limit: item.optionalNumber('contextWindowLength', { min: 1, max: 1000, integer: true }) ?? 20,
		maxAge: options.optionalNumber('maxAge', { min: 0 }) ?? 0,
		scope: options.optionalChoice('scope', ['session', 'contact']) ?? 'session',
		includeNotes: options.flag('includeNotes'),
		includeNames: options.flag('includeNames'),
		onMissing: options.optionalChoice('onMissing', ['empty', 'error']) ?? 'empty',
		answering: readAnswering(context, itemIndex, options.optionalText('messageId')?.trim()),
	};
}

/**
 * The messages that the agent remembers, oldest first, without those that it is answering. One request where one page
 * of one session is enough.
 * @throws {WtsApiError} when the platform refuses; NOT_FOUND and INVALID_REQUEST for a session that is unknown, closed
 * or empty only when the user wants that to be an error.
 */
export async function readMemory(client: WtsClient, parameters: MemoryParameters): Promise<PlatformMessage[]> {
	const { sessionId, onMissing } = parameters;
	if (onMissing === 'error') {
		if (sessionId !== undefined) return await remember(client, sessionId, parameters);
		throw refuse('No session is given', 'The memory needs the ID of the session that the agent takes part in.');
	}
	if (sessionId === undefined) return [];
	return (await ifFound(remember(client, sessionId, parameters))) ?? [];
}

async function remember(
	client: WtsClient,
	sessionId: string,
	{ limit, maxAge, scope, includeNotes, onMissing, answering }: MemoryParameters,
): Promise<PlatformMessage[]> {
	const strict = onMissing === 'error';
	const since = maxAge === 0 ? undefined : new Date(client.runtime.now() - maxAge * HOUR_MS).toISOString();
	const keep = (message: PlatformMessage) => counts(message, includeNotes);
	const read = async (id: string, wanted: number) => await readHistory(client, id, { limit: wanted, since, keep });

	const session =
		strict || scope === 'contact'
			? await client.request('GET /chat/v2/session/{id}', { path: { id: sessionId } })
			: undefined;
	if (strict && session?.status === 'COMPLETED') {
		throw refuse('The session is closed', 'The memory is set to refuse closed sessions: see "If Missing".');
	}
	const newest = await read(sessionId, limit + BEING_ANSWERED_AT_MOST);
	if (strict && newest.length === 0) {
		throw notFound('The session has no messages yet', 'The memory is set to refuse empty sessions: see "If Missing".');
	}
	let messages = withoutAnswered(newest, answering).slice(-limit);
	if (scope === 'session' || session === undefined) return messages;
	let sessions = 0;
	for await (const earlier of earlierSessions(client, session)) {
		if (messages.length >= limit || sessions++ >= MOST_SESSIONS) break;
		messages = [...(await read(earlier, limit - messages.length)), ...messages];
	}
	return messages;
}

/** Names of the account's agents by user ID; none when the token may not list them. */
export async function agentNames(client: WtsClient): Promise<ReadonlyMap<string, string>> {
	const agents = await ifAllowed(listAgents(client));
	return new Map(
		(agents ?? []).flatMap(
			({ userId, name }): Array<[string, string]> => (userId && name ? [[userId.toLowerCase(), name]] : []),
		),
	);
}
