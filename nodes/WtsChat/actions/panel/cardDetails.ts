import type { CardDetail } from '../../../../client';
import { includeDetails } from '../../shared/details';

/** What a card is returned with. */
export const cardDetails = includeDetails<CardDetail>(
	[
		{ name: 'Contacts', value: 'Contacts' },
		{ name: 'Custom Fields', value: 'CustomFields' },
		{ name: 'Lost Reason', value: 'LostReason' },
		{ name: 'Panel Title', value: 'PanelTitle' },
		{ name: 'Responsible Agent', value: 'ResponsibleUser' },
		{ name: 'Step Phase', value: 'StepPhase', description: 'Whether the step is the first or a final one' },
		{ name: 'Step Title', value: 'StepTitle' },
	],
	['Contacts', 'CustomFields', 'PanelTitle', 'ResponsibleUser', 'StepTitle'],
	'Related records to return with the card',
);
