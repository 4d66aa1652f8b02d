import type { FieldType, ILoadOptionsFunctions, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';

import {
	type CustomField,
	findTemplate,
	isId,
	listContactFields,
	listPanelFields,
	parameterNames,
	withoutGroups,
} from '../../../client';
import { connect } from '../platform/account';
import { chosenPanelId } from './panels';
import { locatedValue } from './results';

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

/** A form has no multi-select, so the field's name says what its list may hold. */
function labelOf({ key, name, type }: CustomField, choices: readonly string[]): string {
	const label = name ?? key ?? '';
	return type === 'MULTISELECT' && choices.length > 0 ? `${label} (list of: ${choices.join(', ')})` : label;
}

/**
 * n8n shows required fields at once, and a switch that is shown is sent as off. Where records are
 * changed that would overwrite what nobody touched, so a switch is not required there.
 */
function isRequired({ type, required }: CustomField, context: ILoadOptionsFunctions): boolean {
	const creates = String(context.getCurrentNodeParameter('operation')).startsWith('create');
	return required === true && (creates || type !== 'BOOLEAN');
}

function asMapperFields(fields: readonly CustomField[], context: ILoadOptionsFunctions): ResourceMapperFields {
	return {
		fields: withoutGroups(fields).flatMap((field): ResourceMapperField[] => {
			const { key, type, options } = field;
			if (!key) return [];
			const choices = (options ?? []).flatMap(({ name }) => (name ? [name] : []));
			return [
				{
					id: key,
					displayName: labelOf(field, choices),
					required: isRequired(field, context),
					defaultMatch: false,
					display: true,
					type: (type && FIELD_TYPES[type]) ?? 'string',
					...(type === 'SINGLESELECT' ? { options: choices.map((name) => ({ name, value: name })) } : {}),
				},
			];
		}),
		emptyFieldsNotice: 'The account has no custom fields here.',
	};
}

/** The custom fields of contacts, typed, keyed by key. */
export async function getContactCustomFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return asMapperFields(await listContactFields(await connect(this)), this);
}

/** The custom fields of the chosen panel, or of the panel of the chosen card. */
export async function getPanelCustomFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const client = await connect(this);
	const panelId = await chosenPanelId(this, client);
	if (panelId === undefined) return { fields: [], emptyFieldsNotice: 'Choose a panel first.' };
	return asMapperFields(await listPanelFields(client, panelId), this);
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
