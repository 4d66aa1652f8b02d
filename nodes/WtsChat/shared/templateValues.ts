import type { INodeProperties } from 'n8n-workflow';

import type { ItemReader } from '../core/reader';
import { readJsonObject } from './rows';

/** Values of a template's parameters: a form made from the template, or JSON. */
export const templateValueFields: INodeProperties[] = [
	{
		displayName: 'Template Parameters Mode',
		name: 'templateParametersMode',
		type: 'options',
		options: [
			{ name: 'Fields', value: 'fields', description: 'A field for each parameter of the chosen template' },
			{ name: 'JSON', value: 'json', description: 'An object, also for a template chosen by expression' },
		],
		default: 'fields',
		description: 'How the values of the template are given',
	},
	{
		displayName: 'Template Parameters',
		name: 'templateParameters',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		required: true,
		displayOptions: { show: { templateParametersMode: ['fields'] } },
		typeOptions: {
			loadOptionsDependsOn: ['templateId.value'],
			resourceMapper: {
				resourceMapperMethod: 'getTemplateParameters',
				mode: 'map',
				valuesLabel: 'Template Parameters',
				fieldWords: { singular: 'parameter', plural: 'parameters' },
				addAllFields: true,
				supportAutoMap: false,
				noFieldsError: 'Choose a template to see its parameters. Some templates have none.',
			},
		},
	},
	{
		displayName: 'Template Parameters (JSON)',
		name: 'templateParametersJson',
		type: 'json',
		default: '{}',
		placeholder: 'e.g. {"name": "Ana", "1": "10:30"}',
		displayOptions: { show: { templateParametersMode: ['json'] } },
		description: 'An object with a value for each parameter, by its name in the template',
	},
];

/** Reads the values of a template as text, which is all that the platform takes. */
export function readTemplateValues(item: ItemReader): Record<string, string> {
	const mode = item.optionalChoice('templateParametersMode', ['fields', 'json']) ?? 'fields';
	const field = mode === 'json' ? 'templateParametersJson' : 'templateParameters';
	const values = mode === 'json' ? readJsonObject(item, field) : item.mapped(field);
	return Object.fromEntries(
		Object.entries(values ?? {}).flatMap(([name, value]): Array<[string, string]> => {
			if (value === undefined || value === null) return [];
			if (typeof value === 'object') throw item.refusal(field, `has a value for "${name}" that is not text`);
			return [[name, String(value)]];
		}),
	);
}
