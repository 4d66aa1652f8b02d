import { located } from '../bed/located.mts';
import type { Examples } from './example.mts';

export const departmentExamples: Examples = {
	get: ({ account: { named } }) => ({
		parameters: { departmentId: located('id', '={{ $json.department }}') },
		items: [{ department: named.departmentSales.id }, { department: named.departmentSupport.id }],
		bad: { item: { department: '' }, message: /"Department" is empty/ },
	}),
	getAll: () => ({
		parameters: { returnAll: true, filters: { name: '={{ $json.name }}' } },
		items: [{ name: '' }, { name: 'vendas' }],
		bad: { item: { name: { like: 'v' } }, message: /"Name" must be text/ },
	}),
	create: ({ account: { named } }) => ({
		parameters: {
			name: '={{ $json.name }}',
			additionalFields: {
				agentIds: '={{ $json.agents }}',
				supervisorIds: [named.agentMaria.id],
				channelIds: [named.channelWhatsapp.id],
				distributionIsEnabled: true,
			},
		},
		items: [
			{ name: 'Troca', agents: [named.agentMaria.userId, named.agentJoao.userId] },
			{ name: 'Cobrança', agents: '' },
		],
		bad: { item: { name: ' ', agents: '' }, message: /"Name" is empty/ },
	}),
	update: ({ account: { named } }) => ({
		parameters: {
			departmentId: located('id', named.departmentSales.id),
			updateFields: { name: '={{ $json.name }}', inactivityTimeInMinutes: '={{ $json.minutes }}' },
		},
		items: [
			{ name: 'Vendas Sul', minutes: 15 },
			{ name: 'Vendas', minutes: 0 },
		],
		bad: {
			item: { name: 'Vendas', minutes: -1 },
			message: /"Inactivity \(Minutes\)" must be at least 0, but is -1/,
		},
	}),
	delete: ({ account: { named } }) => ({
		parameters: { departmentId: located('id', '={{ $json.department }}'), options: {} },
		items: [{ department: named.departmentSales.id }, { department: named.departmentSupport.id }],
		bad: {
			item: { department: 'Vendas' },
			message: /"Department" is not a valid ID: "Vendas"/,
			asTool: /"Allow Deletion by AI Agents" is off/,
		},
	}),
	setAgents: ({ account: { named } }) => ({
		parameters: {
			departmentId: located('id', named.departmentSales.id),
			membership: '={{ $json.membership }}',
			agentIds: '={{ $json.agents }}',
			supervisorIds: '={{ $json.supervisors }}',
		},
		items: [
			{ membership: 'add', agents: [named.agentJoao.userId], supervisors: named.agentJoao.userId },
			{ membership: 'replace', agents: named.agentMaria.id, supervisors: '' },
		],
		bad: {
			item: { membership: 'add', agents: [named.agentWithoutUser.id], supervisors: '' },
			message: /has no user, so nothing can be assigned to it/,
		},
	}),
	getChannels: ({ account: { named, departments } }) => {
		Object.assign(departments.get(named.departmentSales.id) ?? {}, {
			channelScope: 'SELECTED',
			channelIds: [named.channelWhatsapp.id],
		});
		return {
			parameters: { departmentId: located('id', '={{ $json.department }}') },
			items: [{ department: named.departmentSales.id }, { department: named.departmentSupport.id }],
			bad: { item: { department: '' }, message: /"Department" is empty/ },
		};
	},
};
