import type { WtsClient } from '../core/client';
import { asError, type ErrorCode, isAmbiguous, notFound, refuse, WtsApiError } from '../core/errors';
import { isSameIgnoringCase } from '../values/text';
import { isId } from '../values/validation';
import { AGENTS_ROUTE, agentWithoutUser, unknownAgent } from './agentErrors';
import { type Agent, findAgent, userIdOf } from './agents';
import { TRIES, toUnchecked } from './readBack';
import type { Session } from './sessions';

/** The results of joining that can be told apart, in the order of their outputs. */
export const JOIN_BRANCHES = [
	'success',
	'invalidSecurityUser',
	'invalidAgentSession',
	'invalidAgentId',
	'impersonateNotEnabled',
] as const;

/** How joining ended; `default` is everything that has no name of its own. */
export type JoinBranch = (typeof JOIN_BRANCHES)[number] | 'default';

/** Who joins which session, and on whose authority. */
export interface JoinRequest {
	/** The agent on whose authority it happens: its ID or its user's ID. */
	securityUser: string;
	sessionId: string;
	/** The agent who joins, by either ID. Default: the security user. */
	joinAsAgent?: string;
	/** Whether the security user may join as another agent. */
	allowImpersonation?: boolean;
	/** Stop an automation chatbot that runs in the session. */
	stopBotInExecution?: boolean;
}

interface JoinFacts {
	sessionId: string;
	/** The agent who joins: the agent's own ID once it is known, what was given before. */
	agentId: string;
	/** The user that the session is assigned to, once it is known. */
	userId: string | null;
	/** Status of the answer that decided, or null when it was decided without one. */
	httpStatus: number | null;
	/** One sentence on what happened. */
	message: string;
}

/** How joining ended, and for every result but success the error that says why. */
export type JoinResult =
	| (JoinFacts & { branch: 'success'; alreadyJoined: boolean })
	| (JoinFacts & { branch: Exclude<JoinBranch, 'success'>; error: WtsApiError });

type Failure = Extract<JoinResult, { error: WtsApiError }>;

const LOOKUP = 'GET /chat/v2/session/{id}';
const ASSIGN = 'PUT /chat/v1/session/{id}/assignee';

/** A failure on its way to the one place that makes a result of it. */
class Ended extends Error {
	constructor(
		readonly branch: Failure['branch'],
		readonly error: WtsApiError,
	) {
		super(error.message);
	}
}

/**
 * Puts an agent on an existing conversation, on a security user's authority.
 *
 * Takes the agents by their own or their user's ID. Finds both (GET /core/v1/agent, once per client), reads the session
 * (GET /chat/v2/session/{id}), assigns it (PUT /chat/v1/session/{id}/assignee) and reads it back; when the read-back
 * disagrees, it tries once more. The same look settles a write whose answer was lost. A session that is the agent's
 * already is left alone. Returns a result for whatever happens: a failed request is a result too, told apart by
 * `branch`.
 * @throws nothing but what is a defect of the program.
 */
export async function joinAgentSession(client: WtsClient, request: JoinRequest): Promise<JoinResult> {
	const { sessionId } = request;
	const known: Pick<JoinFacts, 'agentId' | 'userId'> = {
		agentId: request.joinAsAgent ?? request.securityUser,
		userId: null,
	};
	try {
		refuseMalformed(request);
		const { agent, userId } = await findJoiningAgent(client, request);
		known.agentId = agent.id ?? known.agentId;
		known.userId = userId;
		const alreadyJoined = isAssigned(await openSession(client, sessionId), userId);
		if (!alreadyJoined) await assign(client, request, userId);
		const name = agent.name ?? 'The agent';
		const message = alreadyJoined ? `${name} was on the session already` : `${name} joined the session`;
		return { branch: 'success', sessionId, ...known, httpStatus: 200, message, alreadyJoined };
	} catch (thrown) {
		const { branch, error } = failureOf(thrown);
		return { branch, sessionId, ...known, httpStatus: error.httpStatus, message: error.message, error };
	}
}

function failureOf(thrown: unknown): Pick<Failure, 'branch' | 'error'> {
	if (thrown instanceof Ended) return { branch: thrown.branch, error: thrown.error };
	if (thrown instanceof WtsApiError) return { branch: branchOf(thrown), error: thrown };
	throw asError(thrown);
}

/** What an answer of the platform means here. */
function branchOf({ code, endpoint }: WtsApiError): Failure['branch'] {
	if (code === 'UNAUTHORIZED') return 'invalidSecurityUser';
	if (code === 'FORBIDDEN') return 'impersonateNotEnabled';
	// The platform's "not found" is told from a fault of the server by its key.
	if (code === 'NOT_FOUND' && endpoint === LOOKUP) return 'invalidAgentSession';
	return 'default';
}

function refuseMalformed({ securityUser, sessionId, joinAsAgent }: JoinRequest): void {
	const required: Array<[Failure['branch'], string, string]> = [
		['invalidSecurityUser', 'security user', securityUser],
		['invalidAgentSession', 'session', sessionId],
		['invalidAgentId', 'agent to join as', joinAsAgent ?? securityUser],
	];
	for (const [branch, what, id] of required) {
		if (isId(id)) continue;
		const problem = id === '' ? 'is empty' : `is not a valid ID: "${id.slice(0, 60)}"`;
		throw new Ended(branch, refuse(`The ${what} ${problem}`, 'IDs look like 6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6.'));
	}
}

/** An error found in an answer that was a success. */
function inSuccess(error: WtsApiError, code: ErrorCode = error.code): WtsApiError {
	return error.withDetails({ code, httpStatus: 200 });
}

async function findJoiningAgent(
	client: WtsClient,
	{ securityUser, joinAsAgent, allowImpersonation = false }: JoinRequest,
): Promise<{ agent: Agent; userId: string }> {
	const authority = await findAgent(client, securityUser);
	if (authority === undefined) {
		throw new Ended(
			'invalidSecurityUser',
			inSuccess(
				notFound(
					`No agent of the account has the ID ${securityUser} of the security user`,
					'The security user is one of the agents of this account.',
					AGENTS_ROUTE,
					'listed',
				),
			),
		);
	}
	const agent = joinAsAgent === undefined ? authority : await findAgent(client, joinAsAgent);
	if (agent === undefined) {
		throw new Ended('invalidAgentId', inSuccess(unknownAgent(joinAsAgent ?? '')));
	}
	const userId = userIdOf(agent);
	if (userId === undefined) {
		throw new Ended('invalidAgentId', inSuccess(agentWithoutUser(agent.name ?? agent.id ?? '')));
	}
	if (agent !== authority && !allowImpersonation) {
		const error = refuse(
			`${authority.name ?? 'The security user'} may not join as another agent (${agent.name ?? userId})`,
			'The security user joins by itself, or has to be allowed to join as others.',
			null,
			'impersonation',
		);
		throw new Ended('impersonateNotEnabled', error.withDetails({ code: 'FORBIDDEN' }));
	}
	return { agent, userId };
}

async function readSession(client: WtsClient, sessionId: string): Promise<Session> {
	return await client.request(LOOKUP, { path: { id: sessionId } });
}

async function openSession(client: WtsClient, sessionId: string): Promise<Session> {
	const session = await readSession(client, sessionId);
	const { status } = session;
	if (status !== 'COMPLETED' && status !== 'HIDDEN') return session;
	throw new Ended(
		'invalidAgentSession',
		inSuccess(
			refuse(
				`The session is ${status.toLowerCase()}, so nobody can join it`,
				'Choose a session that is pending, started or in progress.',
				LOOKUP,
			),
		),
	);
}

function isAssigned({ userId }: Session, wanted: string): boolean {
	return isSameIgnoringCase(userId, wanted);
}

async function assign(client: WtsClient, request: JoinRequest, userId: string): Promise<void> {
	const { sessionId, stopBotInExecution } = request;
	let seen: Session = {};
	for (let tries = 1; tries <= TRIES; tries++) {
		const failed = await putAssignee(client, sessionId, userId, stopBotInExecution);
		seen = await readBack(client, sessionId, failed);
		if (isAssigned(seen, userId)) return;
		if (failed !== undefined && tries === TRIES) throw settled(failed);
	}
	throw inSuccess(
		refuse(
			`The platform accepted the agent, but the session shows ${seen.userId ? `the user ${seen.userId}` : 'no agent'}`,
			'Look at the session in the platform, then try again.',
			ASSIGN,
		),
		'SERVER_ERROR',
	);
}

/** The error of a write whose answer was lost, once a look has shown that it was not done. */
function settled(failed: WtsApiError): WtsApiError {
	return failed.withDetails({
		ambiguous: false,
		retryable: true,
		hint: 'The session was looked at: the agent is not on it. Try again.',
	});
}

/** Assigns; returns the error of a write of which nobody knows whether it took effect. */
async function putAssignee(
	client: WtsClient,
	sessionId: string,
	userId: string,
	stopBotInExecution: boolean | undefined,
): Promise<WtsApiError | undefined> {
	try {
		await client.request(ASSIGN, {
			path: { id: sessionId },
			body: {
				userId,
				...(stopBotInExecution === undefined ? {} : { options: { stopBotInExecution } }),
			},
		});
		return undefined;
	} catch (error) {
		if (isAmbiguous(error)) return error;
		throw asError(error);
	}
}

async function readBack(client: WtsClient, sessionId: string, failed: WtsApiError | undefined): Promise<Session> {
	try {
		return await readSession(client, sessionId);
	} catch (error) {
		// The write's own error says more than that of the look at it.
		throw failed ?? toUnchecked(error, 'the agent', 'the session');
	}
}
