import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { listAgents } from '../../../client';
import { connect } from '../platform/account';
import { filteredResult, locatedValue } from './results';

/**
 * Agents by name; the value is the user's ID, which is what the platform wants as assignee. One
 * without a user cannot be put on anything, but it is an agent where agents themselves are managed.
 */
export async function searchAgents(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const client = await connect(this);
	const agents = await listAgents(client);
	const managed = locatedValue(this, 'resource') === 'agent';
	return filteredResult(
		agents.flatMap((agent) => {
			const value = managed ? agent.id : agent.userId;
			const { name, email } = agent;
			return value ? [{ name: email ? `${name ?? 'Agent'} (${email})` : (name ?? value), value }] : [];
		}),
		filter,
	);
}
