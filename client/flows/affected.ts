import type { WtsClient } from '../core/client';
import { ifAllowed } from '../core/memo';
import type { BodyOf, QueryOf } from '../core/routes';

/** How many conversations are open that a filter finds (GET /chat/v2/session); undefined when unknown. */
export async function countOpenSessions(
	client: WtsClient,
	filter: Pick<QueryOf<'GET /chat/v2/session'>, 'UserId' | 'DepartmentId'>,
): Promise<number | undefined> {
	const Status = ['STARTED' as const, 'PENDING' as const, 'IN_PROGRESS' as const];
	return await ifAllowed(
		client
			.request('GET /chat/v2/session', { query: { ...filter, Status, PageSize: 1 } })
			.then(({ totalItems }) => totalItems),
	);
}

/** How many contacts a filter finds (POST /core/v1/contact/filter); undefined when unknown. */
export async function countContacts(
	client: WtsClient,
	filter: BodyOf<'POST /core/v1/contact/filter'>,
): Promise<number | undefined> {
	return await ifAllowed(
		client
			.request('POST /core/v1/contact/filter', { body: { ...filter, pageNumber: 1, pageSize: 1 } })
			.then((answer) => answer?.totalItems),
	);
}
