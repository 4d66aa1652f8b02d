import type { INodeProperties } from 'n8n-workflow';

import type { ListOptions } from '../../../client';
import type { ParameterReader } from '../core/reader';

/** Return All and Limit, as every list has them. */
export const listFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { returnAll: [false] } },
		description: 'Max number of results to return',
	},
];

/** Reads Return All and Limit. */
export function readListOptions(item: ParameterReader): ListOptions {
	if (item.flag('returnAll')) return {};
	return { limit: item.optionalNumber('limit', { min: 1, integer: true }) ?? 50 };
}

/** Simplify, for records with more fields than people use. */
export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** Reads Simplify; old workflows without it get the simplified form. */
export function readSimplify(item: ParameterReader): boolean {
	return item.optionalFlag('simplify') ?? true;
}

/** Sort order; the platform does not say which field names it knows. */
export function sortField(examples: readonly string[]): INodeProperties {
	return {
		displayName: 'Sort',
		name: 'sort',
		type: 'collection',
		placeholder: 'Add sort rule',
		default: {},
		options: [
			{
				displayName: 'Direction',
				name: 'orderDirection',
				type: 'options',
				options: [
					{ name: 'Ascending', value: 'ASCENDING' },
					{ name: 'Descending', value: 'DESCENDING' },
				],
				default: 'DESCENDING',
			},
			{
				displayName: 'Field',
				name: 'orderBy',
				type: 'string',
				default: '',
				placeholder: `e.g. ${examples[0] ?? 'createdAt'}`,
				description: `Name of the field to sort by, such as ${examples.join(', ')}`,
			},
		],
	};
}

/** Reads the sort order in the spelling of GET lists. */
export function readSort(item: ParameterReader): {
	OrderBy?: string;
	OrderDirection?: 'ASCENDING' | 'DESCENDING';
} {
	const sort = item.group('sort');
	return {
		OrderBy: sort.optionalText('orderBy'),
		OrderDirection: sort.optionalChoice('orderDirection', ['ASCENDING', 'DESCENDING']),
	};
}

/** How a date with slashes is read, for the hint of each field that takes one. */
export const DATE_HINT = 'Day first (05/03/2026 is 5 March), or as in the Default Country of the credential';

/** A date, with how it is read. */
export function dateField(displayName: string, name: string, description: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'dateTime',
		default: '',
		description,
		hint: DATE_HINT,
	};
}

/** A before/after pair of date filters: `createdAt` gives `createdAtAfter` and `createdAtBefore`. */
export function dateRangeFields(displayName: string, name: string): INodeProperties[] {
	return [
		dateField(
			`${displayName} After`,
			`${name}After`,
			'Lower bound, in the time zone of the workflow unless the value says otherwise',
		),
		dateField(
			`${displayName} Before`,
			`${name}Before`,
			'Upper bound, in the time zone of the workflow unless the value says otherwise. A date without a time ' +
				'means that whole day.',
		),
	];
}

/** Bounds as the platform takes them; an open one is undefined. */
export interface DateRange {
	after?: string;
	before?: string;
}

/** Reads a date range; the first error is a range that ends before it begins. */
export function readDateRange(filters: ParameterReader, name: string): DateRange {
	const after = filters.optionalDateTime(`${name}After`);
	const before = filters.optionalDateTime(`${name}Before`, { endOfDay: true });
	if (after !== undefined && before !== undefined && after > before) {
		throw filters.inputError(
			`${name}Before`,
			'is earlier than the date after which to search',
			`Give a later date than "${filters.label(`${name}After`)}".`,
		);
	}
	return { after, before };
}

/** The dates of creation and last change in the spelling of GET lists. */
export function changeDates({ created, updated }: { created: DateRange; updated: DateRange }) {
	return {
		'CreatedAt.After': created.after,
		'CreatedAt.Before': created.before,
		'UpdatedAt.After': updated.after,
		'UpdatedAt.Before': updated.before,
	};
}

/** Reads them. */
export function readChangeDates(filters: ParameterReader) {
	return changeDates({ created: readDateRange(filters, 'createdAt'), updated: readDateRange(filters, 'updatedAt') });
}
