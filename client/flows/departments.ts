import type { WtsClient } from '../core/client';
import { refuse } from '../core/errors';
import { perClient } from '../core/memo';
import { asList } from '../core/pagination';
import type { BodyOf, CoreSchemas } from '../core/routes';
import { selectorsOf } from '../values/selectors';
import { resolveUserId } from './agents';
import { type Channel, listChannels } from './channels';

export type Department = CoreSchemas['Department'];
export type DepartmentListItem = CoreSchemas['DepartmentListItem'];

/** The account's departments (GET /core/v2/department), asked for once per client. */
export const listDepartments = perClient(
	async (client): Promise<DepartmentListItem[]> =>
		asList(await client.request('GET /core/v2/department', {}), 'GET /core/v2/department'),
);

/** What an update of a department may change. */
export type DepartmentChanges = Omit<BodyOf<'PUT /core/v1/department/{id}'>, 'fields'>;

const FIELD_OF = {
	channelsConfig: 'ChannelsConfig',
	distributionConfig: 'DistributionConfig',
	distributionIsEnabled: 'DistributionIsEnabled',
	isDefault: 'IsDefault',
	name: 'Name',
	restrictionType: 'RestrictionType',
} as const satisfies Record<keyof DepartmentChanges, BodyOf<'PUT /core/v1/department/{id}'>['fields'][number]>;

/**
 * Changes exactly what `changes` gives (PUT /core/v1/department/{id}). Returns the department, or
 * undefined when the answer is empty.
 * @throws {WtsApiError} INVALID_REQUEST when nothing is to be changed.
 */
export async function updateDepartment(
	client: WtsClient,
	id: string,
	changes: DepartmentChanges,
): Promise<Department | undefined> {
	const fields = selectorsOf(FIELD_OF, changes);
	if (fields.length === 0) throw refuse('Nothing is to be updated', 'Give at least one field.');
	return await client.request('PUT /core/v1/department/{id}', { path: { id }, body: { ...changes, fields } });
}

/** Someone of a department, by an agent's ID or its user's. */
export interface DepartmentMember {
	id: string;
	isAgent: boolean;
	isSupervisor: boolean;
}

/**
 * Members as requests carry them: by user ID.
 * @throws {WtsApiError} NOT_FOUND for an unknown agent, INVALID_REQUEST for one without a user.
 */
export async function resolveMembers(
	client: WtsClient,
	members: readonly DepartmentMember[],
): Promise<CoreSchemas['DepartmentAgentInput'][]> {
	return await Promise.all(
		members.map(async ({ id, ...roles }) => ({ userId: await resolveUserId(client, id), ...roles })),
	);
}

/** The channels that a department may use (GET /core/v1/department/{id}/channel), and by which rule. */
export async function departmentChannels(
	client: WtsClient,
	id: string,
): Promise<{ scope: CoreSchemas['ChannelScope'] | undefined; channels: Channel[] }> {
	const { scope, channels } = await client.request('GET /core/v1/department/{id}/channel', { path: { id } });
	if (scope === 'NONE') return { scope, channels: [] };
	const all = await listChannels(client);
	if (scope === 'ALL') return { scope, channels: all };
	const known = new Map(all.map((channel) => [channel.id, channel]));
	return { scope, channels: (channels ?? []).map((one) => known.get(one) ?? { id: one }) };
}
