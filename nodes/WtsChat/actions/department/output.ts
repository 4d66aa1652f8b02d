import type { Department } from '../../../../client';
import { compact, orSuccess, type Simple } from '../../shared/output';

/** A department as people and models use it; lists have less of it. */
export function simplifyDepartment(department: Department): Simple {
	return compact({
		id: department.id,
		name: department.name,
		description: department.description ?? undefined,
		isDefault: department.isDefault,
		isPrivate: department.isPrivate,
		distributionIsEnabled: department.distribuitionEnabled,
		restrictionType: department.restrictionType,
		agents: department.agents?.map(({ userId, isAgent, isSupervisor }) => ({ userId, isAgent, isSupervisor })),
		channels: department.channels?.map(({ id, name, type }) => ({ id, name, type })),
		createdAt: department.createdAt,
		updatedAt: department.updatedAt,
	});
}

/** The department that a write answered, or that it was accepted when the answer is empty. */
export function changedDepartment(answer: Department | undefined, simplify: boolean): object {
	if (answer === undefined) return orSuccess({});
	return simplify ? simplifyDepartment(answer) : answer;
}
