import type { WtsClient } from '../core/client';
import { perClient } from '../core/memo';
import { asList } from '../core/pagination';
import type { BodyOf, CoreSchemas } from '../core/routes';
import { resolveUserId } from './agents';
import { changedFields } from './changedFields';
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
	distributionIsEnabled: 'DistributionIsEnabled',
	distributionConfig: 'DistributionConfig',
	isDefault: 'IsDefault',
	name: 'Name',
	restrictionType: 'RestrictionType',
} as const satisfies Record<keyof DepartmentChanges, BodyOf<'PUT /core/v1/department/{id}'>['fields'][number]>;

/**
 * Changes exactly what `changes` gives (PUT /core/v1/department/{id}). The distribution goes as a whole: what of it is
 * not given is read first and stays. Returns the department, or undefined when the answer is empty.
 * @throws {WtsApiError} INVALID_REQUEST when nothing is to be changed.
 */
export async function updateDepartment(
	client: WtsClient,
	id: string,
	changes: DepartmentChanges,
): Promise<Department | undefined> {
	const fields = changedFields(FIELD_OF, changes);
	const distributionConfig =
		changes.distributionConfig === undefined
			? undefined
			: await wholeDistribution(client, id, changes.distributionConfig);
	const body = { ...changes, distributionConfig, fields };
	return await client.request('PUT /core/v1/department/{id}', { path: { id }, body });
}

type Distribution = NonNullable<DepartmentChanges['distributionConfig']>;

/** Read just before it is written: another update may have changed the rest of it. */
async function wholeDistribution(client: WtsClient, id: string, changes: Distribution): Promise<Distribution> {
	const { distributionConfig } = await client.request('GET /core/v1/department/{id}', { path: { id } });
	const given = Object.entries(changes).filter(([, value]) => value !== undefined);
	return { ...distributionConfig, ...Object.fromEntries(given) };
}

/** Someone of a department, by an agent's ID or its user's. */
export interface DepartmentMember {
	id: string;
	isAgent: boolean;
	isSupervisor: boolean;
}

/**
 * Members as requests carry them: by user ID, each once with all its roles, also when one role is given by the ID of
 * the agent and the other by that of its user.
 * @throws {WtsApiError} NOT_FOUND for an unknown agent, INVALID_REQUEST for one without a user.
 */
export async function resolveMembers(
	client: WtsClient,
	members: readonly DepartmentMember[],
): Promise<CoreSchemas['DepartmentAgentInput'][]> {
	const merged = new Map<string, CoreSchemas['DepartmentAgentInput']>();
	for (const { id, isAgent, isSupervisor } of members) {
		const userId = await resolveUserId(client, id);
		const known = merged.get(userId.toLowerCase());
		merged.set(userId.toLowerCase(), {
			userId,
			isAgent: isAgent || known?.isAgent === true,
			isSupervisor: isSupervisor || known?.isSupervisor === true,
		});
	}
	return [...merged.values()];
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
