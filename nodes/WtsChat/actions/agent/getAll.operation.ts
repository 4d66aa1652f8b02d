import { listAgents } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { listFields, readListOptions, readSimplify, simplifyField } from '../../shared/lists';
import { departmentLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { named, nameFilterField } from '../../shared/wholeLists';
import { AVAILABILITIES, availabilityField, PROFILES, profileField } from './details';
import { simplifyAgent } from './output';

const same = (wanted: string | undefined, one: string | null | undefined) =>
	wanted === undefined || one?.toLowerCase() === wanted.toLowerCase();

export const getAll = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many agents',
	description: 'Get the agents of the account that match the filters',
	fields: [
		...listFields,
		collectionField('Filters', 'filters', 'Add filter', [
			availabilityField,
			departmentLocator({ required: false, description: 'Agents and supervisors of this department' }),
			nameFilterField,
			profileField,
		]),
		simplifyField,
		optionsField(),
	],
	read(item) {
		const filters = item.group('filters');
		return {
			list: readListOptions(item),
			simplify: readSimplify(item),
			name: filters.optionalText('name'),
			availability: filters.optionalChoice('availability', AVAILABILITIES),
			profile: filters.optionalChoice('profile', PROFILES),
			departmentId: filters.optionalId('departmentId'),
		};
	},
	async execute({ list, simplify, name, availability, profile, departmentId }, client) {
		const fitting = (await listAgents(client)).filter(
			(agent) =>
				same(availability, agent.availability) &&
				same(profile, agent.profile) &&
				(departmentId === undefined || agent.departments?.some((one) => same(departmentId, one.departmentId))),
		);
		const agents = named(fitting, name, list);
		return simplify ? agents.map(simplifyAgent) : agents;
	},
});
