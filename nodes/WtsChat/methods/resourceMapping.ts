import type {
	FieldType,
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { type CoreSchemas, findTemplate, isId, parameterNames } from '../../../client';
import { connect } from '../account';

type CustomField = CoreSchemas['CustomField'];

const FIELD_TYPES: Partial<Record<NonNullable<CustomField['type']>, FieldType>> = {
	INTEGER: 'number',
	FLOAT: 'number',
	BOOLEAN: 'boolean',
	DATE: 'dateTime',
	DATETIME: 'dateTime',
	TIME: 'time',
	SINGLESELECT: 'options',
	MULTISELECT: 'array',
};

/** A group is no field itself; its members are. */
function withoutGroups(fields: readonly CustomField[]): CustomField[] {
	return fields.flatMap((field) =>
		field.type === 'GROUP' ? withoutGroups(field.children ?? []) : [field],
	);
}

function asMapperFields(fields: readonly CustomField[]): ResourceMapperFields {
	return {
		fields: withoutGroups(fields).flatMap(({ key, name, type, required, options }): ResourceMapperField[] => {
			if (!key) return [];
			const choices = (options ?? []).flatMap((option) =>
				option.name ? [{ name: option.name, value: option.name }] : [],
			);
			return [
				{
					id: key,
					displayName: name ?? key,
					required: required ?? false,
					defaultMatch: false,
					display: true,
					type: (type && FIELD_TYPES[type]) ?? 'string',
					...(type === 'SINGLESELECT' ? { options: choices } : {}),
				},
			];
		}),
		emptyFieldsNotice: 'The account has no custom fields here.',
	};
}

/** The custom fields of contacts, typed, keyed by key. */
export async function getContactCustomFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const client = await connect(this);
	const fields = await client.request('GET /core/v1/custom-field', {
		query: { EntityType: 'CONTACT' },
	});
	return asMapperFields(fields);
}

/** The custom fields of the chosen panel. */
export async function getPanelCustomFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const id = locatedValue(this, 'panelId');
	if (!isId(id)) return { fields: [], emptyFieldsNotice: 'Choose a panel first.' };
	const client = await connect(this);
	return asMapperFields(
		await client.request('GET /crm/v1/panel/{id}/custom-fields', { path: { id } }),
	);
}

/** The parameters of the chosen template: all text, all required. */
export async function getTemplateParameters(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const id = locatedValue(this, 'templateId');
	if (!isId(id)) return { fields: [], emptyFieldsNotice: 'Choose a template first.' };
	const template = await findTemplate(await connect(this), id);
	const fields = (template === undefined ? [] : parameterNames(template)).map(
		(name): ResourceMapperField => ({
			id: name,
			displayName: name,
			required: true,
			defaultMatch: false,
			display: true,
			type: 'string',
		}),
	);
	return { fields, emptyFieldsNotice: 'This template has no parameters.' };
}

function locatedValue(context: ILoadOptionsFunctions, name: string): string {
	const value = context.getCurrentNodeParameter(name, { extractValue: true });
	return typeof value === 'string' ? value.trim() : '';
}
