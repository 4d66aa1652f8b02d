import { DAY } from '../clock.mts';
import { formattedPhone } from '../phones.mts';
import type { Agent, Channel, Department, Named, Tag } from '../state.mts';
import { ZERO_UUID } from '../state.mts';
import { type Seeder, store } from './seeder.mts';

type Team = Pick<
	Named,
	| 'channelWhatsapp'
	| 'channelWhatsappUnofficial'
	| 'channelInstagram'
	| 'channelMessenger'
	| 'agentMaria'
	| 'agentJoao'
	| 'agentOwner'
	| 'agentWithoutUser'
	| 'agentZeroUser'
	| 'departmentSales'
	| 'departmentSupport'
	| 'tagVip'
	| 'tagLead'
>;

/** Channels, agents, departments, contact tags and office hours. */
export function seedTeam(seed: Seeder): Team {
	const { random, account, ago } = seed;
	const created = ago(400 * DAY);

	const channel = (
		type: Channel['type'],
		number: string | null,
		humanId: string | null,
		displayName: string,
		active = true,
	): Channel =>
		store(account.channels, {
			id: random.uuid(),
			createdAt: created,
			updatedAt: created,
			active,
			type,
			number,
			numberFormatted: formattedPhone(number),
			identity: {
				humanId,
				platform: type.split('_').at(-1) ?? type,
				provider: type.split('_')[0] ?? type,
				providerVariable: null,
				pictureUrl: null,
				displayName,
			},
		});
	const channelWhatsapp = channel('CloudAPI_WhatsApp', '+55|1140028922', '+55|1140028922', 'Loja Exemplo');
	const channelWhatsappUnofficial = channel('ZAPI_WhatsApp', '+55|11988887777', '+55|11988887777', 'Loja Exemplo (Z)');
	const channelInstagram = channel('Instagram', null, '@loja.exemplo', 'Loja Exemplo');
	const channelMessenger = channel('Messenger', null, null, 'Página da Loja');
	channel('CloudAPI_WhatsApp', '+55|2133334444', '+55|2133334444', 'Loja Exemplo Rio');
	channel('EvolutionApi_WhatsApp', '+55|51999990000', '+55|51999990000', 'Loja antiga', false);

	const agent = (name: string, profile: string, user: string | undefined = random.uuid(), isOwner = false): Agent => {
		const [first = '', last = ''] = name.split(' ');
		const mail = `${first}.${last}`
			.normalize('NFD')
			.replace(/[^\w.]/g, '')
			.toLowerCase();
		return store(account.agents, {
			id: random.uuid(),
			createdAt: created,
			updatedAt: created,
			companyId: account.companyId,
			userId: user,
			name,
			shortName: first,
			email: `${mail}@loja.example`,
			phoneNumber: `+55|119${random.digits(8)}`,
			profile,
			isOwner,
			availability: random.chance(0.7) ? 'AVAILABLE' : 'UNAVAILABLE',
			blocked: false,
		});
	};
	const agentOwner = agent('Carla Dias', 'Admin', random.uuid(), true);
	const agentMaria = agent('Maria Silva', 'Agent');
	const agentJoao = agent('João Souza', 'Agent');
	const pedro = agent('Pedro Lima', 'Admin');
	const beatriz = agent('Beatriz Rocha', 'RestrictedAgent');
	agent('Rafael Costa', 'Agent');
	const agentZeroUser = agent('Conta Antiga', 'Agent', ZERO_UUID);
	const agentWithoutUser = agent('Integração Externa', 'Agent');
	agentWithoutUser.userId = undefined;

	const department = (name: string, members: Agent[], isDefault = false): Department => {
		const id = random.uuid();
		return store(account.departments, {
			id,
			companyId: account.companyId,
			createdAt: created,
			directLinks: {},
			updatedAt: created,
			name,
			isDefault,
			distribuitionEnabled: false,
			restrictionType: 'NONE',
			distributionConfig: { expirationIsEnabled: false, maximumDurationInMinutes: 0, inactivityTimeInMinutes: 0 },
			agents: members.map((member, i) => ({
				userId: member.userId ?? ZERO_UUID,
				departmentId: id,
				isAgent: true,
				isSupervisor: i === 0,
			})),
			channelScope: 'ALL',
			channelIds: [],
			description: `Equipe ${name}`,
			isPrivate: false,
		});
	};
	department('Geral', [agentOwner, agentMaria, agentJoao], true);
	const departmentSales = department('Vendas', [agentMaria, pedro]);
	const departmentSupport = department('Suporte', [agentJoao, beatriz]);
	department('Financeiro', [pedro]);

	const tag = (name: string, color: Tag['color']): Tag =>
		store(account.tags, { id: random.uuid(), createdAt: created, updatedAt: created, name, color });
	const tagVip = tag('VIP', 'YELLOW_400');
	const tagLead = tag('Lead', 'BLUE_300');
	tag('Inadimplente', 'RED_500');
	tag('Pós-venda', 'GREEN_300');
	tag('Feira 2025', 'PURPLE_200');
	tag('Sem interesse', 'GRAY_600');

	account.officeHours = {
		limitHours: true,
		offlineResponse: 'Nosso atendimento é de segunda a sexta, das 8h às 18h.',
		timezoneDiff: -3,
		days: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'].map((dayWeek, i) => ({
			id: random.uuid(),
			dayWeek,
			active: i < 5,
			periods: i < 5 ? [{ startTime: '08:00', endTime: '18:00' }] : [],
		})),
	};

	return {
		channelWhatsapp,
		channelWhatsappUnofficial,
		channelInstagram,
		channelMessenger,
		agentMaria,
		agentJoao,
		agentOwner,
		agentWithoutUser,
		agentZeroUser,
		departmentSales,
		departmentSupport,
		tagVip,
		tagLead,
	};
}
