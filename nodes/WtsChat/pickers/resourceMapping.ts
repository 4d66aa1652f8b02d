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
import { chosenPanel, type PanelOf, panelOfCard } from './panels';
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

/** Whether the record of a form is created; on one that exists, what nobody touched is to stay. */
interface FormOptions {
	creates: boolean;
}

/**
 * n8n shows required fields at once, and a switch that is shown is sent as off. Where records are
 * changed that would overwrite what nobody touched, so a switch is not required there.
 */
function isRequired({ type, required }: CustomField, { creates }: FormOptions): boolean {
	return required === true && (creates || type !== 'BOOLEAN');
}

function asMapperFields(fields: readonly CustomField[], options: FormOptions): ResourceMapperFields {
	return {
		fields: withoutGroups(fields).flatMap((field): ResourceMapperField[] => {
			const { key, type, options: known } = field;
			if (!key) return [];
			const choices = (known ?? []).flatMap(({ name }) => (name ? [name] : []));
			return [
				{
					id: key,
					displayName: labelOf(field, choices),
					required: isRequired(field, options),
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

type FormMaker = (this: ILoadOptionsFunctions) => Promise<ResourceMapperFields>;

/** The custom fields of contacts, typed, keyed by key. */
function contactForm(options: FormOptions): FormMaker {
	return async function () {
		return asMapperFields(await listContactFields(await connect(this)), options);
	};
}

/** The custom fields of a panel. */
function panelForm(panelOf: PanelOf, options: FormOptions): FormMaker {
	return async function () {
		const client = await connect(this);
		const panelId = await panelOf(this, client);
		if (panelId === undefined) return { fields: [], emptyFieldsNotice: 'Choose a panel first.' };
		return asMapperFields(await listPanelFields(client, panelId), options);
	};
}

/** The custom fields of contacts, for a contact that may exist already. */
export const getContactCustomFields = contactForm({ creates: false });

/** The custom fields of contacts, for a contact that is created. */
export const getNewContactCustomFields = contactForm({ creates: true });

/** The custom fields of the chosen panel, for a card that may exist already. */
export const getPanelCustomFields = panelForm(chosenPanel, { creates: false });

/** The custom fields of the chosen panel, for a card that is created. */
export const getNewCardCustomFields = panelForm(chosenPanel, { creates: true });

/** The custom fields of the chosen panel, or of the panel of the chosen card. */
export const getPanelCustomFieldsOfCard = panelForm(panelOfCard, { creates: false });

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
