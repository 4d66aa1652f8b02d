import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { listAgents, userIdOf } from '../../../client';
import { connect } from '../platform/account';
import { filteredResult } from './results';

/** Agents by name; the value is the user's ID, which is what the platform wants as assignee. */
export async function searchAgents(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const client = await connect(this);
	const agents = await listAgents(client);
	return filteredResult(
		agents.flatMap((agent) => {
			const { name, email } = agent;
			const userId = userIdOf(agent);
			// An agent without a user cannot be put on anything.
			return userId ? [{ name: email ? `${name ?? 'Agent'} (${email})` : (name ?? userId), value: userId }] : [];
		}),
		filter,
	);
}
