import type { CoreSchemas } from '../contract-types.mts';
import { completeSession } from '../conversations.mts';
import { NotFound, refused } from '../errors.mts';
import { sessionEvent } from '../events.mts';
import { find, findAgent } from '../lookups.mts';
import { digitsOf, storedPhone } from '../phones.mts';
import { type Agent, type Department, ZERO_UUID } from '../state.mts';
import { agentByUser, agentView, departmentView } from '../views.mts';
import type { Handlers, World } from '../world.mts';

type Ids =
	| 'listAgents'
	| 'createAgent'
	| 'getAgent'
	| 'updateAgent'
	| 'deleteAgent'
	| 'updateAgentDepartments'
	| 'logoutAgent'
	| 'changeAgentStatus'
	| 'createDepartment'
	| 'getDepartment'
	| 'updateDepartment'
	| 'deleteDepartment'
	| 'updateDepartmentAgents'
	| 'getDepartmentChannels'
	| 'listDepartments';

/** Agents and departments. */
export const teamHandlers: Handlers<Ids> = {
	listAgents: ({ world }) => [...world.account.agents.values()].map((agent) => agentView(world, agent)),
	getAgent: ({ world, path }) => agentView(world, findAgent(world, path.id)),
	createAgent: ({ world, body }) => {
		if (!body.email && !body.phoneNumber) throw refused('Informe e-mail ou telefone');
		if (body.email && [...world.account.agents.values()].some((agent) => agent.email === body.email)) {
			throw refused('Já existe um agente com este e-mail');
		}
		const now = world.clock.now();
		const agent: Agent = {
			id: world.random.uuid(),
			createdAt: now,
			updatedAt: now,
			companyId: world.account.companyId,
			userId: world.random.uuid(),
			name: body.name,
			shortName: body.name.split(' ')[0] ?? body.name,
			email: body.email ?? null,
			phoneNumber: body.phoneNumber ? storedPhone(digitsOf(body.phoneNumber)) : null,
			profile: body.profile,
			isOwner: false,
			availability: body.availability ?? 'AVAILABLE',
			blocked: false,
		};
		world.account.agents.set(agent.id, agent);
		return agentView(world, agent);
	},
	updateAgent: ({ world, path, body }) => {
		const agent = findAgent(world, path.id);
		for (const field of body.fields) {
			if (field === 'Name') agent.name = body.name ?? null;
			if (field === 'ShortName') agent.shortName = body.shortName ?? null;
			if (field === 'Email') agent.email = body.email ?? null;
			if (field === 'PhoneNumber') {
				agent.phoneNumber = body.phoneNumber ? storedPhone(digitsOf(body.phoneNumber)) : null;
			}
			if (field === 'Profile' && body.profile) agent.profile = body.profile;
			if (field === 'Availability' && body.availability) agent.availability = body.availability;
		}
		agent.updatedAt = world.clock.now();
		return agentView(world, agent);
	},
	deleteAgent: ({ world, path, body }) => {
		const agent = findAgent(world, path.id);
		if (agent.isOwner) throw refused('O proprietário da conta não pode ser excluído');
		const open = [...world.account.sessions.values()].filter(
			(session) => agent.userId !== undefined && session.userId === agent.userId && session.status !== 'COMPLETED',
		);
		const resolution = body.sessionResolution ?? 'RETURN_TO_PENDING';
		const successor = body.transferUserId ? agentByUser(world.account, body.transferUserId) : undefined;
		if (resolution === 'TRANSFER' && successor === undefined) throw refused('Informe transferUserId');
		for (const session of open) {
			if (resolution === 'COMPLETE') {
				completeSession(world, session);
				continue;
			}
			session.userId = resolution === 'TRANSFER' ? (successor?.userId ?? null) : null;
			if (resolution === 'RETURN_TO_PENDING') session.status = 'PENDING';
			session.updatedAt = world.clock.now();
			sessionEvent(world, 'SESSION_UPDATE', session);
		}
		world.account.agents.delete(agent.id);
		for (const department of world.account.departments.values()) {
			department.agents = department.agents.filter((member) => member.userId !== agent.userId);
		}
		return undefined;
	},
	updateAgentDepartments: ({ world, path, body }) => {
		const agent = findAgent(world, path.id);
		const { userId } = agent;
		if (userId === undefined) throw refused('O agente não tem usuário');
		for (const item of body.items) find(world.account.departments, item.departmentId, 'Departamento');
		for (const department of world.account.departments.values()) {
			const item = body.items.find((candidate) => candidate.departmentId === department.id);
			if (item === undefined && body.action !== 'ReplaceAll') continue;
			department.agents = department.agents.filter((member) => member.userId !== userId);
			if (item === undefined || body.action === 'Remove') continue;
			department.agents.push({
				userId,
				departmentId: department.id,
				isAgent: item.isAgent ?? true,
				isSupervisor: item.isSupervisor ?? false,
			});
		}
		return undefined;
	},
	logoutAgent: ({ world, path }) => {
		findAgent(world, path.id).availability = 'UNAVAILABLE';
		return undefined;
	},
	changeAgentStatus: ({ world, path, body }) => {
		const agent = findAgent(world, path.id);
		if (body.status === 'Undefined') throw refused('Status inválido');
		agent.blocked = body.status === 'Blocked';
		agent.updatedAt = world.clock.now();
		return agentView(world, agent);
	},

	listDepartments: ({ world }) =>
		[...world.account.departments.values()].map((department) => {
			const { description: _description, isPrivate: _isPrivate, ...item } = departmentView(world, department);
			return item;
		}),
	getDepartment: ({ world, path, query }) => {
		const { includeDetails } = query;
		const department = find(world.account.departments, path.id, 'Departamento');
		return departmentView(world, department, {
			agents: includeDetails === 'All' || includeDetails === 'Agents',
			channels: includeDetails === 'All' || includeDetails === 'Channels',
		});
	},
	createDepartment: ({ world, body }) => {
		if (!body.name) throw refused('Informe o nome');
		const now = world.clock.now();
		const id = world.random.uuid();
		const department: Department = {
			id,
			companyId: world.account.companyId,
			createdAt: now,
			directLinks: {},
			updatedAt: now,
			name: body.name,
			isDefault: false,
			distribuitionEnabled: body.distributionIsEnabled ?? false,
			restrictionType: body.restrictionType ?? 'NONE',
			distributionConfig: body.distributionConfig ?? {},
			agents: (body.agents ?? []).map((member) => {
				if (!agentByUser(world.account, member.userId)) throw new NotFound('Usuário não encontrado');
				return {
					...member,
					departmentId: id,
					isAgent: member.isAgent ?? true,
					isSupervisor: member.isSupervisor ?? false,
				};
			}),
			...channelsOf(world, body.channelsConfig),
			description: null,
			isPrivate: false,
		};
		world.account.departments.set(id, department);
		if (body.isDefault) makeDefault(world, department);
		return departmentView(world, department);
	},
	updateDepartment: ({ world, path, body }) => {
		const department = find(world.account.departments, path.id, 'Departamento');
		for (const field of body.fields) {
			if (field === 'Name') department.name = body.name ?? null;
			if (field === 'IsDefault' && body.isDefault) makeDefault(world, department);
			if (field === 'DistributionIsEnabled') department.distribuitionEnabled = body.distributionIsEnabled ?? false;
			if (field === 'DistributionConfig') department.distributionConfig = body.distributionConfig ?? {};
			if (field === 'RestrictionType') department.restrictionType = body.restrictionType ?? 'NONE';
			if (field === 'ChannelsConfig') Object.assign(department, channelsOf(world, body.channelsConfig));
		}
		department.updatedAt = world.clock.now();
		return departmentView(world, department);
	},
	deleteDepartment: ({ world, path }) => {
		const department = find(world.account.departments, path.id, 'Departamento');
		if (department.isDefault) throw refused('O departamento padrão não pode ser excluído');
		world.account.departments.delete(department.id);
		for (const session of world.account.sessions.values()) {
			if (session.departmentId === department.id) session.departmentId = null;
		}
		return undefined;
	},
	updateDepartmentAgents: ({ world, path, body }) => {
		const department = find(world.account.departments, path.id, 'Departamento');
		const ids = body.items.map((item) => item.userId ?? ZERO_UUID);
		for (const id of ids) if (!agentByUser(world.account, id)) throw new NotFound('Usuário não encontrado');
		const others =
			body.action === 'ReplaceAll' ? [] : department.agents.filter((member) => !ids.includes(member.userId ?? ''));
		const members = body.items.map((item) => ({
			userId: item.userId ?? ZERO_UUID,
			departmentId: department.id,
			isAgent: item.isAgent ?? true,
			isSupervisor: item.isSupervisor ?? false,
		}));
		department.agents = body.action === 'Remove' ? others : [...others, ...members];
		department.updatedAt = world.clock.now();
		return body;
	},
	getDepartmentChannels: ({ world, path }) => {
		const department = find(world.account.departments, path.id, 'Departamento');
		return { scope: department.channelScope, channels: [...department.channelIds] };
	},
};

function makeDefault(world: World, department: Department): void {
	for (const other of world.account.departments.values()) other.isDefault = other === department;
}

/** Channels of a department, named by ID, name or number. */
function channelsOf(
	{ account }: World,
	config: CoreSchemas['DepartmentChannelsConfig'] | undefined,
): Pick<Department, 'channelScope' | 'channelIds'> {
	const channelScope = config?.scope ?? 'ALL';
	if (channelScope !== 'SELECTED') return { channelScope, channelIds: [] };
	const channelIds = (config?.channels ?? []).map((wanted) => {
		const channel = [...account.channels.values()].find(
			(candidate) =>
				candidate.id === wanted ||
				candidate.identity.displayName === wanted ||
				(candidate.number !== null && digitsOf(candidate.number) === digitsOf(wanted)),
		);
		if (channel === undefined) throw new NotFound('Canal não encontrado');
		return channel.id;
	});
	return { channelScope, channelIds };
}
