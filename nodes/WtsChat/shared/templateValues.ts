import type { INodeProperties } from 'n8n-workflow';

import { isNothing, trimmed } from '../../../client';
import { CLEAR, type ItemReader, type ParameterReader } from '../core/reader';
import { ADVICE } from '../platform/advice';
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

/** The channel refuses line breaks, tabs and runs of blanks within a value. */
const folded = (value: string) => trimmed(value).replace(/\s+/g, ' ');

/** Reads the values of a template as text, which is all that the platform takes. */
export function readTemplateValues(item: ItemReader): Record<string, string> {
	const mode = item.optionalChoice('templateParametersMode', ['fields', 'json']) ?? 'fields';
	const field = mode === 'json' ? 'templateParametersJson' : 'templateParameters';
	return templateTexts(item, field, mode === 'json' ? readJsonObject(item, field) : item.mapped(field));
}

/** The values of a template that a field holds as a JSON object; undefined when it is empty. */
export function readTemplateJson(item: ParameterReader, field: string): Record<string, string> | undefined {
	const values = readJsonObject(item, field);
	return values === undefined ? undefined : templateTexts(item, field, values);
}

/** Values of a template as they can be sent, whichever field they come from. */
export function templateTexts(
	item: ParameterReader,
	field: string,
	values: Readonly<Record<string, unknown>> | undefined,
): Record<string, string> {
	return Object.fromEntries(
		Object.entries(values ?? {}).flatMap(([name, value]): Array<[string, string]> => {
			// Whether a value is missing depends on the template.
			if (value === undefined || value === null || value === '') return [];
			const advice = 'Give each parameter a text; the channel sends no empty one.';
			if (typeof value === 'object') throw item.inputError(field, `has a value for "${name}" that is not text`, advice);
			const text = folded(String(value));
			if (text === '') throw item.inputError(field, `has a blank value for "${name}"`, advice);
			if (!isNothing(value) && !isNothing(text) && text !== CLEAR) return [[name, text]];
			throw item.inputError(field, `has "${text}" for "${name}", which stands for no value`, ADVICE.nothing);
		}),
	);
}
