import type { WtsClient } from '../../core/client';
import { refuse } from '../../core/errors';
import { ifAllowed, perClient } from '../../core/memo';
import { collect, listRecords } from '../../core/pagination';
import type { ChatSchemas } from '../../core/routes';
import { isSameIgnoringCase } from '../../values/text';
import { type FileKind, type FileSource, misfit, type ResolvedFile, resolveFile } from './files';

export type Template = ChatSchemas['Template'];

/**
 * The approved templates of a channel, or of all channels for '', with their parameters; asked for
 * once per client (GET /chat/v1/template).
 */
export const listTemplates = perClient(
	async (client, channelId): Promise<Template[]> =>
		await collect(
			listRecords(client, 'GET /chat/v1/template', {
				query: {
					ChannelId: channelId === '' ? undefined : channelId,
					ApprovedOnly: true,
					IncludeDetails: ['Params'],
				},
			}),
		),
);

/** A template's values as the user gave them. */
export interface TemplateValues {
	templateId: string;
	parameters: Record<string, string>;
	hasFile: boolean;
	/** The header file, when its type is to be checked too. */
	file?: HeaderFile;
}

/** The file that a template begins with. */
export interface HeaderFile {
	source: FileSource;
	/** What it looks like; a template that says what its header is goes before. */
	kind: FileKind;
}

const HEADER_KINDS: ReadonlyMap<unknown, FileKind> = new Map<unknown, FileKind>([
	['IMAGE', 'image'],
	['VIDEO', 'video'],
	['DOCUMENT', 'document'],
]);

/** Names of a template's parameters, in its order. */
export function parameterNames(template: Template): string[] {
	return (template.params ?? []).flatMap(({ name }) => (name ? [name] : []));
}

/** Whether a template begins with a file that each send has to give. */
export function needsFile(template: Template): boolean {
	return template.fileType !== undefined && template.fileType !== null && template.fileType !== 'UNDEFINED';
}

/** The values of the parameters that a template has, under its own names; all of them when it is not known. */
function ofTemplate(template: Template, parameters: Record<string, string>): Record<string, string> {
	const given = new Map(Object.entries(parameters).map(([name, value]) => [name.normalize('NFC'), value]));
	return Object.fromEntries(
		parameterNames(template).flatMap((name): Array<[string, string]> => {
			const value = given.get(name.normalize('NFC'));
			return value === undefined ? [] : [[name, value]];
		}),
	);
}

/** Whether any of the values is for a parameter of the template; unknown when it is not in the list. */
export async function hasAnyParameter(
	client: WtsClient,
	templateId: string,
	values: Record<string, string>,
): Promise<boolean | undefined> {
	const template = await findTemplate(client, templateId);
	return template === undefined ? undefined : Object.keys(ofTemplate(template, values)).length > 0;
}

/**
 * Checks a template's values before anything is sent. There is no route for one template: it is
 * looked up in the list, and an ID that is not there goes through with what the user gave. So does
 * any template when the token may not list them. Returns the values to send: those of parameters that the template
 * no longer has are left out.
 * @throws {WtsApiError} INVALID_REQUEST naming the parameters that are missing, or the file that is
 * missing or of another type than the header.
 */
export async function checkTemplate(client: WtsClient, values: TemplateValues): Promise<Record<string, string>> {
	const template = await findTemplate(client, values.templateId);
	if (template === undefined) return values.parameters;
	const name = template.name ?? values.templateId;
	const parameters = ofTemplate(template, values.parameters);
	const missing = parameterNames(template).filter(
		(parameter) => !Object.hasOwn(parameters, parameter) || parameters[parameter] === '',
	);
	if (missing.length > 0) {
		throw refuse(
			`The template "${name}" lacks a value for ${missing.map((one) => `"${one}"`).join(', ')}`,
			'All parameters of a template are required.',
			null,
			'templateParameters',
		);
	}
	if (needsFile(template) && !values.hasFile) {
		throw refuse(
			`The template "${name}" needs a file (${template.fileType?.toLowerCase() ?? 'header'}) for its header`,
			'Add the header file.',
			null,
			'headerFile',
		);
	}
	const kind = HEADER_KINDS.get(template.fileType);
	const problem = kind && values.file && misfit(values.file.source, kind);
	if (problem === undefined) return parameters;
	throw refuse(
		`The header of the template "${name}" is ${kind}, but ${problem}`,
		`Give a file that can be sent as ${kind}.`,
	);
}

/**
 * What `fileIdOrUrl` carries for a header file; bytes are uploaded first, as what the template says
 * that its header is.
 */
export async function resolveHeader(
	client: WtsClient,
	templateId: string,
	{ source, kind }: HeaderFile,
): Promise<ResolvedFile> {
	const template = 'content' in source ? await findTemplate(client, templateId) : undefined;
	return await resolveFile(client, source, HEADER_KINDS.get(template?.fileType) ?? kind);
}

/** The templates, or undefined when the token may not list them; asked for once either way. */
const templatesIfAllowed = perClient(async (client) => await ifAllowed(listTemplates(client)));

/** The template with this ID among the approved ones; undefined when it is not there. */
export async function findTemplate(client: WtsClient, templateId: string): Promise<Template | undefined> {
	const templates = await templatesIfAllowed(client);
	return templates?.find(({ id }) => isSameIgnoringCase(id, templateId));
}
