import type { WtsClient } from '../core/client';
import { ifAllowed, perClient } from '../core/memo';
import { asList } from '../core/pagination';
import type { BodyOf, CoreSchemas } from '../core/routes';
import { isSameIgnoringCase } from '../values/text';
import { AGENTS_ROUTE, agentWithoutUser, unknownAgent } from './agentErrors';
import { changedFields } from './changedFields';

export type Agent = CoreSchemas['Agent'];

/** The account's agents (GET /core/v1/agent), asked for once per client. */
export const listAgents = perClient(
	async (client): Promise<Agent[]> => asList(await client.request(AGENTS_ROUTE, {}), AGENTS_ROUTE),
);

function agentOf(agents: readonly Agent[], idOrUserId: string): Agent | undefined {
	return (
		agents.find(({ userId }) => isSameIgnoringCase(userId, idOrUserId)) ??
		agents.find(({ id }) => isSameIgnoringCase(id, idOrUserId))
	);
}

/** The agent with this ID or with this user ID, or undefined. */
export async function findAgent(client: WtsClient, idOrUserId: string): Promise<Agent | undefined> {
	return agentOf(await listAgents(client), idOrUserId);
}

/** The agents, or undefined when the token may not list them; asked for once either way. */
const agentsIfAllowed = perClient(async (client) => await ifAllowed(listAgents(client)));

/** Whether an agent has a user; without one nothing can be assigned to it. */
export function userIdOf(agent: Agent): string | undefined {
	const { userId } = agent;
	return userId && !/^[0-]+$/.test(userId) ? userId : undefined;
}

/**
 * The agent with this ID or with this user ID.
 * @throws {WtsApiError} NOT_FOUND when the account has no such agent.
 */
export async function requireAgent(client: WtsClient, idOrUserId: string): Promise<Agent> {
	const agent = await findAgent(client, idOrUserId);
	if (agent !== undefined) return agent;
	throw unknownAgent(idOrUserId);
}

/**
 * The agent's own ID, which the routes about agents take, from it or from its user's ID.
 * @throws {WtsApiError} NOT_FOUND when the account has no such agent.
 */
export async function resolveAgentId(client: WtsClient, idOrUserId: string): Promise<string> {
	return (await requireAgent(client, idOrUserId)).id ?? idOrUserId;
}

/**
 * The user ID that requests carry, from an agent's ID or its user's ID. What was given goes through when the token
 * may not list the agents: it is then the user's ID, or without effect.
 * @throws {WtsApiError} NOT_FOUND when no agent of the account has it, INVALID_REQUEST when the agent
 * has no user.
 */
export async function resolveUserId(client: WtsClient, idOrUserId: string): Promise<string> {
	const agents = await agentsIfAllowed(client);
	if (agents === undefined) return idOrUserId;
	const agent = agentOf(agents, idOrUserId) ?? (await requireAgent(client, idOrUserId));
	const userId = userIdOf(agent);
	if (userId !== undefined) return userId;
	throw agentWithoutUser(agent.name ?? idOrUserId);
}

/** What an update of an agent may change; null clears. */
export type AgentChanges = Omit<BodyOf<'PUT /core/v1/agent/{id}'>, 'fields'>;

const FIELD_OF = {
	name: 'Name',
	shortName: 'ShortName',
	email: 'Email',
	phoneNumber: 'PhoneNumber',
	profile: 'Profile',
	availability: 'Availability',
} as const satisfies Record<keyof AgentChanges, BodyOf<'PUT /core/v1/agent/{id}'>['fields'][number]>;

/**
 * Changes exactly what `changes` gives (PUT /core/v1/agent/{id}). Returns the agent, or undefined when
 * the answer is empty.
 * @throws {WtsApiError} INVALID_REQUEST when nothing is to be changed.
 */
export async function updateAgent(client: WtsClient, id: string, changes: AgentChanges): Promise<Agent | undefined> {
	const fields = changedFields(FIELD_OF, changes);
	return await client.request('PUT /core/v1/agent/{id}', { path: { id }, body: { ...changes, fields } });
}
