import type { WtsClient } from '../core/client';
import { notFound } from '../core/errors';
import { ifAllowed, perClient } from '../core/memo';
import { asList, collect, listRecords } from '../core/pagination';
import type { CoreSchemas } from '../core/routes';
import { isSameIgnoringCase, isSameName } from '../values/text';

/** A tag of contacts; those of panels are another catalogue. */
export type ContactTag = CoreSchemas['Tag'];

/** What a name is looked up in. */
interface Named {
	id?: string;
	name?: string | null;
}

/** The tags of contacts (GET /core/v1/tag), asked for once per client. */
export const listContactTags = perClient(
	async (client): Promise<ContactTag[]> => asList(await client.request('GET /core/v1/tag', {}), 'GET /core/v1/tag'),
);

/** The portfolios of contacts (GET /core/v1/portfolio), asked for once per client. */
export const listPortfolios = perClient(
	async (client) => await collect(listRecords(client, 'GET /core/v1/portfolio', {})),
);

/** Undefined when the token may not list them; asked for once either way. */
const tagsIfAllowed = perClient(async (client) => await ifAllowed(listContactTags(client)));
const portfoliosIfAllowed = perClient(async (client) => await ifAllowed(listPortfolios(client)));

/** The records with these names, in any spelling, and the names that none of them has. */
export function findByNames<T extends Named>(
	records: readonly T[],
	names: readonly string[],
): { found: T[]; unknown: string[] } {
	const looked = names.map((name) => ({ name, record: records.find((one) => isSameName(one.name, name)) }));
	return {
		found: looked.flatMap(({ record }) => record ?? []),
		unknown: looked.flatMap(({ name, record }) => (record === undefined ? [name] : [])),
	};
}

/** Names as people read them in a list. */
export function quotedNames(names: ReadonlyArray<string | null | undefined>): string {
	return names.flatMap((name) => (name ? [`"${name}"`] : [])).join(', ');
}

/** Names as the account spells them; goes through with what was given when the token may not look. */
function spelled(
	records: readonly Named[] | undefined,
	names: readonly string[],
	{ singular, plural, endpoint }: { singular: string; plural: string; endpoint: string },
): string[] {
	if (records === undefined) return [...names];
	const { found, unknown } = findByNames(records, names);
	if (unknown.length === 0) return found.flatMap(({ name }) => name ?? []);
	const known = quotedNames(records.map(({ name }) => name));
	throw notFound(
		`The account has no ${singular} ${quotedNames(unknown)}`,
		known === '' ? `The account has no ${plural}.` : `Its ${plural} are ${known}.`,
		endpoint,
	);
}

/** Tags and portfolios of a contact, as far as they are given by name. */
export interface ContactNames {
	tagNames?: string[] | null;
	portfolioNames?: string[] | null;
}

/**
 * Looks up the tags (GET /core/v1/tag) and portfolios (GET /core/v1/portfolio) of a contact that are given by name,
 * once per client: the platform drops names that it does not know without a word. Returns those that are given, in the
 * account's spelling; as given when the token may not list them.
 * @throws {WtsApiError} NOT_FOUND naming those that the account does not have.
 */
export async function knownContactNames(
	client: WtsClient,
	{ tagNames, portfolioNames }: ContactNames,
): Promise<ContactNames> {
	return {
		...(tagNames
			? {
					tagNames: spelled(await tagsIfAllowed(client), tagNames, {
						singular: 'tag',
						plural: 'tags',
						endpoint: 'GET /core/v1/tag',
					}),
				}
			: {}),
		...(portfolioNames
			? {
					portfolioNames: spelled(await portfoliosIfAllowed(client), portfolioNames, {
						singular: 'portfolio',
						plural: 'portfolios',
						endpoint: 'GET /core/v1/portfolio',
					}),
				}
			: {}),
	};
}

/**
 * The tag of contacts with this ID.
 * @throws {WtsApiError} NOT_FOUND when contacts have no such tag.
 */
export async function requireTag(client: WtsClient, id: string): Promise<ContactTag> {
	const tag = (await listContactTags(client)).find((one) => isSameIgnoringCase(one.id, id));
	if (tag !== undefined) return tag;
	throw notFound(
		`No tag of contacts has the ID ${id}`,
		'Tags of panels are another catalogue.',
		'GET /core/v1/tag',
		'listed',
	);
}

/** The names that this client gave to tags, by ID: the list of tags is older than they are. */
const renamed = perClient(async () => new Map<string, string>());

/**
 * Renames a tag of contacts or gives it another color (PUT /core/v1/tag/{id}). The platform wants the name even when
 * the color alone changes: it then stays as it is, `currentName` if that is known, also when this client has just
 * changed it. Returns the tag, or undefined when the answer is empty.
 * @throws {WtsApiError} NOT_FOUND when the color alone is given, the name is not known, and contacts have no such tag.
 */
export async function updateTag(
	client: WtsClient,
	id: string,
	changes: { name?: string; color?: CoreSchemas['TagColor']; currentName?: string | null },
): Promise<ContactTag | undefined> {
	const { name, color, currentName } = changes;
	const names = await renamed(client);
	const key = id.toLowerCase();
	const kept = async () => names.get(key) ?? currentName ?? (await requireTag(client, id)).name ?? '';
	const body = { name: name ?? (await kept()), color };
	const tag = await client.request('PUT /core/v1/tag/{id}', { path: { id }, body });
	names.set(key, body.name);
	return tag;
}
