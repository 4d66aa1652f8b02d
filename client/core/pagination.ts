import type { LooseRequest, WtsClient } from './client';
import { refuse, WtsApiError } from './errors';
import type { BodyOf, QueryOf, RecordOf, RequestOf, Route } from './routes';

/** GET routes that answer pages and take `PageNumber` and `PageSize` in the query. */
export type PagedGetRoute = {
	[R in Route]: R extends `GET ${string}`
		? [QueryOf<R>] extends [never]
			? never
			: 'PageNumber' | 'PageSize' extends keyof QueryOf<R>
				? R
				: never
		: never;
}[Route];

/** What a list is asked for, without the page itself. */
export interface ListOptions {
	/** Records per page, at most 100. */
	pageSize?: number;
	/** Stop after this many records. Default: all. */
	limit?: number;
	/** Pages in flight at once after the first. Default 10. */
	parallel?: number;
}

/** One page of an answer; any of its properties may be missing. */
export interface Page<T> {
	items?: T[] | null;
	totalItems?: number;
	totalPages?: number;
	hasMorePages?: boolean;
}

/** Fetches one page of a list. */
export type FetchPage<T> = (pageNumber: number, pageSize: number) => Promise<Page<T>>;

/** A list request without the page: the path parameters and the filters of the route. */
export type ListRequest<R extends PagedGetRoute> = Pick<RequestOf<R>, 'path'> & {
	query?: Omit<QueryOf<R>, 'PageNumber' | 'PageSize'>;
};

/**
 * Gets the records of a paged route, as an async iterator.
 *
 * After the first page up to ten are fetched at once and given in order. When records come or go on
 * the way (`totalItems` changes, an ID repeats), it goes on one page after the other and gives no
 * record twice.
 * @throws {WtsApiError} SERVER_ERROR when pages repeat what came before, instead of looping.
 */
export async function* listRecords<R extends PagedGetRoute>(
	client: WtsClient,
	route: R,
	request: ListRequest<R> & LooseRequest,
	options: ListOptions = {},
): AsyncGenerator<RecordOf<R>, void, undefined> {
	const fetchPage: FetchPage<RecordOf<R>> = async (PageNumber, PageSize) => {
		const query = { ...request.query, PageNumber, PageSize };
		return asPage(await client.requestLoosely(route, { path: request.path, query }), route);
	};
	yield* walkPages(fetchPage, route, options);
}

/** The filter of `POST /core/v1/contact/filter`, without the page. */
export type ContactFilter = Omit<BodyOf<'POST /core/v1/contact/filter'>, 'pageNumber' | 'pageSize'>;

/** Gets the contacts that a filter finds, like `listRecords` (POST /core/v1/contact/filter). */
export async function* filterContacts(
	client: WtsClient,
	filter: ContactFilter,
	options: ListOptions = {},
): AsyncGenerator<RecordOf<'POST /core/v1/contact/filter'>, void, undefined> {
	const route = 'POST /core/v1/contact/filter';
	yield* walkPages(
		async (pageNumber, pageSize) =>
			asPage(await client.requestLoosely(route, { body: { ...filter, pageNumber, pageSize } }), route),
		route,
		options,
	);
}

/** The first `limit` records, or all of them, in an array. */
export async function collect<T>(records: AsyncIterable<T>): Promise<T[]> {
	const all: T[] = [];
	for await (const record of records) all.push(record);
	return all;
}

/**
 * The records of a list that has no pages, with or without an envelope.
 * @throws {WtsApiError} SERVER_ERROR when the answer is no list.
 */
export function asList<T>(answer: readonly T[], route: Route): T[] {
	const items: ReadonlyArray<T | null> = asPage<T>(answer, route).items ?? [];
	return items.flatMap((record) => record ?? []);
}

/**
 * An answer as a page of records.
 * @throws {WtsApiError} SERVER_ERROR when it is no list.
 */
export function asPage<T>(answer: unknown, route: string): Page<T> {
	if (Array.isArray(answer)) return { items: answer, hasMorePages: false };
	if (isPage<T>(answer)) return answer;
	throw refuse('The server failed: the answer is not a list', 'Try again later.', route).withDetails({
		code: 'SERVER_ERROR',
	});
}

function isPage<T>(answer: unknown): answer is Page<T> {
	if (typeof answer !== 'object' || answer === null) return false;
	const items: unknown = Reflect.get(answer, 'items');
	return items === undefined || items === null || Array.isArray(items);
}

function idOf(record: unknown): string | undefined {
	if (typeof record !== 'object' || record === null || !('id' in record)) return undefined;
	return typeof record.id === 'string' || typeof record.id === 'number' ? String(record.id) : undefined;
}

/** What tells records apart: the ID, or all they hold. */
const keyOf = (record: unknown) => idOf(record) ?? JSON.stringify(record);

/** Whether another page follows. An answer may leave out any of its properties, or give null for it. */
function isFollowed<T>(
	{ items, hasMorePages, totalPages, totalItems }: Page<T>,
	{ number, size, given }: { number: number; size: number; given: number },
): boolean {
	if (typeof hasMorePages === 'boolean') return hasMorePages;
	if (totalPages) return number < totalPages;
	if (totalItems) return given < totalItems;
	return items?.length === size;
}

function isSamePage(one: readonly unknown[], other: readonly unknown[]): boolean {
	return (
		one.length > 0 && one.length === other.length && one.every((record, index) => keyOf(record) === keyOf(other[index]))
	);
}

/**
 * Walks the pages of a route that spells its page in a way of its own, like `listRecords`.
 * @throws {WtsApiError} SERVER_ERROR when pages repeat what came before, instead of looping.
 */
export async function* walkPages<T>(
	fetchPage: FetchPage<T>,
	route: string,
	{ pageSize = 100, limit = Infinity, parallel = 10 }: ListOptions,
): AsyncGenerator<T, void, undefined> {
	if (limit <= 0) return;
	const size = Math.min(pageSize, limit, 100);
	const seen = new Set<string>();
	let given = 0;
	let before: readonly T[] = [];
	let steady = true;
	let pagesWithoutNews = 0;

	const first = await fetchPage(1, size);
	const neededPages = Math.min(Math.ceil(limit / size), first.totalPages ?? 1);
	const ahead = new Map<number, Promise<Page<T>>>();
	const fetchAhead = (from: number) => {
		for (let n = from; n < from + parallel && n <= neededPages; n++) {
			if (ahead.has(n)) continue;
			const fetching = fetchPage(n, size);
			// Reported when its turn comes; until then it must not count as unhandled.
			fetching.catch(() => {});
			ahead.set(n, fetching);
		}
	};

	for (let number = 1; ; number++) {
		let page = first;
		if (number > 1) {
			if (steady) fetchAhead(number);
			page = await (ahead.get(number) ?? fetchPage(number, size));
			ahead.delete(number);
		}
		const items = page.items ?? [];
		if (isSamePage(items, before)) throw repeatedPage(route, number, given);
		const givenBefore = given;
		let repeats = false;
		for (const item of items) {
			const id = idOf(item);
			if (id !== undefined) {
				if (seen.has(id)) {
					repeats = true;
					continue;
				}
				seen.add(id);
			}
			yield item;
			given++;
			if (given >= limit) return;
		}
		if (items.length === 0 || !isFollowed(page, { number, size, given })) return;
		// The same records in another order: one page of them may come from a shift, two do not.
		if (given > givenBefore) pagesWithoutNews = 0;
		else if (++pagesWithoutNews > 1) throw repeatedPage(route, number, given);
		if (steady && (repeats || page.totalItems !== first.totalItems)) {
			steady = false;
			// Pages that were fetched ahead of a change may have shifted.
			ahead.clear();
		}
		before = items;
	}
}

function repeatedPage(route: string, number: number, given: number): WtsApiError {
	return refuse(
		`The server failed: page ${number} repeats what came before, after ${given} records`,
		'The server ignores the page number. Narrow the list with filters or a limit of 100, and report it to the ' +
			'support of the platform.',
		route,
	).withDetails({
		code: 'SERVER_ERROR',
	});
}
