import type { INodeProperties } from 'n8n-workflow';

import type { QueryOf } from '../../../client';
import type { ParameterReader } from '../core/reader';
import { dateRangeFields, readChangeDates, readSort } from './lists';

type MessageQuery = Omit<QueryOf<'GET /chat/v1/session/{id}/message'>, 'PageNumber' | 'PageSize'>;

/** Filters of the messages and of the notes of a session. */
export const messageFilters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [...dateRangeFields('Created', 'createdAt'), ...dateRangeFields('Updated', 'updatedAt')],
};

/** Reads the filters and the sort order. */
export function readMessageQuery(item: ParameterReader): MessageQuery {
	const filters = item.group('filters');
	const dates = readChangeDates(filters);
	return {
		...dates,
		...readSort(item),
	};
}
