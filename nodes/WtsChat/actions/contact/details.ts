import type { INodeProperties } from 'n8n-workflow';

import type { ContactDetail } from '../../../../client';
import type { ParameterReader } from '../../core/reader';

const DETAILS = ['CustomFields', 'Portfolios', 'Tags'] as const satisfies readonly ContactDetail[];

const DEFAULT_DETAILS: ContactDetail[] = ['CustomFields', 'Tags'];

/** What a contact is returned with. */
export const includeContactDetailsField: INodeProperties = {
	displayName: 'Include Details',
	name: 'includeDetails',
	type: 'multiOptions',
	options: [
		{ name: 'Custom Fields', value: 'CustomFields' },
		{ name: 'Portfolios', value: 'Portfolios' },
		{ name: 'Tags', value: 'Tags' },
	],
	default: [...DEFAULT_DETAILS],
	description: 'Related records to return with the contact',
};

/** Reads Include Details from the options. */
export function readContactDetails(item: ParameterReader): ContactDetail[] {
	const options = item.group('options');
	// An empty list is a choice too: nothing but the contact.
	const none = options.given('includeDetails') ? [] : DEFAULT_DETAILS;
	return options.choices('includeDetails', DETAILS) ?? none;
}
