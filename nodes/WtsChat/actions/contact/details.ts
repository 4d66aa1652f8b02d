import type { ContactDetail } from '../../../../client';
import { includeDetails } from '../../shared/details';

/** What a contact is returned with. */
export const contactDetails = includeDetails<ContactDetail>(
	[
		{ name: 'Custom Fields', value: 'CustomFields' },
		{ name: 'Portfolios', value: 'Portfolios' },
		{ name: 'Tags', value: 'Tags' },
	],
	['CustomFields', 'Tags'],
	'Related records to return with the contact',
);
