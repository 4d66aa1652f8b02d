import { refusedAs500 } from './errors.mts';

interface Paging {
	pageNumber?: number;
	pageSize?: number;
	orderBy?: string | null;
	orderDirection?: 'ASCENDING' | 'DESCENDING' | null;
}

interface QueryPaging {
	PageNumber?: number;
	PageSize?: number;
	OrderBy?: string;
	OrderDirection?: 'ASCENDING' | 'DESCENDING';
}

export interface Page<T> {
	pageNumber: number;
	pageSize: number;
	orderBy: string;
	orderDirection: 'ASCENDING' | 'DESCENDING';
	totalItems: number;
	totalPages: number;
	hasMorePages: boolean;
	items: T[];
}

/** Paging and sorting of a GET list, from its query. */
export function pageOf<T extends object, U>(records: T[], query: QueryPaging, project: (record: T) => U): Page<U> {
	return page(
		records,
		{
			pageNumber: query.PageNumber,
			pageSize: query.PageSize,
			orderBy: query.OrderBy,
			orderDirection: query.OrderDirection,
		},
		project,
	);
}

/** One page, newest first unless asked otherwise. Only the page's own records are projected. */
export function page<T extends object, U>(records: T[], paging: Paging, project: (record: T) => U): Page<U> {
	const pageNumber = Math.max(1, paging.pageNumber ?? 1);
	const pageSize = paging.pageSize ?? 15;
	const orderBy = paging.orderBy ?? 'createdAt';
	const orderDirection = paging.orderDirection ?? (paging.orderBy ? 'ASCENDING' : 'DESCENDING');
	const sorted = sort(records, orderBy, orderDirection);
	const totalPages = Math.ceil(sorted.length / pageSize);
	return {
		pageNumber,
		pageSize,
		orderBy,
		orderDirection,
		totalItems: sorted.length,
		totalPages,
		hasMorePages: pageNumber < totalPages,
		items: sorted.slice((pageNumber - 1) * pageSize, pageNumber * pageSize).map(project),
	};
}

function sort<T extends object>(records: T[], orderBy: string, direction: 'ASCENDING' | 'DESCENDING'): T[] {
	const first = records[0];
	if (first === undefined) return [];
	const name = Object.keys(first).find((key) => key.toLowerCase() === orderBy.toLowerCase());
	if (name === undefined) throw refusedAs500(`Campo de ordenação inválido: ${orderBy}`);
	const key = name as keyof T;
	const sign = direction === 'ASCENDING' ? 1 : -1;
	return [...records].sort((a, b) => sign * compare(a[key], b[key]));
}

function compare(a: unknown, b: unknown): number {
	if (a === b) return 0;
	if (a === null || a === undefined) return -1;
	if (b === null || b === undefined) return 1;
	if (typeof a === 'number' && typeof b === 'number') return a - b;
	const left = String(a);
	const right = String(b);
	return left < right ? -1 : left > right ? 1 : 0;
}

interface DateQuery {
	'CreatedAt.Before'?: string;
	'CreatedAt.After'?: string;
	'UpdatedAt.Before'?: string;
	'UpdatedAt.After'?: string;
}

/** The date filters that every list has. */
export function inDates(query: DateQuery): (record: { createdAt: string; updatedAt: string }) => boolean {
	const created = between(query['CreatedAt.After'], query['CreatedAt.Before']);
	const updated = between(query['UpdatedAt.After'], query['UpdatedAt.Before']);
	return (record) => created(record.createdAt) && updated(record.updatedAt);
}

/** Whether a date lies in the bounds, ends included; an absent date is in none. */
export function between(
	after: string | null | undefined,
	before: string | null | undefined,
): (date: string | null) => boolean {
	if (!after && !before) return () => true;
	const low = after ? Date.parse(after) : -Infinity;
	const high = before ? Date.parse(before) : Infinity;
	return (date) => {
		if (date === null) return false;
		const ms = Date.parse(date);
		return ms >= low && ms <= high;
	};
}

/** Case- and accent-insensitive search. */
export function contains(text: string | null | undefined, wanted: string): boolean {
	return text !== null && text !== undefined && plain(text).includes(plain(wanted));
}

function plain(text: string): string {
	return text
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.toLowerCase();
}
