import type { INodeProperties } from 'n8n-workflow';

import type { CoreSchemas } from '../../../client';
import type { ItemReader } from '../core/reader';

/** How given members change those that are there. */
export const membershipField: INodeProperties = {
	displayName: 'Membership',
	name: 'membership',
	type: 'options',
	options: [
		{ name: 'Add or Change', value: 'add', description: 'Leave all others as they are' },
		{ name: 'Remove', value: 'remove', description: 'Take away those given' },
		{ name: 'Replace', value: 'replace', description: 'Leave exactly those given' },
	],
	default: 'add',
	description: 'What to do with those given',
};

const ACTIONS = {
	add: 'Upsert',
	remove: 'Remove',
	replace: 'ReplaceAll',
} as const satisfies Record<string, CoreSchemas['MembershipAction']>;

/** A membership by the ID of its other side: an agent of a department, or a department of an agent. */
export interface Member {
	id: string;
	isAgent: boolean;
	isSupervisor: boolean;
}

/** Reads members from two lists, agents and supervisors; who is in both is both. */
export function readMembers(
	item: { optionalIds(name: string): string[] | undefined },
	agents: string,
	supervisors: string,
): Member[] {
	const asAgents = new Set(item.optionalIds(agents));
	const asSupervisors = new Set(item.optionalIds(supervisors));
	return [...new Set([...asAgents, ...asSupervisors])].map((id) => ({
		id,
		isAgent: asAgents.has(id),
		isSupervisor: asSupervisors.has(id),
	}));
}

/** Reads a change of memberships. An empty list is refused: it could mean nobody, or everybody. */
export function readMembership(
	item: ItemReader,
	agents: string,
	supervisors: string,
): { action: CoreSchemas['MembershipAction']; members: Member[] } {
	const members = readMembers(item, agents, supervisors);
	if (members.length === 0) {
		throw item.inputError(
			agents,
			`and "${item.label(supervisors)}" are both empty`,
			'Give at least one. To take away all, name them and choose Remove.',
		);
	}
	return { action: ACTIONS[item.choice('membership', ['add', 'remove', 'replace'])], members };
}
