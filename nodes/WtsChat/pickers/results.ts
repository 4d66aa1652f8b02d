import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import { readRecipient, unaccented, type WtsClient } from '../../../client';
import { connect } from '../platform/account';

/** Records shown per page of a picker. */
export const PICKER_PAGE = 50;

/** One entry of a picker, and what else it may be found by beside its name. */
export interface Choice {
	name: string;
	value: string;
	/** Numbers and names as people may type them. */
	also?: ReadonlyArray<string | null | undefined>;
	/** What tells it from others of the same name. */
	detail?: string | null;
}

/** What a picker is asked for: a text, and a page of what has it. */
export interface PickerQuery {
	/** Undefined when nothing was typed. */
	text: string | undefined;
	page: number;
}

/** The other fields of the panel, which a list may depend on. */
export type PanelFields = Pick<ILoadOptionsFunctions, 'getCurrentNodeParameter'>;

/** Finds entries without a panel to show them. */
type Find = (client: WtsClient, query: PickerQuery, fields: PanelFields) => Promise<INodeListSearchResult>;

/** Fills the From List mode of a picker; `this` is the panel. */
export interface ListSearch {
	(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string): Promise<INodeListSearchResult>;
	find: Find;
	/** The name alone, without the details in brackets that a picker adds. */
	plainName(shown: string): string;
}

/** A picker made of what finds its entries. */
export function picker(find: Find): ListSearch {
	async function search(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string) {
		const asked = Number(paginationToken ?? 1);
		const page = Number.isInteger(asked) && asked > 0 ? asked : 1;
		return await find(await connect(this), { text: typed(filter), page }, this);
	}
	return Object.assign(search, { find, plainName: (shown: string) => withoutDetails(shown) ?? shown });
}

/** A picker whose list comes page by page, searched by the platform. */
export function pagedPicker(
	load: (
		client: WtsClient,
		query: PickerQuery,
		fields: PanelFields,
	) => Promise<{ choices: Choice[]; hasMorePages?: boolean }>,
): ListSearch {
	return picker(async (client, query, fields) => {
		const { choices, hasMorePages } = await load(client, query, fields);
		const results = toldApart(choices);
		return hasMorePages === true ? { results, paginationToken: String(query.page + 1) } : { results };
	});
}

/** A picker whose whole list comes at once, filtered here because its route takes no search text. */
export function listPicker(load: (client: WtsClient, fields: PanelFields) => Promise<Choice[]>): ListSearch {
	return picker(async (client, { text }, fields) => {
		const choices = await load(client, fields);
		return { results: toldApart(sorted(choices.filter((choice) => isFoundBy(choice, text)))) };
	});
}

/** What was typed, or undefined. */
export function typed(filter: string | undefined): string | undefined {
	const text = filter?.trim();
	return text === '' ? undefined : text;
}

/** What was typed without the details in brackets that pickers add to a name: the platform knows the name alone. */
export function withoutDetails(text: string | undefined): string | undefined {
	return text?.replace(/(?<=\S)\s+\(.*\)$/, '');
}

/** The digits of a text that is a number, or a part of one, as people write it; undefined for any other text. */
export function digitsOfNumber(text: string): string | undefined {
	if (!/^\+?[\d\s().-]+$/.test(text)) return undefined;
	const digits = text.replace(/\D/g, '');
	return digits.length < 4 ? undefined : digits;
}

/**
 * Whether an entry has a text: in its name, whatever the accents, in its value, or in a number however it is written.
 */
export function isFoundBy({ name, value, also = [] }: Choice, filter: string | undefined): boolean {
	const text = typed(filter);
	if (text === undefined) return true;
	const texts = [name, value, ...also].flatMap((one) => one ?? []);
	if (texts.some((one) => unaccented(one).includes(unaccented(text)))) return true;
	const digits = digitsOfNumber(text);
	if (digits === undefined) return false;
	const number = readRecipient(text);
	const wanted = number.ok ? [digits, number.value.replace(/\D/g, '')] : [digits];
	// An ID has digits too, and they mean nothing.
	return [name, ...also].some((one) => wanted.some((part) => (one ?? '').replace(/\D/g, '').includes(part)));
}

/** Entries by name. */
export function sorted<T extends { name: string }>(choices: readonly T[]): T[] {
	return [...choices].sort((a, b) => a.name.localeCompare(b.name));
}

/** Entries as n8n takes them; those of one name are told apart by their detail, or by their ID. */
export function toldApart(choices: readonly Choice[]): INodeListSearchItems[] {
	const times = new Map<string, number>();
	const count = (name: string) => times.set(name, (times.get(name) ?? 0) + 1);
	for (const { name } of choices) count(name);
	const named = choices.map(({ name, value, detail }) => {
		const alike = (times.get(name) ?? 0) > 1;
		return { name: alike && detail ? `${name}: ${detail}` : name, value };
	});
	times.clear();
	for (const { name } of named) count(name);
	return named.map(({ name, value }) => ({ name: (times.get(name) ?? 0) > 1 ? `${name}, ${value}` : name, value }));
}

/** Words as people read them: `IN_PROGRESS` as `In progress`. */
export function humanize(word: string | undefined | null): string {
	if (!word) return '';
	const text = word.replace(/_/g, ' ').toLowerCase();
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The value of another field of the panel, picked or typed; '' when there is none. */
export function locatedValue(context: PanelFields, name: string): string {
	// n8n's own extraction throws for a field that the panel does not show.
	const value = context.getCurrentNodeParameter(name);
	const bare = typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
	return typeof bare === 'string' ? bare.trim() : '';
}
