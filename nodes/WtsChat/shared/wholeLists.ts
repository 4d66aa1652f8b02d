import type { INodeProperties } from 'n8n-workflow';

import { type ListOptions, unaccented } from '../../../client';

/** What lists whose routes have neither pages nor filters need: they are filtered and cut here. */

/** Whether a text holds another; case and accents do not matter. */
export function contains(text: string, wanted: string): boolean {
	return unaccented(text).includes(unaccented(wanted).trim());
}

/** A filter by a part of the name. */
export const nameFilterField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Sales',
	description: 'Part of the name; case and accents do not matter',
};

/** The records with `wanted` in their names, up to the limit. */
export function named<T extends { name?: string | null }>(
	records: readonly T[],
	wanted: string | undefined,
	{ limit = Infinity }: ListOptions,
): T[] {
	const found = wanted === undefined ? records : records.filter(({ name }) => contains(name ?? '', wanted));
	return found.slice(0, limit);
}
