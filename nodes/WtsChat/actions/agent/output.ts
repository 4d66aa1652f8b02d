import type { Agent } from '../../../../client';
import { compact, orSuccess, plainPhone, type Simple } from '../../shared/output';

/** An agent as people and models use it. */
export function simplifyAgent(agent: Agent): Simple {
	return compact({
		id: agent.id,
		userId: agent.userId,
		name: agent.name,
		shortName: agent.shortName ?? undefined,
		email: agent.email ?? undefined,
		phoneNumber: plainPhone(agent.phoneNumber) ?? undefined,
		profile: agent.profile ?? undefined,
		isOwner: agent.isOwner,
		availability: agent.availability,
		departments: agent.departments?.map(({ departmentId, isAgent, isSupervisor }) => ({
			departmentId,
			isAgent,
			isSupervisor,
		})),
	});
}

/** The agent that a write answered, or that it was accepted when the answer is empty. */
export function changedAgent(answer: Agent | undefined, simplify: boolean): object {
	if (answer === undefined) return orSuccess({});
	return simplify ? simplifyAgent(answer) : answer;
}
