import { codeOf, expression, isExpression, product } from './expressions.mts';
import { group, type Json, type JsonObject, some } from './json.mts';
import { type OlderNode, type Row, shown } from './older-node.mts';

/** An operation of the older node and how it becomes one of ours. */
export interface OlderOperation {
	/** Our operation. */
	readonly to: string;
	/** Whether it put a whole page into one item. */
	readonly list?: true;
	/** What its output is now, where that differs. */
	readonly output?: string;
	/** Our parameters; may name another operation. */
	map(old: OlderNode): JsonObject;
}

/** A resource of the older node. */
export interface OlderResource {
	/** What n8n leaves out of a saved workflow. */
	readonly defaultOperation: string;
	/** Values that earlier versions saved, and what they became. */
	readonly renamed: Readonly<Record<string, string>>;
	readonly operations: Readonly<Record<string, OlderOperation>>;
}

const UUID = /^\s*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\s*$/i;

/** A locator's value as the panel saves it. */
export function located(mode: string, value: Json): JsonObject {
	return { __rl: true, mode, value };
}

/** A record by its ID; undefined when there is none. */
export function byId(old: OlderNode, name: string): JsonObject | undefined {
	const value = old.value(name);
	if (value === undefined) return undefined;
	if (!isExpression(value) && !UUID.test(String(value))) {
		old.todo.push(`"${name}" is ${shown(value)}, which is not an ID: choose the record again.`);
	}
	return located('id', value);
}

/** The same where an ID must be: an empty locator shows what is missing. */
export function requiredId(old: OlderNode, name: string): JsonObject {
	const found = byId(old, name);
	if (found === undefined) old.todo.push(`"${name}" was empty: choose it.`);
	return found ?? located('id', '');
}

/** The channel that sends: the older node saved its ID, an expression may give its number. */
export function sender(old: OlderNode): JsonObject | undefined {
	const value = old.value('channelId');
	if (value === undefined) return undefined;
	const mode = isExpression(value) || UUID.test(String(value)) ? 'list' : 'number';
	return located(mode, value);
}

/** A phone number as it was, with a hint where it would now be read as another one. */
export function phone(old: OlderNode, name: string): Json | undefined {
	const value = old.value(name);
	if (value !== undefined && isForeign(value)) {
		old.todo.push(`"${name}" is ${shown(value)}: numbers outside Brazil need a + in front of the country code.`);
	}
	return value;
}

function isForeign(value: Json): boolean {
	if (isExpression(value) || String(value).includes('+')) return false;
	const digits = String(value).replace(/\D/g, '');
	return digits.length >= 12 && !digits.startsWith('55') && !digits.startsWith('0');
}

/** The recipient of a send: a number as it was, an Instagram name with its @. */
export function recipient(old: OlderNode): Json | undefined {
	const value = phone(old, 'numberToSend');
	if (typeof value !== 'string' || isExpression(value) || !/[a-z]/i.test(value) || /[@\s:/]/.test(value)) return value;
	old.changed.push(`"numberToSend" is the Instagram name ${shown(value)}: written with an @ now.`);
	return `@${value}`;
}

const pairs = (rows: readonly Row[]): Json[] => rows.map(({ key, value }) => ({ key, value }));

/** Metadata rows; expressions in keys and values stay. */
export function metadata(old: OlderNode, name: string): JsonObject | undefined {
	const rows = old.rows(name);
	return rows.length === 0 ? undefined : { values: pairs(rows) };
}

/** A form of values by key, or JSON when a key is an expression itself. */
function keyed(rows: readonly Row[]): { form: JsonObject } | { json: string } | undefined {
	if (rows.length === 0) return undefined;
	if (!rows.some(({ key }) => isExpression(key))) {
		return {
			form: {
				mappingMode: 'defineBelow',
				value: Object.fromEntries(rows.map(({ key, value }) => [key, value])),
			},
		};
	}
	return { json: expression(`({ ${rows.map(({ key, value }) => `[${codeOf(key)}]: ${codeOf(value)}`).join(', ')} })`) };
}

/** Custom fields: the form, and what goes into the collection `name` beside it. */
export function customFields(old: OlderNode, name: string): { form: JsonObject; more: JsonObject } {
	const values = keyed(old.rows(name));
	if (values === undefined) return { form: {}, more: {} };
	return 'form' in values
		? { form: { customFields: values.form }, more: {} }
		: { form: {}, more: { customFieldsJson: values.json } };
}

/** A date filter by its name: After and Before. */
export function dates(old: OlderNode, ...names: string[]): JsonObject {
	const bounds = names.flatMap((name) => [`${name}After`, `${name}Before`]);
	return some(Object.fromEntries(bounds.map((name) => [name, old.value(name)])));
}

/** Most records that the platform puts on one page. */
const LARGEST_PAGE = 100;

/** How many records, which, and in which order. `filters` are those that only one list has. */
export function listControls(old: OlderNode, filters: JsonObject): JsonObject {
	return {
		returnAll: false,
		limit: limitOf(old),
		...group('filters', { ...filters, ...dates(old, 'createdAt', 'updatedAt') }),
		// The older node always sent a direction; without one the platform chooses its own.
		sort: some({ orderBy: old.value('orderBy'), orderDirection: old.value('orderDirection') ?? 'ASCENDING' }),
	};
}

function limitOf(old: OlderNode): Json {
	const auto = old.flag('autoPagination');
	const pages = old.value('maxPage') ?? 10;
	const page = old.value('pageNumber') ?? 1;
	const all = product(pages, LARGEST_PAGE);
	const one = product(page, old.value('pageSize') ?? 15);
	if (auto !== false) {
		old.changed.push(
			`Auto Pagination of at most ${shown(pages)} pages is a limit of ${shown(all)} records now. Switch on ` +
				'Return All to have no limit.',
		);
	}
	if (auto === true) return all;
	if (String(page) !== '1') {
		old.todo.push(
			isExpression(page)
				? `"pageNumber" was an expression, ${shown(page)}: there are no pages any more. Switch on Return All and ` +
						'take the loop over pages out.'
				: `It asked for page ${shown(page)} only; now it returns all records up to the end of that page. Put a ` +
						'Limit node behind it that keeps the last ones.',
		);
	}
	return auto === false ? one : expression(`${codeOf(auto)} ? ${codeOf(all)} : ${codeOf(one)}`);
}

/** A file by its URL or from the input; a binary field won over a URL. `undefined` when there is none. */
export function file(old: OlderNode): JsonObject | undefined {
	const url = old.value('urlFile');
	const field = old.value('fileToSend');
	if (field === undefined) return url === undefined ? undefined : { fileSource: 'url', fileUrl: url };
	if (url !== undefined && isExpression(field)) {
		const source = expression(`${codeOf(field)} ? "binary" : "url"`);
		// With an expression here n8n shows all ways to give a file, and wants each filled in.
		return { fileSource: source, binaryPropertyName: field, fileUrl: url, fileId: expression('""') };
	}
	if (url !== undefined) {
		old.changed.push(`The URL ${shown(url)} is left out: the binary field ${shown(field)} won over it.`);
	}
	return { fileSource: 'binary', binaryPropertyName: field };
}

/** A file that must be there. */
export function requiredFile(old: OlderNode): JsonObject {
	const found = file(old);
	if (found === undefined) old.todo.push('It has neither a URL nor a binary field: choose the file.');
	return found ?? { fileSource: 'url', fileUrl: '' };
}

/** A template, the values of its parameters, and the file that it begins with. */
export function template(old: OlderNode, names: { template: string; values: string }): JsonObject {
	const { id, fileType } = chosenTemplate(old, names.template);
	const values = keyed(old.rows(names.values, 'name'));
	const given = file(old);
	const needless = given !== undefined && fileType === 'UNDEFINED';
	if (needless) old.changed.push('The file is left out: the chosen template begins with none.');
	return {
		templateId: located('id', id),
		...(values === undefined
			? {}
			: 'form' in values
				? { templateParametersMode: 'fields', templateParameters: values.form }
				: { templateParametersMode: 'json', templateParametersJson: values.json }),
		...(given === undefined || needless ? {} : { headerFile: hasFile(given), ...given }),
	};
}

/** An expression that may give nothing leaves the file out for that item. */
function hasFile({ binaryPropertyName, fileUrl }: JsonObject): Json {
	const given = [binaryPropertyName, fileUrl].filter((value) => value !== undefined);
	if (!given.every(isExpression)) return true;
	return expression(`Boolean(${given.map(codeOf).join(' || ')})`);
}

/** The older node saved a chosen template as JSON text. */
function chosenTemplate(old: OlderNode, name: string): { id: Json; fileType?: Json } {
	const value = old.value(name);
	if (value === undefined) {
		old.todo.push(`"${name}" was empty: choose the template.`);
		return { id: '' };
	}
	if (isExpression(value)) {
		old.todo.push(
			`The template is an expression, ${shown(value)}: it must give the ID of the template alone. The older ` +
				'node took JSON text of id, fileType and params.',
		);
		return { id: value };
	}
	const text = String(value);
	if (UUID.test(text)) return { id: text.trim() };
	const parsed = parseObject(text);
	if (typeof parsed?.id === 'string' && UUID.test(parsed.id)) return { id: parsed.id, fileType: parsed.fileType };
	old.todo.push(`"${name}" is ${shown(text)}, which names no template: choose it again.`);
	return { id: '' };
}

function parseObject(text: string): JsonObject | undefined {
	try {
		const value: Json = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** What tags do when they were sent without an operation: the platform's documents do not agree. */
export function changedTags(old: OlderNode, tags: Json | undefined): JsonObject {
	if (tags === undefined) return { tagIds: [], tagOperation: 'replace' };
	old.todo.push(
		'Tags are added to those that are there. Choose Replace as Tag Operation if they are to be the only ones: ' +
			'the older node left that to the platform.',
	);
	return { tagIds: tags, tagOperation: 'add' };
}
