import type { INodeProperties } from 'n8n-workflow';

import type { CardDetail } from '../../../../client';
import type { ParameterReader } from '../../core/reader';

const DETAILS = [
	'Contacts',
	'CustomFields',
	'LostReason',
	'PanelTitle',
	'ResponsibleUser',
	'StepPhase',
	'StepTitle',
] as const satisfies readonly CardDetail[];

const DEFAULT_DETAILS: CardDetail[] = ['Contacts', 'CustomFields', 'PanelTitle', 'ResponsibleUser', 'StepTitle'];

/** What a card is returned with. */
export const includeCardDetailsField: INodeProperties = {
	displayName: 'Include Details',
	name: 'includeDetails',
	type: 'multiOptions',
	options: [
		{ name: 'Contacts', value: 'Contacts' },
		{ name: 'Custom Fields', value: 'CustomFields' },
		{ name: 'Lost Reason', value: 'LostReason' },
		{ name: 'Panel Title', value: 'PanelTitle' },
		{ name: 'Responsible Agent', value: 'ResponsibleUser' },
		{ name: 'Step Phase', value: 'StepPhase', description: 'Whether the step is the first or a final one' },
		{ name: 'Step Title', value: 'StepTitle' },
	],
	default: [...DEFAULT_DETAILS],
	description: 'Related records to return with the card',
};

/** Reads Include Details from the options. */
export function readCardDetails(item: ParameterReader): CardDetail[] {
	return item.group('options').choices('includeDetails', DETAILS) ?? DEFAULT_DETAILS;
}
