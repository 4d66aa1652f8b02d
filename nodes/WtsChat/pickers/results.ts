import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import { contains } from '../shared/wholeLists';

/** Records shown per page of a picker. */
export const PICKER_PAGE = 50;

/** The page that n8n asks a picker for. */
export function pageOf(paginationToken: string | undefined): number {
	const page = Number(paginationToken ?? 1);
	return Number.isInteger(page) && page > 0 ? page : 1;
}

/** One page of a picker, with the token of the next one when there is more. */
export function pagedResult(
	results: INodeListSearchItems[],
	page: number,
	hasMorePages: boolean | undefined,
): INodeListSearchResult {
	return hasMorePages === true ? { results, paginationToken: String(page + 1) } : { results };
}

/** A whole list, filtered here because its route takes no search text; accents do not matter. */
export function filteredResult(results: INodeListSearchItems[], filter: string | undefined): INodeListSearchResult {
	return {
		results: results.filter(({ name }) => contains(name, filter ?? '')).sort((a, b) => a.name.localeCompare(b.name)),
	};
}

/** Words as people read them: `IN_PROGRESS` as `In progress`. */
export function humanize(word: string | undefined | null): string {
	if (!word) return '';
	const text = word.replace(/_/g, ' ').toLowerCase();
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The value of another field of the panel, picked or typed; '' when there is none. */
export function locatedValue(context: ILoadOptionsFunctions, name: string): string {
	// n8n's own extraction throws for a field that the panel does not show.
	const value = context.getCurrentNodeParameter(name);
	const bare = typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
	return typeof bare === 'string' ? bare.trim() : '';
}
