import { located } from '../bed/located.mts';
import type { Examples } from './example.mts';

/** Nobody has this ID. */
const NOBODY = '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';

export const agentExamples: Examples = {
	get: ({ account: { named } }) => ({
		parameters: { agentId: located('id', '={{ $json.agent }}') },
		items: [{ agent: named.agentMaria.id }, { agent: named.agentJoao.userId }],
		bad: { item: { agent: 'maria' }, message: /"Agent" is not a valid ID: "maria"/, asTool: 'understood' },
	}),
	getAll: () => ({
		parameters: { returnAll: false, limit: '={{ $json.limit }}', filters: { name: '={{ $json.name }}' } },
		items: [
			{ limit: 2, name: '' },
			{ limit: 50, name: 'joao' },
		],
		bad: { item: { limit: 0, name: '' }, message: /"Limit" must be at least 1, but is 0/ },
	}),
	create: () => ({
		parameters: {
			name: '={{ $json.name }}',
			email: '={{ $json.email }}',
			profile: 'Agent',
			additionalFields: { phoneNumber: '={{ $json.phone }}', availability: 'UNAVAILABLE' },
		},
		items: [
			{ name: 'Lia Prado', email: 'lia@loja.example', phone: '' },
			{ name: 'Ivo Nunes', email: '', phone: '(11) 98888-1111' },
		],
		bad: {
			item: { name: 'Rui', email: 'rui(at)loja', phone: '' },
			message: /"Email" is not an email address: "rui\(at\)loja"/,
		},
	}),
	update: ({ account: { named } }) => ({
		parameters: {
			agentId: located('id', '={{ $json.agent }}'),
			updateFields: { shortName: '={{ $json.short }}', availability: '={{ $json.availability }}' },
		},
		items: [
			{ agent: named.agentMaria.id, short: 'Mari', availability: 'AVAILABLE' },
			{ agent: named.agentJoao.userId, short: '', availability: 'UNAVAILABLE' },
		],
		bad: {
			item: { agent: named.agentMaria.id, short: '', availability: 'ASLEEP' },
			message: /"Availability" is "ASLEEP", which is not one of/,
		},
	}),
	delete: ({ account: { named } }) => ({
		parameters: {
			agentId: located('id', '={{ $json.agent }}'),
			sessionResolution: '={{ $json.resolution }}',
			transferAgentId: located('id', String(named.agentOwner.userId)),
			options: {},
		},
		items: [
			{ agent: named.agentMaria.id, resolution: 'TRANSFER' },
			{ agent: named.agentJoao.userId, resolution: 'RETURN_TO_PENDING' },
		],
		bad: { item: { agent: '', resolution: 'COMPLETE' }, message: /"Agent" is empty/ },
	}),
	setDepartments: ({ account: { named } }) => ({
		parameters: {
			agentId: located('id', named.agentMaria.id),
			membership: '={{ $json.membership }}',
			departmentIds: '={{ $json.departments }}',
			supervisedDepartmentIds: '={{ $json.supervised }}',
		},
		items: [
			{ membership: 'add', departments: [named.departmentSupport.id], supervised: [named.departmentSales.id] },
			{ membership: 'remove', departments: named.departmentSales.id, supervised: '' },
		],
		bad: {
			item: { membership: 'replace', departments: [], supervised: '' },
			message: /"Department Names or IDs" and "Supervised Department Names or IDs" are both empty/,
		},
	}),
	setStatus: ({ account: { named } }) => ({
		parameters: { agentId: located('id', '={{ $json.agent }}'), status: '={{ $json.status }}' },
		items: [
			{ agent: named.agentMaria.id, status: 'Blocked' },
			{ agent: named.agentMaria.id, status: 'Active' },
		],
		bad: { item: { agent: NOBODY, status: 'Active' }, message: /No agent of the account has the ID/ },
	}),
	logOut: ({ account: { named } }) => ({
		parameters: { agentId: located('id', '={{ $json.agent }}') },
		items: [{ agent: named.agentMaria.id }, { agent: named.agentWithoutUser.id }],
		bad: { item: { agent: NOBODY }, message: /No agent of the account has the ID/ },
	}),
};
