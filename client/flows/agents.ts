import type { WtsClient } from '../core/client';
import { notFound, refuse } from '../core/errors';
import { ifAllowed, perClient } from '../core/memo';
import { asList } from '../core/pagination';
import type { CoreSchemas } from '../core/routes';

export type Agent = CoreSchemas['Agent'];

/** The account's agents (GET /core/v1/agent), asked for once per client. */
export const listAgents = perClient(
	async (client): Promise<Agent[]> => asList(await client.request('GET /core/v1/agent', {}), 'GET /core/v1/agent'),
);

const same = (one: string | undefined, other: string) => one?.toLowerCase() === other.toLowerCase();

function agentOf(agents: readonly Agent[], idOrUserId: string): Agent | undefined {
	return agents.find(({ userId }) => same(userId, idOrUserId)) ?? agents.find(({ id }) => same(id, idOrUserId));
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
 * The user ID that requests carry, from an agent's ID or its user's ID. What was given goes through when the token
 * may not list the agents: it is then the user's ID, or without effect.
 * @throws {WtsApiError} NOT_FOUND when no agent of the account has it, INVALID_REQUEST when the agent
 * has no user.
 */
export async function resolveUserId(client: WtsClient, idOrUserId: string): Promise<string> {
	const agents = await agentsIfAllowed(client);
	if (agents === undefined) return idOrUserId;
	const agent = agentOf(agents, idOrUserId);
	if (agent === undefined) {
		throw notFound(
			`No agent of the account has the ID ${idOrUserId}`,
			'Choose an agent from the list. The ID may be that of the agent or of its user.',
			'GET /core/v1/agent',
		);
	}
	const userId = userIdOf(agent);
	if (userId !== undefined) return userId;
	throw refuse(
		`The agent ${agent.name ?? idOrUserId} has no user, so nothing can be assigned to it`,
		'Choose an agent who can sign in to the platform.',
		'GET /core/v1/agent',
	);
}
