import { listAgents, userIdOf } from '../../../client';
import { listPicker } from './results';

/** Agents by name; the value is the user's ID, which is what the platform wants as assignee. */
export const searchAgents = listPicker(async (client) =>
	(await listAgents(client)).flatMap((agent) => {
		const { id, name, email } = agent;
		const userId = userIdOf(agent);
		// An agent without a user cannot be put on anything.
		if (userId === undefined) return [];
		return [{ name: email ? `${name ?? 'Agent'} (${email})` : (name ?? userId), value: userId, also: [id] }];
	}),
);
