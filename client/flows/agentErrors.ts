import { notFound, refuse, type WtsApiError } from '../core/errors';

export const AGENTS_ROUTE = 'GET /core/v1/agent';

/** The error for an ID that is no agent's and no user's. */
export function unknownAgent(idOrUserId: string): WtsApiError {
	return notFound(
		`No agent of the account has the ID ${idOrUserId}`,
		'The ID may be that of the agent or of its user.',
		AGENTS_ROUTE,
		'listed',
	);
}

/** The error for an agent who is to be assigned and cannot sign in. */
export function agentWithoutUser(name: string): WtsApiError {
	return refuse(
		`The agent ${name} has no user, so nothing can be assigned to it`,
		'Choose an agent who can sign in to the platform.',
		AGENTS_ROUTE,
	);
}
