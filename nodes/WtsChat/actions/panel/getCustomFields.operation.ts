import { asList } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { nestedListField, simplifyCustomField } from '../../shared/customFieldOutput';
import { listFields, readListOptions, readSimplify, simplifyField } from '../../shared/lists';
import { panelLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { named } from '../../shared/wholeLists';

export const getCustomFields = defineOperation({
	value: 'getCustomFields',
	name: 'Get Custom Fields',
	action: 'Get custom fields of panel',
	description: 'Get the definitions of the custom fields that cards of a panel have',
	fields: [
		panelLocator({ description: 'The panel whose custom fields to get' }),
		...listFields,
		simplifyField,
		optionsField([nestedListField]),
	],
	read: (item) => ({
		id: item.id('panelId'),
		list: readListOptions(item),
		simplify: readSimplify(item),
		NestedList: item.group('options').optionalFlag('nestedList'),
	}),
	async execute({ id, list, simplify, NestedList }, client) {
		const route = 'GET /crm/v1/panel/{id}/custom-fields';
		const all = asList(await client.request(route, { path: { id }, query: { NestedList } }), route);
		const fields = named(all, undefined, list);
		return simplify ? fields.map(simplifyCustomField) : fields;
	},
});
