import { type Agent, listAgents, userIdOf } from '../../../client';
import { listPicker } from './results';

/** A picker of agents by name, of those that have the value it wants; both their IDs are found. */
const agentPicker = (valueOf: (agent: Agent) => string | undefined) =>
	listPicker(async (client) =>
		(await listAgents(client)).flatMap((agent) => {
			const { id, name, email } = agent;
			const value = valueOf(agent);
			if (!value) return [];
			const shown = email ? `${name ?? 'Agent'} (${email})` : (name ?? value);
			return [{ name: shown, value, also: [id, userIdOf(agent)] }];
		}),
	);

/** Agents who can be put on something; the value is the user's ID, which is what the platform wants as assignee. */
export const searchAgents = agentPicker(userIdOf);

/** Agents as they are managed, those without a user too; the value is the agent's ID. */
export const searchManagedAgents = agentPicker(({ id }) => id);
