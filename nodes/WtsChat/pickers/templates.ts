import { findChannel, isId, listChannels, type QueryOf, type Template, type WtsClient } from '../../../client';
import {
	type Choice,
	type ListSearch,
	locatedValue,
	type PanelFields,
	PICKER_PAGE,
	pagedPicker,
	withoutDetails,
} from './results';

type ChannelOf = (context: PanelFields, client: WtsClient) => Promise<string | undefined>;

/** The channel of the chosen session. */
const channelOfSession: ChannelOf = async (context, client) => {
	const id = locatedValue(context, 'sessionId');
	if (!isId(id)) return undefined;
	return (await client.request('GET /chat/v2/session/{id}', { path: { id } })).channelId;
};

/** The channel that sends, or that of the session whose contact gets the message. */
const channelOfRecipient: ChannelOf = async (context, client) => {
	if (locatedValue(context, 'recipientType') === 'session') return await channelOfSession(context, client);
	const from = locatedValue(context, 'from');
	return from === '' ? undefined : (await findChannel(client, from))?.id;
};

/** Letters of a template's text that tell it from another of its name. */
const SNIPPET = 40;

function snippet(text: string | null | undefined): string | undefined {
	const line = text?.replace(/\s+/g, ' ').trim();
	return line && line.length > SNIPPET ? `${line.slice(0, SNIPPET)}…` : line;
}

function asChoice({ id, name, categoryName, fileType, archived, text }: Template): Choice[] {
	if (!id || archived === true) return [];
	const file = fileType && fileType !== 'UNDEFINED' ? `with ${fileType.toLowerCase()}` : undefined;
	const details = [categoryName, file].filter(Boolean).join(', ');
	return [{ name: details === '' ? (name ?? id) : `${name ?? id} (${details})`, value: id, detail: snippet(text) }];
}

/** Templates of one name are told apart by their channel first, where those of several channels are shown. */
async function withChannels(client: WtsClient, templates: readonly Template[]): Promise<Choice[]> {
	const named = new Map(
		(await listChannels(client)).map(({ id, identity, number }) => [id, identity?.displayName ?? number]),
	);
	return templates.flatMap((template) =>
		asChoice(template).map((choice) => ({
			...choice,
			detail: [named.get(template.channelId ?? undefined), choice.detail].filter(Boolean).join(', '),
		})),
	);
}

function templatePicker(channelOf: ChannelOf, Type?: QueryOf<'GET /chat/v1/template'>['Type']): ListSearch {
	return pagedPicker(async (client, { text, page }, context) => {
		const ChannelId = await channelOf(context, client);
		const answer = await client.request('GET /chat/v1/template', {
			query: {
				ApprovedOnly: true,
				Archived: false,
				Type,
				ChannelId,
				Name: withoutDetails(text),
				PageNumber: page,
				PageSize: PICKER_PAGE,
			},
		});
		const templates = answer.items ?? [];
		const names = templates.flatMap(asChoice).map(({ name }) => name);
		const alike = ChannelId === undefined && new Set(names).size < names.length;
		const choices = alike ? await withChannels(client, templates) : templates.flatMap(asChoice);
		return { choices, hasMorePages: answer.hasMorePages };
	});
}

/** Approved templates by name, those of the channel that sends. */
export const searchTemplates = templatePicker(channelOfRecipient);

/** Approved templates by name, those of the channel of the session. */
export const searchTemplatesOfSession = templatePicker(channelOfSession);

/** Approved templates for one-time passwords. */
export const searchOtpTemplates = templatePicker(channelOfRecipient, 'AUTHENTICATION');
