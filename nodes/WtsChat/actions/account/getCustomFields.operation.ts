import { asList, type CoreSchemas } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { nestedListField, simplifyCustomField } from '../../shared/customFieldOutput';
import { listFields, readListOptions, readSimplify, simplifyField } from '../../shared/lists';
import { optionsField } from '../../shared/runOptions';
import { named } from '../../shared/wholeLists';

const ENTITIES = ['CONTACT', 'PANEL'] as const satisfies ReadonlyArray<CoreSchemas['CustomFieldEntityType']>;

export const getCustomFields = defineOperation({
	value: 'getCustomFields',
	name: 'Get Custom Fields',
	action: 'Get custom fields of account',
	description: 'Get the definitions of the custom fields of contacts or of panels',
	fields: [
		{
			displayName: 'Entity Type',
			name: 'entityType',
			type: 'options',
			options: [
				{ name: 'Contact', value: 'CONTACT' },
				{ name: 'Panel', value: 'PANEL', description: 'Of all panels; those of one come with the Panel resource' },
			],
			default: 'CONTACT',
			description: 'What the fields belong to',
		},
		...listFields,
		simplifyField,
		optionsField([nestedListField]),
	],
	read: (item) => ({
		list: readListOptions(item),
		simplify: readSimplify(item),
		query: {
			EntityType: item.choice('entityType', ENTITIES),
			NestedList: item.group('options').optionalFlag('nestedList'),
		},
	}),
	async execute({ list, simplify, query }, client) {
		const route = 'GET /core/v1/custom-field';
		const fields = named(asList(await client.request(route, { query }), route), undefined, list);
		return simplify ? fields.map(simplifyCustomField) : fields;
	},
});
