import type { WtsClient } from '../core/client';
import { notFound } from '../core/errors';
import { perClient } from '../core/memo';
import { asList } from '../core/pagination';
import type { CoreSchemas } from '../core/routes';

export type Tag = CoreSchemas['Tag'];

/** The tags of contacts (GET /core/v1/tag), asked for once per client; those of panels are others. */
export const listTags = perClient(
	async (client): Promise<Tag[]> => asList(await client.request('GET /core/v1/tag', {}), 'GET /core/v1/tag'),
);

/**
 * The tag with this ID.
 * @throws {WtsApiError} NOT_FOUND when contacts have no such tag.
 */
export async function requireTag(client: WtsClient, id: string): Promise<Tag> {
	const tag = (await listTags(client)).find((one) => one.id?.toLowerCase() === id.toLowerCase());
	if (tag !== undefined) return tag;
	throw notFound(
		`No tag of contacts has the ID ${id}`,
		'Choose a tag from the list. Tags of panels are another catalogue.',
		'GET /core/v1/tag',
	);
}
