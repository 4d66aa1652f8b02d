import type { INodeProperties } from 'n8n-workflow';

import type { BodyOf } from '../../../../client';
import type { ParameterReader } from '../../core/reader';
import { givesNothing, requireChanges } from '../../shared/changes';
import { clearableFields, collectionField } from '../../shared/collections';
import { dateField } from '../../shared/lists';
import { agentLocator, departmentLocator } from '../../shared/locators';
import { metadataFields, readMetadata } from '../../shared/metadata';
import { SESSION_STATUSES, sessionStatusOptions } from './status';

type Body = BodyOf<'PUT /chat/v2/session/{id}/partial'>;

const CATEGORIES = ['INFO', 'LOST', 'OTHER', 'UNDEFINED', 'WON'] as const satisfies ReadonlyArray<
	NonNullable<NonNullable<Body['classification']>['category']>
>;

const classificationHint = 'The classification is written as a whole: give all of its fields that you want to keep';

/** What may be changed of a session. */
export const updateSessionFields: INodeProperties = {
	...collectionField(
		'Update Fields',
		'updateFields',
		'Add field',
		clearableFields([
			agentLocator({
				required: false,
				description: 'The agent in charge. Leave empty to take the session away from its agent.',
			}),
			{
				displayName: 'Classification Amount',
				name: 'classificationAmount',
				type: 'number',
				typeOptions: { numberPrecision: 2 },
				default: 0,
				hint: classificationHint,
			},
			{
				displayName: 'Classification Category',
				name: 'classificationCategory',
				type: 'options',
				options: [
					{ name: 'Info', value: 'INFO' },
					{ name: 'Lost', value: 'LOST' },
					{ name: 'Other', value: 'OTHER' },
					{ name: 'Undefined', value: 'UNDEFINED' },
					{ name: 'Won', value: 'WON' },
				],
				default: 'WON',
				hint: classificationHint,
			},
			{
				displayName: 'Classification Description',
				name: 'classificationDescription',
				type: 'string',
				default: '',
				placeholder: 'e.g. Bought the annual plan',
				hint: classificationHint,
			},
			departmentLocator({ required: false, description: 'The department of the session' }),
			dateField(
				'End Date',
				'endAt',
				'When the session ended, in the time zone of the workflow unless the value says otherwise',
			),
			...metadataFields({ removable: true }),
			{
				displayName: 'Number',
				name: 'number',
				type: 'string',
				default: '',
				placeholder: 'e.g. 2026-1042',
				description: 'Identification code of the session',
			},
			{
				displayName: 'Status',
				name: 'status',
				type: 'options',
				options: sessionStatusOptions,
				default: 'IN_PROGRESS',
			},
		]),
	),
	description: 'Only the fields that you add are changed; one that is left empty is cleared',
};

/** What the user wants changed; the agent still has to become a user. */
export interface SessionChanges {
	/** By either ID; null takes the session away from its agent. */
	agentId: string | null | undefined;
	values: Pick<Body, 'status' | 'endAt' | 'departmentId' | 'number' | 'metadata' | 'classification'>;
}

/** Reads the changes; none at all is refused. */
export function readSessionChanges(item: ParameterReader): SessionChanges {
	const fields = item.group('updateFields');
	const classification = {
		amount: fields.clearable('classificationAmount', (name) => fields.optionalNumber(name)),
		category: fields.clearable('classificationCategory', (name) => fields.optionalChoice(name, CATEGORIES)),
		description: fields.clearable('classificationDescription', (name) => fields.optionalText(name)),
	};
	const agentId = fields.clearable('agentId', (name) => fields.optionalId(name));
	const values: SessionChanges['values'] = {
		status: fields.isAdded('status') ? fields.choice('status', SESSION_STATUSES) : undefined,
		endAt: fields.clearable('endAt', (name) => fields.optionalDateTime(name)),
		departmentId: fields.clearable('departmentId', (name) => fields.optionalId(name)),
		number: fields.clearable('number', (name) => fields.optionalText(name)),
		metadata: readMetadata(fields),
		classification: givesNothing(classification) ? undefined : classification,
	};
	requireChanges(item, { agentId, ...values });
	return { agentId, values };
}
