import type { INodeListSearchItems, INodeListSearchResult, INodeProperties } from 'n8n-workflow';

import {
	isId,
	type Reading,
	read,
	readList,
	readRecipient,
	refused,
	trimmed,
	unaccented,
	type WtsClient,
} from '../../../client';
import { oneValue, structureOf } from './fromModel';
import { CLEAR, type ItemReader, isLocator } from './reader';

/** What finds things by name; the other fields say among which. */
export interface Finder {
	find(
		client: WtsClient,
		query: { text: string | undefined; page: number },
		fields: { getCurrentNodeParameter(name: string): unknown },
	): Promise<INodeListSearchResult>;
	/** The name alone, of one that a list shows with something in brackets. */
	plainName(shown: string): string;
}

/** Finders by the method that fills the picker or the list of a field. */
export type Finders = ReadonlyMap<string, Finder>;

/** How many names an error tells. */
const NAMES_TOLD = 8;

/**
 * Puts IDs in the place of names: a model knows departments and steps by what people call them.
 * @throws {NodeOperationError} for a name that fits nothing, or several things; it says what there is.
 */
export async function understandNames(
	item: ItemReader,
	fields: readonly INodeProperties[],
	client: WtsClient,
	finders: Finders,
): Promise<void> {
	const among = { getCurrentNodeParameter: (name: string) => item.asGiven(name) };
	const look = async (field: INodeProperties, value: unknown) => await idsFor(field, value, client, finders, among);
	for (const field of fields) {
		const given = item.isAdded(field.name) ? item.asIs(field.name) : undefined;
		if (given === undefined) continue;
		const ids = await look(field, given);
		if (ids !== undefined && !ids.ok) throw item.inputError(field.name, ids.problem, ids.advice);
		if (ids !== undefined) item.replace(field.name, ids.value);
		if (field.type !== 'collection') continue;
		const members = structureOf(given);
		if (members === undefined || Array.isArray(members)) continue;
		const known: Record<string, unknown> = { ...members };
		const group = item.group(field.name);
		for (const member of field.options ?? []) {
			if (!('type' in member) || !group.isAdded(member.name)) continue;
			const inside = await look(member, known[member.name]);
			if (inside === undefined) continue;
			if (!inside.ok) throw group.inputError(member.name, inside.problem, inside.advice);
			known[member.name] = inside.value;
			item.replace(field.name, known);
		}
	}
}

/** The value with IDs for names; undefined when it names nothing. */
async function idsFor(
	field: INodeProperties,
	given: unknown,
	client: WtsClient,
	finders: Finders,
	among: Parameters<Finder['find']>[2],
): Promise<Reading<unknown> | undefined> {
	const located = field.modes?.find(({ type }) => type === 'list')?.typeOptions?.searchListMethod;
	const bare: unknown = isLocator(given) ? given.value : given;
	if (located !== undefined) {
		const one = oneValue(bare);
		const finder = finders.get(located);
		if (finder === undefined || typeof one !== 'string' || !isName(one)) return undefined;
		const id = await idOf(one, finder, client, among);
		return id?.ok === true ? read({ __rl: true, mode: 'list', value: id.value }) : id;
	}
	const finder = finders.get(field.typeOptions?.loadOptionsMethod ?? '');
	const list = finder === undefined ? undefined : readList(bare);
	if (finder === undefined || list?.ok !== true) return undefined;
	const parts = list.value.map(oneValue);
	if (!parts.some((part) => typeof part === 'string' && isName(part))) return undefined;
	const ids: unknown[] = [];
	for (const part of parts) {
		const id = typeof part === 'string' && isName(part) ? await idOf(part, finder, client, among) : read(part);
		if (id?.ok !== true) return id;
		ids.push(id.value);
	}
	return read(ids);
}

/** Whether a text can be a name: no ID, no number or @name, no word of ours, nothing with a structure. */
function isName(text: string): boolean {
	const bare = trimmed(text);
	return (
		bare !== '' &&
		bare !== CLEAR &&
		bare.length <= 100 &&
		/\p{Letter}/u.test(bare) &&
		!isId(bare) &&
		!/^[[{@]/.test(bare) &&
		!readRecipient(bare).ok
	);
}

const loose = (name: string): string => unaccented(trimmed(name));

async function idOf(
	name: string,
	finder: Finder,
	client: WtsClient,
	among: Parameters<Finder['find']>[2],
): Promise<Reading<unknown> | undefined> {
	const wanted = loose(name);
	// Without the right to look, the name is refused as what it is: no ID.
	const list = async (text: string | undefined) =>
		await finder.find(client, { text, page: 1 }, among).catch(() => undefined);
	const found = await list(trimmed(name));
	if (found === undefined) return undefined;
	const matching = (fits: (one: string) => boolean) => found.results.filter((one) => namesOf(one, finder).some(fits));
	const exact = matching((one) => one === wanted);
	const [first, ...others] = exact.length > 0 ? exact : matching((one) => one.startsWith(`${wanted} `));
	if (first !== undefined && others.length === 0) return read(first.value);
	if (first !== undefined) {
		return refused(
			`is a name that several have: "${name}"`,
			`Send the ID of the one that is meant: ${told([first, ...others], finder)}.`,
		);
	}
	const all = await list(undefined);
	if (all === undefined || all.results.length === 0) return undefined;
	return refused(
		`is neither an ID nor a name that is there: "${name}"`,
		`Send the ID of one of these: ${told(all.results, finder)}.`,
	);
}

function namesOf({ name }: INodeListSearchItems, finder: Finder): string[] {
	return [loose(name), loose(finder.plainName(name))];
}

function told(results: readonly INodeListSearchItems[], finder: Finder): string {
	const few = results.slice(0, NAMES_TOLD);
	const shown = few.map(({ name, value }) => `${finder.plainName(name)} (${String(value)})`);
	const more = results.length - shown.length;
	return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
