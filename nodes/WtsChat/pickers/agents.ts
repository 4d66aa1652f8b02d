import { listAgents, userIdOf } from '../../../client';
import { listPicker, locatedValue } from './results';

/**
 * Agents by name; the value is the user's ID, which is what the platform wants as assignee. One without a user cannot
 * be put on anything, but it is an agent where agents themselves are managed.
 */
export const searchAgents = listPicker(async (client, context) => {
	const managed = locatedValue(context, 'resource') === 'agent';
	return (await listAgents(client)).flatMap((agent) => {
		const { id, name, email } = agent;
		const userId = userIdOf(agent);
		const value = managed ? id : userId;
		if (!value) return [];
		return [{ name: email ? `${name ?? 'Agent'} (${email})` : (name ?? value), value, also: [id, userId] }];
	});
});
