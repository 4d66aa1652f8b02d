import { isSameIgnoringCase, listAgents } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { listFields, readListOptions, readSimplify, simplifyField } from '../../shared/lists';
import { departmentLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { named, nameFilterField } from '../../shared/wholeLists';
import { AVAILABILITIES, availabilityField, PROFILES, profileField } from './details';
import { simplifyAgent } from './output';

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
				(availability === undefined || isSameIgnoringCase(agent.availability, availability)) &&
				(profile === undefined || isSameIgnoringCase(agent.profile, profile)) &&
				(departmentId === undefined ||
					agent.departments?.some((one) => isSameIgnoringCase(one.departmentId, departmentId))),
		);
		const agents = named(fitting, name, list);
		return simplify ? agents.map(simplifyAgent) : agents;
	},
});
